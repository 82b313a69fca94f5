package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/files"
	"github.com/openupr/openupr/internal/ledger"
	"golang.org/x/mod/sumdb/tlog"
)

// ErrNotEmpty is a record into which nothing can be restored because it has acts, drafts or accounts of its own.
var ErrNotEmpty = errors.New("a backup is restored into an empty record only")

// ErrNoFolder is a backup with originals that nobody said where to put.
var ErrNoFolder = errors.New("the backup has files: a folder for them is needed")

// Restore reads a backup of either kind of database into this empty record, all of it or nothing. The restored record has
// the same tree head and is verified before it counts. When the backup has the signing key, the record goes on with it;
// otherwise the newest checkpoint is countersigned by this record's own key. into may be nil when the backup has no files.
func (s *Store) Restore(ctx context.Context, r io.Reader, into *files.Folder) (Head, error) {
	b, err := newBackupReader(r)
	if err != nil {
		return Head{}, fmt.Errorf("restoring a backup: %w", err)
	}
	g := s.signing.Load()
	x := restorer{b: b, into: into, own: g.key}
	err = s.inTx(ctx, person, func(inner context.Context, tx *sql.Tx) error {
		x.tx, x.cancelled = tx, ctx.Err
		if err := x.run(inner); err != nil {
			return err
		}
		key := x.own // with which the record goes on
		if x.key != nil {
			key = x.key
		}
		return s.sealOpen(inner, tx, key)
	})
	if err != nil {
		for _, sha := range x.put {
			err = errors.Join(err, into.Drop(sha))
		}
		return Head{}, fmt.Errorf("restoring a backup: %w", err)
	}
	for u := range s.ids {
		s.ids[u].act.reset()
		s.ids[u].fact.reset()
	}
	s.acts.reset()
	s.edge.Store(nil)
	s.signing.Store(&signing{key: g.key, known: x.keys, origin: x.header.Origin})
	if x.key != nil {
		if err := s.replaceKey(x.key); err != nil {
			return Head{}, fmt.Errorf("restoring a backup: the record is there, but not its signing key: %w", err)
		}
	}
	s.news.tell()
	return x.head, nil
}

// restorer reads the parts of one backup into one transaction.
type restorer struct {
	b         *backupReader
	tx        *sql.Tx
	cancelled func() error
	into      *files.Folder
	own       *ledger.Key

	header backupHeader
	keys   []string
	key    *ledger.Key // the backup's secret key, when it has it
	tree   memoryTree
	acts   uint64
	lastID int64
	put    []string // files that were not there before
	head   Head
}

func (x *restorer) run(ctx context.Context) error {
	if _, err := lockHead(ctx, x.tx); err != nil { // nobody commits meanwhile
		return err
	}
	if err := x.empty(ctx, "act"); err != nil {
		return err
	}
	for order := 0; ; {
		if err := x.cancelled(); err != nil {
			return err
		}
		name, size, err := x.b.next()
		if err != nil {
			return err
		}
		if name == partHash {
			if order < 2 {
				return fmt.Errorf("%w: its beginning is missing", ErrBackup)
			}
			break
		}
		i := slices.IndexFunc(parts, func(p part) bool {
			return p.name == name || strings.HasSuffix(p.name, "/") && strings.HasPrefix(name, p.name)
		})
		if i < 0 || i < order-1 || order < 2 && i != order {
			return fmt.Errorf("%w: %q is not expected here", ErrBackup, name)
		}
		order = i + 1
		if err := parts[i].read(x, ctx, name, size); err != nil {
			return err
		}
	}
	if err := x.b.end(); err != nil {
		return err
	}
	return x.finish(ctx)
}

// part is one kind of part, in the order they come.
type part struct {
	name string
	read func(x *restorer, ctx context.Context, name string, size int64) error
}

var parts = []part{
	{partHeader, (*restorer).readHeader},
	{partKeys, (*restorer).readKeys},
	{partActs, (*restorer).readActs},
	{partFacts, (*restorer).readFacts},
	{partSealed, (*restorer).readSealed},
	{partAccounts, (*restorer).readAccounts},
	{partHooks, (*restorer).readHooks},
	{partSigningKey, (*restorer).readKey},
	{partFiles, (*restorer).readFile},
}

