package server_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/api"
	"github.com/openupr/openupr/internal/ingest"
	"github.com/openupr/openupr/internal/ledger"
	"github.com/openupr/openupr/internal/output/rows"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/store"
)

// current makes the search follow what was committed beside the program's own loop.
func (h *house) current() {
	h.t.Helper()
	if err := h.Keeper.Refresh(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
	h.Corpus.Refresh()
}

// taken is an answer's body; it must be a success.
func (b *browser) taken(target string) []byte {
	b.h.t.Helper()
	w := b.get(target)
	if w.Code != http.StatusOK {
		b.h.t.Fatalf("%s: %d %s", target, w.Code, w.Body)
	}
	return w.Body.Bytes()
}

// csvRows is how many rows a CSV file has below its header.
func csvRows(t *testing.T, b []byte) int {
	t.Helper()
	table, err := csv.NewReader(bytes.NewReader(b)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return len(table) - 1
}

// TestACitedCountComesOutAgain: what was cited at an act is given again, byte for byte where there is no clock in it,
// after a later import, after a correction, and after the correction was undone.
func TestACitedCountComesOutAgain(t *testing.T) {
	h := open(t, true)
	files := sampleFiles(t)
	h.bring(files[0].Name, files[0].Bytes)
	h.current()
	b := h.visitor()
	var now struct {
		Permanent string
		Totals    struct{ Items, Segments, Pairs int }
	}
	read := func(target string) {
		t.Helper()
		if err := json.Unmarshal(b.taken(target), &now); err != nil {
			t.Fatal(err)
		}
	}
	const asked = "q=position:pending"
	read("/api/v1/search?facets=none&" + asked)
	cited := now
	if cited.Totals.Items == 0 || !strings.Contains(cited.Permanent, "act=1") {
		t.Fatalf("cited %+v", cited)
	}
	_, parameters, _ := strings.Cut(cited.Permanent, "?")
	exports := map[string][]byte{}
	for _, f := range []string{"csv", "ndjson", "parquet"} {
		exports[f] = b.taken("/search/export?unit=pair&format=" + f + "&" + parameters)
	}
	again := func(after string) {
		t.Helper()
		read("/api/v1/search?facets=none&" + parameters)
		if now.Totals != cited.Totals || now.Permanent != cited.Permanent {
			t.Errorf("after %s: %+v, cited was %+v", after, now, cited)
		}
		for f, want := range exports {
			got := b.taken("/search/export?unit=pair&format=" + f + "&" + parameters)
			if f != "parquet" && !bytes.Equal(got, want) { // which says in its description when it was made
				t.Errorf("after %s: other bytes of %s", after, f)
			}
		}
		if w := b.get(cited.Permanent); w.Code != http.StatusOK {
			t.Errorf("after %s: the page at %s answers %d", after, cited.Permanent, w.Code)
		}
	}
	for _, f := range files[1:] {
		h.bring(f.Name, f.Bytes)
	}
	h.current()
	read("/api/v1/search?facets=none&" + asked)
	if now.Totals == cited.Totals {
		t.Fatal("the later documents changed nothing: the test proves nothing")
	}
	again("later imports")

	var corrected []store.Row
	for r, err := range h.Store.Facts(t.Context(), store.Filter{At: h.Keeper.View().Act}) {
		if err != nil {
			t.Fatal(err)
		}
		if r.Fact.Kind == record.KindItem && len(corrected) < 3 {
			corrected = append(corrected, r)
		}
	}
	var ends []store.FactID
	for _, r := range corrected {
		ends = append(ends, r.ID)
	}
	if _, err := ingest.Commit(t.Context(), h.Store, ingest.Who{Role: "operator"}.Act(ingest.ActRemove, "", 0), nil, ends); err != nil {
		t.Fatal(err)
	}
	h.current()
	again("a correction")
	var undone []store.New
	for _, r := range corrected {
		undone = append(undone, store.New{Fact: r.Fact, Review: r.Review})
	}
	if _, err := h.Store.Write(t.Context(), store.Act{Kind: "save", Role: "operator"}, undone, nil); err != nil {
		t.Fatal(err)
	}
	h.current()
	again("an undo")
}

func TestEveryFormOfAnAnswerIsTaken(t *testing.T) {
	h := open(t, false)
	h.current()
	b := h.visitor()
	items := h.Keeper.View().Reviews()[0].Count.Received()
	for _, f := range rows.Formats() {
		w := b.get("/search/export?sur=ZZV&unit=item&format=" + f.Code)
		if w.Code != http.StatusOK || w.Header().Get("Content-Type") != f.Media || w.Body.Len() == 0 ||
			!strings.Contains(w.Header().Get("Content-Disposition"), "openupr-act-3."+f.Ext) || !strings.Contains(w.Header().Get("Link"), "describedby") {
			t.Errorf("%s: %d %v", f.Code, w.Code, w.Header())
		}
	}
	if n := csvRows(t, b.taken("/search/export?sur=ZZV&unit=item&format=csv")); n != items {
		t.Errorf("%d rows of items, the record has %d", n, items)
	}
	body := b.taken("/search/export?sur=ZZV&format=zip&data=csv&data=parquet&data=csv")
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range z.File {
		names = append(names, f.Name)
	}
	if want := []string{"data.csv", "data.parquet", "datapackage.json", "README.md", "CITATION.cff", "citation.txt", "checkpoint.txt"}; !slices.Equal(names, want) {
		t.Errorf("the package holds %v", names)
	}
	cp, err := ledger.Verify(string(b.taken("/search/export?sur=ZZV&format=checkpoint")), h.Store.Public())
	if err != nil || cp.Size != 3 {
		t.Errorf("checkpoint %+v %v", cp, err)
	}
	for _, paper := range []string{"datapackage", "method", "citation"} {
		if text := string(b.taken("/search/export?sur=ZZV&format=" + paper)); strings.Contains(text, "⟦") || !strings.Contains(text, "act=3") {
			t.Errorf("%s: %s", paper, text)
		}
	}
}

func TestHostileDownloadsAreRefused(t *testing.T) {
	h := open(t, false)
	h.current()
	b := h.visitor()
	for _, target := range []string{
		"/search/export?format=exe", "/search/export?format=../../etc/passwd", "/search/export?format=zip&data=exe", "/search/export?format=csv&act=99", "/search/export?format=csv&act=-1",
		"/search/export?format=csv&on=never", "/search/export?format=csv&unit=vote", "/search/export?format=csv&q=" + strings.Repeat("(", 500), "/search/export?format=csv&q=" + strings.Repeat("a", 5000),
		"/search/export?format=csv" + strings.Repeat("&sur=KAZ", 300), "/search.atom?q=" + strings.Repeat("x+OR+", 300), "/search/take?cycle=99..1", "/search.atom?act=99999999999999999999999",
	} {
		if w := b.get(target); w.Code != http.StatusBadRequest {
			t.Errorf("%.60s: %d", target, w.Code)
		}
	}
}

// leaving is a reader who takes so many bytes and is gone.
type leaving struct {
	http.ResponseWriter
	left int
}

func (w *leaving) Write(b []byte) (int, error) {
	if w.left -= len(b); w.left < 0 {
		return 0, errors.New("the reader has gone")
	}
	return w.ResponseWriter.Write(b)
}

// TestADownloadThatIsBrokenOffLeavesNothing: no file, no place taken, nothing in the record; and the reader gets no
// half that looks whole.
func TestADownloadThatIsBrokenOffLeavesNothing(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	h := open(t, false)
	h.current()
	before := h.state()
	for i := range 12 { // more than there are places
		for _, f := range rows.Formats() {
			func() {
				defer func() {
					if v := recover(); v != nil && v != http.ErrAbortHandler {
						t.Fatal(v)
					}
				}()
				r := httptest.NewRequest("GET", "/search/export?format="+f.Code, nil)
				h.Handler().ServeHTTP(&leaving{httptest.NewRecorder(), 100 * i}, r)
			}()
		}
	}
	if w := h.visitor().get("/search/export?format=csv"); w.Code != http.StatusOK {
		t.Errorf("after broken downloads: %d", w.Code)
	}
	left, err := os.ReadDir(temp)
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
	if after := h.state(); after != before {
		t.Errorf("the record moved: %s, then %s", before, after)
	}
}

type atom struct {
	ID      string `xml:"id"`
	Updated string `xml:"updated"`
	Entries []struct {
		ID      string `xml:"id"`
		Updated string `xml:"updated"`
		Content string `xml:"content"`
	} `xml:"entry"`
}

func TestAFeedTellsWhatIsNew(t *testing.T) {
	h := open(t, false)
	h.current()
	b := h.visitor()
	w := b.get("/search.atom?sur=ZZV&lang=en")
	tag := w.Header().Get("ETag")
	var before atom
	if err := xml.Unmarshal(w.Body.Bytes(), &before); err != nil || len(before.Entries) != 50 || tag == "" {
		t.Fatalf("%v, %d entries, tag %q", err, len(before.Entries), tag)
	}
	for i, e := range before.Entries {
		if e.Content == "" || !strings.HasPrefix(e.ID, "http://upr.example.org/id/UPR-ZZV-C4-") || i > 0 && e.Updated > before.Entries[i-1].Updated {
			t.Errorf("entry %d: %+v", i, e)
		}
	}
	again := func() *httptest.ResponseRecorder {
		return b.do("GET", "/search.atom?sur=ZZV&lang=en", nil, func(r *http.Request) { r.Header.Set("If-None-Match", tag) })
	}
	if w := again(); w.Code != http.StatusNotModified || w.Body.Len() > 0 {
		t.Errorf("nothing new, and the answer is %d", w.Code)
	}
	last := h.Keeper.View().Reviews()[0].Items
	it := *last[len(last)-1]
	it.Texts[0].Words += " and wells"
	f := record.ItemFact(it.Item, it.By)
	if _, err := h.Store.Write(t.Context(), store.Act{Kind: "save", Role: "editor"}, []store.New{{Fact: f.Fact, Review: f.Review}}, []store.FactID{it.FactID}); err != nil {
		t.Fatal(err)
	}
	h.current()
	w = again()
	var after atom
	if err := xml.Unmarshal(w.Body.Bytes(), &after); err != nil || w.Code != http.StatusOK {
		t.Fatalf("%d %v", w.Code, err)
	}
	if !strings.HasSuffix(after.Entries[0].ID, string(it.ID)+"-s1") || after.ID != before.ID {
		t.Errorf("the newest is %s in %s", after.Entries[0].ID, after.ID)
	}
}

func TestSearchesAreKeptForOnePerson(t *testing.T) {
	h := open(t, false)
	h.current()
	editor, other := h.as(account.Editor), h.as(account.Administrator)
	keep := func(b *browser, name, query string) int {
		return b.post("/searches", url.Values{"do": {"keep"}, "name": {name}, "query": {query}}).Code
	}
	if code := keep(editor, "Wells  of <Velmora>", "sur=ZZV&act=2&page=9&q=water"); code != http.StatusSeeOther {
		t.Fatalf("keeping: %d", code)
	}
	page := string(editor.taken("/searches"))
	if !strings.Contains(page, "Wells of &lt;Velmora&gt;") || !strings.Contains(page, `href="/search?q=water&amp;sur=ZZV"`) {
		t.Errorf("the page does not show it, or not as asked anew:\n%s", page)
	}
	if strings.Contains(string(other.taken("/searches")), "Velmora") {
		t.Error("another person sees it")
	}
	if w := h.visitor().get("/searches"); !asks(w.Code, w.Header().Get("Location")) {
		t.Errorf("a visitor: %d", w.Code)
	}
	for name, c := range map[string]struct {
		name, query string
		code        int
	}{
		"without a name":   {" ", "q=water", 422},
		"a name too long":  {strings.Repeat("w", 121), "q=water", 422},
		"a broken query":   {"x", "q=(water", 400},
		"a query too long": {"x", "q=" + strings.Repeat("w", 5000), 400},
		"no query at all":  {"x", "%zz", 400},
	} {
		if code := keep(editor, c.name, c.query); code != c.code {
			t.Errorf("%s: %d, want %d", name, code, c.code)
		}
	}
	for i := range 99 {
		if code := keep(editor, fmt.Sprint("search ", i), "q=water"); code != http.StatusSeeOther {
			t.Fatalf("search %d: %d", i, code)
		}
	}
	if code := keep(editor, "one too many", "q=water"); code != http.StatusConflict {
		t.Errorf("one too many: %d", code)
	}
	if code := keep(editor, "search 7", "q=wells"); code != http.StatusSeeOther {
		t.Errorf("the same name again: %d", code)
	}
	editor.post("/searches", url.Values{"do": {"remove"}, "name": {"Wells of <Velmora>"}})
	if strings.Contains(strings.Join(strings.SplitAfter(string(editor.taken("/searches")), "<tbody>")[1:], ""), "Velmora") {
		t.Error("what was removed is still kept")
	}
}

// TestEveryExampleWorks asks what the reference page and the documentation tell people to ask.
func TestEveryExampleWorks(t *testing.T) {
	h := open(t, false)
	h.current()
	b := h.visitor()
	page := string(b.taken("/api"))
	shown := map[string]bool{}
	for _, x := range api.Examples() {
		shown[x.Path] = true
		if body := b.taken(x.Path); len(body) < 50 {
			t.Errorf("%s gives only %q", x.Path, body)
		}
		if !strings.Contains(page, html.EscapeString(x.Path)) {
			t.Errorf("the reference page does not show %s", x.Path)
		}
	}
	text, err := os.ReadFile("../../docs/open-data.md")
	if err != nil {
		t.Fatal(err)
	}
	calls := regexp.MustCompile(`(?m)^curl .*'http://localhost:8080([^']+)'$`).FindAllStringSubmatch(string(text), -1)
	if len(calls) < len(api.Examples()) {
		t.Errorf("only %d examples in the documentation", len(calls))
	}
	for _, c := range calls {
		b.taken(c[1])
		delete(shown, c[1])
	}
	if len(shown) > 0 {
		t.Errorf("the documentation leaves out %v", shown)
	}
	for _, c := range rows.Columns() {
		if !strings.Contains(string(text), "`"+c.Name+"`") || !strings.Contains(page, `id="column-`+c.Name+`"`) {
			t.Errorf("the column %s is not explained", c.Name)
		}
	}
	var context map[string]map[string]any
	if err := json.Unmarshal(b.taken("/context.jsonld"), &context); err != nil || context["@context"]["position"] == nil {
		t.Errorf("%v in %v", err, context)
	}
}

// Everything wrong under /api/v1 is a problem in the form that programs expect, also what the program answers before
// the API is asked.
func TestEveryErrorOfTheAPIIsAProblem(t *testing.T) {
	h := open(t, false)
	h.current()
	for _, c := range []struct {
		method, path string
		code         int
	}{{"GET", "/api/v1/gossip", 404}, {"GET", "/api/v1/", 404}, {"DELETE", "/api/v1/search", 405}, {"PUT", "/api/v1/record", 405}, {"POST", "/api/v1/search", 405},
		{"GET", "/api/v1/search?q=(", 422}, {"GET", "/api/v1/search?act=99", 404}} {
		w := h.visitor().do(c.method, c.path, nil, func(r *http.Request) {
			if c.method == "POST" {
				r.Header.Set("Sec-Fetch-Site", "cross-site")
			}
		})
		if w.Code != c.code || w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s %s: %d %s %s", c.method, c.path, w.Code, w.Header().Get("Content-Type"), w.Body)
		}
	}
}
