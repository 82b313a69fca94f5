package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// How long a program waits for another one that is opening the same record.
const (
	openingWait = 30 * time.Second
	openingLook = 20 * time.Millisecond
)

var errOpening = errors.New("another program has been opening this record for half a minute; try again when it has ended")

// alone lets one program at a time open the record in a folder: two that start on an empty one would both lay out its tables
// and make its key. The caller gives the turn back.
func alone(ctx context.Context, dir string) (done func() error, err error) {
	f, err := os.OpenFile(filepath.Join(dir, "opening.lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, openingWait, errOpening)
	defer cancel()
	for {
		free, err := lockFile(f)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("locking %s: %w", f.Name(), err), f.Close())
		}
		if free {
			return f.Close, nil
		}
		select {
		case <-time.After(openingLook):
		case <-ctx.Done():
			return nil, errors.Join(context.Cause(ctx), f.Close())
		}
	}
}
