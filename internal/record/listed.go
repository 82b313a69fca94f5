package record

import (
	"cmp"

	"github.com/openupr/openupr/internal/upr"
)

// listPledges puts the pledges of other keepers' lists behind those that the documents number. One in the same words as a
// document's is that pledge; the keeper's labels then stand beside it. The others are pledges of their own, with the
// keeper as their source and a key of their words instead of a number.
func (r *Review) listPledges() {
	byWords := map[string]*upr.Pledge{}
	for i := range r.Pledges {
		for _, t := range r.Pledges[i].Texts {
			byWords[letters(t.Words)] = &r.Pledges[i]
		}
	}
	r.pledged = map[string]string{}
	seen := map[string]bool{}
	for _, e := range r.Entries {
		if !e.Pledge {
			continue
		}
		if p := byWords[letters(e.Words)]; p != nil {
			r.pledged[e.Subject] = p.ID()
			continue
		}
		p := upr.Pledge{Review: r.ID, Key: e.Name(), Texts: []upr.Text{{Lang: cmp.Or(e.Lang, "en"), Words: e.Words, Origin: upr.FromSource,
			Source: upr.Source{Symbol: KeeperName(e.Keeper), SHA256: e.SHA256}}}}
		r.pledged[e.Subject] = p.ID()
		if !seen[p.ID()] {
			seen[p.ID()] = true
			r.Pledges = append(r.Pledges, p)
		}
	}
}

// PledgeOf an entry: the identifier of the pledge that it is; empty when it is none.
func (r *Review) PledgeOf(e *Entry) string { return r.pledged[e.Subject] }