func (x *restorer) empty(ctx context.Context, table string) error {
	var n int64
	if err := x.tx.QueryRowContext(ctx, "SELECT count(*) FROM "+table).Scan(&n); err != nil {
		return err
	}
	if n > 0 {
		return ErrNotEmpty
	}
	return nil
}

func (x *restorer) readHeader(_ context.Context, _ string, size int64) error {
	text, err := x.b.text(size)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, &x.header); err != nil || x.header.Version != backupVersion || x.header.Origin == "" {
		return fmt.Errorf("%w: its header is not one of %s", ErrBackup, backupVersion)
	}
	return nil
}

func (x *restorer) readKeys(_ context.Context, _ string, size int64) error {
	text, err := x.b.text(size)
	x.keys = strings.Fields(string(text))
	return err
}

func (x *restorer) readKey(_ context.Context, _ string, size int64) error {
	text, err := x.b.text(size)
	if err != nil {
		return err
	}
	x.key, err = ledger.ParseKey(string(text))
	return err
}

func (x *restorer) readActs(ctx context.Context, _ string, size int64) error {
	return eachLine(x.b, size, func(a backupAct) error {
		h := ledger.ActHeader{Number: x.acts + 1, Kind: a.Kind, Scope: a.Scope, Time: a.Time, Role: a.Role, Body: a.Body, Facts: a.Facts, Ends: a.Ends}
		copy(h.Root[:], a.Root)
		leaf, err := h.Leaf()
		if err != nil || a.Number != h.Number || len(a.Root) != ledger.DigestSize {
			return fmt.Errorf("%w: act %d", ErrBackup, h.Number)
		}
		added, root, err := ledger.Append(x.acts, leaf, &x.tree)
		if err != nil {
			return err
		}
		for _, t := range added {
			x.tree = append(x.tree, tlog.Hash(t.Hash))
			if _, err := x.tx.ExecContext(ctx, "INSERT INTO tree_hash (idx, hash) VALUES ($1, $2)", t.Index, t.Hash[:]); err != nil {
				return err
			}
		}
		leafHash := ledger.LeafHash(leaf)
		if _, err := x.tx.ExecContext(ctx, `INSERT INTO act (id, number, kind, scope, made_at, role, body, facts, ends, root, leaf, state, owner)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'committed', 0)`, int64(a.Number), int64(a.Number), a.Kind, a.Scope, a.Time.Unix(), a.Role, a.Body,
			int64(a.Facts), int64(a.Ends), a.Root, leafHash[:]); err != nil {
			return err
		}
		if _, err := x.tx.ExecContext(ctx, "INSERT INTO checkpoint (size, text) VALUES ($1, $2)", int64(a.Number), a.Checkpoint); err != nil {
			return err
		}
		x.acts++
		x.head = Head{x.acts, x.acts, root}
		return nil
	})
}

func (x *restorer) readFacts(ctx context.Context, _ string, size int64) error {
	var args []any
	n := 0
	flush := func() error {
		if n == 0 {
			return nil
		}
		_, err := x.tx.ExecContext(ctx, "INSERT INTO fact (id, act, kind, subject, review, body, salt, digest, ended_by) VALUES "+tuples(n, 9), args...)
		args, n = args[:0], 0
		return err
	}
	err := eachLine(x.b, size, func(f backupFact) error {
		if f.ID <= x.lastID || f.ID > 1<<31-1 || f.Act == 0 || f.Act > x.acts || f.EndedBy > x.acts {
			return fmt.Errorf("%w: fact %d", ErrBackup, f.ID)
		}
		x.lastID = f.ID
		var body, salt, ended any
		if f.Fact != "" {
			fact, err := ledger.DecodeString(f.Fact)
			if err != nil {
				return fmt.Errorf("%w: fact %d: %v", ErrBackup, f.ID, err)
			}
			f.Kind, f.Subject, f.Review = fact.Kind, fact.Subject, ""
			if len(fact.Fields) > 0 && fact.Fields[0].Name == reviewField {
				f.Review = fact.Fields[0].Value
			}
			body, salt = f.Fact, f.Salt
		}
		if f.EndedBy > 0 {
			ended = int64(f.EndedBy)
		}
		args = append(args, f.ID, int64(f.Act), f.Kind, f.Subject, f.Review, body, salt, f.Digest, ended)
		if n++; n == rowsAStatement[0] {
			return flush()
		}
		return nil
	})
	return errors.Join(err, flush())
}

