package store

import (
	"context"
	"database/sql"
	"fmt"
)

// backupSealed is a sealed piece that waits for the act of its day, sealed as it is; or, without a tag, the last day of a workspace
// that was closed.
type backupSealed struct {
	Workspace string `json:"workspace"`
	Day       string `json:"day"`
	Tag       string `json:"tag,omitempty"`
	Blob      []byte `json:"blob,omitempty"`
}

// sealed writes what waits, by tag, so that the order in which it came is not told.
func (b *backupWriter) sealed(ctx context.Context, tx *sql.Tx) error {
	rows, err := tx.QueryContext(ctx, "SELECT workspace, day, '', NULL FROM sealed_day UNION ALL SELECT workspace, day, tag, blob FROM sealed ORDER BY 1, 3")
	if err != nil {
		return err
	}
	defer rows.Close()
	out := b.lines(partSealed)
	for rows.Next() {
		var x backupSealed
		if err := rows.Scan(&x.Workspace, &x.Day, &x.Tag, &x.Blob); err != nil {
			return err
		}
		if err := out.add(x); err != nil {
			return err
		}
	}
	out.flush()
	return rows.Err()
}

func (x *restorer) readSealed(ctx context.Context, _ string, size int64) error {
	return eachLine(x.b, size, func(s backupSealed) error {
		if s.Workspace == "" || s.Day == "" || (s.Tag == "") != (len(s.Blob) == 0) {
			return fmt.Errorf("%w: a sealed piece", ErrBackup)
		}
		if s.Tag == "" {
			return setSealedDay(ctx, x.tx, s.Workspace, s.Day)
		}
		_, err := x.tx.ExecContext(ctx, "INSERT INTO sealed (tag, workspace, day, blob) VALUES ($1, $2, $3, $4)", s.Tag, s.Workspace, s.Day, s.Blob)
		return err
	})
}
