package gazetteer_test

import (
	"encoding/csv"
	"html"
	"os"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"github.com/openupr/openupr/internal/gazetteer"
	"github.com/openupr/openupr/internal/shareddata"
	"github.com/openupr/openupr/internal/upr"
)

// notStates are the entries of the To and From columns of the tables at hand that mean no single State.
var notStates = map[string]string{
	"": "empty", "NA": "empty", "(Unknown)": "not known", "moratorium": "a word of the text", "Korea": "does not say which",
}

// Every name in the tables of UPR Info and of R. Terman means a State, two States run together, or stands in the list
// above.
func TestEveryNameInTheBulkTablesIsUnderstood(t *testing.T) {
	for _, f := range []struct {
		name     string
		mac      bool
		to, from string
	}{
		{"uprinfo_sessions_1-5.csv", true, "To", "From"}, {"uprinfo_sessions_10-13.csv", true, "To", "From"},
		{"uprinfo_sessions_14-17.csv", true, "To", "From"}, {"uprinfo_voluntary_pledges.csv", true, "To", "From"},
		{"uprinfo_KAZ_session20_extract_utf8.csv", false, "To", "From"},
		{"terman_wgreport_2008data.csv", false, "to", "From"}, {"terman_wgreport_2011data.csv", false, "to", "From"},
		{"terman_wgreport_2012data.csv", false, "to", "From"}, {"terman_wgreport_2013data.csv", false, "to", "From"},
	} {
		b, err := os.ReadFile(shareddata.Data(t, "bulk", f.name))
		if err != nil {
			t.Fatal(err)
		}
		text := string(b)
		if f.mac {
			if text, err = charmap.Macintosh.NewDecoder().String(text); err != nil {
				t.Fatal(err)
			}
		}
		r := csv.NewReader(strings.NewReader(strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")))
		r.FieldsPerRecord, r.LazyQuotes = -1, true
		rows, err := r.ReadAll()
		if err != nil {
			t.Fatalf("%s: %v", f.name, err)
		}
		seen := map[string]bool{}
		columns := 0
		for i, h := range rows[0] {
			if h != f.to && h != f.from {
				continue
			}
			columns++
			for _, row := range rows[1:] {
				if i < len(row) {
					seen[strings.TrimSpace(html.UnescapeString(row[i]))] = true
				}
			}
		}
		if columns == 0 {
			t.Errorf("%s has no column of States: %q", f.name, rows[0])
		}
		for name := range seen {
			_, isState := gazetteer.Default().Names(name, upr.Date{})
			if _, listed := notStates[name]; isState == listed {
				t.Errorf("%s: %q understood: %v, listed as no State: %v", f.name, name, isState, listed)
			}
		}
	}
}
