package lineage

import (
	"slices"
	"strings"
)

// protocols puts an optional protocol together with the treaty that stands beside it, and numbers with the conventions of
// the International Labour Organization. An instrument that cannot be told stays "optional-protocol" or "ilo-convention",
// which nobody joins.
func protocols(units []unit) []unit {
	out := units[:0:0]
	last := "" // the treaty named before
	for i := 0; i < len(units); i++ {
		u := units[i]
		switch {
		case u.name == "optional-protocol" && u.thing:
			of, end := treatyAfter(units, i)
			if of == "" {
				of, end = last, i
			}
			made := protocolsOf(of, units, i, end)
			if len(made) == 0 {
				out = append(out, u)
				continue
			}
			if slices.Contains(made, "ICCPR-OP2") {
				end = titleEnd(units, end)
			}
			for _, name := range made {
				p := u
				p.name, p.to, p.weight = name, units[end].to, thingWeight(name)
				out = append(out, p)
			}
			i = end
		case u.name == "ilo-convention" && u.thing:
			n, end := numbersAfter(units, i)
			if len(n) == 0 {
				n = numbersBefore(units, i)
			}
			if len(n) == 0 {
				out = append(out, u)
			}
			for _, number := range n {
				p := u
				p.name, p.to, p.weight = "ILO-"+number, units[end].to, thingWeight("ILO-"+number)
				out = append(out, p)
			}
			i = end
		default:
			if u.thing && isInstrument(u.name) {
				last = u.name
			}
			if u.name == "ICCPR-OP2" {
				i = titleEnd(units, i)
			}
			out = append(out, u)
		}
	}
	return out
}

// titleEnd is where the title of the second protocol ends that says what it aims at.
func titleEnd(units []unit, end int) int {
	for j := end + 1; j < len(units) && j < end+6; j++ {
		switch u := units[j]; {
		case u.name == "abolish-death-penalty" || u.name == "death-penalty":
			return j
		case u.mark == ';' || !small[u.form] && u.form != "aiming" && u.form != "aimed" && u.form != "aims" && u.form != "abolition" && u.form != "abolishing":
			return end
		}
	}
	return end
}

// treatyAfter is the treaty that follows a protocol with only small words between.
func treatyAfter(units []unit, i int) (name string, at int) {
	for j := i + 1; j < len(units) && j < i+9; j++ {
		u := units[j]
		switch {
		case u.thing && isInstrument(u.name) && hasProtocol[u.name]:
			return u.name, j
		case u.mark == ';' || u.thing || !small[u.form]:
			return "", i
		}
	}
	return "", i
}

var hasProtocol = map[string]bool{"ICCPR": true, "ICESCR": true, "CEDAW": true, "CAT": true, "CRC": true, "CRPD": true}

// protocolsOf are the protocols of a treaty that the words around name: before it which one by number, after it by what
// it is about.
func protocolsOf(of string, units []unit, i, end int) []string {
	switch of {
	case "CAT", "CEDAW", "ICESCR", "CRPD":
		return []string{"OP-" + of}
	case "OP-CAT", "OP-CEDAW", "OP-ICESCR", "OP-CRPD":
		return []string{of}
	case "ICCPR", "CRC":
	default:
		return nil
	}
	var out []string
	add := func(name string) {
		for _, o := range out {
			if o == name {
				return
			}
		}
		out = append(out, name)
	}
	for j := i - 1; j >= 0 && j >= i-4; j-- {
		switch units[j].form {
		case "second", "2nd":
			if of == "ICCPR" {
				add("ICCPR-OP2")
			}
		case "first", "1st":
			if of == "ICCPR" {
				add("ICCPR-OP1")
			}
		case "third", "3rd":
			if of == "CRC" {
				add("OP-CRC-IC")
			}
		case "two", "both":
			if of == "ICCPR" {
				return []string{"ICCPR-OP1", "ICCPR-OP2"}
			}
			return []string{"OP-CRC-AC", "OP-CRC-SC"}
		}
	}
	if len(out) > 0 {
		return out
	}
	for j := i + 1; j < len(units) && j <= end+16; j++ {
		if units[j].mark == ';' || j > end && units[j].thing && isInstrument(units[j].name) {
			break
		}
		switch {
		case of == "ICCPR" && (units[j].name == "death-penalty" || units[j].name == "abolish-death-penalty"):
			add("ICCPR-OP2")
		case of == "CRC" && (strings.HasPrefix(units[j].form, "prostitut") || strings.HasPrefix(units[j].form, "pornograph") || units[j].form == "sale"):
			add("OP-CRC-SC")
		case of == "CRC" && units[j].form == "armed":
			add("OP-CRC-AC")
		case of == "CRC" && (strings.HasPrefix(units[j].form, "communication") || strings.HasPrefix(units[j].form, "complaint")):
			add("OP-CRC-IC")
		}
	}
	if len(out) == 0 && of == "CRC" && strings.HasSuffix(units[i].form, "s") {
		return []string{"OP-CRC-AC", "OP-CRC-SC"}
	}
	return out
}

// numbersAfter are the numbers of conventions behind their name: "ILO Conventions Nos. 169 and 189".
func numbersAfter(units []unit, i int) (out []string, end int) {
	end = i
	for j := i + 1; j < len(units); j++ {
		f := units[j].form
		switch {
		case isNumber(f):
			out, end = append(out, f), j
		case units[j].mark == ';' || !small[f] && !strings.HasPrefix(f, "no") && f != "conventions" && f != "convention" && f != "number":
			return out, end
		}
	}
	return out, end
}

// numbersBefore are those in front of it: "Convention 169 of the ILO".
func numbersBefore(units []unit, i int) (out []string) {
	for j := i - 1; j >= 0 && j >= i-8; j-- {
		switch f := units[j].form; {
		case isNumber(f):
			out = append(out, f)
		case strings.HasPrefix(f, "convention") || small[f] || strings.HasPrefix(f, "no"):
		default:
			return out
		}
	}
	return out
}

// isNumber says whether a word is the number of a convention, not a year.
func isNumber(f string) bool {
	for _, c := range []byte(f) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(f) > 0 && len(f) < 4
}
