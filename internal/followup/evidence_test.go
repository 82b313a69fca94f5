package followup_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/openupr/openupr/internal/evidence"
	"github.com/openupr/openupr/internal/files"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/outside"
	"github.com/openupr/openupr/internal/upr/plan"
)

// proven is a world with a folder for files.
func proven(t *testing.T) *world {
	t.Helper()
	d := desk(t)
	var err error
	if d.Files, err = files.Open(filepath.Join(t.TempDir(), "files")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Files.Close() })
	return newWorld(t, d, 1)
}

func kept(t *testing.T, w *world) int {
	t.Helper()
	n := 0
	for _, err := range w.d.Files.All() {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	return n
}

func TestEvidenceOpensForThoseItIsFor(t *testing.T) {
	w := proven(t)
	everybody := []string{"coordinator", "writer", "validator", "other-writer", "monitor", "stakeholder", "reader", "steward"}
	for access, may := range map[plan.Access][]string{plan.Public: everybody, plan.WorkspaceOnly: everybody, plan.BodyOnly: {"stakeholder"}} {
		id, _, err := w.d.AddEvidence(t.Context(), w.people["stakeholder"], ws, plan.Evidence{Title: "Interviews " + string(access), About: w.recs, Access: access},
			&followup.Handed{Name: "interviews.txt", Content: strings.NewReader("words of " + string(access))})
		w.must(err)
		for _, name := range everybody {
			f, _, err := w.d.OpenEvidence(t.Context(), w.people[name], ws, id)
			got := err == nil
			if got {
				_ = f.Close()
			} else if !invalid(err, "gone") {
				t.Errorf("%s, %s: %v", access, name, err)
			}
			list, lerr := w.d.EvidenceSeen(t.Context(), w.people[name], ws)
			w.must(lerr)
			listed := false
			for _, h := range list {
				listed = listed || h.ID == id
			}
			if want := strings.Contains(" "+strings.Join(may, " ")+" ", " "+name+" "); got != want || listed != want {
				t.Errorf("%s: %s opens it: %v, sees it: %v, want %v", access, name, got, listed, want)
			}
		}
		stranger := coordinator
		stranger.Seats = nil
		if _, _, err := w.d.OpenEvidence(t.Context(), stranger, ws, id); !refused(err) {
			t.Errorf("a stranger opens %s: %v", access, err)
		}
		if _, _, err := w.d.OpenPublicEvidence(t.Context(), ws, id); !invalid(err, "gone") {
			t.Errorf("%s is open before anything is published: %v", access, err)
		}
		if h, _ := w.work().Evidence.Get(id); access == plan.BodyOnly {
			for _, other := range []string{"coordinator", "monitor"} {
				if err := w.d.SaveEvidence(t.Context(), w.people[other], ws, id, h.Fact, plan.Evidence{Title: "Mine", Access: plan.Public}); err == nil {
					t.Errorf("%s changes who may open it", other)
				}
				if err := w.d.DropEvidence(t.Context(), w.people[other], ws, id, h.Fact); err == nil {
					t.Errorf("%s takes it away", other)
				}
			}
		}
	}
}

func TestWhatStakeholdersHandInIsCleanedAndWhatCannotBeIsRefused(t *testing.T) {
	w := proven(t)
	film := "\x00\x00\x00\x18ftypmp42 and so on"
	add := func(who, name, content string, asIs bool) (plan.Evidence, followup.Told, error) {
		t.Helper()
		id, told, err := w.d.AddEvidence(t.Context(), w.people[who], ws, plan.Evidence{Title: name, Access: plan.WorkspaceOnly}, &followup.Handed{Name: name, Content: strings.NewReader(content), AsIs: asIs})
		if err != nil {
			return plan.Evidence{}, told, err
		}
		h, _ := w.work().Evidence.Get(id)
		return h.Thing, told, nil
	}
	code := func(err error) evidence.Code {
		var r *evidence.Refused
		errors.As(err, &r)
		if r == nil {
			return ""
		}
		return r.Code
	}
	if e, told, err := add("stakeholder", "notes\u202etxt.txt", "words", false); err != nil || !e.Stripped || !told.Stripped || e.Name != "notestxt.txt" || told.Renamed != e.Name || e.Type != "text/plain" {
		t.Errorf("%+v, %+v: %v", e, told, err)
	}
	if e, _, err := add("writer", "notes.txt", "words of a ministry", false); err != nil || e.Stripped {
		t.Errorf("what a ministry hands in: %+v, %v", e, err)
	}
	before := kept(t, w)
	if _, _, err := add("monitor", "film.mp4", film, false); code(err) != evidence.Unclean {
		t.Errorf("a film that cannot be cleaned: %v", err)
	}
	if _, _, err := add("stakeholder", "all.zip", "PK\x05\x06"+strings.Repeat("\x00", 18), false); code(err) != evidence.Archive {
		t.Errorf("an archive: %v", err)
	}
	if _, _, err := add("stakeholder", "x.exe", "MZ\x90", true); code(err) != evidence.Program {
		t.Errorf("a program: %v", err)
	}
	if n := kept(t, w); n != before {
		t.Errorf("of refused files %d are kept", n-before)
	}
	if e, _, err := add("stakeholder", "film.mp4", film, true); err != nil || e.Stripped {
		t.Errorf("kept as it is: %+v, %v", e, err)
	}
	for _, who := range []string{"reader", "steward"} {
		if _, _, err := add(who, "x.txt", "words", false); !refused(err) {
			t.Errorf("%s hands in: %v", who, err)
		}
	}
	if _, _, err := w.d.AddEvidence(t.Context(), w.people["writer"], ws, plan.Evidence{Title: "x", Access: plan.WorkspaceOnly, Body: w.bodies["interior"]},
		&followup.Handed{Name: "x.txt", Content: strings.NewReader("x")}); !refused(err) {
		t.Errorf("in the name of another body: %v", err)
	}
}

func TestAFileGoesWithTheLastThatMeansIt(t *testing.T) {
	w := proven(t)
	var ids []string
	for range 2 {
		id, _, err := w.d.AddEvidence(t.Context(), w.people["writer"], ws, plan.Evidence{Title: "x", Access: plan.WorkspaceOnly}, &followup.Handed{Name: "x.txt", Content: strings.NewReader("the same")})
		w.must(err)
		ids = append(ids, id)
	}
	for i, id := range ids {
		h, _ := w.work().Evidence.Get(id)
		w.must(w.d.DropEvidence(t.Context(), w.people["writer"], ws, id, h.Fact))
		if n := kept(t, w); n != 1-i {
			t.Errorf("after %d were taken away %d files are kept", i+1, n)
		}
	}
}

var lines = bytes.Repeat([]byte("a line of evidence, and not the last\n"), 1000)

// repeated gives the same line again and again, so that no test holds a large file.
type repeated struct{ left int64 }

func (r *repeated) Read(p []byte) (int, error) {
	if r.left == 0 {
		return 0, io.EOF
	}
	n := copy(p[:min(int64(len(p)), r.left)], lines)
	r.left -= int64(n)
	return n, nil
}

func TestAHundredMegabytesPassThroughBoundedMemory(t *testing.T) {
	w := proven(t)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	id, _, err := w.d.AddEvidence(t.Context(), w.people["stakeholder"], ws, plan.Evidence{Title: "Long", Access: plan.WorkspaceOnly},
		&followup.Handed{Name: "long.txt", Content: &repeated{followup.MaxEvidence}})
	w.must(err)
	f, e, err := w.d.OpenEvidence(t.Context(), w.people["reader"], ws, id)
	w.must(err)
	defer f.Close()
	if n, err := io.Copy(io.Discard, f); err != nil || n != followup.MaxEvidence || e.Size != n {
		t.Errorf("%d bytes came back: %v", n, err)
	}
	runtime.ReadMemStats(&after)
	allocated := (after.TotalAlloc - before.TotalAlloc) >> 20
	t.Logf("%d MB passed in and out with %d MB allocated in all", followup.MaxEvidence>>20, allocated)
	if allocated > 60 { // every copy of the file would be 100
		t.Errorf("%d MB were allocated", allocated)
	}
	var no *evidence.Refused
	if _, _, err := w.d.AddEvidence(t.Context(), w.people["writer"], ws, plan.Evidence{Title: "Longer", Access: plan.WorkspaceOnly},
		&followup.Handed{Name: "longer.txt", Content: &repeated{followup.MaxEvidence + 1}}); !errors.As(err, &no) || no.Code != evidence.TooLarge {
		t.Errorf("one byte more: %v", err)
	}
}

func TestALinkIsArchivedThroughTheDoor(t *testing.T) {
	w := proven(t)
	page := "<!doctype html><title>The law</title>"
	s := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/law" {
			http.NotFound(rw, r)
			return
		}
		_, _ = io.WriteString(rw, page)
	}))
	defer s.Close()
	add := func(url string) (*followup.Held[plan.Evidence], followup.Told) {
		t.Helper()
		id, told, err := w.d.AddEvidence(t.Context(), w.people["writer"], ws, plan.Evidence{Title: "Law", Access: plan.WorkspaceOnly, URL: url}, nil)
		w.must(err)
		h, _ := w.work().Evidence.Get(id)
		return h, told
	}
	why := func(err error) outside.Code {
		var r *outside.Refused
		errors.As(err, &r)
		if r == nil {
			return ""
		}
		return r.Code
	}
	if h, told := add(s.URL + "/law"); told.Archived || why(told.Why) != outside.Off || h.Thing.SHA256 != "" || h.Thing.URL == "" {
		t.Errorf("through a closed door: %+v, %+v", h.Thing, told)
	}
	w.d.Outside = outside.New(outside.Config{On: true, Also: []netip.AddrPort{netip.MustParseAddrPort(s.Listener.Addr().String())}})
	h, told := add(s.URL + "/law")
	if !told.Archived || h.Thing.Archived != today || h.Thing.Type != "text/html" || h.Thing.Name != "law.html" || h.Thing.Size != int64(len(page)) {
		t.Errorf("through an open door: %+v, %+v", h.Thing, told)
	}
	if _, told := add(s.URL + "/elsewhere"); told.Archived || why(told.Why) != outside.NotStatus {
		t.Errorf("what is not there: %+v", told)
	}
	if _, told := add("http://127.0.0.1/"); told.Archived || why(told.Why) != outside.Inside {
		t.Errorf("this machine: %+v", told)
	}
	for _, bad := range []string{"javascript:alert(1)", "file:///etc/passwd", "//example.org", "https://me:word@example.org/"} {
		if _, _, err := w.d.AddEvidence(context.Background(), w.people["writer"], ws, plan.Evidence{Title: "x", Access: plan.WorkspaceOnly, URL: bad}, nil); !invalid(err, "url") {
			t.Errorf("%s: %v", bad, err)
		}
	}
}
