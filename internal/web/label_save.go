package web

import (
	"errors"
	"net/http"
	"strings"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/classify"
	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/ingest"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/store"
)

// actLabel is the kind of an act by which a person says whether a label applies.
const actLabel = "label"

// saveLabel brings a person's word on one label of one text into the record. It ends what was said of the label before,
// and, since a text has one degree of action, what was said of the other degrees. "back" only ends it.
func (a *App) saveLabel(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return badRequest("")
	}
	subject, say := r.PostForm.Get("subject"), r.PostForm.Get("say")
	scheme, code, _ := strings.Cut(r.PostForm.Get("label"), ":")
	d, ok := lookup(a.Corpus.Snapshot(), subject)
	if !ok || !mayBeGiven(scheme, code) || say != "yes" && say != "no" && say != "back" {
		return badRequest(strings.ToValidUTF8(short(subject)+" "+short(scheme+":"+code), ""))
	}
	note := strings.ToValidUTF8(strings.TrimSpace(r.PostForm.Get("note")), "")
	if len(note) > maxNote {
		note = strings.ToValidUTF8(note[:maxNote], "")
	}
	home := homeOf(d)
	l := record.Label{Subject: subject, Scheme: scheme, Code: code, Absent: say == "no", Note: note}
	var add []record.Fact
	if say != "back" {
		add = []record.Fact{record.LabelFact(l, home)}
	}
	end, same := endedLabels(labelsOf(a.Keeper.View(), d), l, say)
	if same || len(add)+len(end) == 0 {
		http.Redirect(w, r, local(r.PostForm.Get("next")), http.StatusSeeOther)
		return nil
	}
	done, err := ingest.Commit(r.Context(), a.Store, who(account.From(r.Context())).Act(actLabel, home, 0), add, end)
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
	a.Sessions.Put(r.Context(), labelKey, p.T("labels.saved", "label", labelTitle(p, scheme, code), "act", p.Number(int(done.Number))))
	http.Redirect(w, r, local(r.PostForm.Get("next")), http.StatusSeeOther)
	return nil
}

// labelKey keeps the sentence that stands beside the labels after one was saved: an item's page has other places too
// where something can be done.
const labelKey = "done-label"

func (a *App) labelDone(r *http.Request) string {
	if !account.From(r.Context()).SignedIn() || !a.Sessions.Exists(r.Context(), labelKey) {
		return ""
	}
	return a.Sessions.PopString(r.Context(), labelKey)
}

// endedLabels are the facts that a new word ends; same says that it is what stands already.
func endedLabels(before []record.Label, l record.Label, say string) (end []store.FactID, same bool) {
	for _, x := range before {
		if x.Subject != l.Subject || x.Scheme != l.Scheme {
			continue
		}
		switch {
		case x.Code == l.Code:
			end = append(end, x.FactID)
			same = same || say != "back" && x.Absent == l.Absent && x.Note == l.Note
		case l.Scheme == classify.Action && say == "yes" && !x.Absent:
			end = append(end, x.FactID)
		}
	}
	return end, same && len(end) == 1
}

// labelsOf is what people said in the home of a text.
func labelsOf(v *record.View, d *corpus.Doc) []record.Label {
	if rv, held := v.Review(d.Review); held && d.Review.Valid() {
		return rv.Labels
	}
	if m, held := v.Mechanisms(d.State); held {
		return m.Labels
	}
	return nil
}
