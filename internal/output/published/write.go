package published

import (
	"archive/zip"
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/openupr/openupr/internal/output/sheet"
)

// Format of open data.
type Format struct {
	Code, Media string
	Write       func(io.Writer, Rows, About) error
}

// Formats in the order in which they are offered.
func Formats() []Format {
	return []Format{
		{"csv", "text/csv; charset=utf-8", WriteCSV},
		{"ndjson", "application/x-ndjson", WriteNDJSON},
		{"jsonld", "application/ld+json", WriteJSONLD},
	}
}

// WriteCSV writes a line a thing. What has no column of its own stands in the last one, as a list of pairs.
func WriteCSV(w io.Writer, rows Rows, _ About) error {
	var failed error
	t := sheet.Table{}
	for _, c := range columns {
		t.Columns = append(t.Columns, sheet.Column{Header: c.name})
	}
	cells := make([]any, len(columns))
	t.Rows = func(yield func([]any) bool) {
		for r, err := range rows {
			if err != nil {
				failed = err
				return
			}
			for i, c := range columns {
				cells[i] = c.value(r)
			}
			if !yield(cells) {
				return
			}
		}
	}
	if err := sheet.WriteCSV(w, t); err != nil {
		return fmt.Errorf("writing open data as CSV: %w", err)
	}
	return failed
}

// WriteNDJSON writes an object a line.
func WriteNDJSON(w io.Writer, rows Rows, _ About) error {
	b := bufio.NewWriter(w)
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	for r, err := range rows {
		if err != nil {
			return err
		}
		if err := enc.Encode(r); err != nil {
			return fmt.Errorf("writing open data as JSON: %w", err)
		}
	}
	return flush(b)
}

// WriteJSONLD writes a schema.org Dataset whose parts are the things.
func WriteJSONLD(w io.Writer, rows Rows, a About) error {
	type agent struct {
		Type string `json:"@type"`
		Name string `json:"name"`
	}
	head, err := json.Marshal(struct {
		Context     any    `json:"@context"`
		ID          string `json:"@id"`
		Type        string `json:"@type"`
		Name        string `json:"name"`
		Description string `json:"description"`
		URL         string `json:"url"`
		Version     uint64 `json:"version"`
		Modified    string `json:"dateModified,omitempty"`
		Creator     agent  `json:"creator"`
	}{
		map[string]any{"@vocab": "https://schema.org/", "kind": a.Base + "/ns/" + a.area() + "#kind", "recs": a.Base + "/ns/" + a.area() + "#recs", "body": a.Base + "/ns/" + a.area() + "#body",
			"bodyName": "name", "voice": a.Base + "/ns/" + a.area() + "#voice", "verdict": a.Base + "/ns/" + a.area() + "#verdict", "status": a.Base + "/ns/" + a.area() + "#status",
			"until": a.Base + "/ns/" + a.area() + "#until", "due": a.Base + "/ns/" + a.area() + "#due", "act": a.Base + "/ns/" + a.area() + "#act", "at": "datePublished", "fields": a.Base + "/ns/" + a.area() + "#fields",
			"source": "isBasedOn", "id": "identifier", "lang": "inLanguage"},
		a.Address(), "Dataset", a.Title, a.Method, a.Address(), a.Act, stamp(a.At), agent{"Organization", "OpenUPR"},
	})
	if err != nil {
		return fmt.Errorf("writing open data as JSON-LD: %w", err)
	}
	b := bufio.NewWriter(w)
	b.Write(bytes.TrimSuffix(head, []byte("}"))) // the buffer keeps what goes wrong until it is flushed
	b.WriteString(`,"hasPart":[`)
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	between := "\n"
	for r, err := range rows {
		if err != nil {
			return err
		}
		b.WriteString(between)
		between = ","
		if err := enc.Encode(struct {
			At   string `json:"@id"`
			Type string `json:"@type"`
			*Row
		}{a.Address() + "#" + r.Kind + "-" + r.ID, "CreativeWork", r}); err != nil {
			return fmt.Errorf("writing open data as JSON-LD: %w", err)
		}
	}
	b.WriteString("]}\n")
	return flush(b)
}

func flush(b *bufio.Writer) error {
	if err := b.Flush(); err != nil {
		return fmt.Errorf("writing open data: %w", err)
	}
	return nil
}

// WritePackage writes a ZIP file with the rows in every format, datapackage.json (Frictionless Data Package 2.0), the note
// of method and the signed checkpoint. rows is asked anew for each format; the same view gives the same bytes.
func WritePackage(w io.Writer, rows func() Rows, a About) error {
	z := zip.NewWriter(w)
	put := func(name string, content []byte) error {
		f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: a.At.UTC()})
		if err != nil {
			return fmt.Errorf("writing %s: %w", name, err)
		}
		if _, err := f.Write(content); err != nil {
			return fmt.Errorf("writing %s: %w", name, err)
		}
		return nil
	}
	var parts []resource
	for _, f := range Formats() {
		var b bytes.Buffer
		if err := f.Write(&b, rows(), a); err != nil {
			return err
		}
		sum := sha256.Sum256(b.Bytes())
		parts = append(parts, resource{Name: a.area() + "-" + f.Code, Path: a.area() + "." + f.Code, Format: f.Code, Mediatype: f.Media, Bytes: b.Len(), Hash: "sha256:" + hex.EncodeToString(sum[:])})
		if err := put(a.area()+"."+f.Code, b.Bytes()); err != nil {
			return err
		}
	}
	description, err := Description(a, parts)
	if err != nil {
		return err
	}
	for _, f := range []struct{ name, content string }{{"datapackage.json", string(description)}, {"README.md", Readme(a)}, {"checkpoint.txt", a.Note}} {
		if err := put(f.name, []byte(f.content)); err != nil {
			return err
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("writing the package: %w", err)
	}
	return nil
}

// resource is a file of a data package.
type resource struct {
	Name      string `json:"name"`
	Path      string `json:"path"`
	Format    string `json:"format"`
	Mediatype string `json:"mediatype"`
	Bytes     int    `json:"bytes,omitempty"`
	Hash      string `json:"hash,omitempty"`
}

// Description is datapackage.json.
func Description(a About, parts []resource) ([]byte, error) {
	return json.MarshalIndent(struct {
		Schema      string            `json:"$schema"`
		Name        string            `json:"name"`
		ID          string            `json:"id"`
		Title       string            `json:"title"`
		Description string            `json:"description"`
		Version     string            `json:"version"`
		Created     string            `json:"created,omitempty"`
		Resources   []resource        `json:"resources"`
		Record      map[string]any    `json:"openupr"`
		Method      map[string]string `json:"method"`
	}{
		"https://datapackage.org/profiles/2.0/datapackage.json", fmt.Sprintf("openupr-%s-%s-act-%d", a.area(), string(a.State), a.Act), a.Address(), a.Title, a.Method,
		fmt.Sprintf("act-%d", a.Act), stamp(a.At), parts,
		map[string]any{"state": a.State, "act": a.Act, "root": a.Root}, map[string]string{"rows": a.Method, "rule": a.Rule},
	}, "", "  ")
}

// Readme is the note of method, as Markdown.
func Readme(a About) string {
	return fmt.Sprintf("# %s\n\n%s\n\n%s\n\n- <%s>\n- act %d, %s\n- tree head %s\n- columns: %s\n", a.Title, a.Method, a.Rule, a.Address(), a.Act, stamp(a.At), a.Root, list(Columns()))
}

func list(names []string) string {
	var b bytes.Buffer
	for i, n := range names {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString("`" + n + "`")
	}
	return b.String()
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
