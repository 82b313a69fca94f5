package record_test

import (
	"strconv"

	"pgregory.net/rapid"

	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/upr"
)

func itoa(n int) string { return strconv.Itoa(n) }

// words draws text with everything that an encoding could stumble over; empty now and then.
func words() *rapid.Generator[string] {
	return rapid.StringOfN(rapid.SampledFrom([]rune("ab Zқ“”’é\n\r\\=|/\t·(),;.🙂中\u00a0\u2028")), 0, 12, -1)
}

// some draws text that is never empty.
func some() *rapid.Generator[string] {
	return rapid.Map(words(), func(s string) string { return s + "x" })
}

func codes() *rapid.Generator[string] { return rapid.StringMatching(`[a-z]{1,6}(-[a-z]{1,4})?`) }

func days() *rapid.Generator[upr.Date] {
	return rapid.Custom(func(t *rapid.T) upr.Date {
		if !rapid.Bool().Draw(t, "known") {
			return upr.Date{}
		}
		return upr.Date{Year: rapid.IntRange(2008, 2027).Draw(t, "year"), Month: rapid.IntRange(1, 12).Draw(t, "month"), Day: rapid.IntRange(1, 28).Draw(t, "day")}
	})
}

func sources() *rapid.Generator[upr.Source] {
	return rapid.Custom(func(t *rapid.T) upr.Source {
		return upr.Source{Symbol: words().Draw(t, "symbol"), Para: words().Draw(t, "para"), Page: rapid.IntRange(0, 40).Draw(t, "page"), SHA256: rapid.StringMatching(`[0-9a-f]{0,8}`).Draw(t, "sha")}
	})
}

func attributions() *rapid.Generator[upr.Attribution] {
	return rapid.Custom(func(t *rapid.T) upr.Attribution {
		return upr.Attribution{State: upr.State(rapid.StringMatching(`[A-Z]{3}`).Draw(t, "state")), Printed: words().Draw(t, "printed")}
	})
}

func segments() *rapid.Generator[[]upr.Segment] {
	return rapid.Custom(func(t *rapid.T) []upr.Segment {
		var out []upr.Segment
		for n := range rapid.IntRange(0, 3).Draw(t, "segments") {
			out = append(out, upr.Segment{N: n + 1, Words: words().Draw(t, "words"), AsRead: words().Draw(t, "as read"), By: rapid.SliceOfN(attributions(), 0, 3).Draw(t, "by")})
		}
		return out
	})
}

func origins() *rapid.Generator[upr.Origin] {
	return rapid.SampledFrom([]upr.Origin{upr.Authentic, upr.Official, upr.Own, upr.Machine, upr.FromSource})
}

// anItem draws an item of the review at paragraph and number.
func anItem(review upr.ReviewID, para, n int) *rapid.Generator[upr.Item] {
	return rapid.Custom(func(t *rapid.T) upr.Item {
		it := upr.Item{ID: upr.NewItemID(review, para, itoa(n)), Review: review, Symbol: some().Draw(t, "symbol"), Paragraph: para, Number: itoa(n),
			Label: words().Draw(t, "label"), Page: rapid.IntRange(0, 40).Draw(t, "page"), Place: words().Draw(t, "place"), Sort: rapid.IntRange(0, 9).Draw(t, "sort"),
			Delivered: words().Draw(t, "delivered"), Segments: segments().Draw(t, "segments")}
		it.Texts = []upr.Text{{Lang: codes().Draw(t, "lang"), Words: some().Draw(t, "words"), Origin: origins().Draw(t, "origin"),
			Source: upr.Source{Symbol: it.Symbol, Para: itoa(para) + "." + itoa(n), Page: it.Page, SHA256: rapid.StringMatching(`[0-9a-f]{0,8}`).Draw(t, "sha")}}}
		return it
	})
}

func readers() *rapid.Generator[record.ReadBy] {
	return rapid.Custom(func(t *rapid.T) record.ReadBy {
		return record.ReadBy{Extractor: words().Draw(t, "extractor"), Grammar: words().Draw(t, "grammar")}
	})
}

func texts() *rapid.Generator[upr.Text] {
	return rapid.Custom(func(t *rapid.T) upr.Text {
		return upr.Text{Lang: codes().Draw(t, "lang"), Words: some().Draw(t, "words"), Origin: origins().Draw(t, "origin"), Source: sources().Draw(t, "source")}
	})
}

func events(id upr.ItemID) *rapid.Generator[upr.PositionEvent] {
	return rapid.Custom(func(t *rapid.T) upr.PositionEvent {
		return upr.PositionEvent{Item: id, Segment: rapid.IntRange(0, 3).Draw(t, "segment"),
			Stage: rapid.SampledFrom([]upr.Stage{upr.StageWG, upr.StageAddendum, upr.StagePlenary, upr.StageMidTerm, upr.StageLater}).Draw(t, "stage"),
			Value: rapid.SampledFrom(upr.Positions).Draw(t, "value"), Raw: words().Draw(t, "raw"),
			Claim:  rapid.SampledFrom([]upr.Claim{upr.NoClaim, upr.Implemented, upr.Ongoing, upr.ImplementedOrOngoing}).Draw(t, "claim"),
			Source: sources().Draw(t, "source"), Date: days().Draw(t, "date")}
	})
}

