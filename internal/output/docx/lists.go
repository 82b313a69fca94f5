package docx

import (
	"fmt"
	"strings"
)

// Format of the numbers at one level of a list.
type Format string

const (
	Decimal     Format = "decimal"
	LowerLetter Format = "lowerLetter"
	UpperLetter Format = "upperLetter"
	LowerRoman  Format = "lowerRoman"
	UpperRoman  Format = "upperRoman"
	Bullet      Format = "bullet"
)

// Level of a list. Text is what is printed: "%1." or "%1.%2", with %n for the number of the n-th level, or the bullet.
type Level struct {
	Format Format
	Text   string
	Start  int // first number; 0 means 1
}

// List is a kind of numbering of at most nine levels.
type List []Level

// ListID is a running list. Its numbers go on wherever it is used.
type ListID int

type num struct {
	list  int // index into lists
	start int // of the first level; 0 as the list says
}

// List begins a list.
func (d *Writer) List(l List) ListID {
	if len(l) == 0 || len(l) > 9 {
		d.fail(fmt.Errorf("a list of %d levels: expected 1 to 9", len(l)))
		l = List{{Format: Bullet, Text: "•"}}
	}
	d.lists = append(d.lists, l)
	d.nums = append(d.nums, num{list: len(d.lists) - 1})
	return ListID(len(d.nums))
}

// Restart begins a list of the same kind again, with its first level at start.
func (d *Writer) Restart(id ListID, start int) ListID {
	if id < 1 || int(id) > len(d.nums) {
		d.fail(fmt.Errorf("list %d was never begun", id))
		return id
	}
	d.nums = append(d.nums, num{list: d.nums[id-1].list, start: max(start, 1)})
	return ListID(len(d.nums))
}

// Numbered writes a paragraph that the list numbers, at a level from 1.
func (d *Writer) Numbered(id ListID, level int, runs ...Run) {
	if id < 1 || int(id) > len(d.nums) || level < 1 || level > len(d.lists[d.nums[id-1].list]) {
		d.fail(fmt.Errorf("list %d has no level %d", id, level))
		return
	}
	d.paragraph(fmt.Sprintf(`<w:pStyle w:val="ListParagraph"/><w:numPr><w:ilvl w:val="%d"/><w:numId w:val="%d"/></w:numPr>`, level-1, id), runs)
}

// numberingPart is numbering.xml.
func (d *Writer) numberingPart() string {
	var b strings.Builder
	b.WriteString(joined(xmlHead, `<w:numbering `, namespaces, `>`))
	for i, l := range d.lists {
		fmt.Fprintf(&b, `<w:abstractNum w:abstractNumId="%d"><w:multiLevelType w:val="multilevel"/>`, i)
		for j, lv := range l {
			left := 567 * (j + 1) // one centimetre a level
			fmt.Fprintf(&b, `<w:lvl w:ilvl="%d"><w:start w:val="%d"/><w:numFmt w:val="%s"/><w:lvlText w:val="%s"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="%d" w:hanging="567"/></w:pPr></w:lvl>`,
				j, max(lv.Start, 1), escape(string(lv.Format)), escape(lv.Text), left)
		}
		b.WriteString(`</w:abstractNum>`)
	}
	for i, n := range d.nums {
		fmt.Fprintf(&b, `<w:num w:numId="%d"><w:abstractNumId w:val="%d"/>`, i+1, n.list)
		if n.start > 0 {
			fmt.Fprintf(&b, `<w:lvlOverride w:ilvl="0"><w:startOverride w:val="%d"/></w:lvlOverride>`, n.start)
			for j := 1; j < len(d.lists[n.list]); j++ {
				fmt.Fprintf(&b, `<w:lvlOverride w:ilvl="%d"><w:startOverride w:val="%d"/></w:lvlOverride>`, j, max(d.lists[n.list][j].Start, 1))
			}
		}
		b.WriteString(`</w:num>`)
	}
	b.WriteString(`</w:numbering>`)
	return b.String()
}
