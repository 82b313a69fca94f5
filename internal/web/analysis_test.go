package web_test

import (
	"encoding/csv"
	"encoding/xml"
	"html"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// analyses are addresses of pages with figures, over the sample.
var analyses = []string{
	"/analysis/cross", "/analysis/cross?rows=sur&cols=by", "/analysis/cross?rows=by&cols=by-group&unit=pair&share=all", "/analysis/cross?rows=kind&cols=lang&unit=segment",
	"/analysis/cross?rows=by&cols=position&sort=count", "/analysis/cross?rows=action&cols=sdg&position=supported", "/analysis/cross?rows=by&cols=issue&q=law",
	"/analysis/cross?rows=by&cols=position&by=ZZA", "/analysis/cross?rows=by&cols=issue&by=-ZZA&unit=pair", "/analysis/cross?rows=cycle&cols=by&cycle=3..4&q=law+OR+right",
	"/analysis/series", "/analysis/series?over=session&split=no", "/analysis/series?over=year&split=issue&rowpage=2",
	"/analysis/flow", "/analysis/flow?unit=item", "/analysis/flow?position=supported", "/analysis/map", "/analysis/map?side=made",
	"/analysis/states/ZZV", "/analysis/states/ZZA?unit=pair",
}

// number of a table with the list that it leads to.
type number struct {
	n    int
	list string
}

var (
	cellForm   = regexp.MustCompile(`(?s)<td class="number[^"]*">\s*<a href="([^"]+)">([^<]+)</a>`)
	figureForm = regexp.MustCompile(`<figure class="figure" id="([^"]+)"`)
)

// figures are the numbers of a page's figures by name, in the order of the page.
func figures(t *testing.T, body string) map[string][]number {
	t.Helper()
	out := map[string][]number{}
	at := figureForm.FindAllStringSubmatchIndex(body, -1)
	for i, m := range at {
		end := len(body)
		if i+1 < len(at) {
			end = at[i+1][0]
		}
		name := body[m[2]:m[3]]
		out[name] = []number{}
		for _, c := range cellForm.FindAllStringSubmatch(body[m[0]:end], -1) {
			n, err := strconv.Atoi(strings.ReplaceAll(c[2], ",", ""))
			if err != nil {
				t.Fatalf("cell %q", c[2])
			}
			out[name] = append(out[name], number{n, html.UnescapeString(c[1])})
		}
	}
	return out
}

// rows of a figure's table file without its head.
func tableRows(t *testing.T, body string) [][]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(body)).ReadAll()
	if err != nil || len(rows) < 2 {
		t.Fatalf("the table cannot be read: %v, %d rows", err, len(rows))
	}
	return rows[1:]
}

// fileOf is the address of a figure's file.
func fileOf(page, ending, figure string) string {
	path, query, _ := strings.Cut(page, "?")
	return path + "." + ending + "?figure=" + figure + "&" + query
}

// Page, picture and table file of a figure say the same.
func TestPagePictureAndTableAgree(t *testing.T) {
	rd := open(t, true)
	for _, at := range analyses {
		t.Run(at, func(t *testing.T) {
			rd := newReader(t, rd.base)
			page := rd.get(at)
			rd.wants(page, http.StatusOK, "Counted in", "as of act")
			found := figures(t, page.body)
			if len(found) == 0 {
				t.Fatal("the page has no figure")
			}
			for name, numbers := range found {
				table, picture := map[string]string{}, map[string]string{}
				var values []int
				for _, r := range tableRows(t, rd.get(fileOf(at, "csv", name)).body) {
					if r[0] == "cell" {
						table[r[1]+" "+r[3]] = r[5]
					}
					if n, err := strconv.Atoi(r[5]); err == nil {
						values = append(values, n)
					}
				}
				for _, n := range numbers {
					if !slices.Contains(values, n.n) {
						t.Errorf("%s: the page says %d, the table has no such number", name, n.n)
					}
				}
				d := xml.NewDecoder(strings.NewReader(rd.get(fileOf(at, "svg", name)).body))
				for {
					tok, err := d.Token()
					if err != nil {
						break
					}
					if e, ok := tok.(xml.StartElement); ok {
						attr := map[string]string{}
						for _, a := range e.Attr {
							attr[a.Name.Local] = a.Value
						}
						if attr["data-n"] != "" {
							picture[attr["data-row"]+" "+attr["data-column"]] = attr["data-n"]
						}
					}
				}
				if len(picture) == 0 {
					t.Errorf("%s: the picture has no marks", name)
				}
				for cell, n := range picture {
					if want := table[cell]; want != n && !(want == "" && n == "-1") {
						t.Errorf("%s: cell %s is %s in the picture, %s in the table", name, cell, n, want)
					}
				}
			}
		})
	}
}

