package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/i18n"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/web/page"
)

// pageItems is how many items a page of a review shows: more than any review has had so far, so that a reader can search
// and print the whole, and still 40 KB on the line.
const pageItems = 400

// reviewID decodes the address of a review. The calendar or the record must know it.
func (a *App) reviewID(r *http.Request, v *record.View) (id upr.ReviewID, rv *record.Review, err error) {
	wanted := r.PathValue("state") + "/" + r.PathValue("cycle")
	id, err = upr.ParseReviewID(wanted)
	if err != nil {
		return id, nil, notFound(wanted)
	}
	rv, held := v.Review(id)
	if _, planned := reference.SlotOf(id); !planned && !held {
		return id, nil, notFound(wanted)
	}
	return id, rv, nil
}

// review shows a review, or leads to the place of the number that was asked for.
func (a *App) review(w http.ResponseWriter, r *http.Request) error {
	v := a.Keeper.View()
	id, rv, err := a.reviewID(r, v)
	if err != nil {
		return err
	}
	f := a.frame(r, v)
	q := r.URL.Query()
	out := page.Review{State: stateLink(f.P, id.State), Cycle: int(id.Cycle), ID: id.String(), Places: places(f, v, id, rv),
		Invented: reference.IsInvented(id.State), Filter: filterOf(q),
		XLSX: reviewHref(id) + "/items.xlsx", CSV: reviewHref(id) + "/items.csv"}
	a.stages(&out, f.P, id, rv)
	if rv != nil {
		if n := strings.TrimSpace(q.Get("n")); n != "" {
			if it := byNumber(rv, n); it != nil {
				http.Redirect(w, r, placeInList(rv, it), http.StatusSeeOther)
				return nil
			}
			out.Filter.Number = n
		}
		fillReview(&out, f.P, v, rv, q)
		out.Rows = rowsNote(rv)
		out.Done = a.flash(r)
	}
	return a.render(w, r, http.StatusOK, page.ReviewPage(f, out))
}

func filterOf(q url.Values) page.ReviewFilter {
	rf := page.ReviewFilter{State: strings.ToUpper(q.Get("state")), All: q.Get("page") == "all"}
	if p := upr.Position(q.Get("position")); p.Valid() {
		rf.Position = p
	}
	if !upr.State(rf.State).Valid() {
		rf.State = ""
	}
	return rf
}

func fillReview(out *page.Review, p i18n.Printer, v *record.View, rv *record.Review, q url.Values) {
	out.Counts = []upr.Count{rv.Count, rv.Segments, rv.Pairs}
	out.Waiting, out.Questions = rv.WaitingItems(), len(rv.Questions)
	out.States = recommending(p, rv)
	rc := record.Reconcile(rv, v.Act)
	out.Lines, out.Gaps, out.Moved = tallyLines(rc), differences(p, rc.Differences), differences(p, rc.Moved)
	for _, pl := range rv.Pledges {
		for _, t := range pl.Texts {
			row := page.PledgeRow{ID: pl.ID(), Words: t.Words, Lang: t.Lang}
			if pl.Key != "" {
				row.Keeper = t.Source.Symbol
			}
			out.Pledges = append(out.Pledges, row)
		}
	}
	found := chosen(rv, out.Filter)
	out.Found = len(found)
	shown, first := found, 0
	if !out.Filter.All {
		n := (len(found) + pageItems - 1) / pageItems
		current := min(max(atoi(q.Get("page")), 1), max(n, 1))
		first = (current - 1) * pageItems
		shown = found[first:min(first+pageItems, len(found))]
		out.Pages = page.Pagination{Current: current, Count: n, All: listHref(rv.ID, out.Filter, "all"),
			Href: func(n int) string { return listHref(rv.ID, out.Filter, strconv.Itoa(n)) + "#items" }}
	}
	before := 0
	if first > 0 {
		before = found[first-1].Paragraph
	}
	for _, it := range shown {
		row := itemRow(it)
		if it.Paragraph != before {
			row.Lead = leadOf(rv, it.Paragraph)
			before = it.Paragraph
		}
		out.Items = append(out.Items, row)
	}
}

func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

