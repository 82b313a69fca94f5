package web

import (
	"net/http"
	"strings"

	"github.com/openupr/openupr/internal/i18n"
	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/web/page"
)

// reconciliation shows every count that anybody made of a review beside the record's own.
func (a *App) reconciliation(w http.ResponseWriter, r *http.Request) error {
	v := a.Keeper.View()
	id, rv, err := a.reviewID(r, v)
	if err != nil {
		return err
	}
	if rv == nil {
		return notFound(id.String() + "/reconciliation")
	}
	f := a.frame(r, v)
	rc := record.Reconcile(rv, v.Act)
	out := page.Review{State: stateLink(f.P, id.State), Cycle: int(id.Cycle), ID: id.String(),
		Counts: []upr.Count{rc.Items, rc.Segments, rc.Pairs}, Waiting: rc.Waiting, Questions: len(rv.Questions),
		Lines: tallyLines(rc), Gaps: differences(f.P, rc.Differences), Moved: differences(f.P, rc.Moved)}
	return a.render(w, r, http.StatusOK, page.ReconciliationPage(f, out))
}

func tallyLines(rc record.Reconciliation) []page.TallyLine {
	out := make([]page.TallyLine, 0, len(rc.Lines))
	for _, l := range rc.Lines {
		x := page.TallyLine{By: l.By, Stage: l.Stage, Unit: l.Unit, Received: l.Received, Supported: l.Supported, Noted: l.Noted,
			Pending: l.Pending, Ours: l.Ours, Source: l.Source.Symbol}
		if l.Source.SHA256 != "" {
			x.SourceHref = "/documents/" + l.Source.SHA256
		}
		if x.Source == x.By {
			x.Source = ""
		}
		out = append(out, x)
	}
	return out
}

// differences in the reader's words. A value that is a position is said as a position.
func differences(p i18n.Printer, ds []record.Difference) []page.Gap {
	say := func(s string) string {
		if upr.Position(s).Valid() {
			return p.T("position." + s)
		}
		return s
	}
	out := make([]page.Gap, 0, len(ds))
	for _, d := range ds {
		g := page.Gap{Text: p.T("difference."+d.Kind, "item", shortID(d.Item), "by", d.By, "theirs", say(d.Theirs), "ours", say(d.Ours))}
		if d.Item != "" {
			g.Href = "/items/" + string(d.Item)
		}
		out = append(out, g)
	}
	return out
}

// shortID is an item's number inside its review: 126.27 of UPR-KAZ-C2-126.27.
func shortID(id upr.ItemID) string {
	parts := strings.SplitN(string(id), "-", 4)
	if len(parts) == 4 {
		return parts[3]
	}
	return string(id)
}

// stages fills the steps of a review and what was published about it.
func (a *App) stages(out *page.Review, p i18n.Printer, id upr.ReviewID, rv *record.Review) {
	now := a.Now().UTC()
	today := upr.Date{Year: now.Year(), Month: int(now.Month()), Day: now.Day()}
	shown := map[string]bool{"review-date": true, "plenary-date": true, "symbol-report": true, "symbol-addendum": true, "wg-session": true,
		"symbol-national-report": true, "symbol-compilation": true, "symbol-summary": true} // stand among stages and documents
	for _, s := range record.Stages(id, rv, today) {
		out.Stages = append(out.Stages, page.Stage{Code: s.Code, When: days(p, s.Day, s.Until, ""), Reached: s.Reached,
			Source: s.Source, Unconfirmed: s.Unconfirmed})
		if s.Unconfirmed && s.Code == "session" {
			out.Expected = true
		}
	}
	if slot, ok := reference.SlotOf(id); ok {
		out.Session = int(slot.Session)
		if s, ok := reference.SessionByNumber(slot.Session); ok {
			out.When = days(p, s.Start, s.End, s.Expected)
		}
	}
	if rv == nil {
		return
	}
	if d := rv.Document(reading.WGReport, ""); d != nil {
		out.Symbol = d.Symbol
	}
	for _, x := range rv.Facts {
		if shown[x.Name] {
			continue
		}
		out.Facts = append(out.Facts, page.SourcedFact{Name: x.Name, Value: sourcedValue(p, x.Value), Source: x.Source, Unconfirmed: !x.Confirmed})
	}
}

// sourcedValue writes a day as a day and codes of States as names.
func sourcedValue(p i18n.Printer, value string) string {
	if d, err := upr.ParseDate(value); err == nil && !d.IsZero() {
		return p.Date(d.Time())
	}
	var names []string
	for _, c := range strings.FieldsFunc(value, func(r rune) bool { return r == ' ' || r == ',' || r == ';' }) {
		if _, ok := stateInfo(upr.State(c)); !ok {
			return value
		}
		names = append(names, stateName(p, upr.State(c)))
	}
	return p.List(names)
}
