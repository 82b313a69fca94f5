package record_test

import (
	"testing"

	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
)

func day(t *testing.T, s string) upr.Date {
	t.Helper()
	d, err := upr.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func place(t *testing.T, ps []record.Place, k reading.Kind) record.Place {
	t.Helper()
	for _, p := range ps {
		if p.Kind == k {
			return p
		}
	}
	t.Fatalf("no place for %s", k)
	return record.Place{}
}

func TestEveryReviewHasTheSamePlaces(t *testing.T) {
	var first []reading.Kind
	for _, slot := range reference.Schedule() {
		ps := record.Places(slot.Review, nil)
		var kinds []reading.Kind
		for _, p := range ps {
			kinds = append(kinds, p.Kind)
			if p.Sure || len(p.Documents) > 0 {
				t.Errorf("%s: %+v is filled with nothing", slot.Review, p)
			}
		}
		if first == nil {
			first = kinds
		}
		same(t, slot.Review.String(), first, kinds)
		want := "A/HRC/WG.6/" + itoa(int(slot.Session)) + "/" + string(slot.Review.State) + "/1"
		if p := place(t, ps, reading.NationalReport); p.Symbol != want || p.Link != "https://undocs.org/"+want {
			t.Errorf("%s: national report %+v", slot.Review, p)
		}
		if p := place(t, ps, reading.WGReport); p.Symbol != "" || p.Link != "" {
			t.Errorf("%s: the report's number cannot be told before it is issued: %+v", slot.Review, p)
		}
	}
}

func TestAPlaceIsFilledByItsDocuments(t *testing.T) {
	report := record.Document{SHA256: "aa", Review: kaz, Kind: reading.WGReport, Symbol: "A/HRC/99/7"}
	french := record.Document{SHA256: "bb", Review: kaz, Kind: reading.WGReport, Symbol: "A/HRC/99/7", Lang: "fr"}
	r := review(t, report.Fact(), french.Fact())
	ps := record.Places(kaz, r)
	if p := place(t, ps, reading.WGReport); !p.Sure || p.Symbol != "A/HRC/99/7" || len(p.Documents) != 2 {
		t.Errorf("report %+v", p)
	}
	if p := place(t, ps, reading.Addendum); p.Sure || p.Symbol != "A/HRC/99/7/Add.1" {
		t.Errorf("the addendum is expected beside the report: %+v", p)
	}
	if p := place(t, ps, reading.NationalReport); p.Symbol != "" {
		t.Errorf("a review without a session expects %q", p.Symbol)
	}
}

func TestASourcedSymbolIsExpectedAtItsPlace(t *testing.T) {
	fact := func(name, value string) record.Fact {
		return record.Sourced{Review: kaz, Name: name, Value: value, Source: "a letter"}.Fact()
	}
	ps := record.Places(kaz, review(t, fact("symbol-report", "A/HRC/99/8"), fact("symbol-addendum", "A/HRC/99/8/Add.1"), fact("decision", "A/HRC/DEC/99/101"), fact("troika", "FJI, TCD, BRA")))
	for k, want := range map[reading.Kind]string{reading.WGReport: "A/HRC/99/8", reading.Addendum: "A/HRC/99/8/Add.1", reading.Decision: "A/HRC/DEC/99/101", reading.ThematicList: "", reading.AdvanceQuestions: ""} {
		if p := place(t, ps, k); p.Symbol != want || p.Sure {
			t.Errorf("%s: %+v, want %q", k, p, want)
		}
	}
}

func stage(t *testing.T, ss []record.StageReached, code string) record.StageReached {
	t.Helper()
	for _, s := range ss {
		if s.Code == code {
			return s
		}
	}
	t.Fatalf("no stage %s", code)
	return record.StageReached{}
}

func TestStagesFollowCalendarDocumentsAndSources(t *testing.T) {
	id := upr.ReviewID{State: "KAZ", Cycle: 2} // of which no document is at hand here
	for today, want := range map[string]bool{"2014-10-26": false, "2014-10-27": true, "2014-11-08": true} {
		s := stage(t, record.Stages(id, nil, day(t, today)), "session")
		if s.Reached != want || s.Day != day(t, "2014-10-27") || s.Until != day(t, "2014-11-07") || s.Unconfirmed {
			t.Errorf("on %s: %+v", today, s)
		}
	}
	for _, code := range []string{"dialogue", "report", "addendum", "outcome", "list"} {
		if s := stage(t, record.Stages(id, nil, day(t, "2026-01-01")), code); s.Reached {
			t.Errorf("%s is reached without any proof: %+v", code, s)
		}
	}
	report := record.Document{SHA256: "aa", Review: kaz, Kind: reading.WGReport, Symbol: "A/HRC/99/7", ReviewDate: day(t, "2014-10-30"), Issued: day(t, "2014-12-10")}
	decision := record.Document{SHA256: "bb", Review: kaz, Kind: reading.Decision, Symbol: "A/HRC/DEC/99/101"}
	list := record.Document{SHA256: "cc", Review: kaz, Kind: reading.ThematicList, File: "list.docx"}
	ss := record.Stages(kaz, review(t, report.Fact(), decision.Fact(), list.Fact(),
		record.Sourced{Review: kaz, Name: "plenary-date", Value: "2015-03-19", Source: "press release"}.Fact(),
		record.Sourced{Review: kaz, Name: "review-date", Value: "2001-01-01", Source: "a slip", Confirmed: true}.Fact()), day(t, "2026-01-01"))
	if s := stage(t, ss, "dialogue"); !s.Reached || s.Day != day(t, "2014-10-30") || s.Source != "A/HRC/99/7" || s.Unconfirmed {
		t.Errorf("the report says when the dialogue was: %+v", s)
	}
	if s := stage(t, ss, "report"); !s.Reached || s.Day != day(t, "2014-12-10") {
		t.Errorf("report %+v", s)
	}
	if s := stage(t, ss, "outcome"); !s.Reached || s.Day != day(t, "2015-03-19") || s.Source != "press release" || !s.Unconfirmed {
		t.Errorf("a sourced day fills what the decision at hand does not say: %+v", s)
	}
	if s := stage(t, ss, "list"); !s.Reached || s.Source != "list.docx" {
		t.Errorf("list %+v", s)
	}
	if s := stage(t, ss, "addendum"); s.Reached {
		t.Errorf("addendum %+v", s)
	}
}

func TestADayThatIsStillToComeIsNotReached(t *testing.T) {
	future := review(t, record.Sourced{Review: kaz, Name: "review-date", Value: "2030-05-02", Source: "note", Confirmed: true}.Fact(),
		record.Sourced{Review: kaz, Name: "plenary-date", Value: "spring", Source: "note"}.Fact())
	ss := record.Stages(kaz, future, day(t, "2026-01-01"))
	if s := stage(t, ss, "dialogue"); s.Reached || s.Day != day(t, "2030-05-02") || s.Unconfirmed {
		t.Errorf("dialogue %+v", s)
	}
	if s := stage(t, ss, "outcome"); s.Reached || !s.Day.IsZero() {
		t.Errorf("outcome %+v", s)
	}
}
