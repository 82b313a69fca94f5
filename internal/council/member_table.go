package council

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/openupr/openupr/internal/ingest/plansheet"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/council"
)

// MemberColumn says what a column of a table of members holds.
type MemberColumn string

// Columns of a table of members in the order in which they are offered. What a table says beside them is left out.
const (
	LeftOut     MemberColumn = ""
	OfName      MemberColumn = "name"
	OfNumber    MemberColumn = "number"
	OfCategory  MemberColumn = "category"
	OfSection   MemberColumn = "section"
	OfGroup     MemberColumn = "group"
	OfRegion    MemberColumn = "region"
	OfGender    MemberColumn = "gender"
	OfBeginning MemberColumn = "from"
	OfEnd       MemberColumn = "to"
)

// MemberColumns in the order in which they are offered.
var MemberColumns = []MemberColumn{LeftOut, OfName, OfNumber, OfCategory, OfSection, OfGroup, OfRegion, OfGender, OfBeginning, OfEnd}

// MemberRowsMax is how many rows of a table of members are read.
const MemberRowsMax = 2000

// headings are words by which the columns of a table of members are known, longer ones first where one holds another.
var headings = []struct {
	word string
	is   MemberColumn
}{
	{"категор", OfCategory}, {"санат", OfCategory}, {"category", OfCategory}, {"квот", OfCategory},
	{"секци", OfSection}, {"section", OfSection}, {"комисси", OfSection}, {"committee", OfSection},
	{"регион", OfRegion}, {"област", OfRegion}, {"region", OfRegion}, {"өңір", OfRegion}, {"аймақ", OfRegion},
	{"групп", OfGroup}, {"group", OfGroup}, {"топ", OfGroup}, {"represents", OfGroup}, {"представля", OfGroup},
	{"gender", OfGender}, {"sex", OfGender}, {"пол", OfGender}, {"жынысы", OfGender},
	{"from", OfBeginning}, {"since", OfBeginning}, {"begin", OfBeginning}, {"start", OfBeginning}, {"начал", OfBeginning}, {"басталу", OfBeginning}, {"бастап", OfBeginning},
	{"until", OfEnd}, {"end", OfEnd}, {"to", OfEnd}, {"оконч", OfEnd}, {"конец", OfEnd}, {"аяқтал", OfEnd}, {"дейін", OfEnd},
	{"name", OfName}, {"member", OfName}, {"фио", OfName}, {"ф.и.о", OfName}, {"имя", OfName}, {"фамили", OfName}, {"член", OfName}, {"аты", OfName}, {"мүше", OfName},
	{"seat", OfNumber}, {"number", OfNumber}, {"no.", OfNumber}, {"№", OfNumber}, {"номер", OfNumber}, {"место", OfNumber}, {"орын", OfNumber}, {"п/п", OfNumber}, {"р/с", OfNumber},
}

// HeadingOf is what a heading says that its column holds; LeftOut where it says nothing that is known.
func HeadingOf(text string) MemberColumn {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return unicode.IsSpace(r) || r == ',' || r == '/' || r == '(' || r == ')' || r == ':' || r == '-'
	})
	for _, h := range headings {
		for _, w := range append(words, strings.ToLower(text)) {
			if w == h.word || len([]rune(h.word)) > 3 && strings.HasPrefix(w, h.word) {
				return h.is
			}
		}
	}
	return LeftOut
}

// MemberTable is a table of members as it was found in a sheet.
type MemberTable struct {
	Sheet   plansheet.Sheet
	Row     int // of the heading, from 0
	Columns []MemberColumn
}

// FindMembers finds the table of members in a sheet: the row, among the first, whose cells say most about what they hold. A
// kind of column stands once: the first that says so is meant.
func FindMembers(sheet plansheet.Sheet) MemberTable {
	best := MemberTable{Sheet: sheet}
	most := 0
	for i := range min(len(sheet.Rows), 30) {
		var found []MemberColumn
		seen, n, filled := map[MemberColumn]bool{LeftOut: true}, 0, 0
		for _, c := range sheet.Rows[i] {
			is := LeftOut
			if c.Own() && len(c.Text) <= 200 {
				filled++
				is = HeadingOf(c.Text)
			}
			if seen[is] {
				is = LeftOut
			} else {
				seen[is] = true
				n++
			}
			found = append(found, is)
		}
		if n > most || most == 0 && n == 0 && filled > 1 && len(best.Columns) == 0 {
			best.Row, best.Columns, most = i, found, max(n, most)
		}
	}
	return best
}

// MemberRow is a row of a table of members, with what is wrong with it.
type MemberRow struct {
	Line     int // in the sheet, from 1
	Member   council.Member
	Category string // in the words of the table
	Section  string
	Wrong    *Invalid
}

// Rows are the members of a table. lang is the language of its names, layout the order of days (plansheet.DMY …) where a day
// alone does not say it. Rows without a name are no members.
func (t MemberTable) Rows(lang, layout string) []MemberRow {
	var out []MemberRow
	for i := t.Row + 1; i < len(t.Sheet.Rows) && len(out) < MemberRowsMax; i++ {
		row := MemberRow{Line: i + 1}
		name := ""
		for j, is := range t.Columns {
			if j >= len(t.Sheet.Rows[i]) || is == LeftOut {
				continue
			}
			if is == OfName {
				name = oneLine(t.Sheet.Rows[i][j].Text)
				continue
			}
			row.set(is, t.Sheet.Rows[i][j], layout)
		}
		if name == "" {
			continue
		}
		row.Member.Name = named(lang, name)
		out = append(out, row)
	}
	return out
}

func (r *MemberRow) set(is MemberColumn, c plansheet.Cell, layout string) {
	text := oneLine(c.Text)
	if text == "" && c.Date.IsZero() {
		return
	}
	wrong := func(code string) {
		if r.Wrong == nil {
			r.Wrong = &Invalid{Code: code, Field: string(is), Value: text}
		}
	}
	switch is {
	case OfNumber:
		n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSuffix(text, ".0"), "."))
		if err != nil || n <= 0 {
			wrong("unknown")
		}
		r.Member.Number = n
	case OfCategory:
		r.Category = text
	case OfSection:
		r.Section = text
	case OfGroup:
		r.Member.Group = text
	case OfRegion:
		r.Member.Region = text
	case OfGender:
		g, ok := genderOf(text)
		if !ok {
			wrong("unknown")
		}
		r.Member.Gender = g
	case OfBeginning, OfEnd:
		d, e := plansheet.Day(c, layout)
		if e != plansheet.Exact {
			wrong("day")
			d = upr.Date{}
		}
		if is == OfBeginning {
			r.Member.From = d
		} else {
			r.Member.To = d
		}
	}
}

// genderWords are words for genders in the languages of the program.
var genderWords = map[string]council.Gender{
	"w": council.Woman, "f": council.Woman, "woman": council.Woman, "female": council.Woman, "ж": council.Woman, "жен": council.Woman, "женский": council.Woman,
	"женщина": council.Woman, "ә": council.Woman, "әйел": council.Woman, "m": council.Man, "man": council.Man, "male": council.Man, "м": council.Man, "муж": council.Man,
	"мужской": council.Man, "мужчина": council.Man, "е": council.Man, "ер": council.Man, "еркек": council.Man, "other": council.Other, "другое": council.Other, "басқа": council.Other,
	"-": council.NotStated, "–": council.NotStated,
}

func genderOf(s string) (council.Gender, bool) {
	g, ok := genderWords[strings.TrimSuffix(strings.ToLower(s), ".")]
	return g, ok
}
