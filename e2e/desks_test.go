package e2e_test

import (
	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/council"
	"github.com/openupr/openupr/internal/store"
	spoken "github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/upr/plan"
)

// planDesks adds to the sample's workspace what the pages of the two desks show: a joint submission with a signatory that
// has signed, a demand that was suggested and traced, an own recommendation that is public and one that is a draft, figures
// and the accreditation. All of it is laid under names that the table of pages can say.
func planDesks(x planner, s *store.Store, boss account.Person, monitor, ngo, justice, measure string) {
	x.t.Helper()
	d := &council.Desk{Store: s, Keeper: council.NewKeeper(s), Followup: x.d, Now: x.d.Now}
	var seat account.Seat
	for _, b := range boss.Seats {
		if b.Body == monitor {
			seat = b
		}
	}
	today := d.Today()
	lay := func(act string, open *council.Opening, puts ...council.Put) {
		x.t.Helper()
		_, err := d.Change(x.t.Context(), boss, x.ws, func(*council.Sides) (account.Seat, council.Save, error) {
			return seat, council.Save{Act: act, Puts: puts, Opening: open}, nil
		})
		x.ok(err)
	}
	put := func(kind, id string, thing any) council.Put { return council.Put{Kind: kind, ID: id, Thing: thing} }
	draft := spoken.Submission{Review: "ZZV/4", Body: monitor, Joint: true, Title: x.names("What the villages ask"), Step: plan.Draft, Limit: 5630, Rule: "A rule of the sample",
		Words: x.names("We write for the villages of the lake.\n\nThe shelters should open at night, and the emergency line should be answered.")}
	lay(council.ActSubmission, nil, put(spoken.KindSubmission, "sample-submission", draft))
	lay(council.ActSubmission, nil,
		put(spoken.KindSignature, spoken.SignatureID("sample-submission", ngo), spoken.Signature{Submission: "sample-submission", Body: ngo, State: spoken.Invited, On: today}),
		put(spoken.KindDemand, "sample-demand", spoken.Demand{Submission: "sample-submission", Number: 1, Words: x.names("Open the shelters for women in each district at night")}),
		put(spoken.KindDemand, "sample-demand-2", spoken.Demand{Submission: "sample-submission", Number: 2, Words: x.names("Answer the emergency line at any hour")}),
		put(spoken.KindSuggestion, "sample-suggestion", spoken.Suggestion{Demand: "sample-demand", State: "SVN", On: today, Words: x.names("Open shelters for women at night"), Note: "Their expert asked for it in May"}),
		put(spoken.KindTrace, spoken.TraceID("sample-demand", recPublished), spoken.Trace{Demand: "sample-demand", Rec: recPublished, State: spoken.TakenUp, On: today, Body: monitor, Author: boss.ID,
			Because: "The same words", Alike: 40, Reason: "It asks for the same shelters."}))
	advice := spoken.Advice{Body: monitor, Number: "1/2026", Texts: x.names("Heat the cells, and write the temperature down every day."), On: today, Source: "Visit of the sample, page 4",
		Recs: []string{recPublished}, Measures: []string{measure}, Step: plan.Published, Days: 30, Rule: "Article 5 of the sample’s law"}
	unsaid := advice
	unsaid.Number, unsaid.Step = "2/2026", plan.Draft
	referred := spoken.Referral{About: "sample-advice", From: monitor, Body: justice, On: today, Due: today, Days: 30, Rule: advice.Rule, Number: 1}
	lay(council.ActAdvise, council.Open().Add(spoken.KindAdvice, "sample-advice", advice), put(spoken.KindAdvice, "sample-advice", advice), put(spoken.KindAdvice, "sample-advice-draft", unsaid))
	lay(council.ActAddress, council.Open().Add(spoken.KindReferral, "sample-referral", referred), put(spoken.KindReferral, "sample-referral", referred))
	lay(council.ActFigure, nil, put(spoken.KindFigure, "sample-figure", spoken.Figure{Body: monitor, Year: today.Year, Names: x.names("Complaints received"), Value: 1204, Order: 1}))
	lay(council.ActAccred, nil, put(spoken.KindAccreditation, "sample-rank", spoken.Accreditation{Body: monitor, Status: "A", By: "An alliance of the sample", Source: "Its report of spring", Sure: true}))
}
