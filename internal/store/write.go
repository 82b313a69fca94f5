package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/killpoint"
	"github.com/openupr/openupr/internal/ledger"
	"golang.org/x/mod/sumdb/tlog"
)

// Committed is an act that is in the record, and the root of the tree with it.
type Committed struct {
	ledger.ActHeader
	Tree ledger.Hash
}

// WriteMax is how many facts Write brings or ends; what is more belongs in a Draft.
const WriteMax = 500

// Write makes a small act, as people's saves are, in one transaction: all of it or nothing.
func (s *Store) Write(ctx context.Context, a Act, add []New, end []FactID) (Committed, error) {
	c, err := s.write(ctx, a, add, end, nil)
	if err != nil {
		return Committed{}, fmt.Errorf("writing an act: %w", err)
	}
	return c, nil
}

// write does the work of Write; also, when given, is done in the same transaction.
func (s *Store) write(ctx context.Context, a Act, add []New, end []FactID, also func(context.Context, *sql.Tx) error) (Committed, error) {
	if len(add)+len(end) > WriteMax {
		return Committed{}, fmt.Errorf("%d facts in one small act, more than %d", len(add)+len(end), WriteMax)
	}
	if len(add)+len(end) == 0 {
		return Committed{}, ErrEmpty
	}
	h := header(a)
	if _, err := h.Leaf(); err != nil {
		return Committed{}, err
	}
	if f, ok := actorFact(a); ok {
		add = append([]New{f}, add...)
	}
	rows := make([]row, len(add))
	var facts ledger.RootBuilder
	for i := range add {
		var err error
		if rows[i], err = s.row(add[i]); err != nil {
			return Committed{}, err
		}
		facts.Add(rows[i].digest)
	}
	id, err := s.ids[person].act.take(ctx, person, 1)
	if err != nil {
		return Committed{}, err
	}
	if len(rows) > 0 {
		first, err := s.ids[person].fact.take(ctx, person, int64(len(rows)))
		if err != nil {
			return Committed{}, err
		}
		for i := range rows {
			rows[i].id = first + int64(i)
		}
	}
	end = slices.Clone(end)
	slices.Sort(end)
	var c Committed
	killpoint.Reach("store.commit.before")
	err = s.retryLost(ctx, func() error {
		return s.inTx(ctx, person, func(ctx context.Context, tx *sql.Tx) error {
			number, err := lockHead(ctx, tx)
			if err != nil {
				return err
			}
			if err := checkBase(ctx, tx, a); err != nil {
				return err
			}
			if err := s.insertAct(ctx, tx, id, a); err != nil {
				return err
			}
			if err := s.insertFacts(ctx, tx, id, rows); err != nil {
				return err
			}
			root := facts.Clone()
			for part := range slices.Chunk(end, endBatch) {
				ended, err := endFacts(ctx, tx, id, part)
				if err != nil {
					return err
				}
				for _, e := range ended {
					root.Add(ledger.EndDigest(e.digest))
				}
			}
			if also != nil {
				if err := also(ctx, tx); err != nil {
					return err
				}
			}
			h.Facts, h.Ends, h.Root = uint64(len(rows)), uint64(len(end)), root.Root()
			c, err = s.publish(ctx, tx, id, number, h)
			return err
		})
	})
	if err != nil {
		return Committed{}, err
	}
	killpoint.Reach("store.commit.after")
	s.news.tell()
	return c, nil
}

// lockHead takes the lock of the ledger's head until the transaction ends, and gives the number of the act to come.
func lockHead(ctx context.Context, tx *sql.Tx) (uint64, error) {
	var n int64
	if err := tx.QueryRowContext(ctx, "UPDATE head SET number = number + 1 WHERE id = 1 RETURNING number").Scan(&n); err != nil {
		return 0, fmt.Errorf("taking the head of the ledger: %w", err)
	}
	return uint64(n), nil
}

// checkBase refuses an act whose preview is stale.
func checkBase(ctx context.Context, tx *sql.Tx, a Act) error {
	if a.Base == 0 {
		return nil
	}
	var n int64
	err := tx.QueryRowContext(ctx, "SELECT number FROM act WHERE number > $1 AND scope = $2 ORDER BY number DESC LIMIT 1", int64(a.Base), a.Scope).Scan(&n)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	return &Changed{Scope: a.Scope, Base: a.Base, Act: uint64(n)}
}

// publish numbers the act and appends it to the tree. The head's lock is held.
func (s *Store) publish(ctx context.Context, tx *sql.Tx, id int64, number uint64, h ledger.ActHeader) (Committed, error) {
	h.Number, h.Time = number, s.now()
	leaf, err := h.Leaf()
	if err != nil {
		return Committed{}, err
	}
	added, root, err := ledger.Append(number-1, leaf, hashReader(ctx, tx))
	if err != nil {
		return Committed{}, err
	}
	for _, a := range added {
		if _, err := tx.ExecContext(ctx, "INSERT INTO tree_hash (idx, hash) VALUES ($1, $2)", a.Index, a.Hash[:]); err != nil {
			return Committed{}, err
		}
	}
	g := s.signing.Load()
	text, err := ledger.Sign(g.key, ledger.Checkpoint{Origin: g.origin, Size: number, Root: root})
	if err != nil {
		return Committed{}, err
	}
	if _, err := tx.ExecContext(ctx, "INSERT INTO checkpoint (size, text) VALUES ($1, $2)", int64(number), text); err != nil {
		return Committed{}, err
	}
	killpoint.Reach("store.commit.inside")
	leafHash := ledger.LeafHash(leaf)
	err = one(tx.ExecContext(ctx, `UPDATE act SET number = $1, made_at = $2, facts = $3, ends = $4, root = $5, leaf = $6, state = 'committed'
		WHERE id = $7 AND state = 'staged' AND owner = $8`,
		int64(number), h.Time.Unix(), int64(h.Facts), int64(h.Ends), h.Root[:], leafHash[:], id, s.owner.id))
	if err != nil {
		return Committed{}, errors.Join(ErrDraftLost, err)
	}
	if _, err := tx.ExecContext(ctx, "UPDATE head SET root = $1 WHERE id = 1", root[:]); err != nil {
		return Committed{}, err
	}
	return Committed{h, root}, nil
}

