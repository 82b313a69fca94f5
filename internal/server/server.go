// Package server joins the parts into the running program: store, files, views, pages and API behind one listener. It
// is the only place where adapters meet.
package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/alexedwards/scs/v2"

	"github.com/openupr/openupr/assets"
	"github.com/openupr/openupr/internal/api"
	"github.com/openupr/openupr/internal/classify"
	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/council"
	"github.com/openupr/openupr/internal/council/sealed"
	"github.com/openupr/openupr/internal/files"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/i18n"
	"github.com/openupr/openupr/internal/ingest"
	"github.com/openupr/openupr/internal/notify"
	"github.com/openupr/openupr/internal/outside"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/web"
)

// Config says where the record is and where to listen.
type Config struct {
	Dir     string         // folder of the record, the originals and the signing key
	DSN     string         // empty for the database inside; postgres:// otherwise
	Addr    string         // "127.0.0.1:8080"; port 0 takes a free one
	Secure  bool           // cookies only over HTTPS: the program stands behind a proxy that speaks it
	Outside outside.Config // the door to other machines: archived links, webhooks; closed when it is not opened here
	API     api.Limits     // how often one client may ask the API and take files; the zero value sets no limit
	Origin  string         // address of this site, as "https://upr.example.org"; empty: as the reader came
	OIDC    *web.OIDC      // OpenID provider; nil: none
	Version string
	Now     func() time.Time
	Log     *slog.Logger
	Rows    *atomic.Int64 // for measurements: counts the rows read from the database; nil: nothing is counted

	Mail notify.MailConfig // by which server mail is sent; none when it is empty
}

// Program is everything that runs. Open it, Run it, Close it.
type Program struct {
	cfg      Config
	Store    *store.Store
	Files    *files.Folder
	Keeper   *record.Keeper
	Corpus   *corpus.Keeper
	Desk     *followup.Desk // of the workspaces
	Council  *council.Desk  // of participation in them
	Outside  *outside.Door  // to other machines
	Parser   *ingest.Parser
	Teller   *notify.Teller     // mails and webhooks; Run starts it
	Days     *sealed.Days       // of what only a desk opens; Run starts it
	Held     *council.Releasing // of what is held back; Run starts it
	classify *classify.Classifier
	handler  http.Handler
	listener net.Listener
}

// Open opens the record and makes everything ready to serve, without listening yet. A route without a row in the
// policy table is an error here.
func Open(ctx context.Context, cfg Config) (_ *Program, err error) {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	p := &Program{cfg: cfg}
	defer func() {
		if err != nil {
			err = errors.Join(err, p.Close())
		}
	}()
	if p.Store, err = store.Open(ctx, store.Config{Dir: cfg.Dir, DSN: cfg.DSN, Clock: cfg.Now, Log: cfg.Log, Rows: cfg.Rows}); err != nil {
		return nil, err
	}
	if p.Files, err = files.Open(filepath.Join(cfg.Dir, "files")); err != nil {
		return nil, err
	}
	ahead := sync.OnceValues(func() (*corpus.Ahead, error) { // while the record is read
		var err error
		if p.classify, err = classify.New(); err != nil {
			return nil, err
		}
		p.recallLabels()
		return corpus.NewAhead(p.classify), nil
	})
	go func() { _, _ = ahead() }()
	p.Keeper, err = record.NewKeeperTelling(ctx, p.Store, func(r *record.Review) {
		if a, err := ahead(); err == nil {
			a.Take(r)
		}
	})
	early, failed := ahead()
	if err = errors.Join(err, failed); err != nil {
		return nil, err
	}
	p.Outside = outside.New(cfg.Outside)
	p.Desk = &followup.Desk{Store: p.Store, Keeper: followup.NewKeeper(p.Store), Record: p.Keeper, Now: cfg.Now,
		Classifier: p.classify, Files: p.Files, Outside: p.Outside}
	p.Council = &council.Desk{Store: p.Store, Keeper: council.NewKeeper(p.Store), Followup: p.Desk, Now: cfg.Now}
	if err = cfg.Mail.Check(); err != nil {
		return nil, err
	}
	p.Teller = &notify.Teller{Store: p.Store, Desk: p.Desk, Council: p.Council, Outside: p.Outside, Mail: cfg.Mail, Node: space.NewID(), Now: cfg.Now, Log: cfg.Log}
	p.Corpus = early.Keeper(p.Keeper, p.Store, cfg.Log)
	inbox := &sealed.Inbox{Store: p.Store, Work: p.Desk.Keeper, Now: cfg.Now}
	p.Days = &sealed.Days{Inbox: inbox, Node: p.Teller.Node, Log: cfg.Log}
	p.Held = &council.Releasing{Desk: p.Council, Node: p.Teller.Node, Log: cfg.Log}
	p.Parser = ingest.NewParser()
	p.Parser.Known = p.Keeper.Known
	if p.handler, err = p.build(); err != nil {
		return nil, err
	}
	return p, nil
}

