package plansheet

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/upr/plan"
)

// Column of a table with what it is proposed to hold.
type Column struct {
	Index   int
	Letter  string // "D"
	Name    string
	Role    Role
	Reasons []Reason
	Filled  int      // cells with something in them
	Samples []string // different ones, the first
}

// Unsure says whether nobody here knows what a column with something in it holds: a person is asked.
func (c Column) Unsure() bool { return c.Role == Unplaced && c.Filled > 0 && len(c.Reasons) == 0 }

// Layout is how a table is proposed to be read.
type Layout struct {
	Sheet      int
	Kind       string // of table: PlanTable, ImpactActions …
	Header     Header
	Columns    []Column
	Dates      string // layout of days
	DatesSure  bool
	Cycle      int   // whose numbers they are; 0: not needed, or to be asked
	Cycles     []int // that fit, when more than one does
	Remembered bool  // a person confirmed this header earlier
}

// HeaderID is the identifier under which the reading of a header is remembered.
func HeaderID(names []string) string {
	sum := sha256.Sum256([]byte(Key(names)))
	return "h" + hex.EncodeToString(sum[:10])
}

// looked is how many rows are looked at to see what a column holds.
const looked = 400

// Best is the sheet whose header says most; ok is false when no sheet has a table.
func Best(b *Book) (sheet int, h Header, ok bool) {
	best := -1
	for i, s := range b.Sheets {
		x, found := Find(s)
		if !found {
			continue
		}
		score := 1000*x.Hits + min(len(s.Rows), 900)
		if s.Hidden {
			score -= 5000
		}
		if !ok || score > best {
			best, sheet, h, ok = score, i, x, true
		}
	}
	return sheet, h, ok
}

// Propose says what each column of a table seems to hold, with reasons; what a person confirmed earlier for the same header
// comes first.
func Propose(b *Book, sheet int, h Header, x *Index, bodies *Bodies, remembered *plan.Columns) Layout {
	s := b.Sheets[sheet]
	l := Layout{Sheet: sheet, Header: h, Dates: DMY}
	rows := s.Rows[min(h.First, len(s.Rows)):]
	rows = rows[:min(len(rows), looked)]
	width := len(h.Names)
	for _, r := range rows {
		for c, cell := range r {
			if cell.Own() {
				width = max(width, c+1)
			}
		}
	}
	scores := make([]map[Role]int, width)
	reasons := make([]map[Role][]Reason, width)
	for c := range width {
		col := Column{Index: c, Letter: columnName(c)}
		if c < len(h.Names) {
			col.Name = h.Names[c]
		}
		cells := columnCells(rows, c)
		col.Filled = len(cells)
		for _, cell := range cells {
			if len(col.Samples) < 3 && !slices.Contains(col.Samples, cell.Text) {
				col.Samples = append(col.Samples, cell.Text)
			}
		}
		l.Columns = append(l.Columns, col)
		scores[c], reasons[c] = weigh1(col.Name, cells, x, bodies)
	}
	if remembered != nil && slices.Equal(remembered.Header, Remembered(h.Names)) {
		l.Remembered = true
		if l.impact(s) {
			for c := range l.Columns {
				l.Columns[c].Role = Unplaced
			}
		}
		for c := range l.Columns {
			if c < len(remembered.Means) && remembered.Means[c] != "-" {
				l.Columns[c].Role = Role(remembered.Means[c])
			}
			if c < len(remembered.Means) {
				l.Columns[c].Reasons = []Reason{{Code: SaysRemembered}}
			}
		}
		l.Dates, l.DatesSure, l.Cycle = remembered.Dates, true, remembered.Cycle
	} else {
		if !l.impact(s) {
			assign(l.Columns, scores, reasons)
		}
	}
	l.days(rows)
	l.cycles(rows, x)
	return l
}

// assign gives each role to the column that it fits best.
func assign(columns []Column, scores []map[Role]int, reasons []map[Role][]Reason) {
	taken := map[Role]bool{}
	for {
		best, col, role := 0, -1, Unplaced
		for c := range columns {
			if columns[c].Role != Unplaced || columns[c].Filled == 0 && columns[c].Name == "" {
				continue
			}
			for _, r := range Roles {
				if n := scores[c][r]; n > best && (!taken[r] || r == Support) {
					best, col, role = n, c, r
				}
			}
		}
		if col < 0 || best < 30 {
			return
		}
		columns[col].Role, columns[col].Reasons = role, reasons[col][role]
		sortReasons(columns[col].Reasons)
		taken[role] = true
	}
}

func columnCells(rows [][]Cell, c int) []Cell {
	var out []Cell
	for _, r := range rows {
		if cell := at(r, c); cell.Own() {
			out = append(out, cell)
		}
	}
	return out
}

var plainCount = regexp.MustCompile(`^\d{1,4}\.?$`)

