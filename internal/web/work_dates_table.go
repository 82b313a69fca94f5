package web

import (
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/web/page/work"
)

// importDates shows what a table of days would do, and takes it when the reader says so: the table travels in the form, so
// that nothing of it is kept before.
func (a *App) importDates(w http.ResponseWriter, r *http.Request) error {
	in, err := a.inside(r, "calendar")
	if err != nil {
		return err
	}
	text, err := tableOf(r)
	if err != nil {
		return err
	}
	rows, err := followup.ReadDates(text)
	if err == nil {
		switch r.PostFormValue("do") {
		case "preview":
			rows, err = a.Desk.PreviewDates(r.Context(), in.who, in.ws, rows)
		case "take":
			if rows, err = a.Desk.ImportDates(r.Context(), in.who, in.ws, rows); err == nil {
				n := 0
				for _, x := range rows {
					if x.Change != followup.DateSame {
						n++
					}
				}
				return a.done(w, r, in.f.Href("calendar"), "dates.taken", "count", n)
			}
		default:
			return badRequest(short(r.PostFormValue("do")))
		}
	}
	var refused *followup.DatesRefused
	switch {
	case err == nil || errors.As(err, &refused) && refused.Code == "rows":
		refused = nil // the rows say what is wrong with them
	case refused == nil:
		return a.failed(w, r, in, err, nil)
	}
	status := http.StatusOK
	t := in.datesTable(rows, text)
	if refused != nil {
		t.Refused = in.f.T("dates.csv."+refused.Code, "line", refused.Line, "value", refused.Value)
		t.Rows = nil
	}
	if refused != nil || t.Wrong > 0 {
		status = http.StatusUnprocessableEntity
	}
	return a.showDates(w, r, in, status, func(out *work.Dates, _ []followup.Day) error {
		out.Table = t
		return nil
	})
}

func (in *inWork) datesTable(rows []followup.DateRow, text []byte) work.DatesTable {
	t := work.DatesTable{Text: string(text)}
	for _, x := range rows {
		row := work.DateTableRow{Line: x.Line, Title: x.Deadline.Title, Day: in.day(x.Deadline.Due), Was: in.day(x.Was), Body: x.BodyName, Change: string(x.Change)}
		for _, e := range x.Wrong {
			row.Wrong = append(row.Wrong, in.f.T("dates.csv."+e.Code, "line", x.Line, "value", strings.TrimSpace(e.Column+" "+e.Value)))
		}
		switch x.Change {
		case followup.DateNew:
			t.New++
		case followup.DateMoved:
			t.Moved++
		case followup.DateSame:
			t.Same++
		default:
			t.Wrong++
		}
		t.Rows = append(t.Rows, row)
	}
	t.Ready = t.Wrong == 0 && t.New+t.Moved > 0
	return t
}

// tableOf is the table that was handed in as a file, or that comes back with its preview.
func tableOf(r *http.Request) ([]byte, error) {
	if err := r.ParseMultipartForm(1 << 20); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			return nil, err
		}
		return nil, badRequest("")
	}
	if r.MultipartForm != nil {
		defer func() { _ = r.MultipartForm.RemoveAll() }() // the rest of a form that is too large to hold
		file, _, err := r.FormFile("file")
		if err != nil {
			return nil, nil // no file was chosen: an empty table
		}
		defer file.Close()
		b, err := io.ReadAll(io.LimitReader(file, followup.MaxDatesBytes+1))
		if err != nil {
			return nil, badRequest("file")
		}
		return b, nil
	}
	return []byte(strings.ReplaceAll(r.PostFormValue("table"), "\r\n", "\n")), nil
}
