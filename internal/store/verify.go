package store

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/openupr/openupr/internal/ledger"
	"golang.org/x/mod/sumdb/tlog"
)

// Flaw is what is wrong with a record. Its text is a code; the words for people are in the message catalogue.
type Flaw string

// Flaws, each found when somebody changes the database by hand.
const (
	FactChanged       Flaw = "fact_changed"        // words, salt, digest or a column of a fact are not what was brought
	FactMissing       Flaw = "fact_missing"        // the act brought more facts than are there
	FactAdded         Flaw = "fact_added"          // a fact that its act did not bring, or without an act
	EndMissing        Flaw = "end_missing"         // the act ended a fact that is no longer marked so
	EndAdded          Flaw = "end_added"           // a fact is marked as ended by an act that did not end it
	ActContentChanged Flaw = "act_content_changed" // what the act brought or ended was replaced by something of the same size
	ActChanged        Flaw = "act_changed"         // the act's public header is not what was signed
	ActMissing        Flaw = "act_missing"
	ActAdded          Flaw = "act_added" // an act after the head of the record
	ErasedUnsaid      Flaw = "erased_unsaid"
	TreeChanged       Flaw = "tree_changed"
	CheckpointChanged Flaw = "checkpoint_changed" // its root or its signature
	CheckpointMissing Flaw = "checkpoint_missing"
	HeadChanged       Flaw = "head_changed"
)

// Problem is the first thing in the record that does not match.
type Problem struct {
	Flaw    Flaw
	Act     uint64 // 0: not in one act
	Fact    FactID // 0: not one fact, or it cannot be told which
	Kind    string // of the fact
	Subject string
}

// Error makes a Problem an error for those who want one.
func (p *Problem) Error() string {
	text := fmt.Sprintf("%s at act %d", p.Flaw, p.Act)
	if p.Fact != 0 {
		text += fmt.Sprintf(", fact %d: %s %s", p.Fact, p.Kind, p.Subject)
	}
	return text
}

// Report is what Verify found.
type Report struct {
	Head    Head
	Acts    uint64 // checked
	Facts   uint64
	Erased  uint64   // of them, erased
	Problem *Problem // nil: everything matches
}

// Verify makes every digest, root and hash again from the words in the database and compares them with the signed
// checkpoints. The error is for a database that cannot be read; a record that does not match is a Report with a Problem:
// the first one in the order of the acts. progress may be nil; it is told how many acts of how many are done.
//
// What it cannot see by itself is a record whose end was cut off or which was made anew as a whole, with its key: that is
// what checkpoints in other people's hands are for (ProveGrowth).
func (s *Store) Verify(ctx context.Context, progress func(done, of uint64)) (Report, error) {
	tx, err := s.read.BeginTx(ctx, s.snapshot())
	if err != nil {
		return Report{}, fmt.Errorf("verifying the record: %w", err)
	}
	g := s.signing.Load()
	v := verifier{q: tx, keys: g.known, own: g.key.Public(), progress: progress}
	err = v.run(ctx)
	if err := errors.Join(err, tx.Rollback()); err != nil {
		return v.report, fmt.Errorf("verifying the record: %w", err)
	}
	return v.report, nil
}

// snapshot are the options of a transaction that reads one state.
func (s *Store) snapshot() *sql.TxOptions {
	if s.sqlite != nil {
		return nil // every transaction there is one; the reading connections cannot write
	}
	return &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
}

// verifier walks through the record once. It asks one thing at a time, as a PostgreSQL transaction demands.
type verifier struct {
	q        querier
	keys     []string
	own      string // the key that must have signed the newest checkpoint; empty: any of keys
	progress func(done, of uint64)
	report   Report
	erasures map[string]erasure // by the digest of the erased fact, in hex
	tree     memoryTree
}

type erasure struct{ kind, subject, review string }

// actRow is an act as it lies in the database.
type actRow struct {
	id    int64
	state string
	h     ledger.ActHeader
	root  []byte
	leaf  []byte
}

// page is how many acts are read at a time.
const page = 500

