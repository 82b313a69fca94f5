package web

import (
	"bufio"
	"cmp"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/classify"
	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/i18n"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/web/page"
)

// workPage is how many texts a page of the work list has.
const workPage = 20

// labelWork lists the guesses of a review that wait for a person, the least sure first.
func (a *App) labelWork(w http.ResponseWriter, r *http.Request) error {
	v := a.Keeper.View()
	f := a.frame(r, v)
	q := r.URL.Query()
	out := page.LabelWork{May: account.From(r.Context()).May(account.LabelText), Done: a.labelDone(r), Next: "/labels"}
	id, err := upr.ParseReviewID(q.Get("review"))
	rv, held := v.Review(id)
	if q.Get("review") == "" || err != nil || !held {
		if q.Get("review") != "" {
			return notFound(short(q.Get("review")))
		}
		out.Reviews = labelReviews(f.P, v)
		return a.render(w, r, http.StatusOK, page.LabelWorkPage(f, out))
	}
	out.Review, out.Title, out.Href = id.String(), reviewTitle(f.P, id), reviewHref(id)
	work := a.workOf(f.P, rv)
	out.Total = len(work)
	n, err := strconv.Atoi(q.Get("page"))
	pages := max(1, (len(work)+workPage-1)/workPage)
	if err != nil || n < 1 || n > pages {
		n = 1
	}
	href := func(n int) string {
		return "/labels?" + url.Values{"review": {id.String()}, "page": {strconv.Itoa(n)}}.Encode()
	}
	out.Pages, out.Next = page.Pagination{Current: n, Count: pages, Near: 3, Href: href}, href(n)
	for _, x := range work[(n-1)*workPage : min(n*workPage, len(work))] {
		out.Texts = append(out.Texts, x.text)
	}
	return a.render(w, r, http.StatusOK, page.LabelWorkPage(f, out))
}

// labelReviews are the reviews that hold texts, by State in the order of the alphabet, then by cycle.
func labelReviews(p i18n.Printer, v *record.View) []page.LabelReview {
	byState := map[upr.State][]page.LabelReview{}
	var states []upr.State
	for _, rv := range v.Reviews() {
		if len(rv.Items)+len(rv.Provisional)+len(rv.Pledges) == 0 {
			continue
		}
		if byState[rv.ID.State] == nil {
			states = append(states, rv.ID.State)
		}
		byState[rv.ID.State] = append(byState[rv.ID.State], page.LabelReview{Title: reviewTitle(p, rv.ID), Href: workHref(rv.ID)})
	}
	reference.SortByName(states, string(p.Lang()))
	var out []page.LabelReview
	for _, s := range states {
		out = append(out, byState[s]...)
	}
	return out
}

func workHref(id upr.ReviewID) string { return "/labels?review=" + url.QueryEscape(id.String()) }

// waiting is a text with guesses that wait; doubt is how near the least sure of them is to a throw of a coin.
type waiting struct {
	doubt float32
	text  page.LabelText
}

// workOf are the texts of a review with guesses that wait, those in most doubt first.
func (a *App) workOf(p i18n.Printer, rv *record.Review) []waiting {
	var out []waiting
	eachLabelled(rv, a.Classifier, func(t labelled) {
		x := waiting{doubt: 1, text: page.LabelText{Number: t.number, Href: "/id/" + t.id, Words: t.words, Lang: t.lang}}
		for _, g := range asked(t.labels) {
			x.doubt = min(x.doubt, max(g.Confidence-0.5, 0.5-g.Confidence))
			x.text.Asked = append(x.text.Asked, labelLine(p, t.id, t.lang, g))
		}
		if len(x.text.Asked) > 0 {
			out = append(out, x)
		}
	})
	slices.SortStableFunc(out, func(a, b waiting) int { return cmp.Compare(a.doubt, b.doubt) })
	return out
}

// labelled is a text with all that is known of its labels.
type labelled struct {
	id, number, words, lang string
	labels                  classify.Labels
}

// eachLabelled goes over the segments and pledges of a review in document order.
func eachLabelled(rv *record.Review, c *classify.Classifier, do func(labelled)) {
	j := corpus.NewJoiner(rv, c)
	for _, it := range slices.Concat(rv.Items, rv.Provisional) {
		lang := "en"
		if len(it.Texts) > 0 {
			lang = cmp.Or(it.Texts[0].Lang, lang)
		}
		for i := range it.Segments {
			s := &it.Segments[i]
			t := labelled{id: it.ID.Segment(s.N), number: itemNumber(&it.Item), words: s.Words, lang: cmp.Or(s.Language, lang)}
			t.labels = j.Segment(t.id, it, t.words, t.lang)
			do(t)
		}
	}
	for _, p := range rv.Pledges {
		if len(p.Texts) == 0 {
			continue
		}
		t := labelled{id: p.ID(), number: p.ID(), words: p.Texts[0].Words, lang: cmp.Or(p.Texts[0].Lang, "en")}
		t.labels = j.Segment(t.id, nil, t.words, t.lang)
		do(t)
	}
}

// corrections writes one line for each text of a review on whose action or issues a person spoke, with its labels as
// they stand. tools/learn reads it.
func (a *App) corrections(w http.ResponseWriter, _ *http.Request) error {
	type line struct {
		ID     string   `json:"id"`
		State  string   `json:"state"`
		Words  string   `json:"words"`
		Lang   string   `json:"lang"`
		Action string   `json:"action,omitempty"`
		Issues []string `json:"issues,omitempty"`
	}
	w.Header().Set("Content-Type", "application/x-ndjson")
	w.Header().Set("Cache-Control", "no-cache, private")
	out := bufio.NewWriter(w)
	enc := json.NewEncoder(out)
	var failed error
	for _, rv := range a.Keeper.View().Reviews() {
		spoken := map[string]bool{}
		for _, l := range rv.Labels {
			if l.Scheme == classify.Action || l.Scheme == classify.Issue {
				spoken[l.Subject] = true
			}
		}
		if len(spoken) == 0 {
			continue
		}
		eachLabelled(rv, a.Classifier, func(t labelled) {
			if !spoken[t.id] || failed != nil {
				return
			}
			l := line{ID: t.id, State: string(rv.ID.State), Words: t.words, Lang: t.lang, Issues: t.labels.Codes(classify.Issue)}
			if action := t.labels.Codes(classify.Action); len(action) > 0 {
				l.Action = action[0]
			}
			failed = enc.Encode(l)
		})
	}
	if failed != nil {
		return nil // the reader has gone
	}
	return out.Flush()
}
