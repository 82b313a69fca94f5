package followup_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/internal/classify"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/ingest"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

// reviewed puts recommendations of a report into the record, with their positions.
func reviewed(t *testing.T, d *followup.Desk, words map[string]upr.Position) map[string]string {
	t.Helper()
	review := upr.ReviewID{State: ws, Cycle: 4}
	out := map[string]string{}
	var facts []record.Fact
	n := 0
	for w, position := range words {
		n++
		id := upr.NewItemID(review, 6, fmt.Sprint(n))
		text := upr.Text{Lang: "en", Words: w, Origin: upr.Authentic, Source: upr.Source{Symbol: "A/HRC/99/9"}}
		facts = append(facts, record.ItemFact(upr.Item{ID: id, Review: review, Symbol: "A/HRC/99/9", Paragraph: 6, Number: fmt.Sprint(n), Sort: n, Texts: []upr.Text{text},
			Segments: []upr.Segment{{N: 1, Words: w, By: []upr.Attribution{{State: "QQA", Printed: "A State"}}}}}, record.ReadBy{}),
			record.PositionFact(upr.PositionEvent{Item: id, Stage: upr.StageWG, Value: position, Source: text.Source, Date: upr.Date{Year: 2025, Month: 2, Day: 1}}))
		out[w] = string(id)
	}
	commit(t, d, facts)
	return out
}

func commit(t *testing.T, d *followup.Desk, facts []record.Fact) {
	t.Helper()
	if _, err := ingest.Commit(t.Context(), d.Store, store.Act{Kind: "import", Scope: ws + "/4", Role: "editor"}, facts, nil); err != nil {
		t.Fatal(err)
	}
	if err := d.Record.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
}

const (
	asksSupported = "Ratify the Second Optional Protocol to the International Covenant on Civil and Political Rights"
	asksNoted     = "Accede to the Second Optional Protocol to the International Covenant on Civil and Political Rights, aiming at the abolition of the death penalty"
	namesOnly     = "Bring the penal code into line with the Second Optional Protocol to the International Covenant on Civil and Political Rights"
	another       = "Ratify the Optional Protocol to the Convention against Torture"
	byPerson      = "Take the last step towards the instrument of 1989"
	denied        = "Sign the Second Optional Protocol to the International Covenant on Civil and Political Rights and report on it"
)

func TestADepositProposesForThoseThatAskedWhateverTheirPosition(t *testing.T) {
	d := desk(t)
	var err error
	if d.Classifier, err = classify.Rules(); err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, d, 0)
	ids := reviewed(t, d, map[string]upr.Position{asksSupported: upr.Supported, asksNoted: upr.Noted, namesOnly: upr.Supported, another: upr.Supported, byPerson: upr.Noted, denied: upr.Supported})
	commit(t, d, []record.Fact{record.LabelFact(record.Label{Subject: ids[byPerson] + "-s1", Scheme: classify.Treaty, Code: "ICCPR-OP2"}, ws+"/4"),
		record.LabelFact(record.Label{Subject: ids[denied] + "-s1", Scheme: classify.Treaty, Code: "ICCPR-OP2", Absent: true}, ws+"/4")})
	who := w.people["coordinator"]
	step := plan.TreatyAct{Treaty: "ICCPR-OP2", Step: plan.Signature, Date: upr.Date{Year: 2026, Month: 1, Day: 5}, Source: "Register of treaties", Sure: true}
	if _, n, err := d.SaveTreatyAct(t.Context(), who, ws, "", 0, step, false); err != nil || n != 0 {
		t.Fatalf("a signature proposes %d: %v", n, err)
	}
	step.Step = plan.Deposit
	id, n, err := d.SaveTreatyAct(t.Context(), who, ws, "", 0, step, true)
	w.must(err)
	var got []string
	for _, p := range w.work().Proposals.Any() {
		got = append(got, p.Thing.Rec)
		if p.Thing.Status != plan.Full || p.Thing.Because != id || p.Thing.Decided != "" {
			t.Errorf("proposal %+v", p.Thing)
		}
	}
	want := []string{ids[asksSupported], ids[asksNoted], ids[byPerson]}
	slices.Sort(got)
	slices.Sort(want)
	if d := cmp.Diff(want, got); d != "" || n != 3 {
		t.Errorf("%d proposals: %s", n, d)
	}
	if n := w.work().Reports.Len(); n != 0 {
		t.Errorf("a deposit decided %d statuses", n)
	}
	if _, ok := w.open().TreatyActs.Get(id); !ok || w.open().Proposals.Len() > 0 {
		t.Error("the deposit is not public, or its proposals are")
	}
	if n, err := d.Propose(t.Context(), who, ws, id); err != nil || n != 0 {
		t.Errorf("looking again proposes %d more: %v", n, err)
	}

	noted := followup.ProposalID(id, ids[asksNoted])
	fact := func(id string) store.FactID { p, _ := w.work().Proposals.Get(id); return p.Fact }
	if _, err := d.Decide(t.Context(), w.people["validator"], ws, noted, fact(noted), followup.Decision{Take: true, Reason: "x"}); !refused(err) {
		t.Errorf("a validator decides: %v", err)
	}
	if _, err := d.Decide(t.Context(), who, ws, noted, fact(noted), followup.Decision{Take: true}); !invalid(err, "missing") {
		t.Errorf("without a reason: %v", err)
	}
	if _, err := d.Decide(t.Context(), who, ws, noted, fact(noted), followup.Decision{Take: true, Reason: "deposited"}); !invalid(err, "no-lead") {
		t.Errorf("without a body: %v", err)
	}
	report, err := d.Decide(t.Context(), who, ws, noted, fact(noted), followup.Decision{Take: true, Reason: "deposited", Body: w.bodies["justice"], Words: names("Deposited")})
	w.must(err)
	if r, ok := w.work().Reports.Get(report); !ok || r.Thing.Step != plan.Draft || r.Thing.Status != plan.Full || r.Thing.Rec != ids[asksNoted] {
		t.Errorf("what was taken became %+v", r)
	}
	if w.open().Reports.Len() > 0 {
		t.Error("what was taken is published")
	}
	if _, err := d.Decide(t.Context(), who, ws, noted, fact(noted), followup.Decision{Reason: "no"}); !invalid(err, "decided") {
		t.Errorf("decided twice: %v", err)
	}
	other := followup.ProposalID(id, ids[asksSupported])
	if report, err := d.Decide(t.Context(), who, ws, other, fact(other), followup.Decision{Reason: "not in force yet"}); err != nil || report != "" {
		t.Errorf("refusing gave report %q: %v", report, err)
	}
	// The deposit moves to another treaty: what is not decided goes, what is decided stays.
	a, _ := w.work().TreatyActs.Get(id)
	step.Treaty = "CRPD"
	_, _, err = d.SaveTreatyAct(t.Context(), who, ws, id, a.Fact, step, true)
	w.must(err)
	if n := w.work().Proposals.Len(); n != 2 {
		t.Errorf("%d proposals are left", n)
	}
}

