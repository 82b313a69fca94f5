package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/openupr/openupr/internal/files"
)

// BackupOptions say what a backup holds besides the record itself: facts with their salts, acts, checkpoints,
// public keys, and the sealed pieces that wait to enter it.
type BackupOptions struct {
	SigningKey bool          // the secret key: with it the restored record goes on signing as the same one
	Accounts   bool          // people's accounts with seats, password hashes and other ways of signing in, how they are told, and receivers of webhooks; no sessions or links
	Files      *files.Folder // the originals; nil: none
}

// A backup is a gzipped tar file that any tool can open: lines of JSON and plain texts, no table of a database. Names
// and order of its parts are fixed; the last holds the SHA-256 over all others.
const (
	backupVersion  = "openupr-backup/1"
	partHeader     = "openupr-backup.json"
	partKeys       = "keys.txt"
	partActs       = "acts/"   // acts/000001.ndjson …
	partFacts      = "facts/"  // facts/000001.ndjson …
	partFiles      = "files/"  // files/<sha256>
	partSealed     = "sealed/" // sealed/000001.ndjson …
	partAccounts   = "accounts.ndjson"
	partHooks      = "receivers.ndjson"
	partSigningKey = "signing-key.txt"
	partHash       = "sha256.txt"
	partSize       = 1 << 20 // bytes after which a part of lines is full
)

type backupHeader struct {
	Version string    `json:"version"`
	Created time.Time `json:"created"`
	Origin  string    `json:"origin"`
	Acts    uint64    `json:"acts"`
	Root    []byte    `json:"root"`
}

type backupAct struct {
	Number     uint64    `json:"number"`
	Kind       string    `json:"kind"`
	Scope      string    `json:"scope,omitempty"`
	Time       time.Time `json:"time"`
	Role       string    `json:"role,omitempty"`
	Body       string    `json:"body,omitempty"`
	Facts      uint64    `json:"facts"`
	Ends       uint64    `json:"ends"`
	Root       []byte    `json:"root"`
	Checkpoint string    `json:"checkpoint"`
}

type backupFact struct {
	ID      int64  `json:"id"`
	Act     uint64 `json:"act"`
	EndedBy uint64 `json:"ended_by,omitempty"`
	Salt    []byte `json:"salt,omitempty"`
	Digest  []byte `json:"digest"`
	Fact    string `json:"fact,omitempty"`
	// of an erased fact only
	Kind    string `json:"kind,omitempty"`
	Subject string `json:"subject,omitempty"`
	Review  string `json:"review,omitempty"`
}

// backupAccount is an account in a backup; Account itself has no form in JSON, so that no page can show a hash by mistake.
type backupAccount struct {
	ID           string    `json:"id"`
	Name         string    `json:"name"`
	Login        string    `json:"login"`
	Role         string    `json:"role"`
	PasswordHash string    `json:"password_hash"`
	Created      time.Time `json:"created"`
	Disabled     bool      `json:"disabled"`
	backupPerson
}

// Backup writes the record as it stands into one portable file that Restore reads into either kind of database. It
// verifies the record first: a Problem is returned as the error, and nothing is written.
func (s *Store) Backup(ctx context.Context, w io.Writer, o BackupOptions) error {
	tx, err := s.read.BeginTx(ctx, s.snapshot())
	if err != nil {
		return fmt.Errorf("backing up the record: %w", err)
	}
	err = s.backup(ctx, tx, w, o)
	if err := errors.Join(err, tx.Rollback()); err != nil {
		return fmt.Errorf("backing up the record: %w", err)
	}
	return nil
}

