package plan

import "github.com/openupr/openupr/internal/upr"

// KindClaim is the kind of a Claim.
const KindClaim = "claim"

// Claim is what a source says of a legal act, a treaty act, a body or a measure, where sources differ or where nobody has
// confirmed it: another value for a field (a date of signature), or an opinion on the whole. It is somebody's word and
// changes nothing of what it is about.
type Claim struct {
	About  string   `fact:"about"` // id of the thing
	Field  string   `fact:"field"` // of the thing, where the claim is another value for it: "signed"; empty: on the whole
	Value  string   `fact:"value"` // of that field, as the source has it
	Says   Names    `fact:"text"`  // in own words
	By     string   `fact:"by"`    // who says so
	Voice  Voice    `fact:"voice"` // whose voice that is; empty: a source without one (a newspaper, a register)
	On     upr.Date `fact:"on"`
	Source string   `fact:"source"`
	URL    string   `fact:"url"`
	Sure   bool     `fact:"confirmed"` // that the source says so was confirmed against it
}
