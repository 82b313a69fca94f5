package docx

import (
	"context"
	"encoding/xml"
	"path"
	"strings"
)

// relation leads from one part to another. Relations that lead out of the file are dropped when read: nothing is ever
// fetched.
type relation struct {
	ID     string
	Type   string // the last word of the type's address: "header", "styles" …
	Target string // name of a part
}

// relations of the part, in document order. A package without them is legal.
func (a *archive) relations(ctx context.Context, part string, depth int) ([]relation, error) {
	dir, base := path.Split(part)
	name := path.Join(dir, "_rels", base+".rels")
	b, ok, err := a.read(name)
	if err != nil || !ok {
		return nil, err
	}
	s := newScanner(ctx, base+".rels", b, depth)
	if _, err := s.root(); err != nil {
		return nil, err
	}
	var out []relation
	err = s.each(func(el xml.StartElement) error {
		if el.Name.Local != "Relationship" || strings.EqualFold(attr(el, "TargetMode"), "External") {
			return nil
		}
		target := attr(el, "Target")
		if !strings.HasPrefix(target, "/") {
			target = path.Join("/", dir, target)
		}
		out = append(out, relation{
			ID:     attr(el, "Id"),
			Type:   path.Base(attr(el, "Type")),
			Target: strings.TrimPrefix(path.Clean(target), "/"),
		})
		return nil
	})
	return out, err
}

// target of the first relation of a type, or empty.
func target(rels []relation, kind string) string {
	for _, r := range rels {
		if r.Type == kind {
			return r.Target
		}
	}
	return ""
}