func (s *Store) backup(ctx context.Context, tx *sql.Tx, w io.Writer, o BackupOptions) error {
	g := s.signing.Load()
	v := verifier{q: tx, keys: g.known, own: g.key.Public()}
	if err := v.run(ctx); err != nil {
		return err
	}
	if v.report.Problem != nil {
		return v.report.Problem
	}
	head := v.report.Head
	b := newBackupWriter(w, s.now())
	b.json(partHeader, backupHeader{backupVersion, s.now(), g.origin, head.Number, head.Root[:]})
	b.part(partKeys, []byte(strings.Join(g.known, "\n")+"\n"))
	numbers, err := b.acts(ctx, tx, head.Number)
	if err != nil {
		return err
	}
	if err := b.facts(ctx, tx, numbers); err != nil {
		return err
	}
	if err := b.sealed(ctx, tx); err != nil {
		return err
	}
	if o.Accounts {
		if err := errors.Join(b.accounts(ctx, s, tx), b.hooks(ctx, s, tx)); err != nil {
			return err
		}
	}
	if o.SigningKey {
		b.part(partSigningKey, []byte(g.key.Secret()+"\n"))
	}
	if o.Files != nil {
		for sha, err := range o.Files.All() {
			if err == nil {
				err = b.file(o.Files, sha)
			}
			if err == nil {
				err = ctx.Err()
			}
			if err != nil {
				return err
			}
		}
	}
	return b.close()
}

// acts writes the acts and gives their numbers by id.
func (b *backupWriter) acts(ctx context.Context, tx *sql.Tx, head uint64) (map[int64]uint64, error) {
	rows, err := tx.QueryContext(ctx, `SELECT act.id, number, kind, scope, made_at, role, body, facts, ends, root, checkpoint.text
		FROM act JOIN checkpoint ON checkpoint.size = act.number WHERE number <= $1 ORDER BY number`, int64(head))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	numbers := make(map[int64]uint64, head)
	out := b.lines(partActs)
	for rows.Next() {
		var id, at int64
		var a backupAct
		if err := rows.Scan(&id, &a.Number, &a.Kind, &a.Scope, &at, &a.Role, &a.Body, &a.Facts, &a.Ends, &a.Root, &a.Checkpoint); err != nil {
			return nil, err
		}
		a.Time = time.Unix(at, 0).UTC()
		numbers[id] = a.Number
		if err := out.add(a); err != nil {
			return nil, err
		}
	}
	out.flush()
	return numbers, errors.Join(rows.Err(), b.err)
}

func (b *backupWriter) facts(ctx context.Context, tx *sql.Tx, numbers map[int64]uint64) error {
	rows, err := tx.QueryContext(ctx, "SELECT id, act, ended_by, salt, digest, body, kind, subject, review FROM fact ORDER BY id")
	if err != nil {
		return err
	}
	defer rows.Close()
	out := b.lines(partFacts)
	for rows.Next() {
		var f backupFact
		var act int64
		var ended sql.NullInt64
		var body sql.NullString
		if err := rows.Scan(&f.ID, &act, &ended, &f.Salt, &f.Digest, &body, &f.Kind, &f.Subject, &f.Review); err != nil {
			return err
		}
		if f.Act = numbers[act]; f.Act == 0 {
			continue // staged
		}
		f.EndedBy = numbers[ended.Int64] // 0 when it is not ended, or only about to be
		if f.Fact = body.String; body.Valid {
			f.Kind, f.Subject, f.Review = "", "", ""
		}
		if err := out.add(f); err != nil {
			return err
		}
	}
	out.flush()
	return errors.Join(rows.Err(), b.err)
}

func (b *backupWriter) accounts(ctx context.Context, s *Store, tx *sql.Tx) error {
	list, err := readAccounts(ctx, tx)
	if err != nil {
		return err
	}
	people, err := s.readPeople(ctx, tx)
	if err != nil {
		return err
	}
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	for _, a := range list {
		x := backupAccount{ID: a.ID, Name: a.Name, Login: a.Login, Role: a.Role, PasswordHash: a.PasswordHash, Created: a.Created, Disabled: a.Disabled}
		if p := people[a.ID]; p != nil {
			x.backupPerson = *p
		}
		if err := enc.Encode(x); err != nil {
			return err
		}
	}
	b.part(partAccounts, buf.Bytes())
	return b.err
}