// weigh1 scores what a column may hold, by its name and by its cells. A role that neither says has no score.
func weigh1(name string, cells []Cell, x *Index, bodies *Bodies) (map[Role]int, map[Role][]Reason) {
	score, why := map[Role]int{}, map[Role][]Reason{}
	say := func(r Role, points int, reason Reason) {
		score[r] += points
		why[r] = append(why[r], reason)
	}
	if role, word := headerRole(name); role != Unplaced {
		say(role, 40+min(len([]rune(word)), 20), Reason{SaysHeader, word})
	}
	if len(cells) == 0 {
		return score, why
	}
	var known, like, counted, dated, statuses, named, alike int
	distinct := map[string]bool{}
	for i, c := range cells {
		refs := x.ByNumber(c, 0)
		if len(refs.IDs)+len(refs.Several) > 0 && len(refs.Unknown) == 0 && len([]rune(refs.Rest)) < 20 {
			known++
		} else if numberLike.MatchString(c.Text) {
			like++
		}
		if plainCount.MatchString(c.Text) {
			if n, _ := strconv.Atoi(strings.TrimSuffix(c.Text, ".")); n == i+1 {
				counted++
			}
		}
		if _, e := Day(c, DMY); e != NoDay {
			dated++
		}
		if len([]rune(c.Text)) < 60 {
			distinct[fold(c.Text)] = true
			if StatusOf(c.Text) != "" {
				statuses++
			}
		}
		if bodies.Exact(c.Text) != "" {
			named++
		}
		if i < 30 && len([]rune(c.Text)) > 20 {
			if hits, same := x.ByWords(c.Text); same || len(hits) > 0 && hits[0].Alike > strongAlike {
				alike++
			}
		}
	}
	n := len(cells)
	most := func(k int) bool { return k*10 >= n*6 }
	switch {
	case most(known):
		say(Number, 70, Reason{SaysKnown, strconv.Itoa(known)})
	case most(known + like):
		say(Number, 25, Reason{SaysNumbers, cells[0].Text})
	}
	if most(counted) && n > 2 {
		say(Item, 45, Reason{SaysCount, ""})
		score[Number] -= 60
	}
	if most(dated) && !most(counted) {
		say(Due, 30, Reason{SaysDates, cells[0].Text})
	}
	if most(statuses) && (n < 8 || len(distinct)*2 < n) {
		say(Status, 35, Reason{SaysStatus, cells[0].Text})
	}
	if most(named) {
		say(Lead, 32, Reason{SaysBodies, cells[0].Text})
		score[Support] += 20
	}
	if alike*10 >= min(n, 30)*4 {
		say(Words, 60, Reason{SaysAlike, strconv.Itoa(alike)})
	}
	return score, why
}

var numberLike = regexp.MustCompile(`^\D{0,12}\d{1,3}\.\d{1,3}\b`)

func (l *Layout) column(r Role) int {
	return slices.IndexFunc(l.Columns, func(c Column) bool { return c.Role == r })
}

// days finds the layout in which the column of deadlines is written.
func (l *Layout) days(rows [][]Cell) {
	if l.Kind != PlanTable {
		return
	}
	if c := l.column(Due); c >= 0 && !l.DatesSure {
		cells := columnCells(rows, c)
		l.Dates, l.DatesSure = LayoutOf(cells)
		if !slices.ContainsFunc(cells, func(c Cell) bool { _, e := Day(c, ""); return e == Unclear }) {
			l.DatesSure = true // no cell needs it
		}
	} else if c < 0 {
		l.DatesSure = true
	}
}

// cycles finds whose numbers the table has: those reviews in which all of them stand.
func (l *Layout) cycles(rows [][]Cell, x *Index) {
	c := l.column(Number)
	if c < 0 || len(x.Cycles) < 2 || l.Cycle != 0 || l.column(Cycle) >= 0 {
		return
	}
	fits := map[int]int{}
	asks := false
	for _, cell := range columnCells(rows, c) {
		if refs := x.ByNumber(cell, 0); len(refs.Cycles) < 2 {
			continue
		}
		asks = true
		for _, n := range x.Cycles {
			if r := x.ByNumber(cell, n); r.Sure() {
				fits[n]++
			}
		}
	}
	if !asks {
		return
	}
	for _, n := range x.Cycles {
		if fits[n] > 0 {
			l.Cycles = append(l.Cycles, n)
		}
	}
}

// Confirmed is the layout as it is remembered.
func (l Layout) Confirmed() plan.Columns {
	out := plan.Columns{Header: Remembered(l.Header.Names), Dates: l.Dates, Cycle: l.Cycle}
	for _, c := range l.Columns {
		means := string(c.Role)
		if means == "" {
			means = "-"
		}
		out.Means = append(out.Means, means)
	}
	return out
}

// Remembered are the names of a header as a fact keeps them: it has no empty values.
func Remembered(names []string) []string {
	out := slices.Clone(names)
	for i, n := range out {
		if n == "" {
			out[i] = "-"
		}
	}
	return out
}
