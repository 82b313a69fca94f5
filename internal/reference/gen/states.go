package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/xuri/excelize/v2"
)

var langs = []string{"en", "fr", "es", "ru", "zh", "ar"} // columns of the names file, short then formal

// notByName are the codes of names that changed since the list of codes was made, and of labels that the sources of
// groups and sessions use.
var notByName = map[string]string{
	"bahamas(the)": "BHS", "côted'ivoire": "CIV", "netherlands(kingdomofthe)": "NLD", "türkiye": "TUR",
	"bolivia": "BOL", "bosniaandherzegovina": "BIH", "capeverde": "CPV", "coted'ivoire": "CIV", "czechrepublic": "CZE",
	"dprkorea": "PRK", "democraticrepublicofcongo": "COD", "iran": "IRN", "laos": "LAO", "macedoniafyr": "MKD",
	"micronesia": "FSM", "moldova": "MDA", "netherlands": "NLD", "palestine": "PSE", "republicofcongo": "COG",
	"stkittsandnevis": "KNA", "stlucia": "LCA", "stvincentandthegrenadines": "VCT", "swaziland": "SWZ", "syria": "SYR",
	"tanzania": "TZA", "turkey": "TUR", "unitedkingdom": "GBR", "unitedstates": "USA", "venezuela": "VEN",
	"macedonia,theformeryugoslavrepublicof": "MKD",
}

// readNames reads short and formal names in six languages and gives each State its code.
func (g *generator) readNames() error {
	codes, err := g.csv("countries/country-codes_datasets.csv")
	if err != nil {
		return err
	}
	g.byLabel = map[string]string{}
	for label, code := range notByName {
		g.byLabel[label] = code
	}
	for _, c := range codes {
		if n := c["UNTERM English Short"]; n != "" {
			g.byLabel[fold(stars(n))] = c["ISO3166-1-Alpha-3"]
			g.byLabel[fold(strings.TrimSuffix(stars(n), " (the)"))] = c["ISO3166-1-Alpha-3"]
		}
	}
	x, err := excelize.OpenFile(filepath.Join(g.from, "countries/unterm_country_names_6lang.xlsx"))
	if err != nil {
		return err
	}
	defer x.Close()
	rows, err := x.GetRows(x.GetSheetName(0))
	if err != nil {
		return err
	}
	g.names, g.observer = map[string][]string{}, map[string]bool{}
	for _, r := range rows[1:] {
		// Two stars mark members of specialized agencies: they are not reviewed and do not recommend.
		if len(r) < 2 || strings.HasSuffix(r[0], "**") {
			continue
		}
		code := g.byLabel[fold(stars(r[0]))]
		if code == "" {
			return fmt.Errorf("no code for %q", r[0])
		}
		full := make([]string, 12)
		for i := range r {
			full[i] = stars(r[i])
		}
		g.codes = append(g.codes, code)
		g.names[code] = full
		g.observer[code] = strings.HasSuffix(r[0], "*")
	}
	return nil
}

func stars(s string) string { return strings.Join(strings.Fields(strings.TrimRight(s, " *")), " ") }

var groupCodes = map[string]string{"Africa": "AFR", "Asia": "APG", "EEG": "EEG", "GRULAC": "GRULAC", "WEOG": "WEOG", "Observer": ""}

// readGroups reads the regional group of each State.
func (g *generator) readGroups() error {
	rows, err := g.csv("countries/un_regional_groups_uprinfo_2008-2014.csv")
	if err != nil {
		return err
	}
	g.groups = map[string]string{}
	for _, r := range rows {
		code := g.byLabel[fold(r["state_uprinfo_name"])]
		group, known := groupCodes[r["un_regional_group"]]
		if code == "" || !known {
			fmt.Printf("group of %q (%q) not taken\n", r["state_uprinfo_name"], r["un_regional_group"])
			continue
		}
		g.groups[code] = group
	}
	return nil
}

func (g *generator) writeStates() error {
	out := [][]string{{"code", "status", "group"}}
	for _, c := range sorted(g.names) {
		status := "member"
		if g.observer[c] {
			status = "observer"
		}
		group, ok := g.groups[c]
		if !ok {
			return fmt.Errorf("no group for %s", c)
		}
		out = append(out, []string{c, status, group})
	}
	return g.table("states.tsv", []string{
		"Members and observer States with regional group. Written by internal/reference/gen.",
		"Source: UNTERM list of country names; ISO 3166-1 codes; groups as UPR Info's export of 2015 labels them (2008-2014).",
		"As of: 2024 (names), 2014 (groups). Confirmed for those years; a later change of group is not in the source.",
	}, out)
}

// writeNames writes the names without articles: the article in brackets ("Afghanistan (l')") and the English "the" are
// dropped, what stands in brackets otherwise ("Iran (Islamic Republic of)") gives a second, turned form.
func (g *generator) writeNames() error {
	out := [][]string{{"code", "lang", "kind", "name", "from", "to", "confirmed"}}
	for _, c := range sorted(g.names) {
		for i, lang := range langs {
			short, formal := bareName(g.names[c][i]), dropArticle(g.names[c][i+6], lang)
			if short == "" {
				short = formal
			}
			from, sure := since(c, lang)
			out = append(out, []string{c, lang, "short", short, from, "", sure})
			seen := map[string]bool{short: true}
			if t := turned(short); t != "" && !seen[t] {
				seen[t] = true
				out = append(out, []string{c, lang, "turned", t, from, "", sure})
			}
			if formal != "" && !seen[formal] {
				out = append(out, []string{c, lang, "formal", formal, from, "", sure})
			}
		}
	}
	return g.table("names.tsv", []string{
		"Short and formal names in the six official languages, without article. Written by internal/reference/gen; additions stand in names_added.tsv.",
		"Source: UNTERM list of country names (United Nations). As of: 2024. Days of change: see internal/reference/gen/since.go.",
	}, out)
}