func TestLegalActsLinkBothWaysAndKeepTheirDatesApart(t *testing.T) {
	d := desk(t)
	w := newWorld(t, d, 1)
	who := w.people["coordinator"]
	day := func(y, m, dd int) upr.Date { return upr.Date{Year: y, Month: m, Day: dd} }
	law := plan.LegalAct{Number: "1-I", Title: names("Ratification"), Kind: plan.Law, Signed: day(2021, 1, 2), InForce: day(2021, 2, 1), Treaty: "ICCPR-OP2", Recs: w.recs, Source: "Gazette 1", Sure: true}
	first := w.id(d.SaveLegalAct(t.Context(), who, ws, "", 0, law, true))
	lifting := plan.LegalAct{Number: "2-I", Title: names("The reservation is lifted"), Kind: plan.Law, Signed: day(2021, 12, 29), Amends: []string{first}, Source: "Gazette 2"}
	second := w.id(d.SaveLegalAct(t.Context(), who, ws, "", 0, lifting, false))
	reservation, _, err := d.SaveTreatyAct(t.Context(), who, ws, "", 0, plan.TreatyAct{Treaty: "ICCPR-OP2", Step: plan.Reservation, Date: day(2021, 1, 2), Text: "For time of war", Law: first, Source: "Gazette 1"}, false)
	w.must(err)
	withdrawal := plan.TreatyAct{Treaty: "ICCPR-OP2", Step: plan.Withdrawal, Date: day(2021, 12, 29), Law: second, Of: reservation, Source: "Gazette 2"}
	_, _, err = d.SaveTreatyAct(t.Context(), who, ws, "", 0, withdrawal, false)
	w.must(err)

	v, err := d.Law(t.Context(), w.people["reader"], ws)
	w.must(err)
	if a, r := v.Touching(first); len(a) != 1 || a[0].ID != second || len(r) != 0 {
		t.Errorf("the first act is amended by %v, repealed by %v", a, r)
	}
	if by, ok := v.Lifted(reservation); !ok || by.Thing.Law != second {
		t.Errorf("the reservation is lifted by %+v", by)
	}
	got, _ := v.Act(first)
	if d := cmp.Diff(law, got.Thing); d != "" || !got.Open {
		t.Errorf("public: %v, %s", got.Open, d)
	}
	if open, err := d.PublicLaw(t.Context(), ws); err != nil || len(open.Acts) != 1 || open.Acts[0].ID != first {
		t.Errorf("everyone sees %+v: %v", open, err)
	}
	if err := d.DropLaw(t.Context(), who, ws, plan.KindLegalAct, first, got.Fact); !invalid(err, "named") {
		t.Errorf("an act that others name goes: %v", err)
	}
	for name, tt := range map[string]struct {
		edit func(*plan.LegalAct)
		code string
	}{
		"no title":       {func(a *plan.LegalAct) { a.Title = nil }, "missing"},
		"no source":      {func(a *plan.LegalAct) { a.Source = "" }, "missing"},
		"no kind":        {func(a *plan.LegalAct) { a.Kind = "rumour" }, "choice"},
		"no treaty":      {func(a *plan.LegalAct) { a.Treaty = "XYZ" }, "choice"},
		"itself":         {func(a *plan.LegalAct) { a.Amends = []string{first} }, "no-act"},
		"nowhere":        {func(a *plan.LegalAct) { a.Repeals = []string{"nowhere"} }, "no-act"},
		"no rec":         {func(a *plan.LegalAct) { a.Recs = []string{"UPR-QQQ-C1-9.9"} }, "no-rec"},
		"ends first":     {func(a *plan.LegalAct) { a.Ended = day(2020, 1, 1) }, "ends-first"},
		"a bad address":  {func(a *plan.LegalAct) { a.URL = "javascript:alert(1)" }, "url"},
		"a secret in it": {func(a *plan.LegalAct) { a.URL = "https://me:word@example.org/" }, "url"},
	} {
		x := law
		tt.edit(&x)
		if _, err := d.SaveLegalAct(t.Context(), who, ws, first, got.Fact, x, true); !invalid(err, tt.code) {
			t.Errorf("%s: %v, want %s", name, err, tt.code)
		}
	}
	for _, name := range []string{"writer", "validator", "monitor", "stakeholder", "reader", "steward"} {
		if _, err := d.SaveLegalAct(t.Context(), w.people[name], ws, "", 0, lifting, false); !refused(err) {
			t.Errorf("%s saves a law: %v", name, err)
		}
	}
	// Taking back what everyone saw.
	_, err = d.SaveLegalAct(t.Context(), who, ws, first, got.Fact, law, false)
	w.must(err)
	if w.open().LegalActs.Len() != 0 {
		t.Error("what is public no more still stands there")
	}
	if _, err := d.SaveClaim(t.Context(), who, ws, "", 0, plan.Claim{About: first, Field: "signed", Value: "2021-01-03", By: "A newspaper", Source: "Its issue of that day"}, true); err != nil {
		t.Error(err)
	}
	if v, _ = d.Law(t.Context(), who, ws); len(v.ClaimsOn(first)) != 1 {
		t.Error("what another source says is not kept beside the act")
	}
	if a, _ := v.Act(first); a.Thing.Signed != law.Signed {
		t.Error("a claim changed the act")
	}
}