func (v *verifier) run(ctx context.Context) error {
	var number int64
	var root []byte
	if err := v.q.QueryRowContext(ctx, "SELECT number, root FROM head WHERE id = 1").Scan(&number, &root); err != nil {
		if errors.Is(err, sql.ErrNoRows) {
			v.report.Problem = &Problem{Flaw: HeadChanged}
			return nil
		}
		return err
	}
	if err := v.readErasures(ctx); err != nil {
		return err
	}
	head := uint64(number)
	computed, err := ledger.Root(0, nil)
	if err != nil {
		return err
	}
	for from := uint64(1); from <= head; from += page {
		to := min(head, from+page-1)
		if computed, err = v.page(ctx, from, to, head); err != nil || v.report.Problem != nil {
			return err
		}
	}
	v.report.Head = Head{head, head, computed}
	if head > 0 && string(root) != string(computed[:]) {
		v.report.Problem = &Problem{Flaw: HeadChanged, Act: head}
		return nil
	}
	return v.leftovers(ctx, head)
}

// page checks the acts numbered from from to to and gives the root of the tree with them.
func (v *verifier) page(ctx context.Context, from, to, head uint64) (root ledger.Hash, err error) {
	acts, err := v.readActs(ctx, from, to)
	if err != nil {
		return root, err
	}
	first, end := tlog.StoredHashCount(int64(from-1)), tlog.StoredHashCount(int64(to))
	kept, err := keyed[[]byte](ctx, v.q, "SELECT idx, hash FROM tree_hash WHERE idx >= $1 AND idx < $2 ORDER BY idx", first, end)
	if err != nil {
		return root, err
	}
	signed, err := keyed[string](ctx, v.q, "SELECT size, text FROM checkpoint WHERE size >= $1 AND size <= $2 ORDER BY size", int64(from), int64(to))
	if err != nil {
		return root, err
	}
	for n := from; n <= to; n++ {
		a, ok := acts[n]
		if !ok {
			v.report.Problem = &Problem{Flaw: ActMissing, Act: n}
			return root, nil
		}
		leaf, err := a.h.Leaf()
		var added []ledger.StoredHash
		if err == nil {
			added, root, err = ledger.Append(n-1, leaf, &v.tree)
		}
		if err != nil {
			v.report.Problem = &Problem{Flaw: ActChanged, Act: n}
			return root, nil
		}
		if v.header(a, kept, added); v.report.Problem != nil {
			return root, nil
		}
		if err := v.content(ctx, a); err != nil || v.report.Problem != nil {
			return root, err
		}
		for _, x := range added {
			v.tree = append(v.tree, tlog.Hash(x.Hash))
			if string(kept[x.Index]) != string(x.Hash[:]) {
				v.report.Problem = &Problem{Flaw: TreeChanged, Act: n}
				return root, nil
			}
		}
		keys := v.keys
		if n == head && v.own != "" {
			keys = []string{v.own}
		}
		text, ok := signed[int64(n)]
		if !ok {
			v.report.Problem = &Problem{Flaw: CheckpointMissing, Act: n}
			return root, nil
		}
		if c, err := ledger.Verify(text, keys...); err != nil || c.Size != n || c.Root != root {
			v.report.Problem = &Problem{Flaw: CheckpointChanged, Act: n}
			return root, nil
		}
		v.report.Acts = n
		if v.progress != nil {
			v.progress(n, head)
		}
	}
	return root, nil
}

// header checks an act's header against its leaf in the tree.
func (v *verifier) header(a actRow, kept map[int64][]byte, added []ledger.StoredHash) {
	leaf := added[0]
	same := string(a.leaf) == string(leaf.Hash[:])
	inTree := string(kept[leaf.Index]) == string(leaf.Hash[:])
	switch {
	case same && inTree && a.state == "committed":
	case same && a.state == "committed":
		v.report.Problem = &Problem{Flaw: TreeChanged, Act: a.h.Number}
	default:
		v.report.Problem = &Problem{Flaw: ActChanged, Act: a.h.Number}
	}
}

