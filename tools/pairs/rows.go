package main

import (
	"encoding/csv"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/text/encoding/charmap"

	"github.com/openupr/openupr/internal/gazetteer"
	"github.com/openupr/openupr/internal/upr"
)

// row is one line of UPR Info's export of 2015.
type row struct {
	file    string // "1-5"
	n       int    // from 1 without the header
	to, by  upr.State
	session int
	words   string
	issues  []string
}

// cycle of the row's session: the first went from session 1 to 12.
func (r row) review() upr.ReviewID {
	c := upr.Cycle(1)
	if r.session > 12 {
		c = 2
	}
	return upr.ReviewID{State: r.to, Cycle: c}
}

var exports = []struct {
	name, file string
	mac        bool
}{
	{"1-5", "uprinfo_sessions_1-5.csv", true}, {"10-13", "uprinfo_sessions_10-13.csv", true},
	{"14-17", "uprinfo_sessions_14-17.csv", true}, {"20", "uprinfo_KAZ_session20_extract_utf8.csv", false},
}

// readRows reads the exports below data. Rows of names that mean no State are left out.
func readRows(data string) ([]row, error) {
	var out []row
	for _, e := range exports {
		b, err := os.ReadFile(filepath.Join(data, "bulk", e.file))
		if err != nil {
			return nil, err
		}
		text := string(b)
		if e.mac {
			if text, err = charmap.Macintosh.NewDecoder().String(text); err != nil {
				return nil, fmt.Errorf("%s: %w", e.file, err)
			}
		}
		c := csv.NewReader(strings.NewReader(strings.NewReplacer("\r\n", "\n", "\r", "\n", "\ufeff", "").Replace(text)))
		c.FieldsPerRecord, c.LazyQuotes = -1, true
		lines, err := c.ReadAll()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", e.file, err)
		}
		at := map[string]int{}
		for i, h := range lines[0] {
			at[h] = i
		}
		for n, l := range lines[1:] {
			if len(l) != len(lines[0]) {
				continue
			}
			cell := func(h string) string { return strings.TrimSpace(html.UnescapeString(l[at[h]])) }
			r := row{file: e.name, n: n + 1, words: cell("Text")}
			to, okTo := gazetteer.Default().Lookup(cell("To"), upr.Date{})
			by, okBy := gazetteer.Default().Lookup(cell("From"), upr.Date{})
			if r.session, err = strconv.Atoi(cell("Session")); err != nil || !okTo || !okBy || r.words == "" {
				continue
			}
			r.to, r.by = to.State, by.State
			for i := range strings.SplitSeq(cell("Issue"), ",") {
				if i = strings.TrimSpace(i); i != "" {
					r.issues = append(r.issues, i)
				}
			}
			out = append(out, r)
		}
	}
	return out, nil
}
