package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"time"
)

// Rhythms of digests.
const (
	NoDigest     = "off"
	DailyDigest  = "daily"
	WeeklyDigest = "weekly"
)

// Notice says how a person wants to be told what waits for them. The zero value is what holds for who chose nothing.
type Notice struct {
	Account   string
	Address   string // of mail; empty: none
	Confirmed bool   // whoever reads mail at the address has said yes
	Every     string // NoDigest, DailyDigest or WeeklyDigest
	Weekday   time.Weekday
	Paused    string // first day on which mail is wanted again, "2027-01-31"; empty: no pause
	Lang      string // of the digests
	Secret    string // in the addresses by which mail is confirmed and stopped without signing in; made by the store
	Calendar  bool   // the person has an address of the own calendar

	// What the program remembers of the last digest.
	Act      uint64 // what later acts did is new to the person
	Period   string // day or week of it
	Told     string // fingerprints of what it said
	ToldAt   time.Time
	Repeated int // how often the same was said again
	Refused  int // mails in a row that the person's server took no more
}

// ErrNoNotice is a secret that belongs to nobody.
var ErrNoNotice = errors.New("nobody has this address")

const noticeColumns = "account, address, confirmed, every, weekday, paused, lang, secret, calendar, act, period, told, told_at, repeated, refused"

func scanNotice(row interface{ Scan(...any) error }) (Notice, error) {
	var n Notice
	var calendar []byte
	var confirmed, weekday, act, at int64
	err := row.Scan(&n.Account, &n.Address, &confirmed, &n.Every, &weekday, &n.Paused, &n.Lang, &n.Secret, &calendar, &act, &n.Period, &n.Told, &at, &n.Repeated, &n.Refused)
	n.Confirmed, n.Weekday, n.Calendar, n.Act = confirmed != 0, time.Weekday(weekday), len(calendar) > 0, uint64(act)
	if at != 0 {
		n.ToldAt = time.Unix(at, 0).UTC()
	}
	return n, err
}

// Notice is what an account chose.
func (s *Store) Notice(ctx context.Context, account string) (Notice, error) {
	n, err := scanNotice(s.read.QueryRowContext(ctx, "SELECT "+noticeColumns+" FROM notice WHERE account = $1", account))
	if errors.Is(err, sql.ErrNoRows) {
		return Notice{Account: account, Every: NoDigest, Weekday: time.Monday}, nil
	}
	if err != nil {
		return Notice{}, fmt.Errorf("reading how a person is told: %w", err)
	}
	return n, nil
}

// NoticeBySecret finds whom an address in a mail belongs to; ErrNoNotice when nobody.
func (s *Store) NoticeBySecret(ctx context.Context, secret string) (Notice, error) {
	if !plain(secret) || secret == "" {
		return Notice{}, ErrNoNotice
	}
	return s.oneNotice(ctx, "secret", secret)
}

// NoticeByCalendar finds whose calendar lies at a secret address; ErrNoNotice when nobody's.
func (s *Store) NoticeByCalendar(ctx context.Context, secret string) (Notice, error) {
	hash := sha256.Sum256([]byte(secret))
	return s.oneNotice(ctx, "calendar", hash[:])
}

func (s *Store) oneNotice(ctx context.Context, column string, value any) (Notice, error) {
	n, err := scanNotice(s.read.QueryRowContext(ctx, "SELECT "+noticeColumns+" FROM notice WHERE "+column+" = $1", value))
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNoNotice
	}
	if err != nil {
		return Notice{}, fmt.Errorf("finding who is told: %w", err)
	}
	return n, nil
}

// RefusalsMost is how many mails in a row a person's server refuses before nothing more is sent there; choosing anew begins
// again.
const RefusalsMost = 3

// Digests are the notices of those who want digests and said yes to an address that takes mail, by account.
func (s *Store) Digests(ctx context.Context) ([]Notice, error) {
	rows, err := s.read.QueryContext(ctx, "SELECT "+noticeColumns+" FROM notice WHERE every <> 'off' AND confirmed = 1 AND refused < $1 ORDER BY account", RefusalsMost)
	if err != nil {
		return nil, fmt.Errorf("listing who is told: %w", err)
	}
	defer rows.Close()
	var out []Notice
	for rows.Next() {
		n, err := scanNotice(rows)
		if err != nil {
			return nil, fmt.Errorf("listing who is told: %w", err)
		}
		out = append(out, n)
	}
	return out, rows.Err()
}

// SetNotice keeps what an account chose: address, whether it is confirmed, rhythm, weekday, pause and language. What the
// program remembers of the last digest stays; refusals are forgotten. With a new address comes a new secret, so that links
// in mails to the old one lead nowhere; a person's first notice begins at the act given.
func (s *Store) SetNotice(ctx context.Context, n Notice) (Notice, error) {
	secret, err := s.secret()
	if err != nil {
		return Notice{}, err
	}
	err = s.inTx(ctx, person, func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO notice (`+noticeColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, $9, '', '', 0, 0, 0)
			ON CONFLICT (account) DO UPDATE SET confirmed = excluded.confirmed, every = excluded.every, weekday = excluded.weekday, paused = excluded.paused,
			lang = excluded.lang, refused = 0, secret = CASE WHEN notice.address = excluded.address THEN notice.secret ELSE excluded.secret END, address = excluded.address`,
			n.Account, n.Address, flag(n.Confirmed), n.Every, int64(n.Weekday), n.Paused, n.Lang, secret, int64(n.Act))
		return err
	})
	if err != nil {
		return Notice{}, fmt.Errorf("keeping how a person is told: %w", err)
	}
	return s.Notice(ctx, n.Account)
}

// secret is a random word of 256 bits for an address.
func (s *Store) secret() (string, error) {
	var b [32]byte
	if _, err := io.ReadFull(s.cfg.Rand, b[:]); err != nil {
		return "", fmt.Errorf("making a secret: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(b[:]), nil
}

// RenewCalendar gives an account a new secret for the address of its calendar; the one before leads nowhere from now on.
// Only the hash is kept.
func (s *Store) RenewCalendar(ctx context.Context, account string) (string, error) {
	secret, err := s.secret()
	if err != nil {
		return "", err
	}
	hash := sha256.Sum256([]byte(secret))
	return secret, s.setCalendar(ctx, account, hash[:])
}

// DropCalendar closes the address of an account's calendar.
func (s *Store) DropCalendar(ctx context.Context, account string) error {
	return s.setCalendar(ctx, account, nil)
}

func (s *Store) setCalendar(ctx context.Context, account string, hash []byte) error {
	n, err := s.Notice(ctx, account)
	if err == nil && n.Secret == "" { // the first choice of this person
		_, err = s.SetNotice(ctx, n)
	}
	if err != nil {
		return err
	}
	err = s.inTx(ctx, person, func(ctx context.Context, tx *sql.Tx) error {
		return one(tx.ExecContext(ctx, "UPDATE notice SET calendar = $1 WHERE account = $2", hash, account))
	})
	if err != nil {
		return fmt.Errorf("changing the address of a calendar: %w", err)
	}
	return nil
}
