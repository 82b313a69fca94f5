package chart_test

import (
	"encoding/csv"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/openupr/openupr/internal/chart"
)

func setting(rtl bool) chart.Setting {
	return chart.Setting{ID: "c", Lang: "en", RTL: rtl, Number: strconv.Itoa, None: "not known",
		Share: func(part, whole int) string { return fmt.Sprintf("%d of %d", part, whole) }}
}

// texts are labels of all kinds: short, long, empty, with signs that a picture must not take for its own.
var texts = rapid.OneOf(rapid.SampledFrom([]string{"", "Chad", "A long name of a State that does not fit into the place it has at all", "<b>&\"'", "\x00\v\uffff", "العربية", "联合国"}),
	rapid.StringN(0, 8, -1))

// tables draws a table whose codes are its places, with totals that its cells allow.
func tables(minCols, maxCols, least int) *rapid.Generator[chart.Table] {
	return rapid.Custom(func(t *rapid.T) chart.Table {
		var out chart.Table
		for j := range rapid.IntRange(minCols, maxCols).Draw(t, "columns") {
			out.Cols = append(out.Cols, chart.Label{Code: "c" + strconv.Itoa(j), Text: texts.Draw(t, "column")})
		}
		out.ColTotals = make([]int, len(out.Cols))
		for i := range rapid.IntRange(0, 7).Draw(t, "rows") {
			out.Rows = append(out.Rows, chart.Label{Code: "r" + strconv.Itoa(i), Text: texts.Draw(t, "row")})
			cells, sum := make([]int, len(out.Cols)), 0
			for j := range cells {
				cells[j] = rapid.IntRange(least, 30000).Draw(t, "n")
				sum += max(cells[j], 0)
				out.ColTotals[j] += max(cells[j], 0)
			}
			out.Cells, out.RowTotals, out.Total = append(out.Cells, cells), append(out.RowTotals, sum), out.Total+sum
		}
		return out
	})
}

func words() chart.Caption {
	return chart.Caption{Question: "Who asks & who is asked?", Reading: "3 < 4", Unit: "items", Source: "the record", AsOf: "act 7"}
}

// kinds are all the charts, over a table that each of them can draw.
var kinds = map[string]func(t *rapid.T) chart.Chart{
	"bars": func(t *rapid.T) chart.Chart {
		return &chart.Bars{Caption: words(), Table: tables(1, 1, 0).Draw(t, "table")}
	},
	"beside": func(t *rapid.T) chart.Chart {
		return &chart.Beside{Caption: words(), Table: tables(1, 3, 0).Draw(t, "table")}
	},
	"multiples": func(t *rapid.T) chart.Chart {
		return &chart.Multiples{Caption: words(), Table: tables(0, 24, chart.None).Draw(t, "table")}
	},
	"matrix": func(t *rapid.T) chart.Chart {
		return &chart.Matrix{Caption: words(), Table: tables(0, 12, chart.None).Draw(t, "table")}
	},
	"heat": func(t *rapid.T) chart.Chart {
		return &chart.Matrix{Caption: words(), Tint: true, Table: tables(0, 12, chart.None).Draw(t, "table")}
	},
	"flow": func(t *rapid.T) chart.Chart {
		return &chart.Flow{Caption: words(), Table: tables(0, 8, 0).Draw(t, "table")}
	},
	"map": func(t *rapid.T) chart.Chart {
		m := &chart.Map{Caption: words(), Table: tables(1, 1, chart.None).Draw(t, "table"), Land: "M0 0L9 9Z", Places: map[string]chart.Point{}}
		for _, r := range m.Rows {
			m.Places[r.Code] = chart.Point{Lat: rapid.Float64Range(-60, 80).Draw(t, "lat"), Lon: rapid.Float64Range(-180, 180).Draw(t, "lon")}
		}
		return m
	},
}

// mark is an element that shows a cell.
type mark struct {
	name  string
	attrs map[string]string
}

