package wgreport

import (
	"regexp"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/ingest/councildoc"
	"github.com/openupr/openupr/internal/ingest/wording"
)

// clause of a summary: the words behind a reporting verb, up to the next one.
type clause struct {
	letter     string
	words      string
	recommends bool
}

var (
	reporting = regexp.MustCompile(`(?i)\b(recommend(?:ed|s|ing)?|suggest(?:ed|s)?|encourag(?:ed|es)|urg(?:ed|es)|call(?:ed|s) (?:up)?on|call(?:ed|s) for|propos(?:ed|es)|invit(?:ed|es)|ask(?:ed|s)|enquired|inquired|request(?:ed|s)|wished to know|wanted to know|sought (?:clarification|information)|noted|welcomed|expressed|referred|commended|stated|raised)\b`)
	asks      = regexp.MustCompile(`(?i)^(?:recommend|suggest|encourag|urg|call|propos|invit)`)
	wonders   = regexp.MustCompile(`(?i)^(?:ask|enquired|inquired|request|wished|wanted|sought|raised)`)
	lettered  = regexp.MustCompile(`\(([a-z])\)\s`)
)

// clausesOf cuts a paragraph of the summary at sentences, reporting verbs and letters. With questions set, what was asked
// counts as recommended.
func clausesOf(text string, questions bool) []clause {
	var out []clause
	letter := ""
	recommends := false
	for _, s := range councildoc.Sentences(text) {
		letter = ""
		verbs := reportingIn(s)
		marks := lettered.FindAllStringSubmatchIndex(s, -1)
		cuts := slices.Clone(verbs)
		for _, m := range marks {
			cuts = append(cuts, m[:2])
		}
		slices.SortFunc(cuts, func(a, b []int) int { return a[0] - b[0] })
		for i, c := range cuts {
			end := len(s)
			if i+1 < len(cuts) {
				end = cuts[i+1][0]
			}
			word := s[c[0]:c[1]]
			if word[0] == '(' {
				letter = word[1:2]
			} else {
				recommends = asks.MatchString(word) || questions && wonders.MatchString(word)
			}
			w := s[c[1]:end]
			if questions && strings.Contains(w, "recommendation") {
				_, w, _ = strings.Cut(w, ":") // "asked the following questions, to be considered as recommendations: …"
			}
			if w = trimClause(w); w != "" {
				out = append(out, clause{letter, w, recommends})
			}
		}
	}
	return out
}

// reportingIn finds the reporting verbs of a sentence: those with a speaker before them, not those inside what is
// reported ("ensure that persons who requested asylum …").
func reportingIn(s string) [][]int {
	var out [][]int
	for _, v := range reporting.FindAllStringIndex(s, -1) {
		head := strings.TrimRight(s[:v[0]], " ")
		if len(strings.Fields(head)) <= 8 && !strings.Contains(head, ",") || speaks.MatchString(head) {
			out = append(out, v)
		}
	}
	return out
}

var (
	speaks     = regexp.MustCompile(`(?:^|[\s(])(?:it|It|and|also|further|finally|[A-Z]\pL+,?)$|[,;]$`)
	clauseHead = regexp.MustCompile(`(?i)^(?:[\s,:;]+|that\s+|to\s+|and\s+)+`)
	clauseTail = regexp.MustCompile(`(?i)(?:[\s,:;.]+|\s(?:and|it|also|further|finally|that|to|in this regard,?|it also|it further))+$`)
)

// trimClause is the clause without joining words; empty when fewer than three words are left.
func trimClause(s string) string {
	s = clauseTail.ReplaceAllString(clauseHead.ReplaceAllString(strings.TrimSpace(s), ""), "")
	if len(strings.Fields(s)) < 3 && !wording.StartsSentence(s) {
		return ""
	}
	return s
}
