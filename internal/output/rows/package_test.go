package rows_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/i18n"
	"github.com/openupr/openupr/internal/output/rows"
	"github.com/openupr/openupr/internal/upr"
)

// unpacked are the files of a package.
func unpacked(t *testing.T, b []byte) map[string][]byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if out[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

type description struct {
	Name, ID, Title, Version string
	Licenses                 []struct{ Path, Title string }
	Sources                  []struct{ Title, Path string }
	Resources                []struct {
		Name, Path, Type, Format, Hash string
		Bytes                          int
		Schema                         *struct {
			Fields []struct{ Name, Type, Title, Description string }
		}
	}
	OpenUPR struct {
		Asked, Root            string
		Act                    uint64
		Items, Segments, Pairs int
	} `json:"openupr"`
}

func TestAPackageHoldsAllThatBelongsToTheRows(t *testing.T) {
	a := about(t, i18n.English)
	all := rapid.Custom(docs).Example(3)
	var b bytes.Buffer
	if err := rows.WritePackage(&b, rows.Formats(), func() rows.Rows { return rows.From(each(all), upr.UnitSegment, nil) }, a); err != nil {
		t.Fatal(err)
	}
	files := unpacked(t, b.Bytes())
	var d description
	if err := json.Unmarshal(files["datapackage.json"], &d); err != nil {
		t.Fatal(err)
	}
	if len(d.Resources) != len(rows.Formats()) {
		t.Fatalf("%d resources", len(d.Resources))
	}
	for i, r := range d.Resources {
		sum := sha256.Sum256(files[r.Path])
		if r.Hash != "sha256:"+hex.EncodeToString(sum[:]) || r.Bytes != len(files[r.Path]) {
			t.Errorf("%s is described as %d bytes, %s", r.Path, r.Bytes, r.Hash)
		}
		f := rows.Formats()[i]
		var want []rows.Row
		for row := range rows.From(each(all), upr.UnitSegment, nil) {
			want = append(want, row.Clone())
		}
		if got := readers[f.Code](t, files[r.Path]); len(got) != len(want) {
			t.Errorf("%s: %d rows, want %d", r.Path, len(got), len(want))
		}
		if f.Code == "jsonld" {
			continue
		}
		for j, c := range rows.Columns() {
			if got := r.Schema.Fields[j]; got.Name != c.Name || got.Description == "" || got.Title == "" {
				t.Errorf("%s: field %+v is not column %s", r.Path, got, c.Name)
			}
		}
	}
	if d.OpenUPR.Act != 57 || d.OpenUPR.Root != a.Root || d.OpenUPR.Items != 2 || d.OpenUPR.Segments != 3 || d.OpenUPR.Pairs != 5 || d.OpenUPR.Asked != "wells" || d.ID != a.Address {
		t.Errorf("the description says %+v", d.OpenUPR)
	}
	if string(files["checkpoint.txt"]) != a.Checkpoint {
		t.Errorf("the checkpoint is %q", files["checkpoint.txt"])
	}
	for _, name := range []string{"README.md", "CITATION.cff", "citation.txt"} {
		text := string(files[name])
		if !strings.Contains(text, a.Address) || !strings.Contains(text, a.Root) || strings.Contains(text, "⟦") {
			t.Errorf("%s says %q", name, text)
		}
	}
}

// UPR Info is named as a source of rows where there are rows of its, and not where there are none.
func TestWhoeverGaveRowsIsNamed(t *testing.T) {
	named := func(sources ...string) []string {
		a := about(t, i18n.English)
		a.Sources = sources
		b, err := rows.Description(a, func(f rows.Format) string { return "rows." + f.Ext })
		if err != nil {
			t.Fatal(err)
		}
		var d description
		if err := json.Unmarshal(b, &d); err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, s := range d.Sources {
			out = append(out, s.Title)
		}
		return out
	}
	say := about(t, i18n.English).Say
	for code, source := range map[string]string{"takeaway.source.uprinfo": rows.SourceUPRInfo, "takeaway.source.uhri": rows.SourceUHRI} {
		if !slices.Contains(named(rows.SourceDocument, source), say.T(code)) || slices.Contains(named(rows.SourceDocument), say.T(code)) {
			t.Errorf("%s is named wrongly", source)
		}
	}
}

// A program that reads JSON-LD fetches nothing: the context stands in the file, and every column has a term.
func TestJSONLDBringsItsContext(t *testing.T) {
	var b bytes.Buffer
	if err := rows.WriteJSONLD(&b, rows.From(each([]corpus.Doc{{ID: "one"}}), upr.UnitSegment, nil), about(t, i18n.English)); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Context map[string]any `json:"@context"`
		Type    string         `json:"@type"`
		HasPart []struct {
			ID string `json:"@id"`
		}
	}
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	for _, c := range rows.Columns() {
		if got.Context[c.Name] == nil {
			t.Errorf("no term for %q", c.Name)
		}
	}
	if got.Type != "Dataset" || len(got.HasPart) != 1 || got.HasPart[0].ID != "https://upr.example/id/one" {
		t.Errorf("%+v", got)
	}
}

// The same answer gives the same bytes, so that a digest in a paper can be checked.
func TestTheSameAnswerGivesTheSameBytes(t *testing.T) {
	write := func() []byte {
		var b bytes.Buffer
		if err := rows.WritePackage(&b, rows.Formats(), func() rows.Rows { return many(500) }, about(t, i18n.Kazakh)); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	one, two := unpacked(t, write()), unpacked(t, write())
	if d := cmp.Diff(one, two); d != "" {
		t.Error("bytes differ")
	}
}