// read parses a picture strictly and gives its marks with cells, its texts, and everything else's classes.
func read(t *rapid.T, svg string) (marks []mark, texts []string, classes map[string]bool) {
	classes = map[string]bool{}
	d := xml.NewDecoder(strings.NewReader(svg))
	var path []string
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("the picture is not XML: %v in %.300s", err, svg)
		}
		switch e := tok.(type) {
		case xml.StartElement:
			path = append(path, e.Name.Local)
			m := mark{e.Name.Local, map[string]string{}}
			for _, a := range e.Attr {
				m.attrs[a.Name.Local] = a.Value
				if a.Name.Local == "style" || strings.HasPrefix(a.Name.Local, "on") || a.Name.Local == "href" {
					t.Fatalf("%s has the attribute %s", e.Name.Local, a.Name.Local)
				}
				if strings.Contains(a.Value, "NaN") || strings.Contains(a.Value, "Inf") {
					t.Fatalf("%s has %s=%q", e.Name.Local, a.Name.Local, a.Value)
				}
			}
			for c := range strings.FieldsSeq(m.attrs["class"]) {
				classes[c] = true
			}
			if m.attrs["data-n"] != "" {
				marks = append(marks, m)
			}
		case xml.EndElement:
			path = path[:len(path)-1]
		case xml.CharData:
			if len(path) > 0 && path[len(path)-1] == "text" {
				texts = append(texts, string(e))
			}
		}
	}
	return marks, texts, classes
}

// What is drawn is the table: every mark has the number of its cell, and no number that is not 0 is left out.
func TestEveryChartShowsItsTable(t *testing.T) {
	for name, draw := range kinds {
		for _, alone := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, alone %v", name, alone), func(t *testing.T) {
				rapid.Check(t, func(t *rapid.T) {
					c := draw(t)
					s := setting(rapid.Bool().Draw(t, "rtl"))
					svg := "<page>" + chart.Inline(c, s) + "</page>"
					if alone {
						svg = chart.Alone(c, s)
					}
					marks, _, _ := read(t, svg)
					table, shown := c.Numbers(), map[string]int{}
					if err := table.Check(); err != nil {
						t.Fatal(err)
					}
					for _, m := range marks {
						n, err := strconv.Atoi(m.attrs["data-n"])
						key := m.attrs["data-row"] + " " + m.attrs["data-column"]
						if _, twice := shown[key]; twice || err != nil {
							t.Fatalf("cell %s stands twice, or has no number: %v", key, err)
						}
						shown[key] = n
					}
					for i, r := range table.Rows {
						for j, col := range table.Cols {
							key, want := r.Code+" "+col.Code, table.Cells[i][j]
							got, ok := shown[key]
							if ok && got != want || !ok && want > 0 {
								t.Fatalf("cell %s shows %d (%v), the table has %d", key, got, ok, want)
							}
							delete(shown, key)
						}
					}
					if len(shown) > 0 {
						t.Fatalf("marks without a cell: %v", shown)
					}
				})
			})
		}
	}
}

func number(t *rapid.T, m mark, attr string) float64 {
	f, err := strconv.ParseFloat(strings.TrimSuffix(m.attrs[attr], "%"), 64)
	if err != nil {
		t.Fatalf("%s of %s: %v", attr, m.name, err)
	}
	return f
}

// Bars are as long, and squares as large by area, as their numbers are to each other.
func TestSizeIsTheNumber(t *testing.T) {
	for name, size := range map[string]func(t *rapid.T, m mark) float64{
		"bars":   func(t *rapid.T, m mark) float64 { return number(t, m, "width") },
		"matrix": func(t *rapid.T, m mark) float64 { return math.Pow(number(t, m, "width"), 2) },
	} {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				c := kinds[name](t)
				most := float64(c.Numbers().Max())
				full := map[string]float64{"bars": 78, "matrix": 576}[name]
				marks, _, _ := read(t, "<page>"+chart.Inline(c, setting(false))+"</page>")
				for _, m := range marks {
					if n := number(t, m, "data-n"); n > 0 && math.Abs(size(t, m)-n/most*full) > full/100 {
						t.Fatalf("%v of at most %v is drawn %v of %v", n, most, size(t, m), full)
					}
				}
			})
		})
	}
}

// A line begins at zero: equal numbers stand equally high in every part, and 0 on the axis.
func TestEveryPanelHasTheSameScaleFromZero(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := kinds["multiples"](t)
		marks, _, _ := read(t, "<page>"+chart.Inline(c, setting(false))+"</page>")
		most := float64(max(c.Numbers().Max(), 1))
		for _, m := range marks {
			if want := 126 - number(t, m, "data-n")/most*74; math.Abs(number(t, m, "cy")-want) > 0.06 {
				t.Fatalf("%s of %v stands at %s, not at %v", m.attrs["data-n"], most, m.attrs["cy"], want)
			}
		}
	})
}