// listHref is the address of a page of a review's list under a filter.
func listHref(id upr.ReviewID, rf page.ReviewFilter, n string) string {
	q := url.Values{}
	if rf.Position != "" {
		q.Set("position", string(rf.Position))
	}
	if rf.State != "" {
		q.Set("state", rf.State)
	}
	if n != "" && n != "1" {
		q.Set("page", n)
	}
	if len(q) == 0 {
		return reviewHref(id)
	}
	return reviewHref(id) + "?" + q.Encode()
}

// chosen are the items that a filter lets through, in document order.
func chosen(rv *record.Review, rf page.ReviewFilter) []*record.Item {
	var out []*record.Item
	for _, it := range rv.Items {
		if rf.Position != "" && it.Position != rf.Position {
			continue
		}
		if rf.State != "" && !slices.Contains(it.States(), upr.State(rf.State)) {
			continue
		}
		out = append(out, it)
	}
	return out
}

// itemNumber is how people cite an item: paragraph and number.
func itemNumber(it *upr.Item) string {
	if it.Paragraph == 0 {
		return it.Number
	}
	return strconv.Itoa(it.Paragraph) + "." + it.Number
}

// byNumber finds an item as a reader types its number: "126.27", with blanks and a last dot, or the number alone where
// only one paragraph has it.
func byNumber(rv *record.Review, typed string) *record.Item {
	n := strings.TrimRight(strings.ReplaceAll(typed, " ", ""), ".")
	var alone []*record.Item
	for _, it := range rv.Items {
		if itemNumber(&it.Item) == n {
			return it
		}
		if it.Number == n {
			alone = append(alone, it)
		}
	}
	if len(alone) == 1 {
		return alone[0]
	}
	return nil
}

// placeInList is the address of an item's place in the whole list.
func placeInList(rv *record.Review, it *record.Item) string {
	i := slices.Index(rv.Items, it)
	return listHref(rv.ID, page.ReviewFilter{}, strconv.Itoa(i/pageItems+1)) + "#" + page.Anchor(itemNumber(&it.Item))
}

func leadOf(rv *record.Review, paragraph int) *page.Lead {
	for _, u := range rv.Units {
		if u.Paragraph == paragraph && u.Lead != "" {
			lang := "en"
			if d := rv.Document("wg-report", ""); d != nil && d.Lang != "" {
				lang = d.Lang
			}
			return &page.Lead{Paragraph: paragraph, Words: u.Lead, Lang: lang, Items: u.Items}
		}
	}
	return nil
}

func itemRow(it *record.Item) page.ItemRow {
	row := page.ItemRow{ID: it.ID, Number: itemNumber(&it.Item), Position: it.Position, Claim: it.Claim, Moved: moved(it),
		Segments: segmentRows(&it.Item)}
	return row
}

func segmentRows(it *upr.Item) []page.SegmentRow {
	lang := "en"
	if len(it.Texts) > 0 && it.Texts[0].Lang != "" {
		lang = it.Texts[0].Lang
	}
	var out []page.SegmentRow
	for _, s := range it.Segments {
		x := page.SegmentRow{N: s.N, Words: s.Words, Lang: lang}
		if s.Language != "" {
			x.Lang = s.Language
		}
		for _, by := range s.By {
			x.States = append(x.States, page.StateLink{Code: string(by.State), Name: by.Printed})
		}
		out = append(out, x)
	}
	return out
}

// moved says whether the State changed its position after it had given one.
func moved(it *record.Item) bool {
	var first upr.Position
	for _, e := range it.Events {
		if e.Segment != 0 || !e.Value.Final() {
			continue
		}
		if first == "" {
			first = e.Value
		}
		if e.Value != first {
			return true
		}
	}
	return false
}

// recommending are the States that made recommendations in a review, by name, each with the number of its items.
func recommending(p i18n.Printer, rv *record.Review) []page.StateOption {
	n := map[upr.State]int{}
	var states []upr.State
	for _, it := range rv.Items {
		for _, s := range it.States() {
			if n[s] == 0 {
				states = append(states, s)
			}
			n[s]++
		}
	}
	reference.SortByName(states, nameLang(p))
	out := make([]page.StateOption, 0, len(states))
	for _, s := range states {
		out = append(out, page.StateOption{StateLink: stateLink(p, s), Items: n[s]})
	}
	return out
}
