package plansheet

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"github.com/openupr/openupr/internal/document"
)

// maxQuestions bounds what is asked of a person; a table with more was read with the wrong columns.
const maxQuestions = 2000

// Take reads a file as a person confirmed it. Sheets with the same header are read alike; all cells of the others are kept.
func Take(ctx context.Context, b *Book, l Layout, answers Answers, x *Index, bodies *Bodies) (*Table, error) {
	t := &taker{book: b, layout: l, answers: answers, index: x, bodies: bodies, table: &Table{Kind: l.Kind}, words: map[string]*Word{}, names: map[string]*BodyWord{},
		questions: map[string]*Question{}, met: map[string]match{}, groups: map[string]int{}}
	key := Key(l.Header.Names)
	for i, s := range b.Sheets {
		h := l.Header
		if i != l.Sheet {
			var ok bool
			if h, ok = Find(s); !ok || Key(h.Names) != key {
				t.stray(s, 0, len(s.Rows))
				continue
			}
		}
		t.stray(s, 0, min(h.Row, len(s.Rows)))
		t.beside(s, h)
		if err := t.sheet(ctx, s, h); err != nil {
			return nil, err
		}
	}
	t.finish()
	if len(t.table.Questions) > maxQuestions {
		return nil, document.Refuse(document.TooMany, "%d questions: are the columns right?", len(t.table.Questions))
	}
	return t.table, nil
}

// taker reads the rows of a file.
type taker struct {
	book      *Book
	layout    Layout
	answers   Answers
	index     *Index
	bodies    *Bodies
	table     *Table
	words     map[string]*Word
	names     map[string]*BodyWord
	questions map[string]*Question
	order     struct{ words, names, questions []string }
	met       map[string]match // by question key
	groups    map[string]int   // cell of the measure → entry
	above     match
	aboveSays [2]string // number and words
	section   string
	sectionAt *Kept
}

// stray keeps the cells of some rows.
func (t *taker) stray(s Sheet, from, to int) {
	for r := from; r < to; r++ {
		for c, cell := range s.Rows[r] {
			if cell.Own() {
				t.table.Stray = append(t.table.Stray, Kept{s.Ref(r, c), "", cell.Text})
			}
		}
	}
}

// beside keeps what stands in the rows of the header and is no name: the row that counts the columns.
func (t *taker) beside(s Sheet, h Header) {
	t.stray(s, h.Row+h.Lines, min(h.First, len(s.Rows)))
}

func (t *taker) sheet(ctx context.Context, s Sheet, h Header) error {
	t.above, t.section, t.sectionAt, t.aboveSays = match{}, "", nil, [2]string{}
	for r := h.First; r < len(s.Rows); r++ {
		if r%128 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		row := s.Rows[r]
		if !slices.ContainsFunc(row, Cell.Own) {
			continue
		}
		t.table.Read++
		if text, col, ok := t.heading(row, r); ok {
			t.endSection()
			t.section, t.sectionAt = text, &Kept{s.Ref(r, col), "", text}
			t.above, t.aboveSays = match{}, [2]string{}
			continue
		}
		t.row(s, r, row)
	}
	t.endSection()
	return nil
}

// endSection keeps a heading under which no row took it as its area.
func (t *taker) endSection() {
	if t.sectionAt != nil {
		t.table.Stray = append(t.table.Stray, *t.sectionAt)
		t.sectionAt = nil
	}
}

// heading says whether a row is a heading inside the table: one text, merged across, or alone where neither a measure nor
// a recommendation stands.
func (t *taker) heading(row []Cell, r int) (string, int, bool) {
	own, col, across := 0, 0, 0
	for c, cell := range row {
		switch {
		case cell.Own():
			own++
			col = c
		case cell.From != "" && cell.From == columnName(col)+itoa(r+1):
			across++
		case cell.From != "":
			return "", 0, false // goes on from above: a row like the others
		}
	}
	if own != 1 || row[col].Number || !row[col].Date.IsZero() {
		return "", 0, false
	}
	role := Unplaced
	if col < len(t.layout.Columns) {
		role = t.layout.Columns[col].Role
	}
	if refs := t.index.ByNumber(row[col], 0); role == Number && len(refs.IDs)+len(refs.Several)+len(refs.Unknown) > 0 {
		return "", 0, false
	}
	alone := col == 0 && (role == Item || role == Number || role == Unplaced || role == Area) && len([]rune(row[col].Text)) > 3
	return row[col].Text, col, across >= 2 || alone
}