func TestThePipelineShowsWhereTheReferenceDataDiffer(t *testing.T) {
	d := desk(t)
	st := upr.State("SVN") // any State of the reference data
	who := coordinator
	who.Seats[0].Workspace = string(st)
	defer func() { who.Seats[0].Workspace = ws }()
	save := func(treaty string, step plan.TreatyStep, year int) {
		t.Helper()
		if _, _, err := d.SaveTreatyAct(context.Background(), who, string(st), "", 0, plan.TreatyAct{Treaty: treaty, Step: step, Date: upr.Date{Year: year, Month: 5, Day: 1}, Source: "x"}, false); err != nil {
			t.Fatal(err)
		}
	}
	v, err := d.Law(t.Context(), who, string(st))
	if err != nil {
		t.Fatal(err)
	}
	var party, none string
	year := 0
	for _, l := range v.Pipeline() {
		switch {
		case l.Reference == nil:
			none = l.Treaty.Code
		case l.Reference.Party && l.Reference.Year > 0:
			party, year = l.Treaty.Code, l.Reference.Year
			if !slices.Equal(l.Differ, []string{followup.OnlyReference}) {
				t.Errorf("%s: %v", l.Treaty.Code, l.Differ)
			}
		}
	}
	if len(v.Pipeline()) != 18 || party == "" || none == "" {
		t.Fatalf("%d treaties, a party to %q, nothing to %q", len(v.Pipeline()), party, none)
	}
	differ := func(code string) []string {
		t.Helper()
		v, err := d.Law(t.Context(), who, string(st))
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range v.Pipeline() {
			if l.Treaty.Code == code {
				return l.Differ
			}
		}
		return nil
	}
	save(party, plan.Deposit, year)
	if got := differ(party); got != nil {
		t.Errorf("agreeing: %v", got)
	}
	save(party, plan.Deposit, year+1)
	if got := differ(party); !slices.Equal(got, []string{followup.OtherYear}) {
		t.Errorf("another year: %v", got)
	}
	save(none, plan.Deposit, 2026)
	if got := differ(none); !slices.Equal(got, []string{followup.LaterHere}) {
		t.Errorf("later: %v", got)
	}
	save(party, plan.Denunciation, 2020)
	if got := differ(party); !slices.Equal(got, []string{followup.DeniedHere}) {
		t.Errorf("denounced: %v", got)
	}
}
