package reference

import (
	"slices"
	"sync"

	"github.com/openupr/openupr/internal/upr"
)

// Invented is the status of the sample's States, which exist nowhere.
const Invented Status = "invented"

// SampleState is the invented State whose review the sample shows.
const SampleState upr.State = "ZZV"

// SampleReview is the review that the sample shows.
func SampleReview() upr.ReviewID { return upr.ReviewID{State: SampleState, Cycle: 4} }

var invented = sync.OnceValue(func() []StateInfo {
	var out []StateInfo
	for _, r := range table("invented.tsv") {
		code := upr.State(r["code"])
		if len(out) == 0 || out[len(out)-1].Code != code {
			out = append(out, StateInfo{Code: code, Status: Invented})
		}
		s := &out[len(out)-1]
		s.Names = append(s.Names, StateName{Text: r["name"], Lang: r["lang"], Kind: NameKind(r["kind"]), Unconfirmed: true, Source: "invented"})
	}
	return out
})

// InventedStates are those of the sample. States does not hold them.
func InventedStates() []StateInfo {
	out := slices.Clone(invented())
	for i := range out {
		out[i].Names = slices.Clone(out[i].Names)
	}
	return out
}

// IsInvented says whether a code is one of the sample's. A page that shows such a State says so.
func IsInvented(code upr.State) bool {
	return slices.ContainsFunc(invented(), func(s StateInfo) bool { return s.Code == code })
}
