package council_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/internal/council"
	"github.com/openupr/openupr/internal/upr"
	language "github.com/openupr/openupr/internal/upr/council"
)

func (w *world) advice(id string) *council.Held[language.Advice] {
	w.t.Helper()
	h, ok := w.closed().Advice.Get(id)
	if !ok {
		w.t.Fatalf("there is no recommendation %s", id)
	}
	return h
}

func (w *world) own(days int) language.Advice {
	return language.Advice{Body: w.bodies["commissioner"], Number: "1/2027", Texts: names("Open the lighthouse to visitors"), Source: "Annual report, p. 7", Days: days, Rule: "Law on the Commissioner, article 12"}
}

func TestAnInstitutionRefersToSeveralBodiesByOneClock(t *testing.T) {
	w := newWorld(t)
	ctx, d := t.Context(), w.d
	id := w.id(d.SaveAdvice(ctx, w.people["monitor"], ws, "", 0, w.own(30)))
	if _, err := d.ReferAdvice(ctx, w.people["monitor"], ws, id, []string{w.bodies["justice"]}, nil); !invalid(err, "step") {
		t.Errorf("referring a draft gave %v", err)
	}
	w.must(d.PublishAdvice(ctx, w.people["monitor"], ws, id, w.advice(id).Fact))
	open, ok := w.forum().Advice.Get(id)
	if !ok || open.Thing.Author != "" || open.Thing.On != on(2027, 3, 1) {
		t.Fatalf("published: %+v", open)
	}
	refs, err := d.ReferAdvice(ctx, w.people["monitor"], ws, id, []string{w.bodies["justice"], w.bodies["interior"], w.bodies["justice"]}, names("Please reply"))
	w.must(err)
	if len(refs) != 2 {
		t.Fatalf("%d referrals, want 2", len(refs))
	}
	for i, r := range refs {
		h, ok := w.forum().Referrals.Get(r)
		if !ok || h.Thing.Due != on(2027, 3, 31) || h.Thing.Days != 30 || h.Thing.Number != i+1 || h.Thing.Rule == "" {
			t.Errorf("referral %d: %+v", i, h)
		}
	}
	if _, err := d.ReferAdvice(ctx, w.people["monitor"], ws, id, []string{w.bodies["interior"]}, nil); !invalid(err, "asked") {
		t.Errorf("asking a body a second time gave %v", err)
	}
	if err := d.RecallAdvice(ctx, w.people["monitor"], ws, id, w.advice(id).Fact); !invalid(err, "referred") {
		t.Errorf("recalling what bodies were asked gave %v", err)
	}
	none := w.id(d.SaveAdvice(ctx, w.people["monitor"], ws, "", 0, w.own(0)))
	w.must(d.PublishAdvice(ctx, w.people["monitor"], ws, none, w.advice(none).Fact))
	if _, err := d.ReferAdvice(ctx, w.people["monitor"], ws, none, []string{w.bodies["justice"]}, nil); !invalid(err, "empty") {
		t.Errorf("referring without a rule for the day gave %v", err)
	}
	w.must(d.RecallAdvice(ctx, w.people["monitor2"], ws, none, w.advice(none).Fact))
	if _, ok := w.forum().Advice.Get(none); ok {
		t.Error("recalled, and still public")
	}
}

