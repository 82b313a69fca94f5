package docx

import "strings"

// counters keep the numbers of all lists while a text is read in order.
type counters struct {
	numbering *numbering
	styles    *styles
	state     map[string]*counter // by definition
	used      map[int]*[levels]bool
}

type counter struct {
	value [levels]int
	begun [levels]bool
}

func newCounters(n *numbering, st *styles) *counters {
	return &counters{numbering: n, styles: st, state: map[string]*counter{}, used: map[int]*[levels]bool{}}
}

// place finds the list and the level of a paragraph: its own number properties first, then those of its style and
// the styles that one is based on. A style that numbers names the list; the level is the one linked to the style.
func (c *counters) place(p paraProps) (numID, lvl int) {
	numID, lvl = p.numID, p.level
	id := p.style
	if id == "" {
		id = c.styles.defaultPara
	}
	var names []string // styles up to the one that named the list, nearest first
	named := false
	c.styles.chain(id, func(id string, d *style) bool {
		if p.numID < 0 && !named {
			names = append(names, id)
			if d.para.numID >= 0 {
				numID, named = d.para.numID, true
			}
		}
		if lvl < 0 && d.para.level >= 0 {
			lvl = d.para.level
		}
		return false
	})
	if named && p.level < 0 {
		if linked := c.linked(numID, names); linked >= 0 {
			lvl = linked
		}
	}
	return numID, max(lvl, 0)
}

// linked is the level of a list that the first of the styles is linked to, or -1.
func (c *counters) linked(numID int, names []string) int {
	l := c.numbering.list[numID]
	if l == nil {
		return -1
	}
	a, _ := c.numbering.definition(l, c.styles)
	if a == nil {
		return -1
	}
	for _, name := range names {
		for i := range a.level {
			if l.at(a, i).style == name {
				return i
			}
		}
	}
	return -1
}

// at is a level of the list with the list's override.
func (l *list) at(a *abstract, i int) *level {
	if l.level[i] != nil {
		return l.level[i]
	}
	return &a.level[i]
}

// label counts the paragraph and returns its number as printed, or empty where it has none.
func (c *counters) label(p paraProps) string {
	numID, lvl := c.place(p)
	l := c.numbering.list[numID]
	if l == nil || lvl >= levels {
		return ""
	}
	a, key := c.numbering.definition(l, c.styles)
	if a == nil {
		return ""
	}
	n := c.count(l, a, key, numID, lvl)
	return l.print(a, n, lvl)
}

// count moves the list on by one at a level.
func (c *counters) count(l *list, a *abstract, key string, numID, lvl int) *counter {
	n := c.state[key]
	if n == nil {
		n = &counter{}
		c.state[key] = n
	}
	used := c.used[numID]
	if used == nil {
		used = &[levels]bool{}
		c.used[numID] = used
	}
	// A start of its own counts where a list comes to its level for the first time.
	for i := range lvl + 1 {
		if !used[i] && l.start[i] >= 0 {
			n.begun[i] = false
		}
		used[i] = true
	}
	if n.begun[lvl] {
		n.value[lvl]++
	} else {
		n.value[lvl], n.begun[lvl] = l.first(a, lvl), true
	}
	for i := range lvl {
		if !n.begun[i] {
			n.value[i] = l.first(a, i) // printed, though nothing stood at this level yet
		}
	}
	for i := lvl + 1; i < levels; i++ {
		if r := l.at(a, i).restart; r < 0 || (r > 0 && lvl < r) {
			n.begun[i] = false
		}
	}
	return n
}

func (l *list) first(a *abstract, i int) int {
	if l.start[i] >= 0 {
		return l.start[i]
	}
	return l.at(a, i).start
}

// print fills the level's text: "%1.%2." with the numbers of the levels.
func (l *list) print(a *abstract, n *counter, lvl int) string {
	def := l.at(a, lvl)
	if def.hidden {
		return ""
	}
	if def.format == "bullet" {
		var out strings.Builder
		for _, r := range def.text {
			if r, ok := fontLetter(def.font, r); ok {
				out.WriteRune(r)
			} else {
				out.WriteRune('•')
			}
		}
		return strings.TrimSpace(out.String())
	}
	var out strings.Builder
	for i := 0; i < len(def.text); i++ {
		ch := def.text[i]
		if ch != '%' || i+1 == len(def.text) || def.text[i+1] < '1' || def.text[i+1] > '9' {
			out.WriteByte(ch)
			continue
		}
		i++
		at := int(def.text[i] - '1')
		if at > lvl {
			continue // a level below has no number here
		}
		format := l.at(a, at).format
		if def.legal && format != "none" {
			format = "decimal"
		}
		out.WriteString(formatNumber(format, n.value[at]))
	}
	return strings.Join(strings.Fields(out.String()), " ")
}