// Every number is a door: the list behind it has as many things, in the unit of the page.
func TestEveryNumberLeadsToAsMany(t *testing.T) {
	rd := open(t, true)
	for _, at := range analyses {
		t.Run(at, func(t *testing.T) {
			rd := newReader(t, rd.base)
			tried := 0
			for name, numbers := range figures(t, rd.get(at).body) {
				for i, n := range numbers {
					if i%7 != 0 && i != len(numbers)-1 { // the last is the whole
						continue
					}
					query, ok := strings.CutPrefix(n.list, "/search")
					if !ok {
						t.Fatalf("%s: %d leads to %s", name, n.n, n.list)
					}
					counted := "/analysis/cross.csv" + query
					if !strings.Contains(query, "?") {
						counted += "?"
					}
					rows := tableRows(t, rd.get(counted+"&rows=cycle&cols=position").body)
					if got := rows[len(rows)-1][5]; got != strconv.Itoa(n.n) {
						t.Errorf("%s: %d leads to a list of %s: %s", name, n.n, got, n.list)
					}
					tried++
				}
			}
			if tried == 0 {
				t.Error("no number was tried")
			}
		})
	}
}

func TestHostileAnalysesAreRefusedWithAReason(t *testing.T) {
	rd := open(t, true)
	for at, want := range map[string]struct {
		status int
		says   string
	}{
		"/analysis/cross?rows=nothing":                                {400, "rows=nothing (position, sur"},
		"/analysis/cross?rows=id":                                     {400, "rows=id ("},
		"/analysis/cross?rows=" + strings.Repeat("x", 5000):           {400, "…"},
		"/analysis/cross?rows=%3Cscript%3E":                           {400, "rows=&lt;script&gt;"},
		"/analysis/cross?rows=sur&cols=sur":                           {400, "two different facets"},
		"/analysis/cross?share=none":                                  {400, "share=none (row, column, all, no)"},
		"/analysis/cross?sort=sur":                                    {400, "sort=sur"},
		"/analysis/cross?unit=State":                                  {400, "unit=State"},
		"/analysis/cross?q=((":                                        {400, "bracket"},
		"/analysis/cross?act=999999":                                  {400, "999999"},
		"/analysis/cross.svg?q=((":                                    {400, "could not be understood"},
		"/analysis/cross.csv?figure=other":                            {404, "figure=other"},
		"/analysis/series?over=state":                                 {400, "over=state (cycle, session, year)"},
		"/analysis/series?split=cycle":                                {400, "split=cycle"},
		"/analysis/map?side=%00%ff":                                   {400, "side="},
		"/analysis/elsewhere":                                         {404, ""},
		"/analysis/states/QQQ":                                        {404, "QQQ"},
		"/analysis/states/kaz":                                        {404, "kaz"},
		"/embed/analysis/elsewhere":                                   {404, ""},
		"/embed/analysis/cross?q=((":                                  {400, ""},
		"/analysis?q=((":                                              {400, "bracket"},
		"/analysis/cross?rowpage=-5&colpage=99999999999999999999":     {200, "Counted in"},
		"/analysis/series?rowpage=%F0%9F%92%A3":                       {200, "Counted in"},
		"/analysis/cross?q=zzzznothinghasthisword":                    {200, "nothing to count"},
		"/analysis/flow?q=zzzznothinghasthisword":                     {200, "nothing to count"},
		"/analysis/map?q=zzzznothinghasthisword":                      {200, "nothing to count"},
		"/analysis/flow.svg?q=zzzznothinghasthisword":                 {200, "nothing to count"},
		"/analysis/flow.csv?q=zzzznothinghasthisword":                 {200, "total,,,,,0,pair"},
		"/embed/analysis/map?q=zzzznothinghasthisword&figure=map":     {200, "nothing to count"},
		"/analysis/states/KAZ":                                        {200, "nothing to count"},
		"/analysis/flow?by-group=AFR&by-group=WEOG&issue=nosuchthing": {400, ""},
	} {
		a := rd.get(at)
		if a.status != want.status || !strings.Contains(a.body, want.says) {
			t.Errorf("%.80s answers %d, want %d with %q: %.300s", at, a.status, want.status, want.says, a.body[strings.Index(a.body, "<main")+1:])
		}
	}
}

