package web

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/openupr/openupr/internal/i18n"
	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/web/page"
)

// permanent leads from the permanent identifier, also of a segment or of one State's recommendation, to the page.
func (a *App) permanent(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	ref, ok := upr.ParseItemRef(id)
	if !ok {
		if rv, pledge := a.pledge(id); rv != nil {
			http.Redirect(w, r, reviewHref(rv.ID)+"#"+pledge, http.StatusSeeOther)
			return nil
		}
		return notFound(id)
	}
	if _, _, ok := a.Keeper.View().Item(ref.ID()); !ok && ref.Provisional == "" {
		return notFound(id)
	}
	to := "/items/" + string(ref.ID())
	if ref.Segment > 0 {
		to += "#s" + strconv.Itoa(ref.Segment)
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

func (a *App) pledge(id string) (*record.Review, string) {
	for _, rv := range a.Keeper.View().Reviews() {
		for _, p := range rv.Pledges {
			if p.ID() == id {
				return rv, id
			}
		}
	}
	return nil, ""
}

// item shows one recommendation with everything the record knows of it.
func (a *App) item(w http.ResponseWriter, r *http.Request) error {
	v := a.Keeper.View()
	id := r.PathValue("id")
	it, rv, ok := v.Item(upr.ItemID(id))
	if ref, form := upr.ParseItemRef(id); form && ref.Provisional != "" && ref.Segment == 0 {
		if it, rv, ok = provisional(v, ref.ID()); ok && !it.ID.Provisional() { // the report came: it is this item now
			http.Redirect(w, r, "/items/"+string(it.ID), http.StatusSeeOther)
			return nil
		}
	}
	if !ok {
		if ref, ok := upr.ParseItemRef(id); ok && ref.Segment > 0 {
			return a.permanent(w, r)
		}
		return notFound(id)
	}
	f := a.frame(r, v)
	acts, err := a.actsOf(r, it)
	if err != nil {
		return err
	}
	out := page.Item{ItemRow: itemRow(it), To: stateLink(f.P, rv.ID.State), Cycle: int(rv.ID.Cycle), ReviewHref: reviewHref(rv.ID),
		InList: placeInList(rv, it), Delivered: it.Delivered, Permanent: "/id/" + string(it.ID)}
	i := slices.Index(rv.Items, it)
	if i > 0 {
		out.Previous = "/items/" + string(rv.Items[i-1].ID)
	}
	if i+1 < len(rv.Items) {
		out.Next = "/items/" + string(rv.Items[i+1].ID)
	}
	for _, t := range it.Texts {
		out.Texts = append(out.Texts, page.ItemText{Lang: cmp.Or(t.Lang, "en"), Words: t.Words, Origin: cmp.Or(t.Origin, upr.FromSource), Source: t.Source.Symbol})
	}
	for _, c := range it.Comments {
		out.Comments = append(out.Comments, page.ItemComment{Words: c.Words, Lang: cmp.Or(c.Lang, "en"), Source: sourceName(c.Source), Href: sourceHref(v, c.Source)})
	}
	out.Rows, out.Keeper = besideItem(f.P, rv, it), record.KeeperName(uprInfo)
	if it.ID.Provisional() {
		out.Number, out.InList = f.T("rows.provisional-number"), reviewHref(rv.ID)+"#rows"
	}
	out.History, out.Known = events(v, it, acts)
	out.Tags = tagGroups(v, it)
	out.Provenance = provenance(v, it)
	if it.ID.Provisional() {
		out.Provenance.PageHref = "" // a table has no pages
	}
	for _, h := range acts {
		out.Ledger = append(out.Ledger, page.LedgerLine{Act: h.Number, At: h.Time, Kind: h.Kind, By: face(f.P, h.Role, h.Body)})
	}
	out.Citation = citation(r, rv, it)
	out.Labels = a.itemLabels(r, f.P, rv, it)
	if out.FollowUp, err = a.seeFollowUp(r, rv.ID.State, string(it.ID)); err != nil {
		return err
	}
	if out.Lineage, err = a.itemLineage(r, f.P, v, it); err != nil {
		return err
	}
	if out.Lineage != nil {
		out.Lineage.Done = a.flash(r)
	}
	return a.render(w, r, http.StatusOK, page.ItemPage(f, out))
}

// actsOf are the acts that brought or ended anything about an item, the latest first.
func (a *App) actsOf(r *http.Request, it *record.Item) ([]actFace, error) {
	seen := map[uint64]bool{}
	var out []actFace
	for row, err := range a.Store.History(r.Context(), historySubject(it)) {
		if err != nil {
			return nil, fmt.Errorf("reading the history of %s: %w", it.ID, err)
		}
		if row.Review != record.Home(it.Review) {
			continue // a thing of a workspace under the same name is none of the item's history
		}
		for _, n := range []uint64{row.Act, row.EndedBy} {
			if n == 0 || seen[n] {
				continue
			}
			seen[n] = true
			h, err := a.Store.Act(r.Context(), n)
			if err != nil {
				return nil, fmt.Errorf("reading the history of %s: %w", it.ID, err)
			}
			out = append(out, actFace{h.Number, h.Time, h.Kind, h.Role, h.Body})
		}
	}
	slices.SortFunc(out, func(a, b actFace) int { return cmp.Compare(b.Number, a.Number) })
	return out, nil
}

type actFace struct {
	Number           uint64
	Time             time.Time
	Kind, Role, Body string
}

func face(p i18n.Printer, role, body string) string {
	s := ""
	if role != "" {
		s = p.T("role." + role)
	}
	if body != "" {
		s += " · " + body
	}
	return strings.TrimPrefix(s, " · ")
}

// events are the statements of the position in both orders: as it stood, and as the record learned them.
func events(v *record.View, it *record.Item, acts []actFace) (stood, known []page.Event) {
	at := map[uint64]time.Time{}
	for _, h := range acts {
		at[h.Number] = h.Time
	}
	for i, e := range it.Events {
		x := page.Event{Stage: e.Stage, Position: e.Value, Segment: e.Segment, Claim: e.Claim, Raw: e.Raw, RawLang: "en",
			Source: sourceName(e.Source), Href: sourceHref(v, e.Source), Late: e.Stage.AfterAdoption()}
		if !e.Date.IsZero() {
			x.Date = e.Date.Time()
		}
		if i < len(it.EventAct) {
			x.Act = it.EventAct[i]
			x.Learned = at[x.Act]
		}
		stood = append(stood, x)
	}
	known = slices.Clone(stood)
	slices.SortStableFunc(known, func(a, b page.Event) int { return cmp.Compare(a.Act, b.Act) })
	return stood, known
}

func sourceName(s upr.Source) string {
	if s.Para != "" {
		return s.Symbol + ", § " + s.Para
	}
	return s.Symbol
}

// sourceHref leads to the document in this record, at the page where it is known.
func sourceHref(v *record.View, s upr.Source) string {
	if s.SHA256 == "" {
		return ""
	}
	if _, _, ok := v.Document(s.SHA256); !ok {
		return ""
	}
	if s.Page > 0 {
		return "/documents/" + s.SHA256 + "?page=" + strconv.Itoa(s.Page)
	}
	return "/documents/" + s.SHA256
}

func tagGroups(v *record.View, it *record.Item) []page.TagGroup {
	var out []page.TagGroup
	for _, scheme := range []reading.Scheme{reading.Theme, reading.Persons, reading.SDG} {
		g := page.TagGroup{Scheme: string(scheme)}
		for _, t := range it.Tags {
			if t.Scheme != scheme {
				continue
			}
			label := t.Label
			if t.Code != "" && !strings.HasPrefix(label, t.Code) {
				label = t.Code + " " + label
			}
			if !slices.Contains(g.Labels, label) {
				g.Labels = append(g.Labels, label)
			}
			if d, _, ok := v.Document(t.SHA256); ok {
				g.Source = cmp.Or(d.Title, d.File)
			}
		}
		if len(g.Labels) > 0 {
			out = append(out, g)
		}
	}
	return out
}

func provenance(v *record.View, it *record.Item) page.Provenance {
	p := page.Provenance{Symbol: it.Symbol, Label: it.Label, Place: it.Place, Extractor: it.By.Extractor, Grammar: it.By.Grammar}
	if it.Paragraph > 0 {
		p.Paragraph = strconv.Itoa(it.Paragraph)
	}
	if it.Page > 0 {
		p.Page = strconv.Itoa(it.Page)
	}
	if it.Symbol != "" {
		p.PublishedHref = "https://undocs.org/" + it.Symbol
	}
	if len(it.Texts) == 0 {
		return p
	}
	p.SHA256 = it.Texts[0].Source.SHA256
	if d, _, ok := v.Document(p.SHA256); ok {
		p.PageHref = "/documents/" + d.SHA256 + "?item=" + string(it.ID) + "#marked"
		p.OriginalHref = originalHref(d, it.Page)
	}
	return p
}

// citation is what to paste into a footnote: the UN's document first, this record's address last.
func citation(r *http.Request, rv *record.Review, it *record.Item) string {
	if it.ID.Provisional() {
		return fmt.Sprintf("%s, database of recommendations: %s, recommendation by %s (provisional: no report of the Working Group is at hand here). %s, %s/id/%s",
			record.KeeperName(uprInfo), stateNameIn(rv.ID.State), printedStates(it), it.ID, origin(r), it.ID)
	}
	where := "§ " + itemNumber(&it.Item)
	if it.Symbol == "" {
		where = string(it.ID)
	}
	return fmt.Sprintf("Human Rights Council, Report of the Working Group on the Universal Periodic Review: %s, %s, %s (recommendation by %s). %s, %s/id/%s",
		stateNameIn(rv.ID.State), it.Symbol, where, printedStates(it), it.ID, origin(r), it.ID)
}
