package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/openupr/openupr/internal/ledger"
)

// Row is a fact as the record holds it.
type Row struct {
	ID      FactID
	Fact    ledger.Fact // without fields when erased
	Review  string
	Act     uint64    // the act that brought it
	Time    time.Time // of that act
	EndedBy uint64    // the act that ended it, as far as Filter.At; 0 when none
	Erased  bool
	Digest  ledger.Hash // with Filter.Digests
}

// Filter says which facts to read. What is empty does not restrict.
type Filter struct {
	Kinds   []string
	Subject string
	Review  string
	At      uint64 // as the record stood after this act; 0: now
	Since   uint64 // only what changed after this act, up to At: facts brought and facts ended (Row.EndedBy tells)
	Ended   bool   // also facts that were ended before; always so with Since

	Not     []string // beginnings of homes (New.Review) whose facts are not read
	Digests bool     // also what the ledger holds of each fact
}

// Facts reads facts in the order of their ids, which within an act is the order they were brought in. What is read is one
// state of the record, however long the reading takes. The sequence holds a database connection until it ends: do not
// write, or read more, for each row.
func (s *Store) Facts(ctx context.Context, f Filter) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		if err := s.facts(ctx, f, yield); err != nil {
			yield(Row{}, fmt.Errorf("reading facts: %w", err))
		}
	}
}

// History reads every version of what the record says about a subject, also what was ended.
func (s *Store) History(ctx context.Context, subject string) iter.Seq2[Row, error] {
	return s.Facts(ctx, Filter{Subject: subject, Ended: true})
}

// facts yields rows until an error or until yield says no.
func (s *Store) facts(ctx context.Context, f Filter, yield func(Row, error) bool) error {
	if !plain(f.Subject + f.Review + strings.Join(f.Kinds, "") + strings.Join(f.Not, "")) {
		return nil
	}
	head, err := readHead(ctx, s.read)
	if err != nil {
		return err
	}
	if f.At == 0 || f.At > head.Number {
		f.At = head.Number
	}
	// Facts never change and acts keep their numbers, so the state at act At can be read without a transaction: whatever
	// is committed meanwhile has a higher number.
	acts, err := s.acts.upTo(ctx, s.read, f.At)
	if err != nil {
		return err
	}
	if f.Since == 0 {
		_, err := s.query(ctx, f, acts, "", nil, yield)
		return err
	}
	rows, err := s.read.QueryContext(ctx, "SELECT id FROM act WHERE number > $1 AND number <= $2 ORDER BY id", int64(f.Since), int64(f.At))
	if err != nil {
		return err
	}
	changed, err := column[any](rows)
	if err != nil {
		return err
	}
	for part := range slices.Chunk(changed, 200) {
		on := func(column string) string { return column + " IN (" + places(1, len(part)) + ")" }
		more, err := s.query(ctx, f, acts, on("act"), part, yield)
		if err != nil || !more {
			return err
		}
		onlyOlder := func(r Row, err error) bool { return err == nil && r.Act > f.Since || yield(r, err) } // the others came with their act
		if more, err = s.query(ctx, f, acts, on("ended_by"), part, onlyOlder); err != nil || !more {
			return err
		}
	}
	return nil
}

// ActorOf is the person who did an act: the first fact that it brought. ok is false when none was named, or was erased.
func (s *Store) ActorOf(ctx context.Context, act uint64) (who Actor, ok bool, err error) {
	const first = `SELECT kind, subject, body FROM fact WHERE id = (SELECT MIN(f.id) FROM fact f JOIN act a ON f.act = a.id WHERE a.number = $1)`
	var kind, subject string
	var body sql.NullString
	err = s.read.QueryRowContext(ctx, first, int64(act)).Scan(&kind, &subject, &body)
	if errors.Is(err, sql.ErrNoRows) || err == nil && (kind != KindActor || !body.Valid) {
		return Actor{}, false, nil
	}
	if err != nil {
		return Actor{}, false, fmt.Errorf("reading who did act %d: %w", act, err)
	}
	f, err := decode(body.String)
	if err != nil {
		return Actor{}, false, fmt.Errorf("reading who did act %d: %w", act, err)
	}
	who.Account = subject
	for _, x := range f.Fields {
		if x.Name == "name" {
			who.Name = x.Value
		}
	}
	return who, true, nil
}

// Homes are the reviews, as New.Review names them, about which acts after since and up to at brought or ended facts; those
// without a name are left out.
func (s *Store) Homes(ctx context.Context, since, at uint64) ([]string, error) {
	const of = "SELECT DISTINCT f.review FROM act a JOIN fact f ON f.%s = a.id WHERE a.number > $1 AND a.number <= $2 AND f.review <> ''"
	rows, err := s.read.QueryContext(ctx, fmt.Sprintf(of, "act")+" UNION "+fmt.Sprintf(of, "ended_by"), int64(since), int64(at))
	if err != nil {
		return nil, fmt.Errorf("reading what acts are about: %w", err)
	}
	homes, err := column[string](rows)
	if err != nil {
		return nil, fmt.Errorf("reading what acts are about: %w", err)
	}
	return homes, nil
}