// Mirrored, every mark keeps its size and stands as far from the other side.
func TestMirroredMarksKeepTheirPlace(t *testing.T) {
	for _, name := range []string{"bars", "multiples", "matrix", "heat"} {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				c := kinds[name](t)
				plain, _, _ := read(t, "<page>"+chart.Inline(c, setting(false))+"</page>")
				turned, _, _ := read(t, "<page>"+chart.Inline(c, setting(true))+"</page>")
				if len(plain) != len(turned) {
					t.Fatalf("%d marks, mirrored %d", len(plain), len(turned))
				}
				sum := math.NaN()
				for i := range plain {
					var at float64
					if plain[i].name == "circle" {
						at = number(t, plain[i], "cx") + number(t, turned[i], "cx")
					} else {
						at = number(t, plain[i], "x") + number(t, turned[i], "x") + number(t, plain[i], "width")
					}
					if !math.IsNaN(sum) && math.Abs(at-sum) > 0.31 {
						t.Fatalf("mark %d: the two places add up to %v, not %v", i, at, sum)
					}
					sum = at
				}
			})
		})
	}
}

func TestTheWorldIsNotMirrored(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := kinds["map"](t)
		plain, _, _ := read(t, "<page>"+chart.Inline(c, setting(false))+"</page>")
		turned, _, _ := read(t, "<page>"+chart.Inline(c, setting(true))+"</page>")
		if d := cmp.Diff(plain, turned, cmp.AllowUnexported(mark{})); d != "" {
			t.Fatal(d)
		}
	})
}

// A mark is one of equal size, and no two hide each other: people would otherwise see fewer States than there are.
func TestMarksOfTheMapDoNotOverlap(t *testing.T) {
	var places [][2]float64
	c := &chart.Map{Caption: words(), Places: map[string]chart.Point{}, Table: chart.Table{Cols: []chart.Label{{Code: "n"}}}}
	for i := range 60 { // sixty neighbours, the first ten in one place
		code := strconv.Itoa(i)
		c.Rows = append(c.Rows, chart.Label{Code: code, Text: code})
		c.Cells = append(c.Cells, []int{i})
		c.Places[code] = chart.Point{Lat: 45 + float64(max(i-10, 0)%7)*1.3, Lon: 10 + float64(max(i-10, 0)/7)*2}
	}
	rapid.Check(t, func(t *rapid.T) {
		marks, _, _ := read(t, "<page>"+chart.Inline(c, setting(false))+"</page>")
		places = nil
		for _, m := range marks {
			if m.attrs["r"] != "5.2" {
				t.Fatalf("a mark has the radius %s", m.attrs["r"])
			}
			places = append(places, [2]float64{number(t, m, "cx"), number(t, m, "cy")})
		}
		for i, a := range places {
			for _, b := range places[i+1:] {
				if d := math.Hypot(a[0]-b[0], a[1]-b[1]); d < 10.4 {
					t.Fatalf("two marks are %.1f apart", d)
				}
			}
		}
	})
	if len(places) != 60 {
		t.Errorf("%d marks of 60 States", len(places))
	}
}

func TestAFileBringsItsStyleItsWordsAndItsSource(t *testing.T) {
	for name, draw := range kinds {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				svg := chart.Alone(draw(t), setting(rapid.Bool().Draw(t, "rtl")))
				_, texts, classes := read(t, svg)
				all := strings.Join(texts, "|")
				for _, want := range []string{"Who asks & who is asked?", "3 < 4", "items", "the record", "act 7"} {
					if !strings.Contains(all, want) {
						t.Fatalf("the file does not say %q: %s", want, all)
					}
				}
				for c := range classes {
					if !strings.Contains(chart.Style, "."+c) && c != "chart-label" && c != "chart-spot" {
						t.Fatalf("the file has no style for the class %s", c)
					}
				}
			})
		})
	}
}

