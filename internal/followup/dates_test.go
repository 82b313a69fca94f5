package followup_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/upr"
)

func TestTablesOfDaysAreReadOrRefused(t *testing.T) {
	good := "\uFEFFDue;Title;Mechanism;Body;Done\r\n31.05.2027;\"Report; fifth\";CAT;;\r\n2027-12-01;Second;;Ministry;2027-11-30\r\n;;;;\r\n"
	rows, err := followup.ReadDates([]byte(good))
	if err != nil || len(rows) != 2 {
		t.Fatalf("%+v, %v", rows, err)
	}
	if d := rows[0].Deadline; d.Title != "Report; fifth" || d.Mechanism != "CAT" || d.Due != (upr.Date{Year: 2027, Month: 5, Day: 31}) || len(rows[0].Wrong) > 0 || rows[0].Line != 2 {
		t.Errorf("%+v", rows[0])
	}
	if rows[1].BodyName != "Ministry" || rows[1].Deadline.Done.String() != "2027-11-30" {
		t.Errorf("%+v", rows[1])
	}
	for name, c := range map[string]struct{ text, code string }{
		"empty":        {" \n", "empty"},
		"head only":    {"title,due\n", "empty"},
		"no day":       {"title,mechanism\nx,y\n", "column"},
		"twice":        {"title,due,date\nx,2027-01-01,\n", "twice"},
		"other bytes":  {"title,due\n\xff\xfe,2027-01-01\n", "encoding"},
		"a zero":       {"title,due\n\x00,2027-01-01\n", "encoding"},
		"broken":       {"title,due\n\"x,2027-01-01\n", "broken"},
		"too large":    {"title,due\n" + strings.Repeat("x", followup.MaxDatesBytes), "large"},
		"too many":     {"title,due\n" + strings.Repeat("x,2027-01-01\n", 1001), "many"},
		"not a table":  {"%PDF-1.7", "column"},
		"a workbook":   {"PK\x03\x04\x00", "encoding"},
		"a whole page": {"<html><body>title</body></html>", "column"},
	} {
		_, err := followup.ReadDates([]byte(c.text))
		var refused *followup.DatesRefused
		if !errors.As(err, &refused) || refused.Code != c.code {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
	for name, c := range map[string]struct{ row, code string }{
		"no title": {",2027-01-01", "missing"}, "no day": {"x,", "missing"}, "words for a day": {"x,soon", "day"}, "a day that is not": {"x,2027-02-30", "day"},
		"long ago": {"x,0001-01-01", "day"}, "a novel": {strings.Repeat("n", 1001) + ",2027-01-01", "long"},
	} {
		rows, err := followup.ReadDates([]byte("title,due\n" + c.row + "\n"))
		if err != nil || len(rows) != 1 || len(rows[0].Wrong) != 1 || rows[0].Wrong[0].Code != c.code || rows[0].Line != 2 {
			t.Errorf("%s: %+v, %v", name, rows, err)
		}
	}
}

func FuzzReadDates(f *testing.F) {
	f.Add([]byte("title;due\nx;2027-01-01\n"))
	f.Add([]byte("title\tdue\tbody\nx\t31.12.2027\tb\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		rows, err := followup.ReadDates(b)
		if err != nil {
			var refused *followup.DatesRefused
			if !errors.As(err, &refused) {
				t.Fatalf("an error without a code: %v", err)
			}
			return
		}
		for _, r := range rows {
			if len(r.Wrong) == 0 && (r.Deadline.Title == "" || r.Deadline.Due.IsZero() || r.Line < 2) {
				t.Fatalf("taken: %+v", r)
			}
		}
	})
}
