package e2e_test

import (
	"context"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// chromium is one browser for all tests; each test has tabs of its own.
var chromium = sync.OnceValues(func() (context.Context, error) {
	path := ""
	for _, name := range []string{"chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			path = p
			break
		}
	}
	if path == "" {
		return nil, errNoChromium
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path),
		chromedp.NoSandbox,
		chromedp.DisableGPU,
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-quic", true),
	)
	allocator, closeAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, closeBrowser := chromedp.NewContext(allocator)
	if err := chromedp.Do(ctx); err != nil {
		closeAllocator()
		return nil, fmt.Errorf("starting %s: %w", path, err)
	}
	atEnd(func() {
		closeBrowser()
		closeAllocator()
	})
	return ctx, nil
})

var errNoChromium = fmt.Errorf("no Chromium is here")

// tab is one page of the browser with cookies and cache of its own. It notes what the page complains about.
type tab struct {
	t   testing.TB
	ctx context.Context

	mu         sync.Mutex
	complaints []string
	pages      []string // asked for, in their order
	bytes      float64  // received since the last visit began, compressed, with headers
}

// openTab opens a tab that closes with the test.
func openTab(t testing.TB) *tab {
	t.Helper()
	parent, err := chromium()
	if err == errNoChromium {
		lacks(t, errNoChromium.Error())
	}
	if err != nil {
		t.Fatal(err)
	}
	tb := &tab{t: t}
	ctx, closeTab := chromedp.NewContext(parent, chromedp.WithNewBrowserContext(), chromedp.WithListener(tb.listen))
	t.Cleanup(closeTab)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("opening a tab: %v", err)
	}
	tb.ctx = ctx
	// What a first visit weighs counts, so nothing may come from a cache.
	if _, err := chromedp.Call(ctx, network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: true}); err != nil {
		t.Fatalf("turning the cache off: %v", err)
	}
	return tb
}

// of makes a subtest answer for what happens in the tab from now on; the tab stays open until its own test ends.
func (tb *tab) of(t testing.TB) *tab {
	tb.t = t
	return tb
}

// listen runs inside the browser's message loop: it only notes.
func (tb *tab) listen(ev any) {
	tb.mu.Lock()
	defer tb.mu.Unlock()
	switch e := ev.(type) {
	case *cdplog.EventEntryAdded: // violations of the content security policy come here, and failed requests
		if e.Entry.Level == cdplog.EntryLevelError || e.Entry.Level == cdplog.EntryLevelWarning {
			tb.complaints = append(tb.complaints, fmt.Sprintf("%s %s: %s %s", e.Entry.Source, e.Entry.Level, e.Entry.Text, e.Entry.URL))
		}
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning {
			var words []string
			for _, a := range e.Args {
				words = append(words, strings.TrimSpace(string(a.Value)+" "+a.Description))
			}
			tb.complaints = append(tb.complaints, fmt.Sprintf("console %s: %s", e.Type, strings.Join(words, " ")))
		}
	case *runtime.EventExceptionThrown:
		tb.complaints = append(tb.complaints, exception(e.ExceptionDetails))
	case *network.EventRequestWillBeSent:
		if e.Type == network.ResourceTypeDocument {
			tb.pages = append(tb.pages, e.Request.URL)
		}
	case *network.EventLoadingFinished:
		tb.bytes += e.EncodedDataLength
	}
}

func exception(d *runtime.ExceptionDetails) string {
	said := "exception: " + d.Text
	if d.Exception != nil {
		said += " " + d.Exception.Description
	}
	return fmt.Sprintf("%s at %s:%d", said, d.URL, d.LineNumber+1)
}

// complained gives what the page complained about since the last call.
func (tb *tab) complained() []string {
	tb.mu.Lock()
	defer tb.mu.Unlock()
	c := tb.complaints
	tb.complaints = nil
	return c
}

// asked are the addresses of all pages that the tab asked for.
func (tb *tab) asked() []string {
	tb.mu.Lock()
	defer tb.mu.Unlock()
	return slices.Clone(tb.pages)
}

// received is how many bytes came over the line since the last visit began.
func (tb *tab) received() int {
	tb.mu.Lock()
	defer tb.mu.Unlock()
	return int(tb.bytes)
}

// tabTime bounds every single action in a tab.
const tabTime = 60 * time.Second

// do runs actions in the tab; an error ends the test.
func (tb *tab) do(what string, actions ...chromedp.Action[chromedp.Void]) {
	tb.t.Helper()
	ctx, cancel := context.WithTimeout(tb.ctx, tabTime)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		tb.t.Fatalf("%s: %v", what, err)
	}
}

// get runs an action that has a value.
func get[T any](tb *tab, what string, action chromedp.Action[T]) T {
	tb.t.Helper()
	ctx, cancel := context.WithTimeout(tb.ctx, tabTime)
	defer cancel()
	v, err := chromedp.Run(ctx, action)
	if err != nil {
		tb.t.Fatalf("%s: %v", what, err)
	}
	return v
}

// eval gives the value of a script in the page; promises are awaited.
func eval[T any](tb *tab, what, script string) T {
	tb.t.Helper()
	return get(tb, what, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
}

// observe gives the value of a script that changes nothing, in a page that may lead on by itself: where the page goes while
// it is read, the next one is read.
func observe[T any](tb *tab, what, script string) T {
	tb.t.Helper()
	var v T
	eventually(tb.t, what, func() bool {
		ctx, cancel := context.WithTimeout(tb.ctx, tabTime)
		defer cancel()
		var err error
		v, err = chromedp.Run(ctx, chromedp.Evaluate[T](script))
		return err == nil
	})
	return v
}

// visit opens an address and waits for the page to load. It gives the answer's status.
func (tb *tab) visit(url string) int {
	tb.t.Helper()
	tb.mu.Lock()
	tb.bytes = 0
	tb.mu.Unlock()
	return int(get(tb, "visiting "+url, chromedp.NavigateResponse(url)).Status)
}

// look sets scheme of colours and width of the window, and lets the page settle.
func (tb *tab) look(scheme string, width int) {
	tb.t.Helper()
	media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme},
		{Name: "prefers-reduced-motion", Value: "reduce"},
	}}
	ctx, cancel := context.WithTimeout(tb.ctx, tabTime)
	defer cancel()
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, media); err != nil {
		tb.t.Fatalf("choosing the scheme %s: %v", scheme, err)
	}
	tb.do("setting the width", chromedp.EmulateViewport(int64(width), 800))
	// Asking for a measure lays the page out anew. Waiting for a frame would not do: a tab behind another has none.
	eval[int](tb, "laying the page out", `document.documentElement.offsetHeight`)
}

// withoutScripts turns the page's own scripts off, as a reader without JavaScript has it. Those of the tests still run.
func (tb *tab) withoutScripts() {
	tb.t.Helper()
	tb.scripts(false)
}

// scripts turns the page's own scripts on or off, from the next visit on.
func (tb *tab) scripts(on bool) {
	tb.t.Helper()
	ctx, cancel := context.WithTimeout(tb.ctx, tabTime)
	defer cancel()
	if _, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on}); err != nil {
		tb.t.Fatalf("turning scripts on or off: %v", err)
	}
}
