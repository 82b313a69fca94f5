package ingest_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/metrics"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/ingest"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/upr"
)

// annotation as the index exports it.
type annotation map[string]any

// invented makes the i-th annotation of an export, in invented words: one of the UPR, one of a treaty body and one of a
// special procedure in turn, on twenty States.
func invented(i int) annotation {
	states := strings.Fields("Albania Algeria Angola Argentina Armenia Australia Austria Bahrain Belgium Benin Brazil Bulgaria Canada Chile China Croatia Cuba Cyprus Denmark Djibouti")
	a := annotation{"AnnotationId": fmt.Sprintf("00000000-0000-4000-8000-%012d", i), "AnnotationType": "- Recommendations", "DocumentId": fmt.Sprintf("10000000-0000-4000-8000-%012d", i/200),
		"Countries": []string{states[i/60%len(states)]}, "PublicationDate": "2014-12-10T00:00:00", "PublicationDateOnUhri": "2015-01-02T03:04:05.678", "Regions": []string{"Invented"},
		"Sdgs": []string{"16.2 - Protect the invented", "4 - EDUCATION"}, "Themes": []string{"- Invented theme " + strconv.Itoa(i%40), "- Another theme"},
		"AffectedPersons": []string{"- invented persons"}, "UprCycle": nil, "UprPositions": []string{}, "UprRecommendingCountry": []string{}, "UprSession": []string{}}
	words := "<p>Build&nbsp;invented school " + strconv.Itoa(i) + strings.Repeat(" and see that everyone in every invented region can walk to it in safety", 1+i%12) + "</p>"
	switch i % 3 {
	case 0:
		a["Body"], a["Symbol"] = "- UPR", fmt.Sprintf("A/HRC/28/%d", 2+i/60%len(states))
		a["Text"] = fmt.Sprintf("<b>%d.%d</b> %s", 100+i/60/len(states)%100, 1+i%60, words)
		a["UprPositions"], a["UprRecommendingCountry"], a["UprSession"] = []string{"- Supported"}, []string{"France", "Japan"}, []string{"20"}
	case 1:
		a["Body"], a["Symbol"], a["Text"] = "- CRC", fmt.Sprintf("CRC/C/INV/CO/%d", i/60), words
	default:
		a["Body"], a["Symbol"], a["Text"] = "- SR Invented matters", fmt.Sprintf("A/HRC/40/%d", i/60), words
	}
	return a
}

