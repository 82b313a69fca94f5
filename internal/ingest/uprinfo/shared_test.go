package uprinfo_test

import (
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/internal/ingest/uprinfo"
	"github.com/openupr/openupr/internal/shareddata"
	"github.com/openupr/openupr/internal/upr"
)

func shared(t testing.TB, name string) *uprinfo.Table {
	t.Helper()
	b, err := os.ReadFile(shareddata.Data(t, "bulk", name))
	if err != nil {
		t.Fatal(err)
	}
	if !uprinfo.Detect(b) {
		t.Errorf("%s is not detected", name)
	}
	table, err := uprinfo.Read(t.Context(), b, nil)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func TestUPRInfosTablesAreReadWhole(t *testing.T) {
	for _, x := range []struct {
		file     string
		rows     int
		sessions []upr.WGSession
		nameless int // rows whose recommending State UPR Info itself calls unknown
		pledges  bool
	}{
		{"uprinfo_sessions_1-5.csv", 6094, []upr.WGSession{1, 2, 3, 4, 5}, 9, false},
		{"uprinfo_sessions_10-13.csv", 9047, []upr.WGSession{10, 11, 12, 13}, 0, false},
		{"uprinfo_sessions_14-17.csv", 9598, []upr.WGSession{14, 15, 16, 17}, 0, false},
		{"uprinfo_KAZ_session20_extract_utf8.csv", 198, []upr.WGSession{20}, 0, false},
		{"uprinfo_voluntary_pledges.csv", 947, nil, 0, true},
	} {
		t.Run(x.file, func(t *testing.T) {
			table := shared(t, x.file)
			if len(table.Rows) != x.rows || len(table.Left) > 0 || len(table.Unknown) > 0 {
				t.Errorf("%d rows, not %d; left %v; unknown headers %q", len(table.Rows), x.rows, table.Left, table.Unknown)
			}
			if x.sessions != nil && !slices.Equal(table.Sessions, x.sessions) {
				t.Errorf("sessions %v", table.Sessions)
			}
			nameless := 0
			for _, r := range table.Rows {
				if r.Pledge != x.pledges || len(r.Labels) > 0 || r.Action == 0 || len(r.Issues) == 0 {
					t.Errorf("row %d: %+v", r.N, r)
				}
				for _, a := range r.By {
					if a.State == "" {
						nameless++
					}
				}
			}
			if nameless != x.nameless {
				t.Errorf("%d rows name no State, not %d", nameless, x.nameless)
			}
		})
	}
}

func TestTheWorkbookSaysWhatTheCSVSays(t *testing.T) {
	a, b := shared(t, "uprinfo_sessions_1-5.csv"), shared(t, "uprinfo_sessions_1-5.xls")
	if d := cmp.Diff(a.Rows, b.Rows); d != "" {
		t.Error(d[:min(len(d), 4000)])
	}
}
