package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/output/rows"
	"github.com/openupr/openupr/internal/server"
)

// searchCmd asks a running program, or the record in a folder, through the same API.
type searchCmd struct {
	recordFlags
	Query  []string `arg:"" optional:"" help:"${cli_search_query}"`
	Server string   `help:"${cli_search_server}" env:"OPENUPR_SERVER" placeholder:"https://…"`
	Format string   `help:"${cli_search_format}" enum:"table,csv,xlsx,ndjson,jsonld,parquet,zip" default:"table"`
	Unit   string   `help:"${cli_search_unit}" enum:"item,segment,pair," default:""`
	Facets []string `help:"${cli_search_facets}" placeholder:"position,cycle"`
	Limit  int      `help:"${cli_search_limit}" default:"20"`
	Act    uint64   `help:"${cli_search_act}"`
	Output string   `help:"${cli_output}" short:"o" type:"path"`
}

// searchPage is how many hits are asked for at once.
const searchPage = 1000

// Run prints totals and hits as text, or writes every row as a file.
func (c *searchCmd) Run(ctx context.Context, w *world) error {
	client, base, done, err := c.client(ctx, w)
	if err != nil {
		return err
	}
	defer done()
	v := url.Values{}
	set := func(name, value string) {
		if value != "" {
			v.Set(name, value)
		}
	}
	set("q", strings.Join(c.Query, " "))
	set("unit", c.Unit)
	if c.Act > 0 {
		set("act", strconv.FormatUint(c.Act, 10))
	}
	ask := asker{client, base, string(w.say.Lang())}
	if c.Format != "table" {
		v.Set("format", c.Format)
		return writeTo(c.Output, w.out, func(out io.Writer) error { return ask.copy(ctx, out, "/search/export", v) })
	}
	return writeTo(c.Output, w.out, func(out io.Writer) error { return c.table(ctx, w, ask, out, v) })
}

// client reaches the program that answers: one at an address, or one over the record in a folder that lives as long as
// the command.
func (c *searchCmd) client(ctx context.Context, w *world) (*http.Client, string, func(), error) {
	if c.Server != "" {
		u, err := url.Parse(c.Server)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
			return nil, "", nil, errors.New(w.say.T("cli.search.address", "address", quiet(c.Server)))
		}
		return &http.Client{}, strings.TrimRight(c.Server, "/"), func() {}, nil
	}
	dsn, err := c.dsn()
	if err != nil {
		return nil, "", nil, err
	}
	loaded := server.Roomy()
	p, err := server.Open(ctx, server.Config{Dir: c.Dir, DSN: dsn, Version: w.version, Now: w.now})
	loaded()
	if err != nil {
		return nil, "", nil, err
	}
	return &http.Client{Transport: inside{p.Handler()}}, "http://localhost", func() {
		if err := p.Close(); err != nil {
			fmt.Fprintf(w.err, "openupr: %v\n", err)
		}
	}, nil
}

// searchAnswer is what the API says, as far as it is shown.
type searchAnswer struct {
	Act    uint64
	Unit   string
	Totals struct{ Items, Segments, Pairs int }
	Facets []struct {
		Facet  string
		Values []struct {
			Value string
			N     int
		}
	}
	Hits  []rows.Row
	Next  string
	Meant []struct{ Typed, Meant string }
}

// table prints totals, the facets asked for and the first hits.
func (c *searchCmd) table(ctx context.Context, w *world, ask asker, out io.Writer, v url.Values) error {
	facets := strings.Join(c.Facets, ",")
	if facets == "" {
		facets = "none"
	}
	v.Set("facets", facets)
	shown := 0
	for next := ""; ; {
		v.Set("limit", strconv.Itoa(min(max(c.Limit-shown, 1), searchPage)))
		if c.Limit > searchPage {
			v.Set("limit", strconv.Itoa(searchPage)) // a cursor belongs to one length of page
		}
		v.Set("cursor", next)
		if next == "" {
			v.Del("cursor")
		}
		var a searchAnswer
		if err := ask.object(ctx, "/api/v1/search", v, &a); err != nil {
			return err
		}
		if next == "" {
			w.totals(out, &a)
		}
		for _, r := range a.Hits {
			if shown == c.Limit {
				break
			}
			shown++
			w.hit(out, &r)
		}
		if next = a.Next; next == "" || shown >= c.Limit {
			if shown < a.Totals.Segments {
				w.tell("cli.search.shown", "shown", shown, "all", a.Totals.Segments)
			}
			return nil
		}
	}
}

