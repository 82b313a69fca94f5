package council

import (
	"context"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/lineage"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/upr/plan"
)

// TracesOf a demand or a recommendation, the oldest first.
func (v *View) TracesOf(id string) []*Held[council.Trace] {
	return space.ByTime(space.Pick(v.Traces, v.About(council.KindTrace, id)))
}

// Candidate is a recommendation that may have taken a demand up, as the program sees it: only a person says whether it did.
type Candidate struct {
	Rec   *followup.Rec
	Alike int // hundredths
	Why   lineage.Why
}

// candidatesMost is how many recommendations are told for a demand.
const candidatesMost = 12

// Candidates are recommendations of the review to which a submission was handed in that may have taken up one of its demands
// and of which nobody has said yet whether they did. Noted ones are found like supported ones.
func Candidates(v *View, recs *followup.Recs, demand string) []Candidate {
	n, ok := v.Demands.Get(demand)
	if !ok {
		return nil
	}
	h, ok := v.Submissions.Get(n.Thing.Submission)
	if !ok {
		return nil
	}
	said := map[string]bool{}
	for _, t := range v.TracesOf(demand) {
		said[t.Thing.Rec] = true
	}
	var among []*corpus.Doc
	var of []*followup.Rec
	for _, x := range recs.All {
		if x.Kind == followup.RecItem && x.Review.String() == h.Thing.Review && !said[x.ID] {
			among, of = append(among, docOf(x.ID, x.Texts, x.Lang, x.Words)), append(of, x)
		}
	}
	var out []Candidate
	for _, l := range lineage.Asking(docOf(demand, n.Thing.Words, "", ""), among, candidatesMost) {
		out = append(out, Candidate{of[l.N], int(l.Likeness*100 + 0.5), l.Why})
	}
	return out
}

// docOf is a text as package lineage compares it.
func docOf(id string, texts plan.Names, lang, words string) *corpus.Doc {
	d := &corpus.Doc{ID: id}
	for _, t := range texts {
		d.Texts = append(d.Texts, corpus.Text{Lang: t.Lang, Words: t.Words})
	}
	if len(d.Texts) == 0 && words != "" {
		d.Texts = []corpus.Text{{Lang: lang, Words: words}}
	}
	return d
}

// SaveTrace says for a body that writes a submission whether a recommendation took one of its demands up, and why. A trace that
// is confirmed is public when the submission is; one that is refused stays inside.
func (d *Desk) SaveTrace(ctx context.Context, who account.Person, ws string, base store.FactID, t council.Trace) error {
	_, err := d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		save := Save{Act: ActTrace}
		t := t
		_, h, seat, err := allowDemand(s, who, account.Trace, t.Demand)
		if err != nil {
			return seat, save, err
		}
		if _, ok := s.Recs.Get(t.Rec); !ok {
			return seat, save, &Invalid{Code: "unknown", Field: "rec", Value: t.Rec}
		}
		if err := space.CheckOneOf("state", t.State, []string{council.TakenUp, council.NotTakenUp}); err != nil {
			return seat, save, err
		}
		if t.Reason, err = space.NeedWords("reason", t.Reason, space.ReasonMax); err != nil {
			return seat, save, err
		}
		if err := space.CheckWords("because", t.Because, space.LineMax); err != nil {
			return seat, save, err
		}
		t.Alike = min(max(t.Alike, 0), 100)
		t.On, t.Body, t.Author = d.Today(), seat.Body, who.ID
		put := Put{Kind: council.KindTrace, ID: council.TraceID(t.Demand, t.Rec), Base: base, Thing: t}
		if t.State == council.TakenUp {
			save.put(h.Thing, put)
			return seat, save, nil
		}
		save.Puts = []Put{put}
		save.OpenDrops = s.Close(council.KindTrace, put.ID)
		return seat, save, nil
	})
	return err
}

// Path is one way from a demand to what became of it.
type Path struct {
	Submission *Held[council.Submission]
	Demand     *Held[council.Demand]
	Trace      *Held[council.Trace] // nil: nothing took the demand up, as far as anybody said
	Rec        *followup.Rec        // nil with it, or where the record does not have it any more
	Measures   []*followup.Held[plan.Measure]
}

// Paths leads from every demand of the submissions that a view holds to the recommendations that took it up, as persons
// confirmed, what the State says to them, and the measures for them: submissions with the newest review first, then by their
// titles' ids, then by the demands' numbers. A demand that nothing took up is a path of its own.
func Paths(v *View, recs *followup.Recs, measures *followup.View) []Path {
	var subs []*Held[council.Submission]
	for _, h := range v.Submissions.All() {
		subs = append(subs, h)
	}
	slices.SortStableFunc(subs, func(a, b *Held[council.Submission]) int { return strings.Compare(b.Thing.Review, a.Thing.Review) })
	var out []Path
	for _, h := range subs {
		for _, n := range v.DemandsOf(h.ID) {
			none := true
			for _, t := range v.TracesOf(n.ID) {
				if t.Thing.State != council.TakenUp {
					continue
				}
				p := Path{Submission: h, Demand: n, Trace: t}
				if x, ok := recs.Get(t.Thing.Rec); ok {
					p.Rec, p.Measures = x, measures.MeasuresOf(x.ID)
				}
				out, none = append(out, p), false
			}
			if none {
				out = append(out, Path{Submission: h, Demand: n})
			}
		}
	}
	return out
}

// ByRec are those of some paths that lead to a recommendation, in the order of the recommendations of the workspace.
func ByRec(paths []Path, recs *followup.Recs) []Path {
	at := map[string][]Path{}
	for _, p := range paths {
		if p.Rec != nil {
			at[p.Rec.ID] = append(at[p.Rec.ID], p)
		}
	}
	var out []Path
	for _, x := range recs.All {
		out = append(out, at[x.ID]...)
	}
	return out
}

// Positions counts the recommendations that took some demands up, each once, by what the State says to them.
func Positions(paths []Path) upr.Count {
	var out upr.Count
	seen := map[string]bool{}
	for _, p := range paths {
		if p.Rec != nil && !seen[p.Rec.ID] && p.Rec.Position != "" {
			seen[p.Rec.ID] = true
			out.Add(p.Rec.Position, 1)
		}
	}
	return out
}
