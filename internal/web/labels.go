package web

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/classify"
	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/i18n"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/web/page"
)

// labelSchemes in the order in which pages show them. A person decides on all but hints, which are aids for drafting.
var labelSchemes = []string{classify.Action, classify.Issue, classify.Affected, classify.SDG, classify.Treaty, classify.Institution, classify.Hint}

// itemLabels is the section of an item's page.
func (a *App) itemLabels(r *http.Request, p i18n.Printer, rv *record.Review, it *record.Item) *page.ItemLabels {
	person := account.From(r.Context())
	out := &page.ItemLabels{MayLabel: person.May(account.LabelText), Next: "/items/" + string(it.ID) + "#labels", Work: workHref(rv.ID), Done: a.labelDone(r)}
	j := corpus.NewJoiner(rv, a.Classifier)
	for i := range it.Segments {
		s := &it.Segments[i]
		id := it.ID.Segment(s.N)
		lang := "en"
		if len(it.Texts) > 0 {
			lang = cmp.Or(it.Texts[0].Lang, lang)
		}
		lang = cmp.Or(s.Language, lang)
		lines := segmentLabels(p, id, lang, j.Segment(id, it, s.Words, lang))
		if len(it.Segments) > 1 {
			lines.N = s.N
		}
		out.Segments = append(out.Segments, lines)
	}
	if len(out.Segments) == 0 {
		return nil
	}
	if out.MayLabel {
		out.Groups = labelGroups(p)
	}
	return out
}

// segmentLabels parts what counts from what waits for a person.
func segmentLabels(p i18n.Printer, id, lang string, labels classify.Labels) page.SegmentLabels {
	out := page.SegmentLabels{ID: id}
	for _, scheme := range labelSchemes {
		g := page.SchemeLabels{Scheme: scheme}
		for _, x := range labels {
			if x.Scheme == scheme && x.Sure && !(scheme == classify.Action && len(g.Labels) > 0) {
				g.Labels = append(g.Labels, labelLine(p, id, lang, x))
			}
		}
		if len(g.Labels) > 0 {
			out.Schemes = append(out.Schemes, g)
		}
	}
	for _, x := range asked(labels) {
		out.Asked = append(out.Asked, labelLine(p, id, lang, x))
	}
	return out
}

// asked are the guesses that wait for a person: those that are not sure, where neither a person nor another keeper coded
// the text under the scheme.
func asked(labels classify.Labels) classify.Labels {
	said := map[string]bool{}
	for _, x := range labels {
		if x.Origin == classify.Source || x.Origin == classify.Person && x.Scheme == classify.Action {
			said[x.Scheme] = true
		}
	}
	var out classify.Labels
	for _, x := range labels {
		if !x.Sure && !said[x.Scheme] && (x.Origin == classify.Rule || x.Origin == classify.Model) {
			out = append(out, x)
		}
	}
	return out
}

func labelLine(p i18n.Printer, id, lang string, x classify.Guess) page.LabelLine {
	out := page.LabelLine{Subject: id, Scheme: x.Scheme, Code: x.Code, Title: labelTitle(p, x.Scheme, x.Code), Origin: string(x.Origin), Reason: x.Reason, Lang: lang}
	switch x.Origin {
	case classify.Person:
		out.Said = true
	case classify.Source:
		out.Keeper, out.Reason = x.Reason, ""
	default:
		out.Sure = sureness(x.Confidence)
	}
	return out
}

// sureness is the message that says a confidence in words.
func sureness(confidence float32) string {
	switch {
	case confidence >= 0.95:
		return "labels.sure.very"
	case confidence >= 0.8:
		return "labels.sure.quite"
	case confidence >= 0.5:
		return "labels.sure.rather"
	}
	return "labels.sure.little"
}

// labelTitle is what readers call a label.
func labelTitle(p i18n.Printer, scheme, code string) string {
	switch scheme {
	case classify.Action:
		return facetValue(p, query.Action, code)
	case classify.Issue:
		return facetValue(p, query.Issue, code)
	case classify.Affected:
		return facetValue(p, query.Affected, code)
	case classify.SDG:
		return facetValue(p, query.SDG, code)
	case classify.Treaty:
		for _, t := range reference.Treaties() {
			if t.Code == code {
				return code + ": " + cmp.Or(t.Title[string(p.Lang())], t.Title["en"])
			}
		}
	case classify.Institution:
		for _, i := range reference.Institutions() {
			if i.Code == code {
				return cmp.Or(i.Title[string(p.Lang())], i.Title["en"])
			}
		}
	case classify.Hint:
		return p.T("labels.hint." + code)
	}
	return code
}

// labelGroups are the labels that a person may give.
func labelGroups(p i18n.Printer) []page.LabelGroup {
	var out []page.LabelGroup
	for _, scheme := range labelSchemes {
		g := page.LabelGroup{Scheme: scheme}
		for _, code := range labelCodes(scheme) {
			g.Choices = append(g.Choices, page.LabelChoice{Value: scheme + ":" + code, Title: labelTitle(p, scheme, code)})
		}
		if len(g.Choices) > 0 {
			out = append(out, g)
		}
	}
	return out
}

// labelCodes are the codes of a scheme that a person may give; none of an unknown scheme, and none of hints.
func labelCodes(scheme string) []string {
	var out []string
	switch scheme {
	case classify.Action:
		for _, c := range reference.ActionCategories() {
			out = append(out, strconv.Itoa(c.Number))
		}
	case classify.Issue:
		for _, i := range reference.Issues() {
			out = append(out, i.Code)
		}
	case classify.Affected:
		for _, x := range reference.Affected() {
			out = append(out, x.Code)
		}
	case classify.SDG:
		for _, g := range reference.SDGGoals() {
			out = append(out, g.Code)
		}
	case classify.Treaty:
		for _, t := range reference.Treaties() {
			out = append(out, t.Code)
		}
	case classify.Institution:
		for _, i := range reference.Institutions() {
			out = append(out, i.Code)
		}
	}
	return out
}

func mayBeGiven(scheme, code string) bool { return slices.Contains(labelCodes(scheme), code) }
