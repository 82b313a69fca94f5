// Package cli is the command line: one struct is flags, environment and help. Commands are thin; what they do lives in
// the packages that the pages use too.
package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
	"unicode"

	"github.com/alecthomas/kong"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/i18n"
)

// Exit codes, the same for every command.
const (
	exitDone      = 0
	exitFailed    = 1   // something went wrong; the record is as it was before the step that failed
	exitUsage     = 2   // the words on the command line
	exitQuestions = 3   // done, and something waits for a person (import), or differs (reconcile)
	exitRefused   = 4   // at least one file was refused; the others are in
	exitMismatch  = 5   // verify found a fact that does not match
	exitStopped   = 130 // interrupted
)

// commands is the whole command line. Help texts are codes of the catalogue.
type commands struct {
	Lang string `help:"${cli_lang}" env:"OPENUPR_LANG" default:"" placeholder:"en|ru|kk"`

	Parse     parseCmd     `cmd:"" help:"${cli_parse}"`
	Import    importCmd    `cmd:"" help:"${cli_import}"`
	Export    exportCmd    `cmd:"" help:"${cli_export}"`
	Reconcile reconcileCmd `cmd:"" help:"${cli_reconcile}"`
	Search    searchCmd    `cmd:"" help:"${cli_search}"`
	Verify    verifyCmd    `cmd:"" help:"${cli_verify}"`
	Serve     serveCmd     `cmd:"" help:"${cli_serve}"`
	Backup    backupCmd    `cmd:"" help:"${cli_backup}"`
	Restore   restoreCmd   `cmd:"" help:"${cli_restore}"`
	Admin     adminCmd     `cmd:"" help:"${cli_admin}"`
	Sample    sampleCmd    `cmd:"" help:"${cli_sample}"`
	SealKey   sealKeyCmd   `cmd:"" help:"${cli_seal_key}"`
	Unseal    unsealCmd    `cmd:"" help:"${cli_unseal}"`
	Version   versionCmd   `cmd:"" help:"${cli_version}"`
}

// world is what a command may touch outside itself.
type world struct {
	in      *bufio.Reader // one for all questions: it may hold the next answer already
	out     io.Writer
	err     io.Writer
	now     func() time.Time
	version string
	say     i18n.Printer
	cat     *i18n.Catalogue
}

// tell writes a message to the person, on standard error: standard output is for data. What comes from a file or its
// name cannot steer the terminal.
func (w *world) tell(code string, args ...any) {
	for i, a := range args {
		if s, ok := a.(string); ok {
			args[i] = quiet(s)
		}
	}
	fmt.Fprintln(w.err, w.say.T(code, args...))
}

// quiet leaves out of a text the signs that a terminal obeys.
func quiet(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

// exit is an error that only sets the exit code; everything was said already.
type exit int

func (e exit) Error() string { return fmt.Sprintf("exit %d", int(e)) }

// Main runs the program and ends it.
func Main(version string) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(Run(ctx, os.Args[1:], version, os.Stdin, os.Stdout, os.Stderr))
}

// Run runs one command and returns its exit code.
func Run(ctx context.Context, args []string, version string, in io.Reader, out, errOut io.Writer) int {
	cat, err := i18n.Load()
	if err != nil {
		fmt.Fprintln(errOut, err)
		return exitFailed
	}
	w := &world{in: bufio.NewReader(in), out: out, err: errOut, now: time.Now, version: version, cat: cat, say: printer(cat, args)}
	var c commands
	code := -1
	k, err := kong.New(&c, kong.Name("openupr"), kong.Description(w.say.T("cli.description")), kong.Writers(out, errOut),
		kong.Exit(func(n int) { code = n }), kong.UsageOnError(), kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
		helpTexts(w.say), kong.Bind(w), kong.BindTo(ctx, (*context.Context)(nil)))
	if err != nil {
		fmt.Fprintln(errOut, err)
		return exitFailed
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	kctx, err := k.Parse(args)
	if code >= 0 {
		return code // help was asked for
	}
	if err != nil {
		fmt.Fprintf(errOut, "openupr: %s\n", err)
		w.tell("cli.see-help")
		return exitUsage
	}
	return w.exitCode(ctx, kctx.Run())
}

// exitCode says an error in the person's language and gives the code for it.
func (w *world) exitCode(ctx context.Context, err error) int {
	var e exit
	var wrong *refusedQuery
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &e):
		return int(e)
	case errors.As(err, &wrong):
		fmt.Fprintf(w.err, "openupr: %v\n", wrong)
		return exitUsage
	case ctx.Err() != nil && errors.Is(err, ctx.Err()):
		w.tell("cli.stopped")
		return exitStopped
	}
	if _, ok := document.AsRefused(err); ok {
		fmt.Fprintf(w.err, "openupr: %s\n", w.refusal(err))
		return exitRefused
	}
	fmt.Fprintf(w.err, "openupr: %v\n", err)
	if a := w.advice(err); a != "" {
		fmt.Fprintln(w.err, a)
	}
	return exitFailed
}

// refusal says why a file was refused and what to do.
func (w *world) refusal(err error) string {
	r, ok := document.AsRefused(err)
	if !ok {
		return err.Error()
	}
	return w.say.T("document.refused."+string(r.Code), "detail", r.Detail)
}

// printer chooses the language before the command line is read, because help is in it too.
func printer(cat *i18n.Catalogue, args []string) i18n.Printer {
	want := os.Getenv("OPENUPR_LANG")
	for i, a := range args {
		if v, ok := strings.CutPrefix(a, "--lang="); ok {
			want = v
		} else if a == "--lang" && i+1 < len(args) {
			want = args[i+1]
		}
	}
	for _, s := range []string{want, os.Getenv("LC_ALL"), os.Getenv("LC_MESSAGES"), os.Getenv("LANG")} {
		s, _, _ = strings.Cut(s, ".")
		s, _, _ = strings.Cut(s, "_")
		if l, ok := cat.Parse(s); ok {
			return cat.Printer(l)
		}
	}
	return cat.Printer(i18n.English)
}

// helpTexts gives kong every message whose code begins with "cli.help." as a variable: "cli.help.parse" is ${cli_parse}.
func helpTexts(say i18n.Printer) kong.Vars {
	vars := kong.Vars{}
	for _, name := range helpNames {
		vars["cli_"+strings.ReplaceAll(name, "-", "_")] = say.T("cli.help." + name)
	}
	return vars
}

var helpNames = []string{"lang", "parse", "import", "export", "reconcile", "verify", "serve", "backup", "restore", "admin", "admin-link",
	"sample", "sample-load", "sample-remove", "version", "dir", "database", "files", "paths", "parse-format", "export-format", "yes", "review",
	"cycle", "output", "addr", "with-sample", "with-key", "second", "archive", "import-review",
	"search", "search-query", "search-server", "search-format", "search-unit", "search-facets", "search-limit", "search-act", "api-rate", "api-burst",
	"seal-key", "new-key", "unseal", "key-file", "unsealed-folder", "answers-file", "bundle"}

type versionCmd struct{}

func (versionCmd) Run(w *world) error {
	_, err := fmt.Fprintln(w.out, "openupr", w.version)
	return err
}
