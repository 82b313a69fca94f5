package addendum

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/gazetteer"
	"github.com/openupr/openupr/internal/ingest/councildoc"
	"github.com/openupr/openupr/internal/ingest/numberlist"
	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/upr"
)

const maxLines = 100_000

var viewsTitle = regexp.MustCompile(`(?i)views on (?:the )?conclusions and(?:/or)? recommendations|replies presented by the state under review`)

// Detect says whether the document is a State's views on its recommendations.
func Detect(doc *document.Document) bool {
	if doc == nil || len(doc.Blocks) > maxLines {
		return false
	}
	lines := councildoc.Lines(doc)
	head := lines[:min(len(lines), 60)]
	if !strings.Contains(councildoc.FindSymbol(doc, head), "/Add.") && !hasLine(head, "addendum") {
		return false
	}
	text := councildoc.Join(head)
	return viewsTitle.MatchString(text) || councildoc.TitleForm.MatchString(text)
}

func hasLine(lines []councildoc.Line, want string) bool {
	for _, l := range lines {
		if strings.EqualFold(strings.Trim(l.Text, " *"), want) {
			return true
		}
	}
	return false
}

// Read reads the State's views. known are the items that the report left pending; without them (nil) only numbers that
// name their paragraph can be read, and nothing can be said of what is missing. An error is a *document.Refused or the
// context's.
func Read(ctx context.Context, doc *document.Document, g *gazetteer.Gazetteer, known []upr.ItemID) (*reading.Reading, error) {
	if known == nil {
		return ReadBeside(ctx, doc, g, nil)
	}
	return ReadBeside(ctx, doc, g, &Report{Pending: known})
}

// Report is what the grammar needs of the report that the views answer.
type Report struct {
	Pending []upr.ItemID // must all be answered
	Decided []upr.ItemID // have a position in the report; the State may state it again or change it
}

// ReadBeside is Read with all items of the report, so that positions on decided ones are read too. A nil report is not
// at hand.
func ReadBeside(ctx context.Context, doc *document.Document, g *gazetteer.Gazetteer, report *Report) (*reading.Reading, error) {
	if len(doc.Blocks) > maxLines {
		return nil, document.Refuse(document.TooMany, "%d lines", len(doc.Blocks))
	}
	if !Detect(doc) {
		return nil, document.Refuse(document.NotExpected, "not a State's views on its recommendations (an addendum to a report of the Working Group)")
	}
	lines := councildoc.Lines(doc)
	f := councildoc.ReadFront(doc, lines, g)
	items, review := itemsOf(report)
	if review.State == "" {
		review = f.Review
	}
	if review.State == "" {
		return nil, document.Refuse(document.NotExpected, "an addendum, but the State under review or its review is not known")
	}
	r := &reader{doc: doc, front: f, review: review, items: items, said: map[numberlist.Ref]*answer{}}
	r.known = r.knownNumbers(councildoc.Join(lines))
	r.out = &reading.Reading{Kind: reading.Addendum, Symbol: f.Symbol, Title: "Views on conclusions and/or recommendations", Lang: "en",
		Review: review, WGSession: f.WGSession, HRCSession: f.HRCSession, Issued: f.Issued, Grammar: Grammar}
	lines = body(lines)
	for _, p := range passages(lines, r.known) {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("reading %s: %w", f.Symbol, err)
		}
		r.passage(p)
	}
	r.tables(lines)
	r.tallies(lines)
	r.conclude()
	return r.out, nil
}

// body is the document below its title page.
func body(lines []councildoc.Line) []councildoc.Line {
	for i := range lines[:min(len(lines), 60)] {
		if viewsTitle.MatchString(lines[i].Text) || i > 0 && viewsTitle.MatchString(lines[i-1].Text+" "+lines[i].Text) {
			return lines[i+1:]
		}
	}
	return lines
}

// reader collects what the document says of each item.
type reader struct {
	doc    *document.Document
	front  councildoc.Front
	review upr.ReviewID
	items  map[numberlist.Ref]bool // true for a pending one; nil when the report is not at hand
	known  numberlist.Known
	said   map[numberlist.Ref]*answer
	order  []numberlist.Ref
	out    *reading.Reading
}

// answer is what was said of one item.
type answer struct {
	given    []given
	comments []reading.Comment
	claim    upr.Claim // in the words on the item itself
}

// given is one statement of a position.
type given struct {
	stance stance
	raw    string
	para   string
	page   int
	place  string
	listed bool // as one of a list, not beside its own comment
	weak   bool // only from the heading above the State's words on it
}

