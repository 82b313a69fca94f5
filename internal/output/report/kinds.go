package report

import (
	"cmp"
	"iter"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
)

// Chosen are the recommendations that a report on a review is made of: its items and, unless only they are wanted, what a
// State follows up beside them: its pledges in that review, recommendations of other mechanisms, and own ones.
func Chosen(all []*followup.Rec, review upr.ReviewID, only bool) []*followup.Rec {
	var out []*followup.Rec
	for _, x := range all {
		switch x.Kind {
		case followup.RecItem:
			if x.Review == review {
				out = append(out, x)
			}
		case followup.RecPledge:
			if !only && x.Review == review {
				out = append(out, x)
			}
		case followup.RecAnnotation:
			if !only && x.Review == (upr.ReviewID{}) { // those of a review stand in its report
				out = append(out, x)
			}
		case followup.RecOwn:
			if !only {
				out = append(out, x)
			}
		}
	}
	return out
}

// besides are the kinds that stand beside the items of a review, each in a part of its own.
var besides = []string{followup.RecPledge, followup.RecAnnotation, followup.RecOwn}

// kinds of the parts in their order.
var kinds = append([]string{followup.RecItem}, besides...)

// ofKind are the recommendations of one kind.
func ofKind(list []*Rec, kind string) []*Rec {
	return filter(list, func(r *Rec) bool { return r.Kind == kind })
}

// byKind goes over the recommendations that are kept, kind by kind, and says which is the first of its kind.
func (c *Case) byKind(list []*Rec, keep func(*Rec) bool) iter.Seq2[*Rec, bool] {
	return func(yield func(*Rec, bool) bool) {
		for _, kind := range kinds {
			for i, r := range filter(ofKind(list, kind), keep) {
				if !yield(r, i == 0) {
					return
				}
			}
		}
	}
}

// part is the heading of the recommendations of one kind.
func (c *Case) part(kind string) string { return c.t("output.part." + kind) }

// Name is what a report calls a recommendation: the number of an item or pledge, the document of another mechanism.
func (r *Rec) Name() string {
	if r.Kind == followup.RecAnnotation {
		return cmp.Or(strings.TrimSpace(r.Symbol+" "+r.Number), r.ID)
	}
	return cmp.Or(r.Number, r.ID)
}

// asked says who asked for it: States or a mechanism. A pledge is the State's own.
func (c *Case) asked(r *Rec) string {
	var who []string
	for _, s := range r.By {
		who = append(who, reference.Name(s, string(c.Say.Lang()), upr.Date{}))
	}
	if len(who) == 0 && r.From != "" {
		who = []string{r.From}
	}
	return c.Say.List(who)
}

// named is a recommendation with its words, who asked for it, and where it stands.
func (c *Case) named(r *Rec) Cell {
	out := Cell{Paragraphs: [][]Run{{{Text: r.Name() + " "}, in(r.Lang, r.Words)}}}
	if who := c.asked(r); who != "" {
		out.Paragraphs = append(out.Paragraphs, text(who))
	}
	return out
}

// planned leaves out what other mechanisms recommended and the plan has nothing on: no cluster, body, measure, report or
// assessment. How many these are, is said.
func (c *Case) planned() {
	within := map[string]bool{}
	for _, t := range c.Themes {
		for _, id := range t.Recs {
			within[id] = true
		}
	}
	c.Recs = slices.DeleteFunc(c.Recs, func(r *Rec) bool {
		out := r.Kind == followup.RecAnnotation && !within[r.ID] && r.Lead == "" && len(r.Support)+len(r.Reports)+len(r.Others)+len(r.Measures) == 0
		if out {
			c.Unplanned = append(c.Unplanned, r)
		}
		return out
	})
}

// finish notes what was left out, counts the words and sets the limit.
func (c *Case) finish(d *Document, kind string) *Document {
	if len(c.Unplanned) > 0 {
		d.Findings = append(d.Findings, Find{NotPlanned, c.Unplanned})
	}
	return d.close(kind, c.On)
}
