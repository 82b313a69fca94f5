package web

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/i18n"
	"github.com/openupr/openupr/internal/ingest"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/web/page"
)

// uprInfo is the keeper whose rows the pages show.
const uprInfo = "uprinfo"

// rows lists what UPR Info's database has on a review, with the items that its rows met; with an entry and a State it
// asks where that row belongs.
func (a *App) rows(w http.ResponseWriter, r *http.Request) error {
	return a.showRows(w, r, http.StatusOK, r.URL.Query().Get("entry"), upr.State(r.URL.Query().Get("state")), "")
}

func (a *App) showRows(w http.ResponseWriter, r *http.Request, status int, entry string, state upr.State, wrong string) error {
	v := a.Keeper.View()
	id, rv, err := a.reviewID(r, v)
	if err != nil {
		return err
	}
	if rv == nil {
		rv = &record.Review{ID: id}
	}
	f := a.frame(r, v)
	out := page.Rows{Review: stateLink(f.P, id.State), Cycle: int(id.Cycle), ReviewHref: reviewHref(id), Href: rowsHref(id), Keeper: record.KeeperName(uprInfo),
		Report: len(rv.Items) > 0, MayAct: account.From(r.Context()).May(account.AnswerAsked), Done: a.flash(r)}
	for _, e := range rv.Entries {
		if e.Pledge {
			continue
		}
		for _, by := range e.By {
			line := rowLine(f.P, rv, e, by)
			out.All++
			switch {
			case entry != "" && e.Subject == entry && by.State == state && out.MayAct:
				out.Placing = placingForm(f.P, rv, e, line, v.Act)
				out.Placing.Error = wrong
			case out.Report && line.Waits != "":
				out.Waiting = append(out.Waiting, line)
			default:
				out.List = append(out.List, line)
			}
			if line.Number != "" {
				out.Met++
			}
		}
	}
	if entry != "" && out.Placing == nil {
		return notFound(entry)
	}
	return a.render(w, r, status, page.RowsPage(f, out))
}

func rowsHref(id upr.ReviewID) string { return reviewHref(id) + "/rows" }

// rowLine is the row of one State in an entry.
func rowLine(p i18n.Printer, rv *record.Review, e *record.Entry, by upr.Attribution) page.RowLine {
	l := page.RowLine{State: page.StateLink{Code: string(by.State), Name: by.Printed}, Words: e.Words, Lang: cmp.Or(e.Lang, "en"), Response: e.Response,
		Position: e.Position, Action: actionTitle(e.Action), Issues: issueTitles(e)}
	if by.State != "" {
		l.State = stateLink(p, by.State)
		l.Decide = rowsHref(rv.ID) + "?" + url.Values{"entry": {e.Subject}, "state": {string(by.State)}}.Encode()
	}
	for _, x := range e.Also {
		l.Also = append(l.Also, x.Header+": "+x.Value)
	}
	if len(e.Rows) > 0 {
		l.SourceRow = p.T("rows.row", "n", e.Rows[0])
	}
	m, met := e.MetBy(by.State)
	placed := slices.IndexFunc(rv.Placings, func(x record.Placing) bool { return x.Entry == e.Subject && x.State == by.State })
	switch {
	case met && m.Held:
		l.Number, l.Held = shortID(m.Item), true
	case met:
		l.Number, l.Likeness, l.ByPerson = shortID(m.Item), int(m.Likeness*100+0.5), m.By == "person"
		l.Href = "/items/" + string(m.Item)
		if it, ok := rv.Item(m.Item); ok && len(it.Segments) > 1 {
			l.Segment = m.Segment
			l.Href += "#s" + strconv.Itoa(m.Segment)
		}
	case placed >= 0:
		l.Apart = true
	default:
		l.Waits = e.Waits
	}
	if placed >= 0 {
		l.Note = rv.Placings[placed].Note
	}
	return l
}

func placingForm(p i18n.Printer, rv *record.Review, e *record.Entry, line page.RowLine, base uint64) *page.PlacingForm {
	out := &page.PlacingForm{RowLine: line, Entry: e.Subject, Base: base}
	state := upr.State(line.State.Code)
	if m, ok := e.MetBy(state); ok && !m.Held {
		out.Chosen = m.Item.Segment(m.Segment)
	}
	if slices.ContainsFunc(rv.Placings, func(x record.Placing) bool { return x.Entry == e.Subject && x.State == state }) {
		out.Decided = true
		if out.Chosen == "" {
			out.Chosen = "none"
		}
	}
	for _, it := range rv.Items {
		for _, s := range it.Segments {
			if slices.Contains(s.States(), state) {
				out.Options = append(out.Options, page.PlacingOption{Value: it.ID.Segment(s.N), Number: itemNumber(&it.Item), Words: s.Words,
					Lang: cmp.Or(s.Language, it.Texts[0].Lang, "en"), Position: it.Position})
			}
		}
	}
	return out
}

