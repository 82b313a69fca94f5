package series_test

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/internal/ingest/series"
	"github.com/openupr/openupr/internal/upr"
)

func TestATableIsReadInAnyOrderOfItsColumns(t *testing.T) {
	want := []series.Row{
		{Line: 2, On: upr.Date{Year: 2023, Month: 12, Day: 31}, Value: "12.50"},
		{Line: 3, On: upr.Date{Year: 2024, Month: 9, Day: 30}, Of: "women", Value: "1234.5", Source: "Bureau", Note: "first"},
	}
	for name, table := range map[string]string{
		"English":                 "period,value,disaggregation,source,note\n2023,12.50,,,\n2024-Q3,\"1,234.5\",women,Bureau,first\n",
		"another order":           "\xEF\xBB\xBFNote;Value;SOURCE;Unknown;Year;Sex\n;12,50;;x;2023;\nfirst;1 234,5;Bureau;;30.09.2024;women\n",
		"Russian":                 "период\tзначение\tразбивка\tисточник\tпримечание\n2023\t12,50\n09.2024\t1\u00a0234,5\twomen\tBureau\tfirst\n",
		"lines of nothing beside": "year,value,group,source,note\r\n2023,12.50,,,\r\n2024-09,1234.5, women ,Bureau,first\r\n,,,,\r\n",
	} {
		rows, wrong := series.Read([]byte(table))
		if len(wrong) > 0 {
			t.Errorf("%s: %v", name, wrong)
		}
		if d := cmp.Diff(want, rows); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}

func TestWhatCannotBeReadIsToldWithItsLine(t *testing.T) {
	for name, tt := range map[string]struct {
		table string
		want  []series.Wrong
	}{
		"nothing":          {"", []series.Wrong{{0, series.NoTable, ""}}},
		"heads alone":      {"period,value\n", []series.Wrong{{0, series.NoTable, ""}}},
		"not text":         {"period,value\n2024,\xff\n", []series.Wrong{{0, series.NotText, ""}}},
		"no value":         {"period,words\n2024,1\n", []series.Wrong{{1, series.NoColumns, "period, words"}}},
		"two of one":       {"period,value,year\n2024,1,2024\n", []series.Wrong{{1, series.TwoHeads, "year"}}},
		"bad lines":        {"period,value\n2024,1\nsoon,2\n2025,many\n2026,\n2024-13,1\n03/04/2024,1\n", []series.Wrong{{3, series.BadPeriod, "soon"}, {4, series.BadValue, "many"}, {5, series.BadValue, ""}, {6, series.BadPeriod, "2024-13"}, {7, series.BadPeriod, "03/04/2024"}}},
		"two meanings":     {"period,value\n2024,\"1,234\"\n", []series.Wrong{{2, series.Ambiguous, "1,234"}}},
		"the same twice":   {"period,value,of\n2024,1,women\n2024-12,2,women\n", []series.Wrong{{3, series.Twice, "2024-12-31 women"}}},
		"an open quote":    {"period,value\n2024,1\n2025,\"2\n2026,3\n", []series.Wrong{{3, series.BadLine, ""}}},
		"a very long cell": {"period,value,note\n2024,1," + strings.Repeat("x", 2000) + "\n", []series.Wrong{{2, series.TooLong, strings.Repeat("x", 60) + "…"}}},
		"too large":        {"period,value\n" + strings.Repeat("2024,1\n", 80_000), []series.Wrong{{0, series.TooLarge, "512 KB"}}},
		"too many":         {"period,value\n" + strings.Repeat("x,1\n", 10_001), []series.Wrong{{10_002, series.TooLarge, "10000"}}},
	} {
		if _, wrong := series.Read([]byte(tt.table)); !cmp.Equal(tt.want, wrong) {
			t.Errorf("%s: %s", name, cmp.Diff(tt.want, wrong))
		}
	}
}

func TestNumbersComeOutAsTheyWentIn(t *testing.T) {
	for given, want := range map[string]string{
		"0": "0", "12.50": "12.50", "-3.5": "-3.5", "−4": "-4", "12,5": "12.5", "0,123": "0.123", "1234,567": "1234.567", "1,234,567": "1234567", "1,234.5": "1234.5",
		"1.234,5": "1234.5", "1.234.567": "1234567", "1 234 567": "1234567", "45 %": "45", "100000000000000000000.00000000000000000001": "100000000000000000000.00000000000000000001",
		"": "!value", "n/a": "!value", "1e5": "!value", "1,23,4": "!value", "1.2.3": "!value", "--1": "!value", ".5": "!value", "5.": "!value", "1,234": "!ambiguous", "-1,234": "!ambiguous", "∞": "!value",
	} {
		got, code := series.Decimal(given)
		if code != "" {
			got = "!" + string(code)
		}
		if got != want {
			t.Errorf("%q: %s, want %s", given, got, want)
		}
	}
}

func TestAPeriodIsItsLastDay(t *testing.T) {
	for given, want := range map[string]string{"2024": "2024-12-31", "2024-02": "2024-02-29", "02.2023": "2023-02-28", "2024Q1": "2024-03-31", "2024-H1": "2024-06-30", "2024-05-07": "2024-05-07",
		"7.5.2024": "2024-05-07", "31.02.2024": "", "5/7/2024": "", "24": "", "9999": "", "2024-00": ""} {
		d, ok := series.Period(given)
		if ok != (want != "") || ok && d.String() != want {
			t.Errorf("%q: %s %v, want %q", given, d, ok, want)
		}
	}
}

var decimal = regexp.MustCompile(`^-?\d+(\.\d+)?$`)

// FuzzRead wants every table to give rows that hold, or a reason; and what was read to be read again as it is.
func FuzzRead(f *testing.F) {
	for _, s := range []string{"period,value\n2024,1\n", "год;значение;пол\n2024;1,5;ж\n", "value,period,of\n1,2024-Q1,\"a,b\"\n", "period,value\n\"", "\xEF\xBB\xBFyear\tnumber\n2024\t−3\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		rows, wrong := series.Read(b)
		if len(rows) == 0 && len(wrong) == 0 {
			t.Fatal("neither rows nor a reason")
		}
		var again bytes.Buffer
		again.WriteString("period,value,of\n")
		for _, r := range rows {
			if r.On.IsZero() || !decimal.MatchString(r.Value) || r.Line < 2 {
				t.Fatalf("row %+v", r)
			}
			fmt.Fprintf(&again, "%s,%s,\"%s\"\n", r.On, r.Value, strings.ReplaceAll(r.Of, `"`, `""`))
		}
		if len(wrong) > 0 || again.Len() > series.MaxBytes {
			return
		}
		back, wrong := series.Read(again.Bytes())
		if len(wrong) > 0 || len(back) != len(rows) {
			t.Fatalf("%d rows became %d: %v", len(rows), len(back), wrong)
		}
		for i := range rows {
			if back[i].On != rows[i].On || back[i].Value != rows[i].Value || back[i].Of != rows[i].Of {
				t.Fatalf("%+v became %+v", rows[i], back[i])
			}
		}
	})
}