func (s *Store) insertAct(ctx context.Context, tx *sql.Tx, id int64, a Act) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO act (id, kind, scope, made_at, role, body, facts, ends, state, owner)
		VALUES ($1, $2, $3, $4, $5, $6, 0, 0, 'staged', $7)`, id, a.Kind, a.Scope, s.now().Unix(), a.Role, a.Body, s.owner.id)
	return err
}

// rowsAStatement are the sizes of the prepared statements that insert facts, largest first.
var rowsAStatement = [...]int{64, 8, 1}

func (s *Store) insertFacts(ctx context.Context, tx *sql.Tx, act int64, rows []row) error {
	args := make([]any, 0, rowsAStatement[0]*8)
	for _, size := range rowsAStatement {
		for ; len(rows) >= size; rows = rows[size:] {
			args = args[:0]
			for i := range rows[:size] {
				r := &rows[i]
				args = append(args, r.id, act, r.kind, r.subject, r.review, r.body, r.salt[:], r.digest[:])
			}
			if _, err := tx.StmtContext(ctx, s.inserts[size]).ExecContext(ctx, args...); err != nil {
				return err
			}
		}
	}
	return nil
}

// endFacts ends the facts (sorted by id) and gives their digests in that order.
func endFacts(ctx context.Context, tx *sql.Tx, act int64, facts []FactID) ([]ending, error) {
	args := []any{act}
	for _, f := range facts {
		args = append(args, int64(f))
	}
	rows, err := tx.QueryContext(ctx, `UPDATE fact SET ended_by = $1 WHERE ended_by IS NULL AND id IN (`+places(2, len(facts))+`)
		AND act IN (SELECT id FROM act WHERE number IS NOT NULL AND act.id = fact.act) RETURNING id, digest`, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	got := map[int64]ledger.Hash{}
	for rows.Next() {
		var id int64
		var digest []byte
		if err := rows.Scan(&id, &digest); err != nil {
			return nil, err
		}
		if len(digest) != ledger.DigestSize {
			return nil, &Damaged{FactID(id), errors.New("the digest has a wrong length")}
		}
		got[id] = ledger.Hash(digest)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	out := make([]ending, 0, len(facts))
	for _, f := range facts {
		digest, ok := got[int64(f)]
		if !ok {
			return nil, notCurrent(ctx, tx, f)
		}
		delete(got, int64(f)) // named twice, it is refused the second time
		out = append(out, ending{int64(f), digest})
	}
	return out, nil
}

func notCurrent(ctx context.Context, tx *sql.Tx, f FactID) error {
	var by sql.NullInt64
	err := tx.QueryRowContext(ctx, "SELECT act.number FROM fact LEFT JOIN act ON act.id = fact.ended_by WHERE fact.id = $1", int64(f)).Scan(&by)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	return &NotCurrent{Fact: f, EndedBy: uint64(by.Int64)}
}

// retryLost repeats an ending once when what stood in its way may be the draft of a process that is gone.
func (s *Store) retryLost(ctx context.Context, do func() error) error {
	err := do()
	var not *NotCurrent
	if !errors.As(err, &not) || not.EndedBy > 0 {
		return err
	}
	if err := s.cleanLost(ctx); err != nil {
		return err
	}
	return do()
}

// places writes n placeholders from $first on.
func places(first, n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, "$%d", first+i)
	}
	return b.String()
}

// hashReader reads the tree inside a transaction.
func hashReader(ctx context.Context, q querier) ledger.HashReader {
	return tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		if len(indexes) == 0 {
			return nil, nil
		}
		args := make([]any, len(indexes))
		for i, x := range indexes {
			args[i] = x
		}
		rows, err := q.QueryContext(ctx, "SELECT idx, hash FROM tree_hash WHERE idx IN ("+places(1, len(indexes))+")", args...)
		if err != nil {
			return nil, err
		}
		defer rows.Close()
		got := make(map[int64]tlog.Hash, len(indexes))
		for rows.Next() {
			var idx int64
			var hash []byte
			if err := rows.Scan(&idx, &hash); err != nil {
				return nil, err
			}
			if len(hash) == tlog.HashSize {
				got[idx] = tlog.Hash(hash)
			}
		}
		if err := rows.Err(); err != nil {
			return nil, err
		}
		out := make([]tlog.Hash, len(indexes))
		for i, x := range indexes {
			h, ok := got[x]
			if !ok {
				return nil, fmt.Errorf("hash %d of the tree is not there", x)
			}
			out[i] = h
		}
		return out, nil
	})
}

// prepare prepares the statements that inserting facts needs.
func (s *Store) prepare(ctx context.Context) error {
	s.inserts = map[int]*sql.Stmt{}
	for _, size := range rowsAStatement {
		var b strings.Builder
		b.WriteString("INSERT INTO fact (id, act, kind, subject, review, body, salt, digest) VALUES ")
		for i := range size {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString("(" + places(1+8*i, 8) + ")")
		}
		stmt, err := s.db.PrepareContext(ctx, b.String())
		if err != nil {
			return fmt.Errorf("preparing to insert facts: %w", err)
		}
		s.inserts[size] = stmt
	}
	return nil
}
