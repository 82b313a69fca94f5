package web

import (
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page/work"
)

// Names that the page of a conflict adds to the form that it sends again.
const (
	keepPrefix   = "keep."   // whose value of a field shall stand: "mine", "theirs" or "both"
	mergedPrefix = "merged." // the value for "both", as the person left it
)

// conflict shows what somebody else saved meanwhile beside what the reader wants to save, field by field. The form holds
// all that was posted, so that nothing is lost, and goes back to action over the version that is shown.
func (a *App) conflict(w http.ResponseWriter, r *http.Request, c *followup.Conflict, action string) error {
	in, err := a.inside(r, "")
	if err != nil {
		return err
	}
	out := work.Conflict{Kind: c.Kind, Action: action, Base: c.Fact, Act: c.Act, Gone: c.Fact == 0, Thing: in.thing(c.Kind, c.ID)}
	if c.Act > 0 {
		h, err := a.Store.Act(r.Context(), c.Act)
		if err != nil {
			return err
		}
		out.When = h.Time
		if out.By, err = a.byInside(r.Context(), in, h); err != nil {
			return err
		}
	}
	has := func(field string) bool {
		return len(r.PostForm[field]) > 0 || slices.Contains(r.PostForm["field"], field) || field == "stage" && len(r.PostForm["stage-name"]) > 0
	}
	shape := shapeOf(c.Kind)
	for _, d := range c.Compare() {
		if slices.Equal(d.B, d.C) && !out.Gone {
			continue // both said the same
		}
		row := work.ConflictRow{Name: d.Name, Label: in.field(d.Name), Base: in.shown(d.Name, d.A), Mine: in.shown(d.Name, d.B), Theirs: in.shown(d.Name, d.C),
			Clash: d.Clash(), Choice: "mine"}
		switch {
		case !has(d.Name):
			continue // the form does not ask for it: what stands there stays
		case row.Clash:
			row.Choice = ""
		case slices.Equal(d.A, d.B):
			row.Choice = "theirs"
		}
		if row.Clash {
			row.Merge, row.Merged = merged(shape[d.Name], d)
		}
		if r.PostForm.Has(keepPrefix + d.Name) {
			row.Choice = "" // it was changed a second time: look again
		}
		out.Rows = append(out.Rows, row)
	}
	for name, values := range r.PostForm {
		if name == "base" || strings.HasPrefix(name, keepPrefix) || strings.HasPrefix(name, mergedPrefix) {
			continue
		}
		for _, v := range values {
			out.Form = append(out.Form, work.Pair{Name: name, Value: v})
		}
	}
	slices.SortStableFunc(out.Form, func(x, y work.Pair) int { return strings.Compare(x.Name, y.Name) })
	return a.render(w, r, http.StatusConflict, work.ConflictPage(in.f, out))
}

// shapeOf are the types of a kind's fields by their names.
func shapeOf(kind string) map[string]reflect.Type {
	thing := plan.New(kind)
	if thing == nil {
		return nil
	}
	t := reflect.TypeOf(thing).Elem()
	out := map[string]reflect.Type{}
	for i := range t.NumField() {
		if name := t.Field(i).Tag.Get("fact"); name != "" {
			out[name] = t.Field(i).Type
		}
	}
	return out
}

// merged is what both changes together could be: of a list all that either brought without what either took out, of words
// both one after the other for the person to put right. Other values are one or the other.
func merged(t reflect.Type, d plan.Difference) (string, []plan.Name) {
	switch t {
	case reflect.TypeFor[[]string]():
		var out []plan.Name
		for _, v := range slices.Concat(d.B, d.C) {
			gone := slices.Contains(d.A, v) && (!slices.Contains(d.B, v) || !slices.Contains(d.C, v))
			if !gone && !slices.ContainsFunc(out, func(n plan.Name) bool { return n.Words == v }) {
				out = append(out, plan.Name{Words: v})
			}
		}
		return "list", out
	case reflect.TypeFor[string]():
		return "words", []plan.Name{{Words: strings.Join(slices.Concat(d.B, d.C), "\n\n")}}
	case reflect.TypeFor[plan.Names]():
		var out []plan.Name
		for _, v := range slices.Concat(d.B, d.C) {
			var n plan.Name
			_ = n.UnmarshalText([]byte(v)) // it never fails
			i := slices.IndexFunc(out, func(x plan.Name) bool { return x.Lang == n.Lang })
			switch {
			case i < 0:
				out = append(out, n)
			case out[i].Words != n.Words:
				out[i].Words += "\n\n" + n.Words
			}
		}
		return "languages", out
	}
	return "", nil
}

// decodeOver reads a posted form over a thing as it stands (held is nil for a new one), and then what was chosen on the page
// of a conflict.
func decodeOver[T any](form url.Values, held *followup.Held[T]) (T, []formError) {
	var thing T
	if held != nil {
		thing = held.Thing
	}
	wrong := decodeThing(form, &thing)
	for key := range form {
		name, ok := strings.CutPrefix(key, keepPrefix)
		if !ok {
			continue
		}
		switch form.Get(key) {
		case "mine":
		case "theirs":
			if held != nil {
				copyField(&thing, held.Thing, name)
			}
		case "both":
			wrong = append(wrong, decodeThing(url.Values{name: form[mergedPrefix+name], name + "-lang": form[mergedPrefix+name+"-lang"], "field": {name}}, &thing)...)
		default:
			wrong = append(wrong, formError{Field: name, Code: "choose"})
		}
	}
	return thing, wrong
}

// copyField takes one field, by its name in the ledger, from another version of the thing.
func copyField[T any](to *T, from T, name string) {
	v, x := reflect.ValueOf(to).Elem(), reflect.ValueOf(from)
	for i := range v.NumField() {
		if v.Type().Field(i).Tag.Get("fact") == name {
			v.Field(i).Set(x.Field(i))
		}
	}
}

// heldOf is a thing of a table by its identifier in an address; "new" and what is not there are nil.
func heldOf[T any](t *followup.Table[*followup.Held[T]], id string) *followup.Held[T] {
	h, ok := t.Get(id)
	if !ok {
		return nil
	}
	return h
}

// factOf is the version of a thing; 0 where there is none.
func factOf[T any](h *followup.Held[T]) store.FactID {
	if h == nil {
		return 0
	}
	return h.Fact
}
