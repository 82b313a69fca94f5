package web

import (
	"errors"
	"net/http"
	"strings"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/ingest"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/store"
)

// actTie is the kind of an act by which a person says whether two texts ask the same.
const actTie = "tie"

// tie brings a person's word on two texts of one State into the record. It ends what was said of them before, so that it
// can be taken back by saying otherwise.
func (a *App) tie(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return badRequest("")
	}
	v := a.Keeper.View()
	s := a.Corpus.Snapshot()
	first, second := record.FirstOf(r.PostForm.Get("a"), r.PostForm.Get("b"))
	same := r.PostForm.Get("same")
	x, okX := lookup(s, first)
	y, okY := lookup(s, second)
	if first == second || !okX || !okY || x.State != y.State || same != "yes" && same != "no" {
		return badRequest(strings.ToValidUTF8(short(first)+" "+short(second), ""))
	}
	note := strings.ToValidUTF8(strings.TrimSpace(r.PostForm.Get("note")), "")
	if len(note) > maxNote {
		note = strings.ToValidUTF8(note[:maxNote], "")
	}
	home := homeOf(x)
	before, said := tieIn(v, x, first, second)
	if said && before.Same == (same == "yes") && before.Note == note {
		http.Redirect(w, r, local(r.PostForm.Get("next")), http.StatusSeeOther)
		return nil
	}
	var end []store.FactID
	if said {
		end = append(end, before.FactID)
	}
	fact := record.TieFact(record.Tie{A: first, B: second, Same: same == "yes", Note: note}, home)
	done, err := ingest.Commit(r.Context(), a.Store, who(account.From(r.Context())).Act(actTie, home, 0), []record.Fact{fact}, end)
	var changed *store.Changed
	if errors.As(err, &changed) {
		return &Problem{http.StatusConflict, "answered", ""}
	}
	if err != nil {
		return err
	}
	if err := a.Keeper.Refresh(r.Context()); err != nil {
		return err
	}
	a.Corpus.Refresh()
	p := a.Catalogue.Negotiate(r)
	a.setFlash(r, p.T("lineage.saved."+same, "act", p.Number(int(done.Number))))
	http.Redirect(w, r, local(r.PostForm.Get("next")), http.StatusSeeOther)
	return nil
}

func lookup(s *corpus.Snapshot, id string) (*corpus.Doc, bool) {
	n, ok := s.Lookup(id)
	if !ok {
		return nil, false
	}
	return s.Doc(n), true
}

// homeOf is where facts about a text stand in the store.
func homeOf(d *corpus.Doc) string {
	if d.Review.Valid() {
		return record.Home(d.Review)
	}
	return record.HomeOf(d.State)
}

// tieIn is what was said of two texts before, in the home of the first.
func tieIn(v *record.View, d *corpus.Doc, first, second string) (t record.Tie, ok bool) {
	var ties []record.Tie
	if rv, held := v.Review(d.Review); held && d.Review.Valid() {
		ties = rv.Ties
	} else if m, held := v.Mechanisms(d.State); held {
		ties = m.Ties
	}
	for _, x := range ties {
		if x.A == first && x.B == second {
			t, ok = x, true
		}
	}
	return t, ok
}

// short bounds what a message repeats of an address or a form.
func short(s string) string {
	if len(s) > 60 {
		return s[:60]
	}
	return s
}