// itemsOf are the addresses of the report's items, true for those that are pending, and their review.
func itemsOf(report *Report) (map[numberlist.Ref]bool, upr.ReviewID) {
	if report == nil {
		return nil, upr.ReviewID{}
	}
	var review upr.ReviewID
	out := map[numberlist.Ref]bool{}
	take := func(ids []upr.ItemID, pending bool) {
		for _, id := range ids {
			ref, ok := upr.ParseItemRef(string(id))
			n, err := strconv.Atoi(ref.Number)
			if !ok || err != nil {
				continue // items of section I have letters; addenda do not list them
			}
			review = ref.Review
			out[numberlist.Ref{Paragraph: ref.Paragraph, Number: n}] = pending
		}
	}
	take(report.Decided, false)
	take(report.Pending, true)
	return out, review
}

// knownNumbers says which numbers are items. Without the report those paragraphs count that stand before a dot often.
func (r *reader) knownNumbers(text string) numberlist.Known {
	if r.items == nil {
		seen := map[int]int{}
		for _, m := range dotted.FindAllStringSubmatch(text, -1) {
			n, _ := strconv.Atoi(m[1])
			seen[n]++
		}
		return numberlist.Known{Paragraph: func(n int) bool { return n > 20 && seen[n] >= 2 }}
	}
	paragraphs := map[int]bool{}
	for ref := range r.items {
		paragraphs[ref.Paragraph] = true
	}
	k := numberlist.Known{
		Paragraph: func(n int) bool { return paragraphs[n] },
		Item:      func(ref numberlist.Ref) bool { return r.isItem(ref) },
	}
	if len(paragraphs) == 1 {
		for n := range paragraphs {
			k.Only = n
		}
	}
	return k
}

func (r *reader) isItem(ref numberlist.Ref) bool {
	_, ok := r.items[ref]
	return ok
}

var dotted = regexp.MustCompile(`\b(\d{2,3})\.\d{1,3}\b`)

func (r *reader) answer(ref numberlist.Ref) *answer {
	a := r.said[ref]
	if a == nil {
		a = &answer{}
		r.said[ref] = a
		r.order = append(r.order, ref)
	}
	return a
}

var refersOnly = regexp.MustCompile(`(?i)\b(?:see|cf|refer(?:s|ring)? to|as (?:mentioned|stated|indicated|explained|noted) (?:in|under|above)|same as|comments? (?:on|to|under))\b`)

// passage reads positions out of a paragraph, or the words on items named in front of them.
func (r *reader) passage(p passage) {
	switch p.kind {
	case comment:
		r.comment(p)
	case prose:
		r.lists(p)
	}
}

// lists reads the lists of numbers in a paragraph. The sentence decides; where it says nothing, the heading above does.
func (r *reader) lists(p passage) {
	text := p.text()
	under := read(p.under)
	for _, s := range councildoc.Sentences(text) {
		lists := numberlist.Find(s, r.known)
		if len(lists) == 0 {
			continue
		}
		st := read(s)
		if st.value == "" && refersOnly.MatchString(s) {
			continue
		}
		if st.value == "" {
			st.value, st.vague = under.value, under.vague
		}
		if st.claim == upr.NoClaim {
			if st.claim = under.claim; st.claim == upr.NoClaim && st.value == upr.Supported {
				st.claim = read(followUp(text, s)).claim
			}
		}
		if st.value == "" {
			continue
		}
		for _, l := range lists {
			r.backwards(l, p)
			for _, ref := range l.Refs {
				a := r.answer(ref)
				a.given = append(a.given, given{stance: st, raw: rawOf(s, lists, p.under), para: p.label, page: p.lines[0].Page, place: p.lines[0].Place, listed: true})
			}
		}
	}
}

// followUp is the sentence behind a list when it speaks of the items just listed.
func followUp(text, sentence string) string {
	_, after, _ := strings.Cut(text, sentence)
	next := councildoc.Sentences(strings.TrimSpace(after))[0]
	if strings.Contains(next, " they ") || strings.Contains(next, "hese recommendations") || strings.Contains(next, " them ") {
		return next
	}
	return ""
}

// rawOf are the words that carry a position, without the numbers: the heading or the sentence up to its list.
func rawOf(sentence string, lists []numberlist.List, under string) string {
	head := strings.TrimRight(sentence[:lists[0].Start], " :")
	if read(head).value == "" && under != "" {
		return under
	}
	return head
}

func (r *reader) backwards(l numberlist.List, p passage) {
	for _, b := range l.Backwards {
		r.out.Questions = append(r.out.Questions, reading.Question{Kind: RangeBackwards, Page: p.lines[0].Page, Place: p.lines[0].Place, Detail: map[string]string{"printed": b}})
	}
}

func firstSentences(text string, n int) string {
	s := councildoc.Sentences(text)
	return strings.Join(s[:min(len(s), n)], " ")
}

func (r *reader) id(ref numberlist.Ref) upr.ItemID {
	return upr.NewItemID(r.review, ref.Paragraph, strconv.Itoa(ref.Number))
}