// writeExport writes n annotations as an export; change may change one, or take it out by returning false.
func writeExport(t testing.TB, name string, n int, change func(i int, a annotation) bool) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(f)
	between := "["
	for i := range n {
		a := invented(i)
		if change != nil && !change(i, a) {
			continue
		}
		b, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(w, between) // Flush gives the error of any
		w.Write(b)
		between = ",\n"
	}
	io.WriteString(w, "]")
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// bringExport compares an export with the record and brings it in, as the program does.
func (d *desk) bringExport(t testing.TB, path string) *ingest.ExportPlan {
	t.Helper()
	e, ok, err := ingest.OpenExport(path)
	if err != nil || !ok {
		t.Fatalf("%s is taken for an export: %v, %v", path, ok, err)
	}
	plan, err := ingest.PrepareExport(d.ctx, d.store, e, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ingest.ApplyExport(d.ctx, d.store, d.files, plan, nil, who); err != nil {
		t.Fatal(err)
	}
	return plan
}

func counts(p *ingest.ExportPlan) map[string]int {
	return map[string]int{"new": p.New, "same": p.Same, "retagged": p.Retagged, "changed": p.Changed, "withdrawn": p.Withdrawn, "kept": p.Kept, "foreign": p.Foreign}
}

func annotations(t testing.TB, d *desk) map[string]*record.Annotation {
	t.Helper()
	d.refresh(t)
	out := map[string]*record.Annotation{}
	put := func(a *record.Annotation) {
		if out[a.ID] != nil {
			t.Errorf("%s stands twice", a.ID)
		}
		out[a.ID] = a
	}
	for _, r := range d.keeper.View().Reviews() {
		for _, a := range r.Annotations {
			put(a)
		}
	}
	for _, m := range d.keeper.View().AllMechanisms() {
		for _, a := range m.Annotations {
			put(a)
		}
	}
	return out
}

func TestANewerExportShowsWhatIsNewRetaggedAndWithdrawn(t *testing.T) {
	d := newDesk(t)
	const n = 600
	first := d.bringExport(t, writeExport(t, "export-full-en.json", n, nil))
	if c := cmp.Diff(map[string]int{"new": n, "same": 0, "retagged": 0, "changed": 0, "withdrawn": 0, "kept": 0, "foreign": 0}, counts(first)); c != "" {
		t.Error(c)
	}
	id := func(i int) string { return fmt.Sprintf("00000000-0000-4000-8000-%012d", i) }
	// a person's label on an annotation that comes again with other tags
	before := annotations(t, d)
	label := record.LabelFact(record.Label{Subject: before[id(4)].Subject(), Scheme: "issue", Code: "right-to-education"}, before[id(4)].Home())
	if _, err := ingest.Commit(d.ctx, d.store, who.Act("label", label.Review, 0), []record.Fact{label}, nil); err != nil {
		t.Fatal(err)
	}

	second := d.bringExport(t, writeExport(t, "export-full-en.json", n+3, func(i int, a annotation) bool {
		switch i {
		case 4:
			a["Themes"] = []string{"- An invented theme of later"}
		case 5:
			a["Text"] = "Other invented words"
		case 6:
			return false
		}
		return true
	}))
	if c := cmp.Diff(map[string]int{"new": 3, "same": n - 3, "retagged": 1, "changed": 1, "withdrawn": 1, "kept": 0, "foreign": 0}, counts(second)); c != "" {
		t.Error(c)
	}
	after := annotations(t, d)
	switch {
	case len(after) != n+2:
		t.Errorf("%d annotations", len(after))
	case after[id(6)] != nil:
		t.Error("the withdrawn annotation is still there")
	case after[id(4)].Themes[0] != "An invented theme of later" || after[id(4)].Words != before[id(4)].Words:
		t.Errorf("retagged: %+v", after[id(4)])
	case after[id(5)].Words != "Other invented words":
		t.Errorf("reworded: %+v", after[id(5)])
	}
	m, ok := d.keeper.View().Mechanisms(after[id(4)].State)
	if !ok || len(m.Labels) != 1 || m.Labels[0].Code != "right-to-education" {
		t.Errorf("the person's label: %+v", m)
	}
	if again := d.bringExport(t, writeExport(t, "export-full-en.json", n+3, func(i int, a annotation) bool { return i != 4 && i != 5 && i != 6 })); again.Withdrawn != 2 {
		t.Errorf("withdrawn later: %v", counts(again))
	}
}

func TestAPartOfTheIndexWithdrawsNothingElse(t *testing.T) {
	d := newDesk(t)
	d.bringExport(t, writeExport(t, "export-full-en.json", 600, nil))
	part := d.bringExport(t, writeExport(t, "search.json", 600, func(i int, _ annotation) bool { return i < 6 }))
	if c := cmp.Diff(map[string]int{"new": 0, "same": 6, "retagged": 0, "changed": 0, "withdrawn": 0, "kept": 594, "foreign": 0}, counts(part)); c != "" {
		t.Error(c)
	}
	french := d.bringExport(t, writeExport(t, "export-full-fr.json", 60, nil))
	if french.Foreign != 60 || !french.Nothing() {
		t.Errorf("the same annotations in French: %v", counts(french))
	}
}

func TestAnnotationsOfTheReviewMeetItsItems(t *testing.T) {
	d := newDesk(t)
	d.bring(t, wgReport("a", read(1, "Build invented schools", upr.Supported, "FRA")))
	r := d.keeper.View().Reviews()[0]
	it := r.Items[0]
	name := map[upr.State]string{"SVN": "Slovenia", "KAZ": "Kazakhstan", "ZZZ": "Invented"}[r.ID.State]
	d.bringExport(t, writeExport(t, "export-full-en.json", 1, func(_ int, a annotation) bool {
		a["Countries"], a["Symbol"], a["UprSession"], a["UprCycle"] = []string{name}, it.Symbol, nil, int(r.ID.Cycle)
		a["Text"] = it.Texts[0].Source.Para + " Build invented schools"
		return true
	}))
	d.refresh(t)
	r, _ = d.keeper.View().Review(r.ID)
	if len(r.Annotations) != 1 || r.Annotations[0].Item != it.ID {
		t.Errorf("the annotation of %s (%s, %s) met %+v", it.ID, it.Symbol, it.Texts[0].Source.Para, r.Annotations)
	}
}

func TestRefusedExportLeavesTheRecordAsItWas(t *testing.T) {
	d := newDesk(t)
	path := writeExport(t, "export-full-en.json", 300, nil)
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b[:len(b)-100], 0o600); err != nil {
		t.Fatal(err)
	}
	e, ok, err := ingest.OpenExport(path)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	_, err = ingest.PrepareExport(d.ctx, d.store, e, nil)
	if r, ok := document.AsRefused(err); !ok || r.Code != document.Truncated {
		t.Errorf("cut file: %v", err)
	}
	if head, err := d.store.Head(d.ctx); err != nil || head.Number != 0 {
		t.Errorf("head %+v, %v", head, err)
	}
}

// exportMemory bounds what the whole process takes while an export of any size comes in.
const exportMemory = 300 << 20

// exportSize is how many annotations the long form has: about 400 MB.
func exportSize() int {
	if os.Getenv("OPENUPR_QUIET") != "" {
		return 380_000
	}
	return 6_000
}

// BenchmarkWholeExport brings an export in, in little memory; "make bench" takes one of 400 MB.
func BenchmarkWholeExport(b *testing.B) {
	n := exportSize()
	path := writeExport(b, "export-full-en.json", n, nil)
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(info.Size())
	for b.Loop() {
		b.StopTimer()
		d := newDesk(b)
		runtime.GC()
		most := watchMemory()
		b.StartTimer()
		plan := d.bringExport(b, path)
		b.StopTimer()
		peak := most()
		b.ReportMetric(float64(peak)/1e6, "MB-memory")
		b.ReportMetric(float64(info.Size())/1e6, "MB-file")
		if peak > exportMemory {
			b.Errorf("%d MB of memory for a file of %d MB", peak>>20, info.Size()>>20)
		}
		if plan.New != n {
			b.Errorf("%d of %d annotations", plan.New, n)
		}
		again := watchMemory()
		if plan := d.bringExport(b, path); !plan.Nothing() || plan.Same != n {
			b.Errorf("the same file again: %v", counts(plan))
		}
		if peak := again(); peak > exportMemory {
			b.Errorf("%d MB of memory to compare it again", peak>>20)
		}
		b.StartTimer()
	}
}

// watchMemory looks at the memory of the process until the function is called that it gives, which says the most seen.
func watchMemory() (most func() uint64) {
	done, result := make(chan struct{}), make(chan uint64)
	go func() {
		sample := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
		var peak uint64
		for {
			metrics.Read(sample)
			peak = max(peak, sample[0].Value.Uint64()-sample[1].Value.Uint64())
			select {
			case <-done:
				result <- peak
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	}()
	return func() uint64 {
		close(done)
		return <-result
	}
}
