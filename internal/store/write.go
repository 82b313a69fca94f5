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
	var grown *edge
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
			root := facts.Clone()
			if err := endDigests(ctx, tx, end, root); err != nil {
				return err
			}
			h.Facts, h.Ends, h.Root = uint64(len(rows)), uint64(len(end)), root.Root()
			c, grown, err = s.publish(ctx, tx, number, h, func(h ledger.ActHeader, leaf ledger.Hash) error {
				_, err := tx.ExecContext(ctx, `INSERT INTO act (number, made_at, facts, ends, root, leaf, id, owner, kind, scope, role, body, state)
					VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'committed')`, append(numbered(h, leaf, id, s.owner.id), h.Kind, h.Scope, h.Role, h.Body)...)
				return err
			})
			if err != nil {
				return err
			}
			if err := s.insertFacts(ctx, tx, id, rows); err != nil {
				return err
			}
			if err := markEnded(ctx, tx, id, end); err != nil {
				return err
			}
			if also != nil {
				return also(ctx, tx)
			}
			return nil
		})
	})
	if err != nil {
		return Committed{}, err
	}
	killpoint.Reach("store.commit.after")
	s.edge.Store(grown)
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
	if a.Base == 0 && !a.Based {
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

// publish numbers the act and appends it to the tree; place puts its row where it belongs. The head's lock is held. What it
// gives besides the act is for the next one, once this one is committed.
func (s *Store) publish(ctx context.Context, tx *sql.Tx, number uint64, h ledger.ActHeader, place func(ledger.ActHeader, ledger.Hash) error) (Committed, *edge, error) {
	h.Number, h.Time = number, s.now()
	leaf, err := h.Leaf()
	if err != nil {
		return Committed{}, nil, err
	}
	reader := s.treeReader(ctx, tx, number-1)
	added, root, err := ledger.Append(number-1, leaf, reader)
	if err != nil {
		return Committed{}, nil, err
	}
	if err := place(h, ledger.LeafHash(leaf)); err != nil {
		return Committed{}, nil, err
	}
	args := make([]any, 0, 2*len(added))
	for i := range added {
		args = append(args, added[i].Index, added[i].Hash[:])
	}
	if _, err := tx.ExecContext(ctx, "INSERT INTO tree_hash (idx, hash) VALUES "+tuples(len(added), 2), args...); err != nil {
		return Committed{}, nil, err
	}
	g := s.signing.Load()
	text, err := ledger.Sign(g.key, ledger.Checkpoint{Origin: g.origin, Size: number, Root: root})
	if err != nil {
		return Committed{}, nil, err
	}
	if _, err := tx.ExecContext(ctx, "INSERT INTO checkpoint (size, text) VALUES ($1, $2)", int64(number), text); err != nil {
		return Committed{}, nil, err
	}
	killpoint.Reach("store.commit.inside")
	if _, err := tx.ExecContext(ctx, "UPDATE head SET root = $1 WHERE id = 1", root[:]); err != nil {
		return Committed{}, nil, err
	}
	return Committed{h, root}, reader.grow(added), nil
}

// numbered are the values that an act's row gets when it is committed, and what finds it.
func numbered(h ledger.ActHeader, leaf ledger.Hash, id, owner int64) []any {
	return []any{int64(h.Number), h.Time.Unix(), int64(h.Facts), int64(h.Ends), h.Root[:], leaf[:], id, owner}
}

func (s *Store) insertAct(ctx context.Context, tx *sql.Tx, id int64, a Act) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO act (id, kind, scope, made_at, role, body, facts, ends, state, owner)
		VALUES ($1, $2, $3, $4, $5, $6, 0, 0, 'staged', $7)`, id, a.Kind, a.Scope, s.now().Unix(), a.Role, a.Body, s.owner.id)
	return err
}

// rowsAStatement are the sizes of the statements that insert facts, largest first.
var rowsAStatement = [...]int{64, 32, 16, 8, 4, 3, 2, 1}

func (s *Store) insertFacts(ctx context.Context, tx *sql.Tx, act int64, rows []row) error {
	args := make([]any, 0, min(len(rows), rowsAStatement[0])*8)
	for _, size := range rowsAStatement {
		for ; len(rows) >= size; rows = rows[size:] {
			args = args[:0]
			for i := range rows[:size] {
				r := &rows[i]
				args = append(args, r.id, act, r.kind, r.subject, r.review, r.body, r.salt[:], r.digest[:])
			}
			var err error
			if stmt := s.inserts[size]; stmt != nil {
				_, err = tx.StmtContext(ctx, stmt).ExecContext(ctx, args...)
			} else {
				_, err = tx.ExecContext(ctx, insertion(size), args...)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

const insertFacts = "INSERT INTO fact (id, act, kind, subject, review, body, salt, digest) VALUES "

func insertion(rows int) string { return insertFacts + tuples(rows, 8) }

// bareInsertion is insertion with places that have no names: SQLite's driver looks every name up, one after the other.
func bareInsertion(rows int) string {
	return insertFacts + strings.Repeat("(?,?,?,?,?,?,?,?),", rows-1) + "(?,?,?,?,?,?,?,?)"
}

// tuples writes the placeholders of so many rows.
func tuples(rows, columns int) string {
	var b strings.Builder
	for i := range rows {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("(" + places(1+columns*i, columns) + ")")
	}
	return b.String()
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

// prepare prepares the statements that insert facts. PostgreSQL's driver does so by itself, for each connection.
func (s *Store) prepare(ctx context.Context) error {
	s.inserts = map[int]*sql.Stmt{}
	if s.sqlite == nil {
		return nil
	}
	for _, size := range rowsAStatement {
		stmt, err := s.db.PrepareContext(ctx, bareInsertion(size))
		if err != nil {
			return fmt.Errorf("preparing to insert facts: %w", err)
		}
		s.inserts[size] = stmt
	}
	return nil
}