func TestATableIsWrittenOneNumberALine(t *testing.T) {
	table := chart.Table{Rows: []chart.Label{{"r", "Row, with \"words\""}}, Cols: []chart.Label{{"a", "A"}, {"b", "B"}},
		Cells: [][]int{{3, chart.None}}, RowTotals: []int{3}, Total: 3}
	var b strings.Builder
	if err := table.CSV(&b, "item", 9, "2026-11-23"); err != nil {
		t.Fatal(err)
	}
	got, err := csv.NewReader(strings.NewReader(b.String())).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"part", "row_code", "row", "column_code", "column", "count", "unit", "as_of_act", "as_of"},
		{"cell", "r", `Row, with "words"`, "a", "A", "3", "item", "9", "2026-11-23"},
		{"cell", "r", `Row, with "words"`, "b", "B", "", "item", "9", "2026-11-23"},
		{"row-total", "r", `Row, with "words"`, "", "", "3", "item", "9", "2026-11-23"},
		{"total", "", "", "", "", "3", "item", "9", "2026-11-23"},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestOverlapIsFound(t *testing.T) {
	for name, tt := range map[string]struct {
		cells      [][]int
		rows, cols []int
		want       bool
	}{
		"each thing in one cell":        {[][]int{{1, 2}, {3, 4}}, []int{3, 7}, []int{4, 6}, false},
		"a thing in two columns":        {[][]int{{1, 2}, {3, 4}}, []int{2, 7}, []int{4, 6}, true},
		"a thing in two rows":           {[][]int{{1, 2}, {3, 4}}, []int{3, 7}, []int{4, 5}, true},
		"what is not known is not less": {[][]int{{chart.None, 2}}, []int{2}, nil, false},
	} {
		table := chart.Table{Rows: make([]chart.Label, len(tt.cells)), Cols: make([]chart.Label, 2), Cells: tt.cells, RowTotals: tt.rows, ColTotals: tt.cols}
		if got := table.Overlap(); got != tt.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestClassesOfTheMapHoldEveryNumber(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := &chart.Map{Table: tables(1, 1, 0).Draw(t, "table")}
		b := m.Bounds()
		if b[3] < m.Max() || b[0] < 1 || b[1] != 2*b[0] || b[2] != 3*b[0] || b[3] != 4*b[0] {
			t.Fatalf("classes %v for numbers up to %d", b, m.Max())
		}
	})
}

func TestShadesGrowWithTheNumber(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		most := rapid.IntRange(1, 1e6).Draw(t, "most")
		a := rapid.IntRange(0, most).Draw(t, "a")
		b := rapid.IntRange(a, most).Draw(t, "b")
		if chart.TintStep(a, most) > chart.TintStep(b, most) || chart.TintStep(most, most) != chart.TintSteps || chart.TintStep(0, most) != 0 {
			t.Fatalf("%d and %d of %d", a, b, most)
		}
	})
}

// A picture of the page's own classes needs a rule for each in the page's style sheet; their names begin alike.
func TestClassesBeginAlike(t *testing.T) {
	ours := regexp.MustCompile(`^chart(-[a-z]+)?$`)
	sheet, err := os.ReadFile("../../assets/css/chart.css")
	if err != nil {
		t.Fatal(err)
	}
	for name, draw := range kinds {
		rapid.Check(t, func(t *rapid.T) {
			_, _, classes := read(t, "<page>"+chart.Inline(draw(t), setting(false))+"</page>")
			for c := range classes {
				if !ours.MatchString(c) || c != "chart-label" && !regexp.MustCompile(`\.`+c+`[ ,]`).Match(sheet) {
					t.Fatalf("%s has the class %q, which the style sheet does not know", name, c)
				}
			}
		})
	}
}

// The values are d3-geo's for the same projection, with which the land is drawn.
func TestMarksStandOnTheLandThatIsDrawn(t *testing.T) {
	for at, want := range map[chart.Point][2]float64{
		{Lat: 51.1, Lon: 71.4}: {610.665, 63.254}, {Lat: 65, Lon: -176}: {807.645, 29.261}, {Lat: 46.2, Lon: 6.1}: {468.983, 77.091},
		{Lat: -18.1, Lon: 178.4}: {912.51, 295.969}, {Lat: -34.6, Lon: -58.4}: {312.054, 351.337},
	} {
		if x, y := chart.Project(at); math.Hypot(x-want[0], y-want[1]) > 0.01 {
			t.Errorf("%+v lies at %.3f, %.3f, not at %v", at, x, y, want)
		}
	}
}
