package uprinfo

import (
	"strings"
	"unicode"
)

// column is what a column of a table means.
type column uint8

const (
	unknown column = iota
	ignored        // follows from other columns, or is the keeper's own bookkeeping
	to
	from
	words
	title
	response
	action
	issue
	session
	template
)

// meanings of headers, folded: see fold. The layout of 2015 has the first of each line, its workbooks the second;
// today's names follow its properties (handbook, formats, section 3), of which not all were verified.
var meanings = map[string]column{
	"to": to, "sur": to, "stateunderreview": to, "statereviewed": to, "reviewedstate": to, "stateunderreviewsur": to,
	"from": from, "rs": from, "recommendingstate": from, "recommendingstates": from, "recommendingcountry": from,
	"text": words, "recommendation": words, "recommendationtext": words, "pledge": words, "voluntarypledge": words,
	"title":    title,
	"response": response, "stateresponse": response,
	"action": action, "actioncategory": action,
	"issue": issue, "issues": issue,
	"session": session, "sessions": session, "wgsession": session,
	"template": template,
	"torgrp":   ignored, "toorg": ignored, "fromrgrp": ignored, "fromorg": ignored, "rgrp": ignored, "org": ignored,
	"dateadded": ignored, "documents": ignored, "attachments": ignored, "published": ignored, "cycle": ignored, "file": ignored,
	"regionalgroup": ignored, "organisation": ignored, "organisations": ignored,
}

// columns of a table by their place.
type columns struct {
	of      []column
	headers []string
	at      [template + 1]int // the first column of each meaning; -1 when there is none
	unknown []string
}

// readColumns maps headers by their names. Of two that mean the same the first counts, and the second is kept as unknown.
func readColumns(headers []string) columns {
	c := columns{of: make([]column, len(headers)), headers: headers}
	for i := range c.at {
		c.at[i] = -1
	}
	for i, h := range headers {
		m := meanings[fold(h)]
		if m > ignored && c.at[m] >= 0 {
			m = unknown
		}
		if m > ignored {
			c.at[m] = i
		}
		if c.of[i] = m; m == unknown && strings.TrimSpace(h) != "" {
			c.unknown = append(c.unknown, h)
		}
	}
	if c.at[words] < 0 && c.at[title] >= 0 {
		c.at[words] = c.at[title]
	}
	return c
}

// enough says whether a table with these columns can be one of recommendations or pledges.
func (c columns) enough() bool {
	return c.at[to] >= 0 && c.at[words] >= 0 && c.at[session] >= 0 && c.at[response] >= 0 && c.at[from] >= 0
}

// cell is the value of a meaning in a row; empty when the row ends before it.
func (c *columns) cell(row []string, m column) string {
	if i := c.at[m]; i >= 0 && i < len(row) {
		return strings.TrimSpace(row[i])
	}
	return ""
}

// fold keeps the letters and digits of a header, in small letters.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}
