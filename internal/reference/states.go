package reference

import (
	"slices"
	"sync"

	"github.com/openupr/openupr/internal/upr"
)

// Status of a State in the United Nations.
type Status string

const (
	Member   Status = "member"
	Observer Status = "observer" // makes recommendations, is not reviewed
)

// StateInfo is what is known of a State.
type StateInfo struct {
	Code   upr.State
	Status Status
	Group  upr.Group // as of 2014, the year of the source; observers have none
	Names  []StateName
}

// NameKind says what a name is.
type NameKind string

const (
	ShortName   NameKind = "short"   // official short name
	FormalName  NameKind = "formal"  // official long name
	TurnedName  NameKind = "turned"  // short name with the words in brackets put first
	AliasName   NameKind = "alias"   // in use, not official
	PrintedName NameKind = "printed" // a slip seen in print
)

// StateName is a name of a State, without article.
type StateName struct {
	Text        string
	Lang        string // BCP 47
	Kind        NameKind
	From, To    upr.Date // first and last day; zero where there is none
	Unconfirmed bool     // the days, or the name itself for languages without a UN list
	Source      string
}

// Valid says whether the name was in use on that day; every name is on an unknown day.
func (n StateName) Valid(when upr.Date) bool {
	return when.IsZero() || (!n.From.After(when) && (n.To.IsZero() || !when.After(n.To)))
}

type stateTable struct {
	list []StateInfo
	at   map[upr.State]int
}

var states = sync.OnceValue(func() stateTable {
	t := stateTable{at: map[upr.State]int{}}
	for _, r := range table("states.tsv") {
		t.list = append(t.list, StateInfo{Code: upr.State(r["code"]), Status: Status(r["status"]), Group: upr.Group(r["group"])})
	}
	names := map[upr.State][]StateName{}
	for _, file := range []struct{ name, source string }{
		{"names.tsv", "UNTERM"}, {"names_added.tsv", ""}, {"names_kk.tsv", ""},
	} {
		for _, r := range table(file.name) {
			code := upr.State(r["code"])
			names[code] = append(names[code], StateName{
				Text: r["name"], Lang: r["lang"], Kind: NameKind(r["kind"]), From: r.date("from"), To: r.date("to"),
				Unconfirmed: r.unconfirmed("confirmed"), Source: file.source + r["source"],
			})
		}
	}
	for i := range t.list {
		t.list[i].Names = names[t.list[i].Code]
	}
	order := collator("en")
	slices.SortFunc(t.list, func(a, b StateInfo) int {
		return order.CompareString(nameOf(a, "en", upr.Date{}), nameOf(b, "en", upr.Date{}))
	})
	for i, s := range t.list {
		t.at[s.Code] = i
	}
	return t
})

// States are the members and the observers, in English alphabetical order.
func States() []StateInfo {
	out := slices.Clone(states().list)
	for i := range out {
		out[i].Names = slices.Clone(out[i].Names)
	}
	return out
}

// State by its code.
func State(code upr.State) (StateInfo, bool) {
	t := states()
	i, ok := t.at[code]
	if !ok {
		return StateInfo{}, false
	}
	s := t.list[i]
	s.Names = slices.Clone(s.Names)
	return s, true
}
