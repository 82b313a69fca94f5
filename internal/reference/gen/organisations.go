package main

import (
	"fmt"
	"slices"
	"strings"
)

// writeOrganisations writes which State belongs to which organisation of States, as UPR Info labelled its rows.
func (g *generator) writeOrganisations() error {
	rows, err := g.csv("countries/un_regional_groups_uprinfo_2008-2014.csv")
	if err != nil {
		return err
	}
	var out [][]string
	for _, r := range rows {
		code := g.byLabel[fold(r["state_uprinfo_name"])]
		if code == "" {
			fmt.Printf("organisations of %q (%q) not taken\n", r["state_uprinfo_name"], r["organisations"])
			continue
		}
		for _, o := range strings.FieldsFunc(r["organisations"], func(r rune) bool { return r == ';' || r == ',' }) {
			out = append(out, []string{code, strings.TrimSpace(o)})
		}
	}
	slices.SortFunc(out, func(a, b []string) int { return slices.Compare(a, b) })
	return g.table("organisation_members.tsv", []string{
		"Which State belongs to which organisation of States. Written by internal/reference/gen.",
		"Source: labels in UPR Info's database export of 2015, derived from its columns To-Org and From-Org (2008-2014), not from the organisations' own lists.",
		"As of: 2014. Suspensions and later changes of membership are not in the source.",
	}, append([][]string{{"code", "organisation"}}, out...))
}