func (x *restorer) readAccounts(ctx context.Context, _ string, size int64) error {
	if err := x.empty(ctx, "account"); err != nil {
		return err
	}
	return eachLine(x.b, size, func(a backupAccount) error {
		_, err := x.tx.ExecContext(ctx, "INSERT INTO account ("+accountColumns+") VALUES ($1, $2, $3, $4, $5, $6, $7)",
			a.ID, a.Name, a.Login, a.Role, a.PasswordHash, a.Created.Unix(), flag(a.Disabled))
		if err != nil {
			return err
		}
		return writePerson(ctx, x.tx, a.ID, a.Created.Unix(), a.backupPerson)
	})
}

func (x *restorer) readFile(_ context.Context, name string, size int64) error {
	if x.into == nil {
		return ErrNoFolder
	}
	want := strings.TrimPrefix(name, partFiles)
	_, err := x.into.Stat(want)
	if err != nil && !errors.Is(err, files.ErrNone) {
		return fmt.Errorf("%w: %q: %v", ErrBackup, name, err)
	}
	fresh := err != nil
	sha, _, err := x.into.Put(x.b, size)
	if err != nil {
		return err
	}
	if sha != want {
		return errors.Join(fmt.Errorf("%w: %q has another content", ErrBackup, name), x.into.Drop(sha))
	}
	if fresh {
		x.put = append(x.put, sha)
	}
	return nil
}

// finish sets what goes with the rows, and verifies it all.
func (x *restorer) finish(ctx context.Context) error {
	if x.acts != x.header.Acts || x.acts > 0 && !bytes.Equal(x.head.Root[:], x.header.Root) {
		return fmt.Errorf("%w: its acts are not those of its header", ErrBackup)
	}
	var root []byte
	if x.acts > 0 {
		root = x.head.Root[:]
		var text string
		if err := x.tx.QueryRowContext(ctx, "SELECT text FROM checkpoint WHERE size = $1", int64(x.acts)).Scan(&text); err != nil {
			return err
		}
		text, err := ledger.Countersign(x.own, text, x.keys...)
		if err != nil {
			return fmt.Errorf("%w: %w", ErrBackup, err)
		}
		if _, err := x.tx.ExecContext(ctx, "UPDATE checkpoint SET text = $1 WHERE size = $2", text, int64(x.acts)); err != nil {
			return err
		}
	} else {
		empty, err := ledger.Root(0, nil)
		if err != nil {
			return err
		}
		x.head.Root = empty
	}
	if _, err := x.tx.ExecContext(ctx, "UPDATE head SET number = $1, root = $2 WHERE id = 1", int64(x.acts), root); err != nil {
		return err
	}
	if x.key != nil && !slices.Contains(x.keys, x.key.Public()) {
		return fmt.Errorf("%w: its signing key is of another record", ErrBackup)
	}
	if !slices.Contains(x.keys, x.own.Public()) {
		x.keys = append(x.keys, x.own.Public())
	}
	for _, set := range []struct {
		table, name string
		value       any
	}{
		{"setting", knownKeys, strings.Join(x.keys, "\n")}, {"setting", knownOrigin, x.header.Origin},
		{"counter", "act", int64(x.acts)}, {"counter", "fact", x.lastID},
	} {
		if err := one(x.tx.ExecContext(ctx, "UPDATE "+set.table+" SET value = $1 WHERE name = $2", set.value, set.name)); err != nil {
			return err
		}
	}
	v := verifier{q: x.tx, keys: x.keys}
	if err := v.run(ctx); err != nil {
		return err
	}
	if v.report.Problem != nil {
		return fmt.Errorf("%w: %w", ErrBackup, v.report.Problem)
	}
	return nil
}

// eachLine reads a part of lines of JSON.
func eachLine[T any](b *backupReader, size int64, do func(T) error) error {
	text, err := b.text(size)
	if err != nil {
		return err
	}
	for line := range bytes.Lines(text) {
		d := json.NewDecoder(bytes.NewReader(line))
		d.DisallowUnknownFields()
		var v T
		if err := d.Decode(&v); err != nil {
			return fmt.Errorf("%w: a line cannot be read: %v", ErrBackup, err)
		}
		if err := do(v); err != nil {
			return err
		}
	}
	return nil
}
