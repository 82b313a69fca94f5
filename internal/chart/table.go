package chart

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
)

// None stands in a cell of which nothing is known, which is not the same as 0.
const None = -1

// Table is the numbers behind a chart. Totals count distinct things and may be less than the sum of their cells, where
// one thing stands in several; they are nil where there are none to give.
type Table struct {
	RowHead, ColHead string // what rows and columns are
	Rows, Cols       []Label
	Cells            [][]int // [row][column]
	RowTotals        []int
	ColTotals        []int
	Total            int
}

// Check says whether the table has the size that its labels say.
func (t Table) Check() error {
	if len(t.Cells) != len(t.Rows) {
		return fmt.Errorf("a table of %d rows has cells for %d", len(t.Rows), len(t.Cells))
	}
	for i, r := range t.Cells {
		if len(r) != len(t.Cols) {
			return fmt.Errorf("row %d has %d cells for %d columns", i, len(r), len(t.Cols))
		}
	}
	if t.RowTotals != nil && len(t.RowTotals) != len(t.Rows) || t.ColTotals != nil && len(t.ColTotals) != len(t.Cols) {
		return fmt.Errorf("%d and %d totals for %d rows and %d columns", len(t.RowTotals), len(t.ColTotals), len(t.Rows), len(t.Cols))
	}
	return nil
}

// Max is the greatest cell; 0 when there is none.
func (t Table) Max() int {
	n := 0
	for _, r := range t.Cells {
		for _, c := range r {
			n = max(n, c)
		}
	}
	return n
}

// MaxNamed is the greatest cell of rows and columns that have a code: by it a table is shaded, because what has no value
// often outweighs everything that has one.
func (t Table) MaxNamed() int {
	n := 0
	for i, r := range t.Cells {
		for j, c := range r {
			if t.Rows[i].Code != "" && t.Cols[j].Code != "" {
				n = max(n, c)
			}
		}
	}
	return n
}

// Overlap says whether something is counted in several cells of a row or a column, so that totals are less than sums.
func (t Table) Overlap() bool {
	sums := make([]int, len(t.Cols))
	for i, r := range t.Cells {
		sum := 0
		for j, c := range r {
			sum += max(c, 0)
			sums[j] += max(c, 0)
		}
		if t.RowTotals != nil && sum > t.RowTotals[i] {
			return true
		}
	}
	for j, sum := range sums {
		if t.ColTotals != nil && sum > t.ColTotals[j] {
			return true
		}
	}
	return false
}

// csvHead names the columns of a written table; the names do not change with the reader's language.
var csvHead = []string{"part", "row_code", "row", "column_code", "column", "count", "unit", "as_of_act", "as_of"}

// CSV writes the table, one number a line, each with its unit and the act of the record that it belongs to. part is
// "cell", "row-total", "column-total" or "total". An unknown number is empty.
func (t Table) CSV(w io.Writer, unit string, act uint64, day string) error {
	out := csv.NewWriter(w)
	line := func(part string, row, col Label, n int) {
		count := ""
		if n != None {
			count = strconv.Itoa(n)
		}
		// An error is kept by the writer and told at the end.
		_ = out.Write([]string{part, row.Code, row.Text, col.Code, col.Text, count, unit, strconv.FormatUint(act, 10), day})
	}
	_ = out.Write(csvHead)
	for i, r := range t.Rows {
		for j, c := range t.Cols {
			line("cell", r, c, t.Cells[i][j])
		}
		if t.RowTotals != nil {
			line("row-total", r, Label{}, t.RowTotals[i])
		}
	}
	for j, c := range t.Cols {
		if t.ColTotals != nil {
			line("column-total", Label{}, c, t.ColTotals[j])
		}
	}
	line("total", Label{}, Label{}, t.Total)
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("writing a table: %w", err)
	}
	return nil
}

// Part is the table of some of its rows and columns in the order named. Totals stay those of the whole row and column.
func (t Table) Part(rows, cols []int) Table {
	out := t
	out.Rows, out.Cols, out.Cells, out.RowTotals, out.ColTotals = nil, nil, nil, nil, nil
	for _, j := range cols {
		out.Cols = append(out.Cols, t.Cols[j])
		if t.ColTotals != nil {
			out.ColTotals = append(out.ColTotals, t.ColTotals[j])
		}
	}
	for _, i := range rows {
		out.Rows = append(out.Rows, t.Rows[i])
		if t.RowTotals != nil {
			out.RowTotals = append(out.RowTotals, t.RowTotals[i])
		}
		cells := make([]int, len(cols))
		for k, j := range cols {
			cells[k] = t.Cells[i][j]
		}
		out.Cells = append(out.Cells, cells)
	}
	return out
}
