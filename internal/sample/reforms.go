package sample

import (
	"embed"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

//go:embed reforms/*.tsv
var reformFiles embed.FS

// Reforms is what is known of a State's reforms, as things that its workspace would have published. The template is the same
// for every State: a file named after it.
type Reforms struct {
	State  upr.State
	Things []Reform
}

// Reform is one thing: a body, a legal act, a step towards a treaty, a measure, or what a source says of one.
type Reform struct {
	Kind, ID string
	Fields   []plan.Field // in canonical order
}

// AllReforms are those of the States for which there is a file.
func AllReforms() ([]Reforms, error) {
	files, err := reformFiles.ReadDir("reforms")
	if err != nil {
		return nil, fmt.Errorf("reading the example reforms: %w", err)
	}
	var out []Reforms
	for _, f := range files {
		b, err := reformFiles.ReadFile(path.Join("reforms", f.Name()))
		if err != nil {
			return nil, fmt.Errorf("reading the example reforms: %w", err)
		}
		things, err := parseReforms(string(b))
		if err != nil {
			return nil, fmt.Errorf("reading the example reforms, %s: %w", f.Name(), err)
		}
		out = append(out, Reforms{State: upr.State(strings.TrimSuffix(f.Name(), ".tsv")), Things: things})
	}
	return out, nil
}

// reformKinds are the kinds of things that a file may hold.
var reformKinds = []string{plan.KindWorkspace, plan.KindBody, plan.KindLegalAct, plan.KindTreatyAct, plan.KindMeasure, plan.KindClaim}

// parseReforms reads a file: comment lines, a line of column names, then kind, id, name of a field, value, source and
// confirmed ("yes" or "no"), with tabs between. Rows of one thing stand together. A thing's source is that of its rows, and
// it is confirmed when all of them are.
func parseReforms(text string) ([]Reform, error) {
	var out []Reform
	head := false
	sources, sure := map[string][]string{}, map[string]bool{}
	for n, line := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		if !head {
			if head = line == "kind\tid\tname\tvalue\tsource\tconfirmed"; !head {
				return nil, fmt.Errorf("line %d: expected the names of the six columns", n+1)
			}
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 6 || slices.Contains(f, "") || f[5] != "yes" && f[5] != "no" {
			return nil, fmt.Errorf("line %d does not have six fields, the last of them yes or no", n+1)
		}
		key := f[0] + " " + f[1]
		if len(out) == 0 || out[len(out)-1].Kind+" "+out[len(out)-1].ID != key {
			if _, twice := sure[key]; twice || !slices.Contains(reformKinds, f[0]) {
				return nil, fmt.Errorf("line %d: %q stands in two places or is of no kind known here", n+1, key)
			}
			out, sure[key] = append(out, Reform{Kind: f[0], ID: f[1]}), true
		}
		x := &out[len(out)-1]
		x.Fields = append(x.Fields, plan.Field{Name: f[2], Value: f[3]})
		sure[key] = sure[key] && f[5] == "yes"
		if !slices.Contains(sources[key], f[4]) {
			sources[key] = append(sources[key], f[4])
		}
	}
	for i := range out {
		x, key := &out[i], out[i].Kind+" "+out[i].ID
		fields := append(slices.Clone(x.Fields), plan.Field{Name: "source", Value: strings.Join(sources[key], "; ")})
		if sure[key] {
			fields = append(fields, plan.Field{Name: "confirmed", Value: "yes"})
		}
		thing := plan.New(x.Kind)
		if err := plan.Read(fields, thing); err != nil {
			return nil, fmt.Errorf("%s: %w", key, err)
		}
		written := plan.Fields(thing)
		for _, f := range x.Fields {
			if !slices.Contains(written, f) {
				return nil, fmt.Errorf("%s has no field %s that could be %q", key, f.Name, f.Value)
			}
		}
		x.Fields = written
	}
	return out, nil
}
