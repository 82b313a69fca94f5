package cli

import (
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"time"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/api"
	"github.com/openupr/openupr/internal/server"
	"github.com/openupr/openupr/internal/store"
)

// serveCmd runs the program until it is stopped.
type serveCmd struct {
	recordFlags
	signInFlags
	wayOutFlags
	Addr   string `help:"${cli_addr}" default:"127.0.0.1:8080" env:"OPENUPR_ADDR"`
	Sample bool   `help:"${cli_with_sample}"`
	Secure bool   `hidden:"" env:"OPENUPR_SECURE"`

	APIRate  float64 `name:"api-rate" help:"${cli_api_rate}" default:"20" env:"OPENUPR_API_RATE"`
	APIBurst int     `name:"api-burst" help:"${cli_api_burst}" default:"200" env:"OPENUPR_API_BURST"`
}

// Run prints the address as a line of its own on standard output once it answers, and then what to do next.
func (c *serveCmd) Run(ctx context.Context, w *world) error {
	dsn, err := c.dsn()
	if err != nil {
		return err
	}
	at, err := c.origin()
	if err != nil {
		return err
	}
	provider, err := c.provider()
	if err != nil {
		return err
	}
	mail, err := c.mail(at)
	if err != nil {
		return err
	}
	door, err := c.door()
	if err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(w.err, &slog.HandlerOptions{Level: slog.LevelInfo}))
	loaded := server.Roomy()
	p, err := server.Open(ctx, server.Config{Dir: c.Dir, DSN: dsn, Addr: c.Addr, Secure: c.Secure, Origin: at, OIDC: provider, Mail: mail, Outside: door, API: api.Limits{PerSecond: c.APIRate, Burst: c.APIBurst}, Version: w.version, Now: w.now, Log: log})
	loaded()
	if err != nil {
		return err
	}
	defer func() {
		if cerr := p.Close(); cerr != nil {
			log.Error("closing", "error", cerr)
		}
	}()
	if c.Sample && p.Keeper.View().Act == 0 {
		w.tell("cli.serve.sample")
		if err := loadSample(ctx, w, &opened{store: p.Store, files: p.Files, keeper: p.Keeper, parser: p.Parser}); err != nil {
			return err
		}
	}
	addr, err := p.Listen()
	if err != nil {
		return err
	}
	fmt.Fprintf(w.out, "http://%s\n", addr)
	w.tell("cli.serve.ready", "address", "http://"+addr)
	accounts, err := p.Store.Accounts(ctx)
	if err != nil {
		return err
	}
	if len(accounts) == 0 {
		w.tell("cli.serve.first", "address", "http://"+addr)
	}
	err = p.Run(ctx)
	w.tell("cli.serve.ended")
	return err
}

// verifyCmd recomputes the whole record.
type verifyCmd struct{ recordFlags }

// Run names the first act and fact that do not match, and ends with code 5 then.
func (c *verifyCmd) Run(ctx context.Context, w *world) error {
	return c.withStore(ctx, w, func(o *opened) error {
		rep, err := o.store.Verify(ctx, nil)
		if err != nil {
			return err
		}
		if p := rep.Problem; p != nil {
			w.tell("cli.verify.mismatch", "act", int(p.Act), "what", w.say.T("flaw."+string(p.Flaw), "fact", strings.TrimSpace(p.Kind+" "+p.Subject)))
			fmt.Fprintln(w.out, p.Error())
			return exit(exitMismatch)
		}
		fmt.Fprintln(w.out, w.say.T("cli.verify.good", "acts", int(rep.Acts), "facts", int(rep.Facts), "root", base64.StdEncoding.EncodeToString(rep.Head.Root[:])))
		return nil
	})
}

// backupCmd writes the whole record into one file.
type backupCmd struct {
	recordFlags
	File    string `arg:"" help:"${cli_archive}" type:"path"`
	WithKey bool   `help:"${cli_with_key}"`
}

// Run writes the archive whole or not at all.
func (c *backupCmd) Run(ctx context.Context, w *world) error {
	return c.withStore(ctx, w, func(o *opened) error {
		err := writeTo(c.File, w.out, func(out io.Writer) error {
			return o.store.Backup(ctx, out, store.BackupOptions{Files: o.files, Accounts: true, SigningKey: c.WithKey})
		})
		if err != nil {
			return err
		}
		head, err := o.store.Head(ctx)
		if err == nil {
			w.tell("cli.backup.done", "file", c.File, "act", int(head.Number))
		}
		return err
	})
}

// restoreCmd reads an archive into an empty record.
type restoreCmd struct {
	recordFlags
	File string `arg:"" help:"${cli_archive}" type:"path"`
}

// Run restores everything or nothing; a record that is not empty is left alone.
func (c *restoreCmd) Run(ctx context.Context, w *world) error {
	f, err := os.Open(c.File)
	if err != nil {
		return fmt.Errorf("restoring: %w", err)
	}
	defer f.Close()
	return c.withStore(ctx, w, func(o *opened) error {
		head, err := o.store.Restore(ctx, f, o.files)
		if err != nil {
			return err
		}
		w.tell("cli.restore.done", "act", int(head.Number), "root", base64.StdEncoding.EncodeToString(head.Root[:]))
		return nil
	})
}

// adminCmd holds what only the operator of the machine may do.
type adminCmd struct {
	Link linkCmd `cmd:"" help:"${cli_admin_link}"`
}

// linkCmd makes a one-time link: for the first account, or for one who cannot sign in.
type linkCmd struct {
	recordFlags
	Addr  string `help:"${cli_addr}" default:"http://localhost:8080"`
	Login string `arg:"" optional:""`
}

// linkTime is how long a link is good.
const linkTime = 24 * time.Hour

// Run prints the link on standard output; only its hash is kept.
func (c *linkCmd) Run(ctx context.Context, w *world) error {
	return c.withStore(ctx, w, func(o *opened) error {
		purpose, id := account.LinkSetup, ""
		if c.Login != "" {
			a, err := o.store.AccountByLogin(ctx, c.Login)
			if err != nil {
				return err
			}
			purpose, id = account.LinkRecovery, a.ID
		}
		secret, err := o.store.NewToken(ctx, purpose, id, linkTime)
		if err != nil {
			return err
		}
		fmt.Fprintf(w.out, "%s/sign-in/%s\n", c.Addr, secret)
		w.tell("cli.admin.link", "hours", int(linkTime.Hours()))
		return nil
	})
}
