package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/openupr/openupr/internal/gazetteer"
	"github.com/openupr/openupr/internal/ingest/uprinfo"
	"github.com/openupr/openupr/internal/upr"
)

// row is a human-coded recommendation.
type row struct {
	session upr.WGSession
	state   upr.State
	words   string
	action  int // 1 to 5; 0 when not coded
	issues  []string
}

// files of UPR Info below the data folder; pledges are coded by other habits and are left out.
var files = []string{
	"bulk/uprinfo_sessions_1-5.csv", "bulk/uprinfo_sessions_10-13.csv", "bulk/uprinfo_sessions_14-17.csv",
	"bulk/uprinfo_KAZ_session20_extract_utf8.csv",
}

// readRows reads all coded rows in the order of the files.
func readRows(ctx context.Context, data string) ([]row, error) {
	var out []row
	for _, name := range files {
		b, err := os.ReadFile(filepath.Join(data, name))
		if err != nil {
			return nil, err
		}
		t, err := uprinfo.Read(ctx, b, gazetteer.Default())
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", name, err)
		}
		for _, r := range t.Rows {
			out = append(out, row{r.Session, r.Review.State, r.Words, r.Action, r.Issues})
		}
	}
	return out, nil
}

// held says whether a row belongs to the sessions on which figures are measured and from which nothing is tuned.
func (r row) held() bool { return r.session >= 14 && r.session <= 17 }