// maxRowNote bounds a note, in bytes.
const maxRowNote = 500

// placeRow brings a person's word on a row into the record.
func (a *App) placeRow(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return badRequest("")
	}
	v := a.Keeper.View()
	id, _, err := a.reviewID(r, v)
	if err != nil {
		return err
	}
	note := strings.ToValidUTF8(strings.ReplaceAll(strings.TrimSpace(r.PostForm.Get("note")), "\x00", ""), "")
	p := record.Placing{Entry: r.PostForm.Get("entry"), Review: id, State: upr.State(r.PostForm.Get("state")), Note: note[:min(len(note), maxRowNote)]}
	p.Note = strings.ToValidUTF8(p.Note, "")
	choice := r.PostForm.Get("place")
	switch choice {
	case "none", "words":
	default:
		var ok bool
		if p.Item, p.Segment, ok = ingest.ParsePlace(choice); !ok {
			return a.showRows(w, r, http.StatusUnprocessableEntity, p.Entry, p.State, "rows.wrong")
		}
	}
	done, err := ingest.PlaceRow(r.Context(), a.Store, v, p, choice == "words", who(account.From(r.Context())))
	var changed *store.Changed
	switch {
	case errors.Is(err, ingest.ErrNoEntry):
		return notFound(p.Entry)
	case errors.Is(err, ingest.ErrNoSegment):
		return a.showRows(w, r, http.StatusUnprocessableEntity, p.Entry, p.State, "rows.wrong")
	case errors.As(err, &changed):
		if err := a.Keeper.Refresh(r.Context()); err != nil {
			return err
		}
		return a.showRows(w, r, http.StatusConflict, p.Entry, p.State, "rows.changed")
	case err != nil:
		return err
	}
	if err := a.Keeper.Refresh(r.Context()); err != nil {
		return err
	}
	t := a.Catalogue.Negotiate(r)
	if done.Number > 0 {
		a.setFlash(r, t.T("rows.saved", "act", t.Number(int(done.Number))))
	}
	http.Redirect(w, r, rowsHref(id), http.StatusSeeOther)
	return nil
}

// actionTitle is UPR Info's category of action with its name there.
func actionTitle(n int) string {
	for _, c := range reference.ActionCategories() {
		if c.Number == n {
			return strconv.Itoa(n) + " – " + c.Title
		}
	}
	return ""
}

// issueTitles are UPR Info's labels as it prints them.
func issueTitles(e *record.Entry) []string {
	var out []string
	for _, i := range reference.Issues() {
		if slices.Contains(e.Issues, i.Code) {
			out = append(out, i.Label)
		}
	}
	return append(out, e.Labels...)
}

// rowsNote is what the page of a review says of UPR Info's rows; nil when there are none.
func rowsNote(rv *record.Review) *page.RowsNote {
	n := &page.RowsNote{Keeper: record.KeeperName(uprInfo), Href: rowsHref(rv.ID), Count: rv.ProvisionalCount, Provisional: len(rv.Provisional)}
	for _, e := range rv.Entries {
		if !e.Pledge {
			n.Rows += len(e.By)
			n.Met += len(e.Met)
			if e.Waits != "" {
				n.Waits++
			}
		}
	}
	if n.Rows == 0 {
		return nil
	}
	for _, it := range rv.Provisional {
		n.Items = append(n.Items, itemRow(it))
	}
	return n
}

// besideItem are the rows that met an item. Their words stand there only where the document has others.
func besideItem(p i18n.Printer, rv *record.Review, it *record.Item) []page.RowLine {
	var out []page.RowLine
	for _, e := range rv.EntriesOf(it.ID) {
		for _, by := range e.By {
			m, met := e.MetBy(by.State)
			if !it.ID.Provisional() && (!met || m.Item != it.ID) {
				continue
			}
			l := rowLine(p, rv, e, by)
			if it.ID.Provisional() || m.Likeness >= 1 {
				l.Words = ""
			}
			out = append(out, l)
		}
	}
	return out
}

// provisional finds a provisional item, or the item of the report into which it went.
func provisional(v *record.View, id upr.ItemID) (*record.Item, *record.Review, bool) {
	review, _ := id.Review()
	rv, ok := v.Review(review)
	if !ok {
		return nil, nil, false
	}
	if it, ok := rv.ProvisionalItem(id); ok {
		return it, rv, true
	}
	for _, to := range rv.Absorbed(id) {
		if it, ok := rv.Item(to); ok {
			return it, rv, true
		}
	}
	return nil, nil, false
}

// historySubject is the subject under which the ledger has what was said of an item.
func historySubject(it *record.Item) string {
	if it.ID.Provisional() {
		return record.EntrySubject(uprInfo, it.Review, it.Texts[0].Words)
	}
	return string(it.ID)
}