func (w *world) totals(out io.Writer, a *searchAnswer) {
	fmt.Fprintln(out, w.say.T("cli.search.totals", "items", w.say.T("count.item", "count", a.Totals.Items), "segments", w.say.T("count.segment", "count", a.Totals.Segments),
		"pairs", w.say.T("count.pair", "count", a.Totals.Pairs), "act", strconv.FormatUint(a.Act, 10)))
	for _, m := range a.Meant {
		fmt.Fprintln(out, w.say.T("cli.search.meant", "typed", quiet(m.Typed), "meant", quiet(m.Meant)))
	}
	for _, f := range a.Facets {
		fmt.Fprintf(out, "\n%s (%s)\n", f.Facet, w.say.T("unit."+a.Unit))
		for _, x := range f.Values {
			value := quiet(x.Value)
			if value == "" {
				value = "–"
			}
			fmt.Fprintf(out, "%10s  %s\n", w.say.Number(x.N), value)
		}
	}
}

// hit is a segment with where it stands, its position and who made it.
func (w *world) hit(out io.Writer, r *rows.Row) {
	position := ""
	if r.Position != "" {
		position = w.say.T("position." + r.Position)
	}
	fmt.Fprintf(out, "\n%s  %s %s  %s  %s\n    %s\n", quiet(r.ID), quiet(r.Symbol), quiet(r.Paragraph), position, quiet(strings.Join(r.Recommending, ", ")), quiet(r.Text))
}

// asker asks a program at an address.
type asker struct {
	client *http.Client
	base   string
	lang   string
}

// refusedQuery is what the program said against a query.
type refusedQuery struct{ said string }

func (e *refusedQuery) Error() string { return e.said }

func (a asker) get(ctx context.Context, path string, v url.Values) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, a.base+path+"?"+v.Encode(), nil)
	if err != nil {
		return nil, fmt.Errorf("asking: %w", err)
	}
	r.Header.Set("Accept-Language", a.lang)
	res, err := a.client.Do(r)
	if err != nil {
		return nil, fmt.Errorf("asking %s: %w", a.base, err)
	}
	if res.StatusCode == http.StatusOK {
		return res, nil
	}
	defer res.Body.Close()
	var p struct {
		Title, Detail string
		Errors        []struct{ Message, Location, Value string }
	}
	if err := json.NewDecoder(io.LimitReader(res.Body, 1<<20)).Decode(&p); err != nil {
		return nil, &refusedQuery{fmt.Sprintf("%s: %s", a.base, res.Status)}
	}
	said := p.Detail
	for _, e := range p.Errors {
		said += fmt.Sprintf("\n  %s: %s (%s)", e.Location, e.Value, e.Message)
	}
	return nil, &refusedQuery{quietLines(said)}
}

// quietLines is quiet for a text that has lines.
func quietLines(s string) string {
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = quiet(lines[i])
	}
	return strings.Join(lines, "\n")
}

func (a asker) object(ctx context.Context, path string, v url.Values, out any) error {
	res, err := a.get(ctx, path, v)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if err := json.NewDecoder(res.Body).Decode(out); err != nil {
		return fmt.Errorf("reading the answer of %s: %w", a.base, err)
	}
	return nil
}

func (a asker) copy(ctx context.Context, out io.Writer, path string, v url.Values) error {
	probe := url.Values{"limit": {"1"}, "facets": {"none"}} // a query that is wrong says so in the API's words
	for _, name := range []string{"q", "act"} {
		if v.Has(name) {
			probe.Set(name, v.Get(name))
		}
	}
	var counted searchAnswer
	if err := a.object(ctx, "/api/v1/search", probe, &counted); err != nil {
		return err
	}
	res, err := a.get(ctx, path, v)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if _, err := io.Copy(out, res.Body); err != nil {
		return fmt.Errorf("reading the answer of %s: %w", a.base, err)
	}
	return nil
}