// build makes the handler of the whole program.
func (p *Program) build() (http.Handler, error) {
	cat, err := i18n.Load()
	if err != nil {
		return nil, err
	}
	p.Teller.Catalogue = cat
	if err := assets.Built(); err != nil {
		p.cfg.Log.Warn(err.Error())
	}
	sessions := scs.New()
	sessions.Store = p.Store.Sessions()
	sessions.Lifetime = 12 * time.Hour
	sessions.IdleTimeout = 2 * time.Hour
	sessions.Cookie.Name = "openupr"
	sessions.Cookie.HttpOnly = true
	sessions.Cookie.SameSite = http.SameSiteLaxMode
	sessions.Cookie.Secure = p.cfg.Secure
	app := &web.App{Store: p.Store, Files: p.Files, Keeper: p.Keeper, Corpus: p.Corpus, Classifier: p.classify, Desk: p.Desk, Council: p.Council, Parser: p.Parser, Catalogue: cat, Sessions: sessions, Origin: p.cfg.Origin, OIDC: p.cfg.OIDC,
		Sealed: p.Days.Inbox, Teller: p.Teller, Now: p.cfg.Now, Version: p.cfg.Version, Log: p.cfg.Log}
	if p.Teller.Mail.On() {
		app.SendInvitation = p.Teller.Invite
	}
	rest, err := api.New(p.Keeper, p.Corpus, p.classify, p.Store, p.cfg.Version, p.cfg.Log)
	if err != nil {
		return nil, err
	}
	routes := app.Routes()
	limit := api.NewLimiter(p.cfg.API, web.Remote, p.cfg.Now)
	routes["GET /api/v1/"] = limit.Guard(rest)
	for _, taking := range []string{"GET /search/export", "GET /search.atom"} {
		routes[taking] = limit.Guard(routes[taking])
	}
	mux, err := mount(routes, app)
	if err != nil {
		return nil, err
	}
	return p.guard(mux, app, sessions), nil
}

// Handler is the whole program as one handler, for tests that need no listener.
func (p *Program) Handler() http.Handler { return p.handler }

// Listen takes the address, so that its real port is known before Run.
func (p *Program) Listen() (addr string, err error) {
	if p.listener, err = net.Listen("tcp", p.cfg.Addr); err != nil {
		return "", fmt.Errorf("listening on %s: %w", p.cfg.Addr, err)
	}
	return p.listener.Addr().String(), nil
}

// Run serves until the context ends, then lets running requests finish for up to ten seconds.
func (p *Program) Run(ctx context.Context) error {
	if p.listener == nil {
		if _, err := p.Listen(); err != nil {
			return err
		}
	}
	srv := &http.Server{Handler: p.handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 2 * time.Minute,
		WriteTimeout: 5 * time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 32 << 10,
		ErrorLog: slog.NewLogLogger(p.cfg.Log.Handler(), slog.LevelWarn)}
	watch, stop := context.WithCancel(ctx)
	var telling sync.WaitGroup
	telling.Go(func() { p.Teller.Run(watch) })
	telling.Go(p.keepLabels)
	telling.Go(func() { p.Days.Run(watch) })
	telling.Go(func() { p.Held.Run(watch) })
	defer telling.Wait() // a mail that is on its way is seen through
	defer stop()
	go p.Keeper.Watch(watch, p.cfg.Log)
	go p.Corpus.Follow(watch)
	go p.Desk.Keeper.Watch(watch, p.cfg.Log)
	go p.Council.Keeper.Watch(watch, p.cfg.Log)
	go p.tidy(watch)
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(p.listener) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serving: %w", err)
	case <-ctx.Done():
	}
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	if err := srv.Shutdown(end); err != nil {
		return fmt.Errorf("ending: %w", err)
	}
	return nil
}

// tidy drops sessions and links that are past their time, at start and then every hour.
func (p *Program) tidy(ctx context.Context) {
	tick := time.NewTicker(time.Hour)
	defer tick.Stop()
	for {
		if err := p.Store.DropExpired(ctx); err != nil && ctx.Err() == nil {
			p.cfg.Log.Warn("sessions and links past their time stay behind", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Close gives everything back.
func (p *Program) Close() error {
	var errs []error
	if p.listener != nil {
		if err := p.listener.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
			errs = append(errs, err)
		}
	}
	p.keepLabels()
	if p.Files != nil {
		errs = append(errs, p.Files.Close())
	}
	if p.Store != nil {
		errs = append(errs, p.Store.Close())
	}
	return errors.Join(errs...)
}
