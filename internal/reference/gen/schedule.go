package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// shown are slots of later sessions that a document at hand shows.
var shown = map[string]string{
	"KAZ 34": "A/HRC/43/2, paras. 667-706", "SVN 34": "A/HRC/43/15", "SVN 48": "A/HRC/59/15", "CHN 31": "A/HRC/40/6",
	"MMR 37": "A/HRC/47/13", "AUS 51": "A/HRC/62/13", "KAZ 48": "Ministry of Foreign Affairs of Kazakhstan, 2025",
}

// writeSchedule writes which State stands in which session of the Working Group.
func (g *generator) writeSchedule() error {
	rows, err := g.csv("calendar/upr_calendar_1-54_derived.csv")
	if err != nil {
		return err
	}
	var out [][]string
	for _, r := range rows {
		src := r["state_list_source"]
		confirmed, source := "yes", ""
		switch {
		case strings.Contains(src, "UNVERIFIED"):
			confirmed, source = "no", "same order as in the cycle before"
		case strings.Contains(src, "press release"):
			source = "UN press release"
		case strings.Contains(src, "OHCHR cycles page"):
			source = "OHCHR page on the cycles"
		case strings.Contains(src, "HRC49 adoption list"):
			source = "list of outcomes adopted at the Council's 49th session"
		case strings.Contains(src, "CeHDI"):
			source = "CeHDI timeline of cycle 4"
		case strings.Contains(src, "rochelleterman"):
			source = "R. Terman, list of sessions 1-20"
		default:
			return fmt.Errorf("source %q is not known", src)
		}
		if symbol := shown[r["iso3"]+" "+r["session"]]; symbol != "" {
			confirmed, source = "yes", symbol
		}
		if r["iso3"] == "SSD" && r["cycle"] == "1" {
			// South Sudan became a member on 14 July 2011, after session 11; its first review of its own was in session 26.
			confirmed, source = "no", "R. Terman, list of sessions 1-20; before membership"
		}
		if r["iso3"] == "USA" && r["cycle"] == "4" {
			confirmed = "no" // moved from session 50; the new session is only expected
		}
		out = append(out, []string{r["cycle"], r["session"], r["iso3"], confirmed, source})
	}
	slices.SortFunc(out, func(a, b []string) int {
		x, _ := strconv.Atoi(a[1])
		y, _ := strconv.Atoi(b[1])
		if x != y {
			return x - y
		}
		return strings.Compare(a[2], b[2])
	})
	return g.table("schedule.tsv", []string{
		"Which State is reviewed in which session of the Working Group. Written by internal/reference/gen.",
		"Source: per row. As of: November 2026. Rows with confirmed = no are shown only as expected.",
	}, append([][]string{{"cycle", "session", "code", "confirmed", "source"}}, out...))
}

// ratificationFiles name the treaties of the data files by our codes.
var ratificationFiles = map[string]string{
	"cat": "CAT", "cedaw": "CEDAW", "cped": "ICPPED", "crc": "CRC", "crpd": "CRPD", "iccpr": "ICCPR",
	"iccpr_op1": "ICCPR-OP1", "iccpr_op2": "ICCPR-OP2", "icerd": "ICERD", "icescr": "ICESCR", "icescr_op": "OP-ICESCR",
	"icmw": "ICRMW", "op_cedaw": "OP-CEDAW", "op_crc_ac": "OP-CRC-AC", "op_crc_ic": "OP-CRC-IC",
	"op_crc_sc": "OP-CRC-SC", "op_crpd": "OP-CRPD", "opcat": "OP-CAT",
}

// writeRatifications writes the status of each State towards each treaty.
func (g *generator) writeRatifications() error {
	codes, err := g.csv("countries/country-codes_datasets.csv")
	if err != nil {
		return err
	}
	alpha3 := map[string]string{}
	for _, c := range codes {
		alpha3[c["ISO3166-1-Alpha-2"]] = c["ISO3166-1-Alpha-3"]
	}
	alpha3["TP"], alpha3["S"] = "TLS", "SSD" // as these files write Timor-Leste and, once, South Sudan
	out := [][]string{{"treaty", "code", "status", "year"}}
	for _, file := range sorted(ratificationFiles) {
		path := "ratification/hr_status_" + file + ".csv"
		if _, err := os.Stat(filepath.Join(g.from, path)); err != nil {
			return err
		}
		rows, err := g.csv(path)
		if err != nil {
			return err
		}
		for _, r := range rows {
			code, status := alpha3[r["iso2"]], ""
			switch {
			case code == "" || g.names[code] == nil:
				fmt.Printf("%s: %q %q not taken\n", file, r["iso2"], r["member"])
				continue
			case r["state party"] == "1":
				status = "party"
			case r["signatory"] == "1":
				status = "signatory"
			default:
				continue
			}
			out = append(out, []string{ratificationFiles[file], code, status, strings.TrimSpace(r["year ratification or accession"])})
		}
	}
	return g.table("ratifications.tsv", []string{
		"Parties and signatories of the treaties, with the year of ratification or accession. Written by internal/reference/gen.",
		"Source: OHCHR status of ratification, as collected by others. As of: August 2022; stale by design, always show the date.",
	}, out)
}
