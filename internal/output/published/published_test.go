package published_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/output/published"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

const hostile = "=HYPERLINK(\"x\")</script>\n,;\"й"

// sides of a workspace in which one report is published and one is a draft.
func sides(t *testing.T) (open, work *followup.View) {
	t.Helper()
	st, err := store.Open(t.Context(), store.Config{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	k, err := record.NewKeeper(t.Context(), st)
	if err != nil {
		t.Fatal(err)
	}
	d := &followup.Desk{Store: st, Keeper: followup.NewKeeper(st), Record: k, Now: time.Now}
	who := account.Person{ID: "a1", Name: "Ada", Seats: []account.Seat{{Workspace: "QQQ", Role: account.Coordinator}}}
	en := func(s string) plan.Names {
		return plan.Names{{Lang: "en", Words: s}, {Lang: "kk", Words: "қазақша"}}
	}
	body := plan.Body{Names: en("Invented ministry"), Kind: plan.Ministry}
	public := plan.Report{Rec: "own/1", Body: "b1", Status: plan.Partial, Texts: en(hostile), Step: plan.Published, Until: upr.Date{Year: 2026, Month: 1, Day: 2}}
	closed := public
	closed.Author, closed.Validator = "account-7", "account-8"
	if _, _, err := d.Do(t.Context(), who, who.Seats[0], followup.Save{Workspace: "QQQ", Act: "publish",
		Puts: []followup.Put{{Kind: plan.KindBody, ID: "b1", Thing: body}, {Kind: plan.KindReport, ID: "r1", Thing: closed},
			{Kind: plan.KindReport, ID: "r2", Thing: plan.Report{Rec: "own/2", Body: "b1", Texts: en("A draft"), Step: plan.Draft, Author: "account-7"}}},
		OpenPuts: []followup.Put{{Kind: plan.KindBody, ID: "b1", Thing: body}, {Kind: plan.KindReport, ID: "r1", Thing: public},
			{Kind: plan.KindLegalAct, ID: "l1", Thing: plan.LegalAct{Number: "1-I", Title: en("Invented law"), Kind: plan.Law, Recs: []string{"own/1", "own/2"}, Signed: upr.Date{Year: 2026, Month: 3, Day: 4}}}},
	}); err != nil {
		t.Fatal(err)
	}
	if open, err = d.Keeper.Open(t.Context(), "QQQ"); err != nil {
		t.Fatal(err)
	}
	if work, err = d.Keeper.Work(t.Context(), "QQQ"); err != nil {
		t.Fatal(err)
	}
	return open, work
}

var about = published.About{State: "QQQ", Base: "https://upr.example", Act: 1, At: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), Root: "root", Lang: "en", Title: "Follow-up", Method: "A note.", Rule: "A rule.", Note: "checkpoint"}

func written(t *testing.T, f published.Format, v *followup.View) string {
	t.Helper()
	var b bytes.Buffer
	if err := f.Write(&b, published.Of(v, "en"), about); err != nil {
		t.Fatal(f.Code, err)
	}
	return b.String()
}

func TestEveryFormatHasEverythingThatIsPublishedAndNobody(t *testing.T) {
	open, _ := sides(t)
	got := map[string]string{}
	for _, f := range published.Formats() {
		out := written(t, f, open)
		got[f.Code] = out
		for _, no := range []string{"account-", "A draft", "Ada", "r2"} {
			if strings.Contains(out, no) {
				t.Errorf("%s says %q", f.Code, no)
			}
		}
		if out != written(t, f, open) {
			t.Errorf("%s: the same view gives other bytes", f.Code)
		}
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(got["csv"], "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(published.Columns(), rows[0]); diff != "" || len(rows) != 4 {
		t.Fatalf("%d rows, header %s", len(rows), diff)
	}
	var ids []string
	for line := range strings.Lines(got["ndjson"]) {
		var r published.Row
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, r.Kind+" "+r.ID)
		if r.ID == "r1" && (r.Text != hostile || r.BodyName != "Invented ministry" || r.Voice != "state" || r.Until != "2026-01-02" || r.Act == 0) {
			t.Errorf("the report is %+v", r)
		}
		if r.ID == "l1" && (len(r.Recs) != 2 || r.Title != "Invented law" || !strings.Contains(line, `["signed","2026-03-04"]`)) {
			t.Errorf("the law is %s", line)
		}
	}
	if diff := cmp.Diff([]string{"body b1", "legal-act l1", "report r1"}, ids); diff != "" {
		t.Error(diff)
	}
	var ld struct {
		Type    string           `json:"@type"`
		Version int              `json:"version"`
		Parts   []map[string]any `json:"hasPart"`
	}
	if err := json.Unmarshal([]byte(got["jsonld"]), &ld); err != nil || ld.Type != "Dataset" || ld.Version != 1 || len(ld.Parts) != 3 {
		t.Errorf("JSON-LD: %v, %+v", err, ld)
	}
}

func TestTheClosedSideIsNeverWritten(t *testing.T) {
	_, work := sides(t)
	for _, f := range published.Formats() {
		var b bytes.Buffer
		if err := f.Write(&b, published.Of(work, "en"), about); err == nil || strings.Contains(b.String(), "A draft") {
			t.Errorf("%s: error %v, wrote %q", f.Code, err, b.String())
		}
	}
}

func TestAPackageDescribesItsFilesByTheirDigests(t *testing.T) {
	open, _ := sides(t)
	var one, two bytes.Buffer
	for _, b := range []*bytes.Buffer{&one, &two} {
		if err := published.WritePackage(b, func() published.Rows { return published.Of(open, "en") }, about); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(one.Bytes(), two.Bytes()) {
		t.Error("the same view gives other bytes")
	}
	z, err := zip.NewReader(bytes.NewReader(one.Bytes()), int64(one.Len()))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name] = string(b)
	}
	var d struct {
		Resources []struct {
			Path  string
			Bytes int
		}
		Openupr map[string]any
		Method  map[string]string
	}
	if err := json.Unmarshal([]byte(files["datapackage.json"]), &d); err != nil {
		t.Fatal(err)
	}
	for _, r := range d.Resources {
		if len(files[r.Path]) != r.Bytes || r.Bytes == 0 {
			t.Errorf("%s has %d bytes, %d are said", r.Path, len(files[r.Path]), r.Bytes)
		}
	}
	if len(d.Resources) != 3 || d.Method["rule"] != "A rule." || !strings.Contains(files["README.md"], "A note.") || files["checkpoint.txt"] != "checkpoint" {
		t.Errorf("%+v, %v", d, files["README.md"])
	}
}
