package rows

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/klauspost/compress/flate"
)

// WritePackage writes a ZIP file with the rows in each of the formats and everything that belongs to them:
// datapackage.json (Frictionless Data Package 2.0), README.md with the method, CITATION.cff and citation.txt, and the
// signed checkpoint. rows is asked anew for each format.
func WritePackage(w io.Writer, formats []Format, rows func() Rows, about About) error {
	z := zip.NewWriter(w)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	var made []resource
	for _, f := range formats {
		name := "data." + f.Ext
		part, err := begin(z, name, about.Made)
		if err != nil {
			return err
		}
		seen := &weighed{w: part}
		if err := f.Write(seen, rows(), about); err != nil {
			return err
		}
		r := resourceOf(f, name, about)
		r.Bytes, r.Hash = seen.n, "sha256:"+hex.EncodeToString(seen.sum())
		made = append(made, r)
	}
	description, err := json.MarshalIndent(descriptor(made, about), "", "  ")
	if err != nil {
		return fmt.Errorf("describing the package: %w", err)
	}
	for _, f := range []struct{ name, content string }{
		{"datapackage.json", string(description) + "\n"},
		{"README.md", about.Readme()},
		{"CITATION.cff", about.cff()},
		{"citation.txt", about.Citation() + "\n"},
		{"checkpoint.txt", about.Checkpoint},
	} {
		part, err := begin(z, f.name, about.Made)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(part, f.content); err != nil {
			return fmt.Errorf("writing %s: %w", f.name, err)
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("writing the package: %w", err)
	}
	return nil
}

// Description is datapackage.json for rows that are fetched one format at a time; at gives the address of a format.
func Description(about About, at func(Format) string) ([]byte, error) {
	var all []resource
	for _, f := range Formats() {
		all = append(all, resourceOf(f, at(f), about))
	}
	return json.MarshalIndent(descriptor(all, about), "", "  ")
}

func begin(z *zip.Writer, name string, made time.Time) (io.Writer, error) {
	part, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: made.UTC()})
	if err != nil {
		return nil, fmt.Errorf("writing %s: %w", name, err)
	}
	return part, nil
}

// weighed counts and digests what goes through it.
type weighed struct {
	w   io.Writer
	n   int64
	sha interface {
		io.Writer
		Sum([]byte) []byte
	}
}

func (c *weighed) Write(b []byte) (int, error) {
	if c.sha == nil {
		c.sha = sha256.New()
	}
	n, err := c.w.Write(b)
	c.n += int64(n)
	_, _ = c.sha.Write(b[:n]) // a digest takes everything
	return n, err
}

func (c *weighed) sum() []byte {
	if c.sha == nil {
		c.sha = sha256.New()
	}
	return c.sha.Sum(nil)
}

// resource is a file of a data package, as the standard names its parts.
type resource struct {
	Name      string   `json:"name"`
	Path      string   `json:"path"`
	Type      string   `json:"type,omitempty"`
	Title     string   `json:"title"`
	Format    string   `json:"format"`
	Mediatype string   `json:"mediatype"`
	Encoding  string   `json:"encoding,omitempty"`
	Bytes     int64    `json:"bytes,omitempty"`
	Hash      string   `json:"hash,omitempty"`
	Dialect   *dialect `json:"dialect,omitempty"`
	Schema    *schema  `json:"schema,omitempty"`
}

type dialect struct {
	Header     bool   `json:"header"`
	Delimiter  string `json:"delimiter,omitempty"`
	SheetIndex int    `json:"sheetNumber,omitempty"`
}

type schema struct {
	Fields        []field  `json:"fields"`
	PrimaryKey    []string `json:"primaryKey"`
	MissingValues []string `json:"missingValues"`
}

type field struct {
	Name        string `json:"name"`
	Type        Type   `json:"type"`
	Title       string `json:"title"`
	Description string `json:"description"`
	ItemType    string `json:"itemType,omitempty"`
	Delimiter   string `json:"delimiter,omitempty"`
}

func resourceOf(f Format, path string, about About) resource {
	media, _, _ := strings.Cut(f.Media, ";")
	r := resource{Name: "rows-" + f.Code, Path: path, Title: about.title(), Format: f.Code, Mediatype: media}
	switch f.Code {
	case "csv":
		r.Type, r.Encoding, r.Dialect, r.Schema = "table", "utf-8", &dialect{Header: true, Delimiter: ","}, fields(about, true)
	case "xlsx":
		r.Type, r.Dialect, r.Schema = "table", &dialect{Header: true, SheetIndex: 1}, fields(about, true)
	case "ndjson":
		r.Type, r.Encoding, r.Schema = "table", "utf-8", fields(about, false)
	case "parquet":
		r.Type, r.Schema = "table", fields(about, false)
	default:
		r.Encoding = "utf-8"
	}
	return r
}

// fields are the columns as a table schema; flat says that lists stand in one cell.
func fields(about About, flat bool) *schema {
	s := &schema{PrimaryKey: []string{"id"}, MissingValues: []string{""}}
	for _, c := range Columns() {
		f := field{Name: c.Name, Type: c.Type, Title: about.Say.T("takeaway.column." + c.Name), Description: about.Say.T("takeaway.means." + c.Name)}
		if c.Type == List {
			if f.ItemType, f.Delimiter = "string", ListSign; !flat {
				f.Type, f.ItemType, f.Delimiter = "array", "", ""
			}
		}
		s.Fields = append(s.Fields, f)
	}
	return s
}

// licence of a part of the rows, as the standard names it.
type licence struct {
	Name  string `json:"name,omitempty"`
	Path  string `json:"path"`
	Title string `json:"title"`
}

// descriptor is datapackage.json.
func descriptor(resources []resource, a About) any {
	return struct {
		Schema       string            `json:"$schema"`
		Name         string            `json:"name"`
		ID           string            `json:"id"`
		Title        string            `json:"title"`
		Description  string            `json:"description"`
		Homepage     string            `json:"homepage"`
		Version      string            `json:"version"`
		Created      string            `json:"created,omitempty"`
		Licenses     []licence         `json:"licenses"`
		Sources      []source          `json:"sources"`
		Contributors []map[string]any  `json:"contributors"`
		Resources    []resource        `json:"resources"`
		Record       map[string]any    `json:"openupr"`
		Method       map[string]string `json:"method"`
	}{
		Schema: "https://datapackage.org/profiles/2.0/datapackage.json", Name: "openupr-act-" + strconv.FormatUint(a.Act, 10), ID: a.Address, Title: a.title(),
		Description: a.Citation(), Homepage: a.Address, Version: "act-" + strconv.FormatUint(a.Act, 10), Created: stamp(a.Made),
		Licenses: []licence{
			{Path: "https://www.un.org/en/about-us/terms-of-use", Title: a.Say.T("takeaway.licence.un")},
			{Name: "Apache-2.0", Path: "https://www.apache.org/licenses/LICENSE-2.0", Title: a.Say.T("takeaway.licence.own")},
		},
		Sources: a.sources(), Contributors: []map[string]any{{"title": "OpenUPR", "path": a.Base, "roles": []string{"compiler"}}}, Resources: resources,
		Record: map[string]any{"asked": a.Asked, "unit": a.Unit, "items": a.Totals.Items, "segments": a.Totals.Segments, "pairs": a.Totals.Pairs,
			"act": a.Act, "on": a.On.String(), "root": a.Root, "model": a.Model, "program": a.Program, "provisional": a.Provisional},
		Method: method(a),
	}
}

func method(a About) map[string]string {
	out := map[string]string{}
	for _, m := range a.method() {
		out[m.key] = m.value
	}
	return out
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
