package sample

import (
	"embed"
	"fmt"
	"path"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/upr"
)

//go:embed facts/*.tsv
var factFiles embed.FS

// ReviewFacts are facts on one review, with the same names for every State.
type ReviewFacts struct {
	Review upr.ReviewID
	Facts  []Fact
}

// Fact is one value with its source. A value that no source at hand gives is empty and not confirmed.
type Fact struct {
	Name      string // one of FactNames
	Value     string
	Source    string // symbol with paragraph, or a title
	Confirmed bool
}

// factNames are the stable codes of facts in the order in which they are shown: the template that every State shares.
var factNames = []string{
	"wg-session", "review-date", "review-meeting", "wg-adopted", "wg-adopted-meeting", "troika", "troika-selected",
	"head-of-delegation", "speakers", "symbol-national-report", "symbol-compilation", "symbol-summary", "symbol-report",
	"symbol-addendum", "report-issued", "addendum-issued", "council-session", "plenary-date", "plenary-meeting",
	"decision", "tally-wg", "tally-addendum", "tally-plenary",
}

// FactNames lists the codes.
func FactNames() []string { return append([]string(nil), factNames...) }

// Facts are the examples: what is known of the reviews of two States, without any sentence of a UN document.
func Facts() ([]ReviewFacts, error) {
	files, err := factFiles.ReadDir("facts")
	if err != nil {
		return nil, fmt.Errorf("reading the example facts: %w", err)
	}
	var out []ReviewFacts
	for _, f := range files {
		b, err := factFiles.ReadFile(path.Join("facts", f.Name()))
		if err != nil {
			return nil, fmt.Errorf("reading the example facts: %w", err)
		}
		reviews, err := parseFacts(upr.State(strings.TrimSuffix(f.Name(), ".tsv")), string(b))
		if err != nil {
			return nil, fmt.Errorf("reading the example facts, %s: %w", f.Name(), err)
		}
		out = append(out, reviews...)
	}
	return out, nil
}

// parseFacts reads a file of one State: comment lines, a line of column names, then cycle, name, value, source and
// confirmed ("yes" or "no"), with tabs between.
func parseFacts(state upr.State, text string) ([]ReviewFacts, error) {
	var out []ReviewFacts
	head := false
	for n, line := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		if !head {
			if head = line == "cycle\tname\tvalue\tsource\tconfirmed"; !head {
				return nil, fmt.Errorf("line %d: expected the names of the five columns", n+1)
			}
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 5 {
			return nil, fmt.Errorf("line %d has %d fields, not 5", n+1, len(f))
		}
		cycle, err := strconv.Atoi(f[0])
		review := upr.ReviewID{State: state, Cycle: upr.Cycle(cycle)}
		if err != nil || !review.Valid() {
			return nil, fmt.Errorf("line %d: %q is not a cycle of %q", n+1, f[0], state)
		}
		if len(out) == 0 || out[len(out)-1].Review != review {
			out = append(out, ReviewFacts{Review: review})
		}
		r := &out[len(out)-1]
		r.Facts = append(r.Facts, Fact{f[1], f[2], f[3], f[4] == "yes"})
	}
	return out, nil
}

// Get is the fact with a name.
func (r ReviewFacts) Get(name string) (Fact, bool) {
	for _, f := range r.Facts {
		if f.Name == name {
			return f, true
		}
	}
	return Fact{}, false
}

// stages of the tallies.
var stages = map[string]upr.Stage{"tally-wg": upr.StageWG, "tally-addendum": upr.StageAddendum, "tally-plenary": upr.StagePlenary}

// Tallies are the announced counts among the facts, in items. A count that was not said is negative.
func (r ReviewFacts) Tallies() ([]upr.Tally, error) {
	var out []upr.Tally
	for _, f := range r.Facts {
		stage, ok := stages[f.Name]
		if !ok || f.Value == "" {
			continue
		}
		symbol, para, _ := strings.Cut(f.Source, ", para")
		t := upr.Tally{
			Review: r.Review, By: f.Source, Stage: stage, Unit: upr.UnitItem, Received: -1, Supported: -1, Noted: -1,
			Source: upr.Source{Symbol: symbol, Para: strings.Trim(para, "s. ")},
		}
		for _, part := range strings.Fields(f.Value) {
			name, number, _ := strings.Cut(part, "=")
			n, err := strconv.Atoi(number)
			if err != nil {
				return nil, fmt.Errorf("%s, %s: %q is not a count", r.Review, f.Name, part)
			}
			switch name {
			case "received":
				t.Received = n
			case "supported":
				t.Supported = n
			case "noted":
				t.Noted = n
			case "pending": // follows from the others
			default:
				return nil, fmt.Errorf("%s, %s: %q is not a kind of count", r.Review, f.Name, name)
			}
		}
		if err := t.Check(); err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, nil
}
