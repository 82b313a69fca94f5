package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
)

// backupNotice is how a person wants to be told, and what the last digest said, so that it is not said again. Mails on
// their way are not kept.
type backupNotice struct {
	Address   string `json:"address,omitempty"`
	Confirmed bool   `json:"confirmed,omitempty"`
	Every     string `json:"every"`
	Weekday   int64  `json:"weekday"`
	Paused    string `json:"paused,omitempty"`
	Lang      string `json:"lang,omitempty"`
	Secret    string `json:"secret"` // of the links in mails that were sent
	Calendar  []byte `json:"calendar,omitempty"`
	Act       int64  `json:"act"`
	Period    string `json:"period,omitempty"`
	Told      string `json:"told,omitempty"`
	ToldAt    int64  `json:"told_at,omitempty"`
	Repeated  int64  `json:"repeated,omitempty"`
	Refused   int64  `json:"refused,omitempty"`
}

// scanBackupNotice reads a row of noticeColumns.
func scanBackupNotice(r *sql.Rows, account *string) (*backupNotice, error) {
	var n backupNotice
	var confirmed int64
	err := r.Scan(account, &n.Address, &confirmed, &n.Every, &n.Weekday, &n.Paused, &n.Lang, &n.Secret, &n.Calendar, &n.Act, &n.Period, &n.Told, &n.ToldAt, &n.Repeated, &n.Refused)
	n.Confirmed = confirmed != 0
	return &n, err
}

func (n *backupNotice) write(ctx context.Context, tx *sql.Tx, account string) error {
	var calendar any // none is NULL
	if len(n.Calendar) > 0 {
		calendar = n.Calendar
	}
	_, err := tx.ExecContext(ctx, "INSERT INTO notice ("+noticeColumns+") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
		account, n.Address, flag(n.Confirmed), n.Every, n.Weekday, n.Paused, n.Lang, n.Secret, calendar, n.Act, n.Period, n.Told, n.ToldAt, n.Repeated, n.Refused)
	return err
}

// backupHook is a receiver of what a workspace publishes. Messages on their way are not kept: its cursor stands before the first.
type backupHook struct {
	ID        string `json:"id"`
	Workspace string `json:"workspace"`
	URL       string `json:"url"`
	Secret    string `json:"secret"`
	By        string `json:"by"`
	Made      int64  `json:"made"`
	State     string `json:"state"`
	Failures  int64  `json:"failures,omitempty"`
	Trouble   string `json:"trouble,omitempty"`
	Act       int64  `json:"act"`
}

// hooks writes the receivers. Their secrets come out as they are: a backup must open beside another key.
func (b *backupWriter) hooks(ctx context.Context, s *Store, tx *sql.Tx) error {
	rows, err := tx.QueryContext(ctx, `SELECT id, workspace, url, secret, made_by, made, state, failures, trouble,
		(SELECT coalesce(min(delivery.act) - 1, hook.act) FROM delivery WHERE delivery.hook = hook.id AND delivery.state = 'waiting') FROM hook ORDER BY made, id`)
	if err != nil {
		return err
	}
	defer rows.Close()
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	for rows.Next() {
		var h backupHook
		if err := rows.Scan(&h.ID, &h.Workspace, &h.URL, &h.Secret, &h.By, &h.Made, &h.State, &h.Failures, &h.Trouble, &h.Act); err != nil {
			return err
		}
		if h.Secret, err = s.openSecret(hookSecrets, h.ID, h.Secret); err != nil {
			return err
		}
		if err := enc.Encode(h); err != nil {
			return err
		}
	}
	b.part(partHooks, buf.Bytes())
	return b.err
}

func (x *restorer) readHooks(ctx context.Context, _ string, size int64) error {
	return eachLine(x.b, size, func(h backupHook) error {
		_, err := x.tx.ExecContext(ctx, "INSERT INTO hook ("+hookColumns+") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
			h.ID, h.Workspace, h.URL, h.Secret, h.By, h.Made, h.State, h.Failures, h.Trouble, h.Act)
		return err
	})
}
