package council

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/openupr/openupr/internal/document"
)

// Paragraph of a draft that is put to consultation.
type Paragraph struct {
	Heading bool
	Words   string
}

// Bounds of a draft.
const (
	DraftMax     = 900_000 // bytes of its text
	PassagesMax  = 3000
	passageMax   = 20_000 // bytes of one passage
	headingRunes = 120
)

// Paragraphs divides a text as people paste it: at blank lines, or at every line where no line is blank. A line that begins
// with # is a heading. What is longer than a passage may be is divided at the ends of sentences.
func Paragraphs(text string) []Paragraph {
	text = strings.ToValidUTF8(strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n"), "")
	blank := strings.Contains(strings.TrimSpace(blankLines.ReplaceAllString(text, "\n\n")), "\n\n")
	var out []Paragraph
	var lines []string
	end := func() {
		if words := oneLine(strings.Join(lines, " ")); words != "" {
			for _, part := range divide(words) {
				out = append(out, Paragraph{Words: part})
			}
		}
		lines = nil
	}
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "#"):
			end()
			if words := oneLine(strings.TrimLeft(line, "# \t\u00a0")); words != "" {
				parts := divide(words)
				out = append(out, Paragraph{Heading: len(parts) == 1, Words: parts[0]})
				for _, p := range parts[1:] {
					out = append(out, Paragraph{Words: p})
				}
			}
		case line == "":
			end()
		default:
			lines = append(lines, line)
			if !blank {
				end()
			}
		}
	}
	end()
	return out
}

var blankLines = regexp.MustCompile(`\n[ \t\x{a0}]*\n`)

// Written is a draft as Paragraphs reads it.
func Written(list []Paragraph) string {
	var b strings.Builder
	for i, p := range list {
		if i > 0 {
			b.WriteString("\n\n")
		}
		if p.Heading {
			b.WriteString("# ")
		}
		b.WriteString(p.Words)
	}
	return b.String()
}

// oneLine is one line of words without the signs that no text has.
func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && !unicode.IsSpace(r) || r == utf8.RuneError {
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// divide cuts words that are too long for one passage, at the ends of sentences where there are some.
func divide(s string) []string {
	var out []string
	for len(s) > passageMax {
		at := strings.LastIndex(s[:passageMax], ". ") + 1
		if at == 0 {
			at = strings.LastIndexByte(s[:passageMax], ' ')
		}
		for at <= 0 || !utf8.RuneStart(s[at]) {
			if at <= 0 {
				at = passageMax
			}
			at--
		}
		out, s = append(out, strings.TrimSpace(s[:at])), strings.TrimSpace(s[at:])
	}
	return append(out, s)
}

// FromDocument takes the paragraphs of a file: those of a word processor as they are, the lines of a PDF put together by the
// space between them. A person looks at them before they are put to consultation.
func FromDocument(d *document.Document) []Paragraph {
	var text []Paragraph
	lines := 0
	for _, b := range d.Blocks {
		if b.Kind == document.Line {
			lines++
		}
	}
	if lines > 0 {
		text = fromLines(d.Blocks)
	} else {
		for _, b := range d.Blocks {
			words := b.Text
			if b.Kind == document.Row {
				words = rowWords(b)
			} else if b.Label != "" {
				words = b.Label + " " + words
			}
			if words = oneLine(words); words != "" {
				text = append(text, Paragraph{Heading: b.Kind == document.Paragraph && b.Bold && headingLike(words), Words: words})
			}
		}
	}
	return Paragraphs(Written(text)) // one form for what is shown and what is saved
}

func rowWords(b document.Block) string {
	var cells []string
	for _, c := range b.Cells {
		var in []string
		for _, p := range c.Paragraphs {
			in = append(in, strings.TrimSpace(p.Label+" "+p.Text))
		}
		if words := oneLine(strings.Join(in, " ")); words != "" {
			cells = append(cells, words)
		}
	}
	return strings.Join(cells, " | ")
}

// headingLike says whether words are short enough for a heading, and do not end as a sentence does.
func headingLike(s string) bool {
	return utf8.RuneCountInString(s) <= headingRunes && !strings.ContainsAny(s[len(s)-1:], ".;,:")
}

// pointBegins is how a numbered paragraph or a point of a list begins.
var pointBegins = regexp.MustCompile(`^(\d{1,3}([.)]|(\.\d{1,3})+[.)]?)|\(?[a-zа-я]\)|[•–—-])[ \t]`)

// fromLines puts printed lines together.
func fromLines(blocks []document.Block) []Paragraph {
	var gaps []float64
	for i := 1; i < len(blocks); i++ {
		if g := blocks[i].Y - blocks[i-1].Y; blocks[i].Page == blocks[i-1].Page && g > 0 {
			gaps = append(gaps, g)
		}
	}
	usual := 0.0
	if len(gaps) > 0 {
		slices.Sort(gaps)
		usual = gaps[len(gaps)/2]
	}
	var out []Paragraph
	for i, b := range blocks {
		words := oneLine(b.Text)
		if b.Kind == document.Row {
			words = rowWords(b)
		}
		if words == "" {
			continue
		}
		if i > 0 && len(out) > 0 && goesOn(blocks[i-1], b, usual) {
			last := &out[len(out)-1]
			last.Words = joinLines(last.Words, words)
			last.Heading = last.Heading && headingLike(last.Words)
			continue
		}
		out = append(out, Paragraph{Heading: b.Bold && headingLike(words), Words: words})
	}
	return out
}

// goesOn says whether a line goes on with the paragraph of the one before.
func goesOn(before, b document.Block, usual float64) bool {
	end := strings.TrimSpace(before.Text)
	switch {
	case end == "", before.Kind != document.Line, b.Kind != document.Line, before.Bold != b.Bold, pointBegins.MatchString(b.Text):
		return false
	case b.Y == 0 && before.Y == 0: // plain text: a blank line stands between paragraphs
		return b.Index == before.Index+1
	case b.Page != before.Page:
		return !strings.ContainsAny(end[len(end)-1:], ".:;!?")
	}
	gap := b.Y - before.Y
	return gap >= 0 && (usual == 0 || gap <= usual*1.5)
}

// joinLines puts a line behind another; a hyphen at a line's end between small letters is taken out.
func joinLines(a, b string) string {
	if cut, ok := strings.CutSuffix(a, "-"); ok {
		last, _ := utf8.DecodeLastRuneInString(cut)
		first, _ := utf8.DecodeRuneInString(b)
		if unicode.IsLower(last) && unicode.IsLower(first) {
			return cut + b
		}
	}
	return a + " " + b
}
