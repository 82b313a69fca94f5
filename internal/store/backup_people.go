package store

import (
	"context"
	"database/sql"
)

// backupPerson is what an account has beside itself: seats, which stand in the ledger too, the ways of signing in, and how
// the person is told.
// Sessions, known browsers, links and invitations are not kept.
type backupPerson struct {
	Seats    []backupSeat    `json:"seats,omitempty"`
	TOTP     *backupTOTP     `json:"totp,omitempty"`
	Recovery [][]byte        `json:"recovery,omitempty"` // hashes of the codes that are left
	Passkeys []backupPasskey `json:"passkeys,omitempty"`
	Subjects []Subject       `json:"subjects,omitempty"`
	Notice   *backupNotice   `json:"notice,omitempty"`
}

type backupSeat struct {
	ID        string `json:"id"`
	Workspace string `json:"workspace"`
	Role      string `json:"role"`
	Body      string `json:"body,omitempty"`
	Since     int64  `json:"since"`
}

type backupTOTP struct {
	Secret   string `json:"secret"`
	LastStep int64  `json:"last_step"`
}

type backupPasskey struct {
	ID      []byte `json:"id"`
	Name    string `json:"name"`
	Data    string `json:"data"`
	Created int64  `json:"created"`
	Used    int64  `json:"used"`
}

// readPeople reads what accounts have, by account. Secrets of second factors come out as they are: a backup must open beside
// another key.
func (s *Store) readPeople(ctx context.Context, q querier) (map[string]*backupPerson, error) {
	out := map[string]*backupPerson{}
	of := func(account string) *backupPerson {
		if out[account] == nil {
			out[account] = &backupPerson{}
		}
		return out[account]
	}
	var account string
	for _, table := range []struct {
		query string
		read  func(*sql.Rows) error
	}{
		{"SELECT account, id, workspace, role, body, since FROM seat ORDER BY since, id", func(r *sql.Rows) error {
			var x backupSeat
			err := r.Scan(&account, &x.ID, &x.Workspace, &x.Role, &x.Body, &x.Since)
			of(account).Seats = append(of(account).Seats, x)
			return err
		}},
		{"SELECT account, secret, last_step FROM totp WHERE confirmed = 1 ORDER BY account", func(r *sql.Rows) error {
			var x backupTOTP
			err := r.Scan(&account, &x.Secret, &x.LastStep)
			if err == nil {
				x.Secret, err = s.openSecret(factorSecrets, account, x.Secret)
			}
			of(account).TOTP = &x
			return err
		}},
		{"SELECT account, hash FROM recovery_code WHERE used = 0 ORDER BY hash", func(r *sql.Rows) error {
			var hash []byte
			err := r.Scan(&account, &hash)
			of(account).Recovery = append(of(account).Recovery, hash)
			return err
		}},
		{"SELECT account, id, name, data, created, used FROM passkey ORDER BY created, id", func(r *sql.Rows) error {
			var x backupPasskey
			err := r.Scan(&account, &x.ID, &x.Name, &x.Data, &x.Created, &x.Used)
			of(account).Passkeys = append(of(account).Passkeys, x)
			return err
		}},
		{"SELECT account, issuer, subject FROM oidc_subject ORDER BY created, subject", func(r *sql.Rows) error {
			var x Subject
			err := r.Scan(&account, &x.Issuer, &x.Subject)
			of(account).Subjects = append(of(account).Subjects, x)
			return err
		}},
		{"SELECT " + noticeColumns + " FROM notice ORDER BY account", func(r *sql.Rows) error {
			x, err := scanBackupNotice(r, &account)
			of(account).Notice = x
			return err
		}},
	} {
		rows, err := q.QueryContext(ctx, table.query)
		if err != nil {
			return nil, err
		}
		for rows.Next() {
			if err = table.read(rows); err != nil {
				break
			}
		}
		if err == nil {
			err = rows.Err()
		}
		if cerr := rows.Close(); err == nil {
			err = cerr
		}
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// writePerson puts back what an account had.
func writePerson(ctx context.Context, tx *sql.Tx, account string, created int64, p backupPerson) error {
	put := func(query string, args ...any) error {
		_, err := tx.ExecContext(ctx, query, args...)
		return err
	}
	for _, x := range p.Seats {
		if err := put("INSERT INTO seat ("+seatColumns+") VALUES ($1, $2, $3, $4, $5, $6)", x.ID, account, x.Workspace, x.Role, x.Body, x.Since); err != nil {
			return err
		}
	}
	if x := p.TOTP; x != nil {
		if err := put("INSERT INTO totp (account, secret, confirmed, last_step) VALUES ($1, $2, 1, $3)", account, x.Secret, x.LastStep); err != nil {
			return err
		}
	}
	for _, hash := range p.Recovery {
		if err := put("INSERT INTO recovery_code (account, hash, used) VALUES ($1, $2, 0)", account, hash); err != nil {
			return err
		}
	}
	for _, x := range p.Passkeys {
		if err := put("INSERT INTO passkey (id, account, name, data, created, used) VALUES ($1, $2, $3, $4, $5, $6)", x.ID, account, x.Name, x.Data, x.Created, x.Used); err != nil {
			return err
		}
	}
	if p.Notice != nil {
		if err := p.Notice.write(ctx, tx, account); err != nil {
			return err
		}
	}
	for _, x := range p.Subjects {
		if err := put("INSERT INTO oidc_subject (issuer, subject, account, created) VALUES ($1, $2, $3, $4)", x.Issuer, x.Subject, account, created); err != nil {
			return err
		}
	}
	return nil
}
