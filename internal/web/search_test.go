package web_test

import (
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/openupr/openupr/internal/gazetteer"
	"github.com/openupr/openupr/internal/sample"
	"github.com/openupr/openupr/internal/server"
)

// searched is the program with the first of the sample's files, and the way to bring the others.
func searched(t *testing.T, files int) (rd *reader, p *server.Program) {
	t.Helper()
	p, err := server.Open(t.Context(), server.Config{Dir: t.TempDir(), Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	p.Parser.Names = gazetteer.WithInvented()
	for _, f := range sampleFiles(t)[:files] {
		bring(t, p, f)
	}
	p.Corpus.Refresh()
	srv := httptest.NewServer(p.Handler())
	t.Cleanup(srv.Close)
	return newReader(t, srv.URL), p
}

func allFiles(t *testing.T) int {
	t.Helper()
	files, err := sample.Files()
	if err != nil {
		t.Fatal(err)
	}
	return len(files)
}

var (
	totalLine     = regexp.MustCompile(`aria-current="(?:true|false)">([\d,]+) (item|segment|State)`)
	permanentLink = regexp.MustCompile(`id="permanent" href="([^"]+)"`)
	facetLink     = regexp.MustCompile(`href="(\?[^"]+)">[^<]+</a> <b>([\d,]+)</b>`)
)

// totalsOf are the totals of items, segments and pairs that a page shows.
func totalsOf(t *testing.T, a answer) string {
	t.Helper()
	m := totalLine.FindAllStringSubmatch(a.body, -1)
	if a.status != http.StatusOK || len(m) < 3 {
		t.Fatalf("%s: status %d, %d totals", a.path, a.status, len(m))
	}
	return m[0][1] + " " + m[1][1] + " " + m[2][1]
}

func TestSearchCountsWhatTheRecordHolds(t *testing.T) {
	rd, p := searched(t, allFiles(t))
	items, segments, pairs := 0, 0, 0
	for _, r := range p.Keeper.View().Reviews() {
		items += r.Count.Received()
		segments += r.Segments.Received()
		pairs += r.Pairs.Received()
	}
	if got, want := totalsOf(t, rd.get("/search")), fmt.Sprintf("%d %d %d", items, segments, pairs); got != want {
		t.Errorf("totals %s, the record has %s", got, want)
	}
}

// Every number in the lists is the total of the page that it leads to.
func TestFacetCountsAreDoors(t *testing.T) {
	rd, _ := searched(t, allFiles(t))
	for _, unit := range []string{"item", "segment", "pair"} {
		links := facetLink.FindAllStringSubmatch(rd.get("/search?q=rights&unit="+unit).body, -1)
		if len(links) < 20 {
			t.Fatalf("%d links", len(links))
		}
		for i := 0; i < len(links); i += 7 { // one in seven is enough to see
			a := rd.get("/search" + html.UnescapeString(links[i][1]))
			got := strings.Fields(totalsOf(t, a))[map[string]int{"item": 0, "segment": 1, "pair": 2}[unit]]
			if got != links[i][2] {
				t.Errorf("%s: the list says %s, the page %s", links[i][1], links[i][2], got)
			}
		}
	}
}

// An answer cited with its act comes out again after the record went on.
func TestACitedAnswerStays(t *testing.T) {
	rd, p := searched(t, 1)
	before := rd.get("/search?q=rights")
	then := totalsOf(t, before)
	m := permanentLink.FindStringSubmatch(before.body)
	if m == nil {
		t.Fatal("no address to cite")
	}
	for _, f := range sampleFiles(t)[1:] {
		bring(t, p, f)
	}
	p.Corpus.Refresh()
	cited := strings.TrimPrefix(html.UnescapeString(m[1]), rd.base)
	again := rd.get(cited)
	if got := totalsOf(t, again); got != then {
		t.Errorf("%s gives %s, gave %s", cited, got, then)
	}
	if !strings.Contains(again.body, "This is not the record of now") {
		t.Error("the page does not say that it is of the past")
	}
	if got := rd.get("/search?act=999999"); got.status != http.StatusBadRequest || !strings.Contains(got.body, "There is no act 999999 yet") {
		t.Errorf("an act that is not yet: status %d", got.status)
	}
}

func TestMistakesAreShownWhereTheyAre(t *testing.T) {
	rd, _ := searched(t, 1)
	for address, want := range map[string]string{
		"/search?q=torture+cyclo:2":      `torture <mark>cyclo</mark>:2`,
		"/search?q=sur:Korea":            `<mark>Korea</mark>`,
		"/search?q=%22open":              `<mark>&#34;</mark>open`,
		"/search?position=maybe":         `<mark>position=maybe</mark>`,
		"/search?q=by%3A%3Cscript%3E":    `by:<mark>&lt;script&gt;</mark>`,
		"/search?page=x":                 `<mark>page=x</mark>`,
		"/search?q=sesion:2":             `Perhaps: session`,
		"/search?q=x&act=x&on=yesterday": `<mark>on=yesterday</mark>`,
	} {
		a := rd.get(address)
		if a.status != http.StatusBadRequest || !strings.Contains(a.body, want) {
			t.Errorf("%s: status %d, no %s in %s", address, a.status, want, between(a.body, "data-mistake", "</div>"))
		}
	}
}

func between(s, from, to string) string {
	_, s, _ = strings.Cut(s, from)
	s, _, _ = strings.Cut(s, to)
	return s
}

func TestWhatWasUnderstoodCanBeUndone(t *testing.T) {
	rd, _ := searched(t, allFiles(t))
	a := rd.get("/search?q=accepted+rights")
	for _, want := range []string{"is read as the position: supported", `href="/search?literal=1&amp;q=accepted+rights"`, `href="/search?q=rights"`, `rel="canonical"`} {
		if !strings.Contains(a.body, want) {
			t.Errorf("no %s on the page", want)
		}
	}
	plain := rd.get("/search?literal=1&q=accepted+rights")
	if strings.Contains(plain.body, "is read as") || !strings.Contains(plain.body, `name="literal" type="checkbox" value="1" checked`) {
		t.Error("literal is not kept")
	}
	if a := rd.get("/search?q=Kazakhstan"); !strings.Contains(a.body, `href="/search?sur=KAZ"`) || !strings.Contains(a.body, `href="/states/KAZ"`) {
		t.Error("a State's name offers nothing")
	}
}
