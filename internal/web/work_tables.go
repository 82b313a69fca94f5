package web

import (
	"errors"
	"io"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/ingest"
	"github.com/openupr/openupr/internal/ingest/plansheet"
)

// table is a file that waits for the person who brought it into a workspace. It is no part of the record: when it is lost,
// the page says so and the file is brought in again.
type table struct {
	ws, person string
	file       ingest.File
	book       *plansheet.Book // of a plan; nil for a workbook that came back
	at         time.Time
}

// tables are the files that wait, the latest last.
type tables struct {
	mu   sync.Mutex
	now  func() time.Time
	list []table
}

func newTables(now func() time.Time) *tables { return &tables{now: now} }

func (t *tables) put(x table) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.tidy()
	x.at = t.now()
	t.list = slices.DeleteFunc(t.list, func(o table) bool {
		return o.ws == x.ws && o.person == x.person && o.file.SHA256 == x.file.SHA256 && (o.book == nil) == (x.book == nil)
	})
	t.list = append(t.list, x)
	bytes := 0
	for i := len(t.list) - 1; i >= 0; i-- {
		bytes += len(t.list[i].file.Bytes)
		if bytes > uploadBytes || len(t.list)-i > uploadCount {
			t.list = t.list[i+1:]
			break
		}
	}
}

// get is a file that the person brought into this workspace.
func (t *tables) get(ws, person, sha string, plan bool) (table, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.tidy()
	for _, x := range t.list {
		if x.ws == ws && x.person == person && x.file.SHA256 == sha && (x.book != nil) == plan {
			return x, true
		}
	}
	return table{}, false
}

func (t *tables) drop(ws, person, sha string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.list = slices.DeleteFunc(t.list, func(x table) bool { return x.ws == ws && x.person == person && x.file.SHA256 == sha })
}

// of are a person's files in a workspace, the latest first.
func (t *tables) of(ws, person string, plan bool) []table {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.tidy()
	var out []table
	for _, x := range slices.Backward(t.list) {
		if x.ws == ws && x.person == person && (x.book != nil) == plan {
			out = append(out, x)
		}
	}
	return out
}

func (t *tables) tidy() {
	old := t.now().Add(-uploadTime)
	t.list = slices.DeleteFunc(t.list, func(x table) bool { return x.at.Before(old) })
}

// handedTable reads the one file of a form. Its error is a *document.Refused, or what went wrong with the request.
func (a *App) handedTable(r *http.Request) (ingest.File, error) {
	if err := r.ParseMultipartForm(1 << 20); err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			return ingest.File{}, document.Refuse(document.TooLarge, "%d MB", plansheet.MaxBytes>>20)
		}
		return ingest.File{}, badRequest("")
	}
	defer func() {
		if err := r.MultipartForm.RemoveAll(); err != nil {
			a.Log.Warn("temporary files of an upload stay behind", "error", err)
		}
	}()
	list := r.MultipartForm.File["file"]
	if len(list) != 1 || list[0].Size == 0 {
		return ingest.File{}, document.Refuse(document.Empty, "")
	}
	part, err := list[0].Open()
	if err != nil {
		return ingest.File{}, err
	}
	defer part.Close()
	b, err := io.ReadAll(io.LimitReader(part, plansheet.MaxBytes+1))
	if err != nil {
		return ingest.File{}, err
	}
	if len(b) > plansheet.MaxBytes {
		return ingest.File{}, document.Refuse(document.TooLarge, "%d MB", plansheet.MaxBytes>>20)
	}
	return ingest.NewFile(list[0].Filename, b), nil
}

// tableRoutes are the pages on which tables come in and go out.
func (a *App) tableRoutes() map[string]http.Handler {
	a.tables = newTables(a.Now)
	return map[string]http.Handler{
		"GET /work/{ws}/import":        a.page(a.planFiles),
		"POST /work/{ws}/import":       a.page(a.bringPlanFile),
		"GET /work/{ws}/import/{sha}":  a.page(a.planFile),
		"POST /work/{ws}/import/{sha}": a.page(a.answerPlanFile),

		"GET /work/{ws}/books":             a.page(a.books),
		"POST /work/{ws}/books":            a.page(a.bringBook),
		"GET /work/{ws}/books/{body}":      a.page(a.book),
		"GET /work/{ws}/books/back/{sha}":  a.page(a.bookBack),
		"POST /work/{ws}/books/back/{sha}": a.page(a.importBook),
	}
}