func (s *Store) query(ctx context.Context, f Filter, acts actRefs, where string, args []any, yield func(Row, error) bool) (more bool, err error) {
	args = slices.Clone(args)
	var conditions []string
	if where != "" {
		conditions = append(conditions, where)
	}
	if f.Subject != "" {
		args = append(args, f.Subject)
		conditions = append(conditions, fmt.Sprintf("subject = $%d", len(args)))
	}
	if f.Review != "" {
		args = append(args, f.Review)
		column := "review"
		if where != "" {
			column = "review || ''" // what changed is found by its acts, not by going through all of a large home
		}
		conditions = append(conditions, fmt.Sprintf("%s = $%d", column, len(args)))
	}
	for _, begins := range f.Not {
		args = append(args, begins)
		conditions = append(conditions, fmt.Sprintf("substr(review, 1, %d) <> $%d", len([]rune(begins)), len(args)))
	}
	if len(f.Kinds) > 0 {
		conditions = append(conditions, "kind IN ("+places(len(args)+1, len(f.Kinds))+")")
		for _, k := range f.Kinds {
			args = append(args, k)
		}
	}
	digest := "NULL"
	if f.Digests {
		digest = "digest"
	}
	text := "SELECT id, act, ended_by, kind, subject, review, body, " + digest + " FROM fact"
	if len(conditions) > 0 {
		text += " WHERE " + strings.Join(conditions, " AND ")
	}
	rows, err := s.read.QueryContext(ctx, text+" ORDER BY id", args...)
	if err != nil {
		return false, err
	}
	defer rows.Close()
	var id, act int64
	var ended sql.NullInt64
	var kind, subject, review string
	var body sql.NullString
	var hash []byte
	for rows.Next() {
		if err := rows.Scan(&id, &act, &ended, &kind, &subject, &review, &body, &hash); err != nil {
			return false, err
		}
		brought, ok := acts.get(act)
		if !ok || brought.number > f.At {
			continue
		}
		r := Row{ID: FactID(id), Review: review, Act: brought.number, Time: time.Unix(brought.at, 0).UTC()}
		if by, ok := acts.get(ended.Int64); ok && ended.Valid && by.number <= f.At {
			r.EndedBy = by.number
		}
		if r.EndedBy > 0 && !f.Ended && f.Since == 0 {
			continue
		}
		if len(hash) == ledger.DigestSize {
			r.Digest = ledger.Hash(hash)
		}
		if !body.Valid {
			r.Erased, r.Fact = true, ledger.Fact{Kind: kind, Subject: subject}
		} else if r.Fact, err = decode(body.String); err != nil {
			return false, &Damaged{FactID(id), err}
		}
		if !yield(r, nil) {
			return false, nil
		}
	}
	return true, rows.Err()
}

// decode reads a fact's body and takes out the review, which Row has beside it.
func decode(body string) (ledger.Fact, error) {
	f, err := ledger.DecodeString(body)
	if err == nil && len(f.Fields) > 0 && f.Fields[0].Name == reviewField {
		f.Fields = f.Fields[1:]
	}
	return f, err
}

// actRef is what reading facts needs to know of an act.
type actRef struct {
	number uint64
	at     int64
}

// actRefs are the committed acts by their ids. Neither map is ever changed, so readers need no lock.
type actRefs struct{ most, recent map[int64]actRef }

func (r actRefs) get(id int64) (actRef, bool) {
	if a, ok := r.recent[id]; ok {
		return a, true
	}
	a, ok := r.most[id]
	return a, ok
}

// actCache knows the committed acts. Acts keep their numbers, so it only grows.
type actCache struct {
	mu   sync.Mutex
	last uint64
	refs actRefs
}

// recentActs is how many acts are copied at each growth; beyond it they join the rest.
const recentActs = 1000

func (c *actCache) upTo(ctx context.Context, q querier, number uint64) (actRefs, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.last >= number {
		return c.refs, nil
	}
	rows, err := q.QueryContext(ctx, "SELECT id, number, made_at FROM act WHERE number > $1 AND number <= $2 ORDER BY number", int64(c.last), int64(number))
	if err != nil {
		return actRefs{}, err
	}
	defer rows.Close()
	next := actRefs{c.refs.most, maps.Clone(c.refs.recent)}
	if next.recent == nil {
		next.recent = map[int64]actRef{}
	}
	for rows.Next() {
		var id, n int64
		var a actRef
		if err := rows.Scan(&id, &n, &a.at); err != nil {
			return actRefs{}, err
		}
		a.number = uint64(n)
		next.recent[id] = a
	}
	if err := rows.Err(); err != nil {
		return actRefs{}, err
	}
	if len(next.recent) > recentActs {
		most := make(map[int64]actRef, len(next.most)+len(next.recent))
		maps.Copy(most, next.most)
		maps.Copy(most, next.recent)
		next = actRefs{most: most}
	}
	c.refs, c.last = next, number
	return next, nil
}

func (c *actCache) reset() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.refs, c.last = actRefs{}, 0
}