// Only a frame may be framed, and a picture runs nothing.
func TestOnlyEmbeddedFiguresMayBeFramed(t *testing.T) {
	rd := open(t, true)
	for at, want := range map[string]string{
		"/analysis/cross": "frame-ancestors 'none'", "/analysis/map": "frame-ancestors 'none'", "/analysis/cross.svg": "frame-ancestors 'none'",
		"/embed/analysis/cross": "frame-ancestors *", "/embed/analysis/states/ZZV?figure=received-issue": "frame-ancestors *", "/embed/analysis/flow?figure=groups": "frame-ancestors *",
	} {
		policy := rd.get(at).header.Get("Content-Security-Policy")
		if !strings.Contains(policy, want) || strings.Contains(policy, "script-src 'unsafe") {
			t.Errorf("%s has the policy %s", at, policy)
		}
		if strings.Contains(want, "*") && strings.Contains(policy, "script-src") {
			t.Errorf("%s may run scripts: %s", at, policy)
		}
	}
	framed := rd.get("/embed/analysis/cross?position=supported")
	rd.wants(framed, http.StatusOK, `<a href="/analysis/cross?position=supported#cross" target="_top"`, "<table", "Source:")
	for _, no := range []string{"<script", "<form", "<nav"} {
		if strings.Contains(framed.body, no) {
			t.Errorf("the frame has %s", no)
		}
	}
}

// No order is by count but at the reader's wish, and then the page says what a count does not mean.
func TestOnlyTheReaderSortsByCount(t *testing.T) {
	rd := open(t, true)
	head := regexp.MustCompile(`(?s)<th scope="row">\s*<a href="[^"]+">([^<]+)</a>`)
	names := func(body string) (out []string) {
		for _, m := range head.FindAllStringSubmatch(body, -1) {
			out = append(out, html.UnescapeString(m[1]))
		}
		return out
	}
	usual := rd.get("/analysis/cross?rows=by&cols=position")
	if n := names(usual.body); len(n) < 5 || !slices.IsSorted(n) {
		t.Errorf("States stand in the order %v", n)
	}
	if strings.Contains(usual.body, "does not say that anything is better") {
		t.Error("the usual order speaks of sorting")
	}
	sorted := rd.get("/analysis/cross?rows=by&cols=position&sort=count")
	rd.wants(sorted, http.StatusOK, "does not say that anything is better or worse", "Back to the usual order")
	if n := names(sorted.body); slices.IsSorted(n) || len(n) != len(names(usual.body)) {
		t.Errorf("sorted by count they stand in the order %v", n)
	}
}

// A count that is cited with its act comes out again after later acts.
func TestACitedTableComesOutAgain(t *testing.T) {
	rd := open(t, true)
	at := "/analysis/cross.csv?rows=by&cols=position&act="
	act := tableRows(t, rd.get("/analysis/cross.csv?rows=by&cols=position").body)[0][7]
	first := rd.get(at + act)
	rd.wants(first, http.StatusOK)
	n, err := strconv.Atoi(act)
	if err != nil || n < 2 {
		t.Fatalf("act %q", act)
	}
	earlier := rd.get(at + strconv.Itoa(n-1))
	rd.wants(earlier, http.StatusOK)
	if first.body == earlier.body {
		t.Error("the table of an earlier act is that of the last one")
	}
	for _, r := range tableRows(t, rd.get(at+act+"&on=2025-03-01").body) {
		if r[7] != act || r[8] != "2025-03-01" {
			t.Fatalf("a line of the table as it stood on a day says act %s, %s", r[7], r[8])
		}
	}
	if again := rd.get(at + act); again.body != first.body {
		t.Error("the same act gives another table")
	}
}