// row reads one row.
func (t *taker) row(s Sheet, r int, row []Cell) {
	e := Entry{Sheet: s.Name, Row: r + 1, Ref: s.Ref(r, 0), Has: map[Role]bool{}}
	var number, words, cycle Cell
	origin := ""
	var placed []func() // decided when the recommendations are known
	keep := func(c int, text string) { e.Kept = append(e.Kept, Kept{s.Ref(r, c), t.name(c), text}) }
	for c := range max(len(row), len(t.layout.Columns)) {
		cell, role := at(row, c), Unplaced
		if c < len(t.layout.Columns) {
			role = t.layout.Columns[c].Role
		}
		again := e.Has[role]
		e.Has[role] = role != Unplaced
		if cell.Text == "" {
			continue
		}
		if again && role != Support && role != Unplaced {
			if cell.Own() {
				keep(c, cell.Text)
			}
			continue
		}
		switch role {
		case Unplaced:
			if cell.Own() {
				keep(c, cell.Text)
			}
		case Number:
			number = cell
			placed = append(placed, func() {
				if cell.Own() && !t.numberHeld(cell, e) {
					keep(c, cell.Text)
				}
			})
		case Words:
			words = cell
			placed = append(placed, func() {
				if cell.Own() && !t.wordsHeld(cell, e) {
					keep(c, cell.Text)
				}
			})
		case Cycle:
			cycle = cell
			placed = append(placed, func() {
				if cell.Own() && !t.cycleHeld(cell, e) {
					keep(c, cell.Text)
				}
			})
		case Measure:
			e.Title = cell.Text
			origin = s.Name + "!" + cmp.Or(cell.From, columnName(c)+itoa(r+1))
		case Item:
			if cell.Own() || cell.From != "" {
				e.Item = cell.Text
			}
		case Lead, Support:
			names, whole := t.bodies.split(cell.Text, t.isBody)
			if role == Lead {
				e.Lead = names
				if cell.Own() && len(names) > 1 {
					t.table.Joint++
				}
			} else {
				e.Support = append(e.Support, names...)
			}
			if cell.Own() && (!whole || t.anyUnplaced(names)) {
				keep(c, cell.Text)
			}
			if cell.Own() {
				t.countNames(names)
			}
		case Due:
			day, how := Day(cell, t.layout.Dates)
			e.Due = day
			if !cell.Own() {
				continue
			}
			switch how {
			case EndOf:
				t.table.Periods++
				keep(c, cell.Text)
			case NoDay:
				t.table.Unread++
				keep(c, cell.Text)
			case Unclear:
				t.table.Unclear++
				keep(c, cell.Text)
			case Exact:
				if day.String() != cell.Text && cell.Number {
					keep(c, cell.Text) // a number that is a day only because the column says so
				}
			}
		case Status:
			if t.status(&e, cell) && cell.Own() {
				keep(c, cell.Text)
			}
		case Begins:
			if day, how := Day(cell, t.layout.Dates); how == Exact {
				e.Begins = day
			} else if cell.Own() {
				keep(c, cell.Text)
			}
		case Frequency:
			if n, err := strconv.Atoi(cell.Text); err == nil && n > 0 && n <= 240 {
				e.Every = n
			} else if cell.Own() {
				keep(c, cell.Text)
			}
		case Actions:
			e.Of = list(cell.Text)
		case Goal:
			if e.Goals = goals(cell.Text); e.Goals == nil && cell.Own() {
				keep(c, cell.Text)
			}
		default:
			*e.text(role) = cell.Text
		}
	}
	if !slices.ContainsFunc(row, func(c Cell) bool { return c.Own() }) {
		return
	}
	if e.Area == "" && t.section != "" {
		e.Area, t.sectionAt = t.section, nil
	}
	t.meet(&e, number, words, cycle)
	for _, f := range placed {
		f()
	}
	t.add(e, origin)
}

// add appends an entry, or joins it with the one whose measure's cell it shares.
func (t *taker) add(e Entry, origin string) {
	if i, ok := t.groups[origin]; ok && origin != "" {
		t.table.Entries[i].join(e)
		return
	}
	if origin != "" {
		t.groups[origin] = len(t.table.Entries)
	}
	t.table.Entries = append(t.table.Entries, e)
}

// name of a column.
func (t *taker) name(c int) string {
	if c < len(t.layout.Columns) {
		return t.layout.Columns[c].Name
	}
	return ""
}
