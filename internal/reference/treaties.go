package reference

import (
	"slices"
	"strings"
	"sync"

	"github.com/openupr/openupr/internal/upr"
)

// Treaty whose ratification is tracked.
type Treaty struct {
	Code    string // our abbreviation: "OP-CAT"
	Adopted int    // year, by the General Assembly
	Of      string // for a protocol, the code of its treaty
	Title   map[string]string
	Also    []string // other abbreviations in use
}

var treaties = sync.OnceValue(func() []Treaty {
	var out []Treaty
	for _, r := range table("treaties.tsv") {
		out = append(out, Treaty{
			Code: r["code"], Adopted: r.number("adopted"), Of: r["of"], Also: strings.Fields(r["also"]),
			Title: map[string]string{"en": r["en"], "ru": r["ru"], "kk": r["kk"]},
		})
	}
	return out
})

// Treaties are the nine core human rights treaties and their nine protocols.
func Treaties() []Treaty {
	out := slices.Clone(treaties())
	for i, t := range out {
		out[i].Title, out[i].Also = cloned(t.Title), slices.Clone(t.Also)
	}
	return out
}

// Bond is a State's status towards a treaty.
type Bond struct {
	Treaty string
	Party  bool // false: signed only
	Year   int  // of ratification or accession; 0 for a signatory or where the source has none
}

// RatificationsAsOf is the date of the source: stale by design, always shown with the data.
const RatificationsAsOf = "2022-08"

var bonds = sync.OnceValue(func() map[upr.State][]Bond {
	out := map[upr.State][]Bond{}
	for _, r := range table("ratifications.tsv") {
		b := Bond{Treaty: r["treaty"], Party: r["status"] == "party"}
		if r["year"] != "" {
			b.Year = r.number("year")
		}
		out[upr.State(r["code"])] = append(out[upr.State(r["code"])], b)
	}
	return out
})

// Ratifications of a State as of RatificationsAsOf; a treaty that is not listed is neither ratified nor signed.
func Ratifications(code upr.State) []Bond { return slices.Clone(bonds()[code]) }
