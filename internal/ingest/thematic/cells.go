package thematic

import (
	"regexp"
	"strings"

	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/upr"
)

var (
	// "140.7 Ratify", "28.9. Continue", "77. 24 Take", "101.103.Place"
	itemNumber = regexp.MustCompile(`^(\d{1,3})\s?\.\s?(\d{1,3})(?:\.?\s*([^\d\s.,;–-].*)|\.?\s+(\d.*))$`)
	symbolForm = regexp.MustCompile(`A/HRC/\d{1,3}/\d{1,3}(?:/(?:Add|Corr|Rev)\.\d{1,2})*|A/HRC/DEC/\d{1,3}/\d{1,3}`)
	paraForm   = regexp.MustCompile(`(?i)\bpara(?:s|graphs?)?\b\s*\.?\s*(\d{1,3}(?:\s*(?:[-–,]|and)\s*\d{1,3})*)`)
	goalLine   = regexp.MustCompile(`^[-–•·]?\s*(\d{1,2})\s*[-–]\s*(\S.*)$`)
	themeCode  = regexp.MustCompile(`^([A-Z]\d{0,3})\s+(\S.*)$`)
	goalTheme  = regexp.MustCompile(`(?i)^SDG\s*(\d{1,2})\s*[-–:]?\s*(.*)$`)
	blockHead  = regexp.MustCompile(`(?i)^((?:affected|groups? of) persons?|persons? affected|(?:relevant )?SDGs?|sustainable development goals?|themes?|human rights themes?)\s*:?$`)
)

// positionOf a cell in the two words that the lists use, or in those that other editions may; empty for anything else.
func positionOf(s string) upr.Position {
	switch strings.ToLower(strings.Trim(s, " .;:*")) {
	case "supported", "supports", "accepted", "enjoys the support", "enjoys support":
		return upr.Supported
	case "noted", "not supported", "does not enjoy the support":
		return upr.Noted
	case "pending", "to be examined", "will be examined":
		return upr.Pending
	}
	return ""
}

// sourceOf reads "A/HRC/59/15/Add.1 - Para.3" with its slips: "Add.1, para. 3 - Para. 3", "Para.3vv", no paragraph.
func sourceOf(s string) upr.Source {
	src := upr.Source{Symbol: symbolForm.FindString(s)}
	if all := paraForm.FindAllStringSubmatch(s, -1); len(all) > 0 {
		src.Para = strings.Join(strings.Fields(all[len(all)-1][1]), " ")
	}
	return src
}

// tagsOf reads the cells of themes and Goals. A cell of themes holds themes first; a line such as "Affected persons:"
// or "SDGs:" begins another block.
func tagsOf(id upr.ItemID, e entry) []reading.Tag {
	var out []reading.Tag
	add := func(t reading.Tag) {
		t.Item = id
		for _, o := range out {
			if o == t {
				return
			}
		}
		if t.Label != "" || t.Code != "" {
			out = append(out, t)
		}
	}
	scheme := reading.Theme
	for _, line := range e.themes {
		if m := blockHead.FindStringSubmatch(line); m != nil {
			scheme = schemeOf(m[1])
			continue
		}
		add(tagOf(scheme, line))
	}
	for _, line := range e.goals {
		if blockHead.MatchString(line) {
			continue
		}
		add(tagOf(reading.SDG, line))
	}
	if e.heading != "" && !hasTheme(out) { // a list without the column still says its theme above the row
		add(tagOf(reading.Theme, e.heading))
	}
	return out
}

func hasTheme(tags []reading.Tag) bool {
	for _, t := range tags {
		if t.Scheme == reading.Theme {
			return true
		}
	}
	return false
}

func schemeOf(head string) reading.Scheme {
	head = strings.ToLower(head)
	switch {
	case strings.Contains(head, "person"):
		return reading.Persons
	case strings.Contains(head, "sdg"), strings.Contains(head, "goal"):
		return reading.SDG
	}
	return reading.Theme
}

// tagOf reads one line: "A12 Acceptance of …", "- Persons …", "- 16 - PEACE, …", "S16 SDG 16 - peace, …".
func tagOf(scheme reading.Scheme, line string) reading.Tag {
	label := strings.TrimSpace(strings.TrimLeft(line, "-–•· "))
	t := reading.Tag{Scheme: scheme, Label: label}
	if m := goalLine.FindStringSubmatch(label); m != nil {
		return goal(m[1], m[2])
	}
	if scheme == reading.Persons {
		return t
	}
	if m := themeCode.FindStringSubmatch(label); m != nil && scheme == reading.Theme && m[1] != "A" {
		t.Code, t.Label = m[1], m[2]
	}
	if m := goalTheme.FindStringSubmatch(t.Label); m != nil {
		return goal(m[1], m[2])
	}
	return t
}

func goal(number, label string) reading.Tag {
	return reading.Tag{Scheme: reading.SDG, Code: strings.TrimLeft(number, "0"), Label: label}
}
