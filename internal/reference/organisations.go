package reference

import (
	"slices"
	"sync"

	"github.com/openupr/openupr/internal/upr"
)

// Organisation of States, as UPR Info's database labels its rows.
type Organisation struct {
	Code  string            // its label there: "EU", "Commonwealth"
	Title map[string]string // by language: en, ru, kk
}

// OrganisationsAsOf is the year of the source; later accessions, suspensions and withdrawals are not in it.
const OrganisationsAsOf = "2014"

var organisations = sync.OnceValue(func() []Organisation {
	var out []Organisation
	for _, r := range table("organisations.tsv") {
		out = append(out, Organisation{r["code"], map[string]string{"en": r["en"], "ru": r["ru"], "kk": r["kk"]}})
	}
	return out
})

// Organisations in the order of the alphabet of their codes.
func Organisations() []Organisation {
	out := slices.Clone(organisations())
	for i, o := range out {
		out[i].Title = cloned(o.Title)
	}
	return out
}

var memberships = sync.OnceValue(func() map[upr.State][]string {
	out := map[upr.State][]string{}
	for _, r := range table("organisation_members.tsv") {
		code := upr.State(r["code"])
		out[code] = append(out[code], r["organisation"])
	}
	return out
})

// OrganisationsOf are the codes of the organisations to which a State belonged as of OrganisationsAsOf, in the order of
// the alphabet. Invented States belong to none.
func OrganisationsOf(code upr.State) []string { return slices.Clone(memberships()[code]) }
