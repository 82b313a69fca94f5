package uprinfo

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
)

// own are names of States that UPR Info alone writes so: short forms without any other meaning in its list.
var own = map[string]upr.State{
	"antigua & barbuda": "ATG", "bosnia & herzegovina": "BIH", "democratic republic of congo": "COD", "dpr korea": "PRK",
	"macedonia fyr": "MKD", "republic of congo": "COG", "sao tome & principe": "STP", "st kitts & nevis": "KNA",
	"st lucia": "LCA", "st vincent & the grenadines": "VCT", "trinidad & tobago": "TTO",
}

// state is the State that a printed name means; empty when nobody here knows it.
func (r *reader) state(printed string) upr.State {
	if s, ok := r.states[printed]; ok {
		return s
	}
	s, ok := own[strings.ToLower(printed)]
	if m, known := r.names.Lookup(printed, upr.Date{}); !ok && known {
		s = m.State
	}
	if len(r.states) < 1<<12 {
		r.states[strings.Clone(printed)] = s
	}
	return s
}

// attributions are the recommending States of a cell: one in the layout of 2015, in today's several with bars between.
func (r *reader) attributions(cell string) []upr.Attribution {
	var out []upr.Attribution
	for part := range strings.SplitSeq(cell, "|") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		a := upr.Attribution{State: r.state(part), Printed: r.share(part)}
		if !slices.Contains(out, a) {
			out = append(out, a)
		}
	}
	return out
}

// session is the number at the beginning of a cell: "14", "44 - November 2023".
func (r *reader) session(cell string) upr.WGSession {
	if s, ok := r.sessions[cell]; ok {
		return s
	}
	n := upr.WGSession(leading(cell, 999))
	if _, ok := reference.SessionByNumber(n); !ok {
		n = 0
	}
	if len(r.sessions) < 1<<12 {
		r.sessions[strings.Clone(cell)] = n
	}
	return n
}

// leading is the number at the beginning of a text, when it is not above the largest.
func leading(s string, largest int) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	v, err := strconv.Atoi(s[:n])
	if err != nil || v > largest {
		return 0
	}
	return v
}

// issues splits a cell of issues: commas in the layout of 2015 (their names have none), bars in today's.
func (r *reader) issues(cell string) issues {
	if l, ok := r.lists[cell]; ok {
		return l
	}
	sep := ","
	if strings.Contains(cell, "|") {
		sep = "|"
	}
	var l issues
	for part := range strings.SplitSeq(cell, sep) {
		part = strings.TrimSpace(part)
		switch code, ok := issueCodes()[fold(part)]; {
		case part == "":
		case ok && !slices.Contains(l.codes, code):
			l.codes = append(l.codes, code)
		case !ok && !slices.Contains(l.labels, part):
			l.labels = append(l.labels, strings.Clone(part))
		}
	}
	if len(r.lists) < 1<<16 {
		r.lists[strings.Clone(cell)] = l
	}
	return l
}

var issueCodes = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	for _, i := range reference.Issues() {
		out[fold(i.Label)] = i.Code
	}
	return out
})

// meaning of a response. UPR Info's older ones (rejected, general response, no response) came before the Council knew
// only two positions; what does not say which is unclear.
func meaning(response, template string) (p upr.Position, pledge bool) {
	if strings.Contains(fold(template), "pledge") {
		return "", true
	}
	switch fold(response) {
	case "accepted", "supported", "support", "enjoysthesupport":
		return upr.Supported, false
	case "noted", "notsupported", "rejected", "notaccepted":
		return upr.Noted, false
	case "pending", "":
		return upr.Pending, false
	case "voluntarypledge", "pledge":
		return "", true
	default:
		return upr.Unclear, false
	}
}