// leftovers looks for what no act accounts for.
func (v *verifier) leftovers(ctx context.Context, head uint64) error {
	for _, x := range []struct {
		flaw  Flaw
		query string
		args  []any
	}{
		{ActAdded, "SELECT number FROM act WHERE number > $1 OR number < 1 ORDER BY number LIMIT 1", []any{int64(head)}},
		{ActAdded, "SELECT 0 FROM act WHERE number IS NULL AND state = 'committed' LIMIT 1", nil},
		{CheckpointChanged, "SELECT size FROM checkpoint WHERE size > $1 OR size < 1 ORDER BY size LIMIT 1", []any{int64(head)}},
		{TreeChanged, "SELECT 0 FROM tree_hash WHERE idx >= $1 OR idx < 0 LIMIT 1", []any{tlog.StoredHashCount(int64(head))}},
	} {
		var n int64
		err := v.q.QueryRowContext(ctx, x.query, x.args...).Scan(&n)
		if err == nil {
			v.report.Problem = &Problem{Flaw: x.flaw, Act: uint64(n)}
		}
		if err == nil || !errors.Is(err, sql.ErrNoRows) {
			return err
		}
	}
	for _, x := range []struct {
		flaw   Flaw
		column string
	}{{FactAdded, "act"}, {EndAdded, "ended_by"}} {
		p := Problem{Flaw: x.flaw}
		var id int64
		err := v.q.QueryRowContext(ctx, "SELECT id, kind, subject FROM fact WHERE "+x.column+" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM act WHERE act.id = fact."+
			x.column+") ORDER BY id LIMIT 1").Scan(&id, &p.Kind, &p.Subject)
		if err == nil {
			p.Fact = FactID(id)
			v.report.Problem = &p
		}
		if err == nil || !errors.Is(err, sql.ErrNoRows) {
			return err
		}
	}
	return nil
}

func (v *verifier) readActs(ctx context.Context, from, to uint64) (map[uint64]actRow, error) {
	rows, err := v.q.QueryContext(ctx, `SELECT id, state, number, kind, scope, made_at, role, body, facts, ends, root, leaf FROM act
		WHERE number >= $1 AND number <= $2 ORDER BY number`, int64(from), int64(to))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := make(map[uint64]actRow, to-from+1)
	for rows.Next() {
		var a actRow
		var number, at, facts, ends int64
		if err := rows.Scan(&a.id, &a.state, &number, &a.h.Kind, &a.h.Scope, &at, &a.h.Role, &a.h.Body, &facts, &ends, &a.root, &a.leaf); err != nil {
			return nil, err
		}
		a.h.Number, a.h.Time, a.h.Facts, a.h.Ends = uint64(number), time.Unix(at, 0).UTC(), uint64(facts), uint64(ends)
		copy(a.h.Root[:], a.root) // one of another length makes another leaf
		out[a.h.Number] = a
	}
	return out, rows.Err()
}

func (v *verifier) readErasures(ctx context.Context) error {
	rows, err := v.q.QueryContext(ctx, "SELECT body FROM fact WHERE kind = $1 AND body IS NOT NULL ORDER BY id", KindErasure)
	if err != nil {
		return err
	}
	bodies, err := column[string](rows)
	if err != nil {
		return err
	}
	v.erasures = make(map[string]erasure, len(bodies))
	for _, b := range bodies {
		if f, err := ledger.DecodeString(b); err == nil { // a damaged one is found where its act is checked
			v.erasures[f.Get("digest")] = erasure{f.Get("kind"), f.Subject, f.Get("of-review")}
		}
	}
	return nil
}

// erased says whether an act of erasure speaks of this fact.
func (v *verifier) erased(f factRow) bool {
	e, ok := v.erasures[hex.EncodeToString(f.digest)]
	return ok && e == erasure{f.kind, f.subject, f.review}
}

// memoryTree holds the hashes of the tree made anew.
type memoryTree []tlog.Hash

func (m *memoryTree) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, x := range indexes {
		if x < 0 || x >= int64(len(*m)) {
			return nil, fmt.Errorf("hash %d of the tree is not there", x)
		}
		out[i] = (*m)[x]
	}
	return out, nil
}

// keyed reads a result of a number and a value.
func keyed[V any](ctx context.Context, q querier, query string, args ...any) (map[int64]V, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[int64]V{}
	for rows.Next() {
		var k int64
		var x V
		if err := rows.Scan(&k, &x); err != nil {
			return nil, err
		}
		out[k] = x
	}
	return out, rows.Err()
}
