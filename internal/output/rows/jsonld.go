package rows

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
)

// WriteJSONLD writes a schema.org Dataset whose parts are the rows. Its context stands in it whole: nothing has to be
// fetched to read it.
func WriteJSONLD(w io.Writer, rows Rows, about About) error {
	head, err := json.Marshal(dataset(about))
	if err != nil {
		return fmt.Errorf("writing rows as JSON-LD: %w", err)
	}
	b := bufio.NewWriterSize(w, 1<<16)
	b.Write(bytes.TrimSuffix(head, []byte("}"))) // the buffer keeps what goes wrong until Flush
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
		if err := enc.Encode(part{about.Base + "/id/" + r.ID, "CreativeWork", r}); err != nil {
			return fmt.Errorf("writing row %s as JSON-LD: %w", r.ID, err)
		}
	}
	b.WriteString("]}\n")
	if err := b.Flush(); err != nil {
		return fmt.Errorf("writing rows as JSON-LD: %w", err)
	}
	return nil
}

// part is a row as a part of the dataset.
type part struct {
	At   string `json:"@id"`
	Type string `json:"@type"`
	*Row
}

// dataset is everything but the rows.
func dataset(a About) any {
	type agent struct {
		Type string `json:"@type"`
		Name string `json:"name"`
		URL  string `json:"url,omitempty"`
	}
	type value struct {
		Type  string `json:"@type"`
		Name  string `json:"name"`
		Value any    `json:"value"`
	}
	var based []agent
	for _, s := range a.sources() {
		based = append(based, agent{"CreativeWork", s.Title, s.Path})
	}
	return struct {
		Context     any     `json:"@context"`
		ID          string  `json:"@id"`
		Type        string  `json:"@type"`
		Name        string  `json:"name"`
		Description string  `json:"description"`
		URL         string  `json:"url"`
		Version     uint64  `json:"version"`
		Modified    string  `json:"dateModified,omitempty"`
		Creator     agent   `json:"creator"`
		License     string  `json:"license"`
		BasedOn     []agent `json:"isBasedOn"`
		Size        []value `json:"variableMeasured"`
		Identifier  value   `json:"identifier"`
	}{
		Context: Context(a.Base), ID: a.Address, Type: "Dataset", Name: a.title(), Description: a.Citation(), URL: a.Address, Version: a.Act, Modified: stamp(a.At),
		Creator: agent{"Organization", "OpenUPR", a.Base}, License: "https://www.un.org/en/about-us/terms-of-use", BasedOn: based,
		Size:       []value{{"PropertyValue", "items", a.Totals.Items}, {"PropertyValue", "segments", a.Totals.Segments}, {"PropertyValue", "pairs", a.Totals.Pairs}},
		Identifier: value{"PropertyValue", "tree head", a.Root},
	}
}

// asInSchema are the columns that schema.org has a word for.
var asInSchema = map[string]string{"id": "schema:identifier", "text": "schema:text", "lang": "schema:inLanguage", "kind": "schema:additionalType"}

// Context says which term each name of the JSON-LD form is: schema.org's where it has one, else a column's place on our
// own page (Base + "/api#column-…"), where it is explained.
func Context(base string) map[string]any {
	out := map[string]any{"@vocab": "https://schema.org/", "schema": "https://schema.org/", "openupr": base + "/api#column-"}
	for _, c := range Columns() {
		term := "openupr:" + c.Name
		if s, ok := asInSchema[c.Name]; ok {
			term = s
		}
		switch c.Type {
		case Integer:
			out[c.Name] = map[string]string{"@id": term, "@type": "http://www.w3.org/2001/XMLSchema#integer"}
		case Boolean:
			out[c.Name] = map[string]string{"@id": term, "@type": "http://www.w3.org/2001/XMLSchema#boolean"}
		case List:
			out[c.Name] = map[string]string{"@id": term, "@container": "@set"}
		default:
			out[c.Name] = term
		}
	}
	return out
}