func documents(review upr.ReviewID) *rapid.Generator[record.Document] {
	return rapid.Custom(func(t *rapid.T) record.Document {
		n := func(name string) int { return rapid.IntRange(0, 400).Draw(t, name) }
		return record.Document{SHA256: rapid.StringMatching(`[0-9a-f]{64}`).Draw(t, "sha"), Review: review, Kind: reading.Kind(codes().Draw(t, "kind")),
			Symbol: words().Draw(t, "symbol"), Title: words().Draw(t, "title"), Lang: words().Draw(t, "lang"), WGSession: upr.WGSession(n("wg")), HRCSession: upr.HRCSession(n("hrc")),
			Issued: days().Draw(t, "issued"), ReviewDate: days().Draw(t, "review date"), File: words().Draw(t, "file"), Size: int64(n("size")), Pages: n("pages"),
			By: readers().Draw(t, "by"), Items: n("items"), Pairs: n("pairs"), Warnings: rapid.SliceOfN(codes(), 0, 3).Draw(t, "warnings"),
			Count: upr.Count{Unit: upr.UnitItem, Supported: n("supported"), Noted: n("noted"), Pending: n("pending"), Unclear: n("unclear")}}
	})
}

func units() *rapid.Generator[record.Unit] {
	return rapid.Custom(func(t *rapid.T) record.Unit {
		return record.Unit{Symbol: words().Draw(t, "symbol"), SHA256: words().Draw(t, "sha"), Unit: reading.Unit{Paragraph: rapid.IntRange(0, 400).Draw(t, "paragraph"),
			Lead: words().Draw(t, "lead"), Position: rapid.SampledFrom(upr.Positions).Draw(t, "position"), Claim: upr.Claim(words().Draw(t, "claim")),
			Items: rapid.IntRange(0, 99).Draw(t, "items"), Page: rapid.IntRange(0, 40).Draw(t, "page"), Deadline: upr.HRCSession(rapid.IntRange(0, 60).Draw(t, "deadline"))}}
	})
}

func pledges(review upr.ReviewID, n int) *rapid.Generator[upr.Pledge] {
	return rapid.Custom(func(t *rapid.T) upr.Pledge {
		p := upr.Pledge{Review: review, N: n, Label: words().Draw(t, "label"), Place: words().Draw(t, "place"), Texts: []upr.Text{texts().Draw(t, "text")},
			Moment: rapid.SampledFrom([]upr.PledgeMoment{upr.PledgeBefore, upr.PledgeDuring, upr.PledgeAfter}).Draw(t, "moment")}
		p.Page = p.Texts[0].Source.Page
		return p
	})
}

func tallies(review upr.ReviewID) *rapid.Generator[upr.Tally] {
	return rapid.Custom(func(t *rapid.T) upr.Tally {
		n := func(name string) int { return rapid.IntRange(-1, 400).Draw(t, name) }
		return upr.Tally{Review: review, By: words().Draw(t, "by"), Stage: upr.Stage(words().Draw(t, "stage")), Unit: upr.Unit(words().Draw(t, "unit")),
			Received: n("received"), Supported: n("supported"), Noted: n("noted"), Source: sources().Draw(t, "source"), Date: days().Draw(t, "date")}
	})
}

func reasons(id upr.ItemID) *rapid.Generator[reading.Question] {
	return rapid.Custom(func(t *rapid.T) reading.Question {
		q := reading.Question{Kind: codes().Draw(t, "kind"), Item: id, Page: rapid.IntRange(0, 40).Draw(t, "page"), Place: words().Draw(t, "place"),
			Detail: rapid.MapOfN(codes(), words(), 0, 3).Draw(t, "detail")}
		for range rapid.IntRange(0, 2).Draw(t, "choices") {
			q.Choices = append(q.Choices, reading.Choice{Code: codes().Draw(t, "code"), State: upr.State(rapid.StringMatching(`([A-Z]{3})?`).Draw(t, "state")),
				Position: rapid.SampledFrom(append([]upr.Position{""}, upr.Positions...)).Draw(t, "position"), Para: rapid.IntRange(0, 300).Draw(t, "para"), Number: words().Draw(t, "number")})
		}
		return q
	})
}

func answers(review upr.ReviewID) *rapid.Generator[record.Answer] {
	return rapid.Custom(func(t *rapid.T) record.Answer {
		return record.Answer{Question: some().Draw(t, "question"), Review: review, Kind: words().Draw(t, "kind"), Item: upr.ItemID(words().Draw(t, "item")), SHA256: words().Draw(t, "sha"),
			Choice: words().Draw(t, "choice"), Value: words().Draw(t, "value"), Note: words().Draw(t, "note")}
	})
}

func sourced(review upr.ReviewID) *rapid.Generator[record.Sourced] {
	return rapid.Custom(func(t *rapid.T) record.Sourced {
		return record.Sourced{Review: review, Name: words().Draw(t, "name"), Value: words().Draw(t, "value"), Source: words().Draw(t, "source"), Confirmed: rapid.Bool().Draw(t, "confirmed")}
	})
}
