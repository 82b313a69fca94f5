package uhri

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/upr"
)

// Mechanisms of annotations.
const (
	UPR              = "upr"
	TreatyBody       = "treaty-body"
	SpecialProcedure = "special-procedure"
	Other            = "other"
)

// treatyBodies as the index prints them: the ten committees and the subcommittee (OHCHR, "Treaty bodies").
var treatyBodies = map[string]bool{"CERD": true, "CESCR": true, "CCPR": true, "HRCTTE": true, "CEDAW": true, "CAT": true, "CRC": true,
	"CMW": true, "CRPD": true, "CED": true, "SPT": true}

// procedures begin the names of special procedures: rapporteurs, experts, working groups.
var procedures = []string{"SR ", "IE ", "WG ", "SRSG ", "Special Rapporteur", "Independent Expert", "Working Group", "Special Representative"}

// Mechanism that a body belongs to: "CRC" to the treaty bodies, "SR Housing" to the special procedures.
func Mechanism(body string) string {
	if body == "UPR" || strings.HasPrefix(body, "Universal Periodic Review") {
		return UPR
	}
	first, _, _ := strings.Cut(body, " ")
	first, _, _ = strings.Cut(first, "-") // protocols: "CRC-OP-AC"
	if treatyBodies[strings.ToUpper(first)] {
		return TreatyBody
	}
	for _, p := range procedures {
		if strings.HasPrefix(body, p) {
			return SpecialProcedure
		}
	}
	return Other
}

// kind of an annotation by its printed type.
func kind(printed string) string {
	s := strings.ToLower(printed)
	switch {
	case strings.Contains(s, "recommendation"):
		return "recommendation"
	case strings.Contains(s, "concern"), strings.Contains(s, "observation"):
		return "concern"
	}
	return "other"
}

// position by its printed name; what does not say clearly is unclear.
func position(printed string) upr.Position {
	switch s := strings.ToLower(printed); {
	case s == "":
		return ""
	case strings.HasPrefix(s, "support"), strings.HasPrefix(s, "accept"):
		return upr.Supported
	case strings.HasPrefix(s, "noted"), strings.HasPrefix(s, "not support"), strings.HasPrefix(s, "not accept"), strings.HasPrefix(s, "reject"):
		return upr.Noted
	case strings.HasPrefix(s, "pending"):
		return upr.Pending
	}
	return upr.Unclear
}

// numbered is how texts of the UPR begin: "121.4 ", "6.12. ", "137.21bis ".
var numbered = regexp.MustCompile(`^(\d{1,3}\.\d{1,3}(?: ?(?:bis|ter|[a-z])\b)?)\.?\s+`)

// number takes the number off the beginning of a text of the UPR.
func number(text string) (no, rest string) {
	m := numbered.FindStringSubmatch(text)
	if m == nil {
		return "", text
	}
	return strings.ReplaceAll(m[1], " ", ""), text[len(m[0]):]
}

// coded is how goals and targets begin: "16 - ", "16.2 - ", "16.b - ".
var coded = regexp.MustCompile(`^(?:SDG ?|Goal ?)?(\d{1,2}(?:\.(?:\d{1,2}|[a-z]))?)(?:\D|$)`)

// goal is the code of a goal or target.
func goal(printed string) (string, bool) {
	m := coded.FindStringSubmatch(printed)
	if m == nil {
		return "", false
	}
	first, _, _ := strings.Cut(m[1], ".")
	n, err := strconv.Atoi(first)
	return m[1], err == nil && n >= 1 && n <= 17
}

// firstNumber that a text says, from 1 to most; 0 when there is none.
func firstNumber(s string, most int) int {
	i := strings.IndexFunc(s, func(r rune) bool { return r >= '0' && r <= '9' })
	if i < 0 {
		return 0
	}
	end := i
	for end < len(s) && end-i < 4 && s[end] >= '0' && s[end] <= '9' {
		end++
	}
	n, err := strconv.Atoi(s[i:end])
	if err != nil || n > most {
		return 0
	}
	return n
}

// undashed takes the dash off that the index writes before values.
func undashed(s string) string {
	s = strings.TrimSpace(s)
	for _, dash := range []string{"- ", "– "} {
		if rest, ok := strings.CutPrefix(s, dash); ok {
			return strings.TrimSpace(rest)
		}
	}
	if s == "-" {
		return ""
	}
	return s
}

// lines are the values of a list: each may be lines of its own, each with a dash.
func lines(v values) []string {
	var out []string
	for _, s := range v {
		for line := range strings.Lines(s) {
			if line = Plain(undashed(line)); line != "" && len(out) < maxValues {
				out = append(out, line)
			}
		}
	}
	return out
}

// symbol without blanks, in capitals: "A/HRC/43/15".
func symbol(s string) string {
	return strings.ToUpper(strings.Join(strings.Fields(undashed(s)), ""))
}

func short(s string) string {
	if len(s) > 80 {
		return strings.ToValidUTF8(s[:80], "") + "…"
	}
	return strings.Clone(s)
}
