package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/openupr/openupr/internal/files"
	"github.com/openupr/openupr/internal/ingest"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/store"
)

// recordFlags say where the record is; every command that needs one has them.
type recordFlags struct {
	Dir          string `help:"${cli_dir}" default:"data" env:"OPENUPR_DIR" type:"path"`
	Database     string `help:"${cli_database}" env:"OPENUPR_DATABASE" placeholder:"postgres://…"`
	DatabaseFile string `hidden:"" env:"OPENUPR_DATABASE_FILE" type:"path"`
}

// dsn is the connection string, from the flag, the environment or a file that holds it as a secret.
func (f recordFlags) dsn() (string, error) {
	if f.Database != "" || f.DatabaseFile == "" {
		return f.Database, nil
	}
	b, err := os.ReadFile(f.DatabaseFile)
	if err != nil {
		return "", fmt.Errorf("reading the address of the database: %w", err)
	}
	return strings.TrimSpace(string(b)), nil
}

// opened is a record at hand for one command; keeper and parser are there once the view was derived.
type opened struct {
	store  *store.Store
	files  *files.Folder
	keeper *record.Keeper
	parser *ingest.Parser
}

// openStore opens the database and the originals without deriving anything: enough to verify a record that is damaged.
func (f recordFlags) openStore(ctx context.Context, w *world) (*opened, error) {
	dsn, err := f.dsn()
	if err != nil {
		return nil, err
	}
	st, err := store.Open(ctx, store.Config{Dir: f.Dir, DSN: dsn, Clock: w.now})
	if err != nil {
		return nil, err
	}
	fs, err := files.Open(filepath.Join(f.Dir, "files"))
	if err != nil {
		return nil, errors.Join(err, st.Close())
	}
	return &opened{store: st, files: fs}, nil
}

// derive makes the view that most commands need.
func (o *opened) derive(ctx context.Context) (err error) {
	if o.keeper, err = record.NewKeeper(ctx, o.store); err != nil {
		return err
	}
	o.parser = ingest.NewParser()
	o.parser.Known = o.keeper.Known
	return nil
}

func (o *opened) close() error { return errors.Join(o.files.Close(), o.store.Close()) }

// withStore opens the database for the time of one function.
func (f recordFlags) withStore(ctx context.Context, w *world, do func(*opened) error) (err error) {
	o, err := f.openStore(ctx, w)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.close()) }()
	return do(o)
}

// with opens the record and derives its view for the time of one function.
func (f recordFlags) with(ctx context.Context, w *world, do func(*opened) error) error {
	return f.withStore(ctx, w, func(o *opened) error {
		if err := o.derive(ctx); err != nil {
			return err
		}
		return do(o)
	})
}

// operator is who acts on the command line: whoever holds the machine.
var operator = ingest.Who{Role: "operator"}