// Whatever act a person of a ministry, a council or another role tries, the institution's texts stay as they are, its words are
// public when it says so, and the days of its referrals do not move.
func TestNobodyButTheInstitutionTouchesWhatItSays(t *testing.T) {
	w := newWorld(t)
	ctx, d := t.Context(), w.d
	others := []string{"coordinator", "writer", "validator", "other-writer", "other-validator", "stakeholder", "secretary", "other-secretary", "member", "reader", "steward"}
	id := w.id(d.SaveAdvice(ctx, w.people["monitor"], ws, "", 0, w.own(30)))
	figure := w.id(d.SaveFigure(ctx, w.people["monitor"], ws, "", 0, language.Figure{Body: w.bodies["commissioner"], Year: 2026, Names: names("Visits"), Value: 12}))
	rank := w.id(d.SaveAccreditation(ctx, w.people["monitor"], ws, "", 0, language.Accreditation{Body: w.bodies["commissioner"], Status: "A", From: on(2026, 1, 1), Source: "Report of the committee"}))
	for _, who := range others {
		if _, ok := w.seen(who).Advice.Get(id); ok {
			t.Errorf("%s reads a draft of the institution", who)
		}
	}
	tries := func(step string) {
		t.Helper()
		before := w.forum()
		for _, name := range others {
			p, a := w.people[name], w.own(300)
			fact := w.advice(id).Fact
			_, save := d.SaveAdvice(ctx, p, ws, id, fact, a)
			_, fresh := d.SaveAdvice(ctx, p, ws, "", 0, a)
			a.Body = w.bodies["justice"]
			_, theirs := d.SaveAdvice(ctx, p, ws, id, fact, a)
			_, refer := d.ReferAdvice(ctx, p, ws, id, []string{w.bodies["interior"]}, nil)
			f, _ := w.closed().Figures.Get(figure)
			_, count := d.SaveFigure(ctx, p, ws, figure, f.Fact, language.Figure{Body: w.bodies["commissioner"], Year: 2026, Names: names("Visits"), Value: 0})
			k, _ := w.closed().Accredited.Get(rank)
			_, accredit := d.SaveAccreditation(ctx, p, ws, rank, k.Fact, language.Accreditation{Body: w.bodies["commissioner"], Status: "none", From: on(2026, 1, 1), Source: "x"})
			for what, err := range map[string]error{"saves": save, "writes": fresh, "takes": theirs, "refers": refer, "counts": count, "accredits": accredit,
				"publishes": d.PublishAdvice(ctx, p, ws, id, fact), "recalls": d.RecallAdvice(ctx, p, ws, id, fact), "removes": d.RemoveAdvice(ctx, p, ws, id, fact),
				"removes a figure": d.RemoveFigure(ctx, p, ws, figure, f.Fact), "publishes figures": d.PublishFigures(ctx, p, ws, w.bodies["commissioner"], 2026)} {
				if !refused(err) {
					t.Errorf("%s: %s %s: %v", step, name, what, err)
				}
			}
		}
		if w.forum() != before {
			t.Errorf("%s: the published side changed", step)
		}
	}
	tries("draft")
	w.must(d.PublishAdvice(ctx, w.people["monitor2"], ws, id, w.advice(id).Fact)) // at once, also by another person of the institution
	tries("published")
	_, err := d.ReferAdvice(ctx, w.people["monitor"], ws, id, []string{w.bodies["justice"]}, nil)
	w.must(err)
	tries("referred")
}

func TestFiguresArePublicWhenTheirYearIsPublished(t *testing.T) {
	w := newWorld(t)
	ctx, d := t.Context(), w.d
	f := language.Figure{Body: w.bodies["commissioner"], Year: 2026, Names: names("Visits"), Value: 12}
	id := w.id(d.SaveFigure(ctx, w.people["monitor"], ws, "", 0, f))
	for name, change := range map[string]func(*language.Figure){"a year to come": func(f *language.Figure) { f.Year = 2028 }, "less than nothing": func(f *language.Figure) { f.Value = -1 }, "no name": func(f *language.Figure) { f.Names = nil }} {
		bad := f
		change(&bad)
		if _, err := d.SaveFigure(ctx, w.people["monitor"], ws, "", 0, bad); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	if w.forum().Figures.Len() != 0 {
		t.Error("public before it was published")
	}
	w.must(d.PublishFigures(ctx, w.people["monitor"], ws, w.bodies["commissioner"], 2026))
	h, _ := w.closed().Figures.Get(id)
	f.Value, f.Year = 13, 1999
	w.id(d.SaveFigure(ctx, w.people["monitor"], ws, id, h.Fact, f))
	if x, _ := w.forum().Figures.Get(id); x == nil || x.Thing.Value != 12 || x.Thing.Year != 2026 {
		t.Errorf("public: %+v", x)
	}
	h, _ = w.closed().Figures.Get(id)
	w.must(d.RemoveFigure(ctx, w.people["monitor"], ws, id, h.Fact))
	if w.forum().Figures.Len() != 0 {
		t.Error("removed, and still public")
	}
}

func TestAnAccreditationHasItsSource(t *testing.T) {
	w := newWorld(t)
	a := language.Accreditation{Body: w.bodies["commissioner"], Status: "B", From: on(2024, 1, 1)}
	if _, err := w.d.SaveAccreditation(t.Context(), w.people["monitor"], ws, "", 0, a); !invalid(err, "empty") {
		t.Errorf("without a source: %v", err)
	}
	a.Source, a.Status = "Report of the committee", "C"
	if _, err := w.d.SaveAccreditation(t.Context(), w.people["monitor"], ws, "", 0, a); !invalid(err, "unknown") {
		t.Errorf("a status that there is not: %v", err)
	}
	a.Status = "B"
	id := w.id(w.d.SaveAccreditation(t.Context(), w.people["monitor"], ws, "", 0, a))
	if x, ok := w.forum().Accredited.Get(id); !ok {
		t.Error("it is not public")
	} else if d := cmp.Diff(a, x.Thing); d != "" {
		t.Error(d)
	}
	if got := council.Rank(w.closed().Accredited, w.bodies["commissioner"], upr.Date{Year: 2023, Month: 1, Day: 1}); got != nil {
		t.Errorf("before it began: %+v", got)
	}
}
