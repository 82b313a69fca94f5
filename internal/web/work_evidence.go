package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/evidence"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/outside"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/work"
)

// workProofs lists the evidence that the reader may know of.
func (a *App) workProofs(w http.ResponseWriter, r *http.Request) error {
	in, err := a.inside(r, "evidence")
	if err != nil {
		return err
	}
	return a.showProofs(w, r, in, http.StatusOK, nil)
}

func (a *App) showProofs(w http.ResponseWriter, r *http.Request, in *inWork, status int, add *work.ProofForm) error {
	list, err := a.Desk.EvidenceSeen(r.Context(), in.who, in.ws)
	if err != nil {
		return a.failed(w, r, in, err, nil)
	}
	open, err := a.Desk.Keeper.Open(r.Context(), in.ws)
	if err != nil {
		return err
	}
	out := work.Proofs{Total: len(list), Pages: pagesOf(r, len(list), lawRows)}
	for _, i := range whichOf(len(list), r.URL.Query().Get("page"), lawRows) {
		out.Rows = append(out.Rows, in.proofRow(list[i], open))
	}
	if in.may(account.AddEvidence, nil) {
		if add == nil {
			add = &work.ProofForm{}
			add.Evidence.Access = plan.WorkspaceOnly
			if about := r.URL.Query().Get("about"); about != "" && len(about) < 200 {
				add.Evidence.About, add.Show = []string{about}, true
			}
		}
		add.Action = in.f.Href("evidence")
		add.Limit = in.size(followup.MaxEvidence)
		add.Strips, add.Outside = followup.Strips(in.who, in.ws), a.Desk.Outside.Open()
		add.Accesses = in.accesses(add.Evidence.Access)
		for _, b := range in.bodiesFor(account.AddEvidence) {
			add.Bodies = append(add.Bodies, work.Option{Value: b, Label: in.body(b), Chosen: b == add.Evidence.Body})
		}
		out.Add = add
	}
	return a.render(w, r, status, work.ProofsPage(in.f, out))
}

func (in *inWork) accesses(chosen plan.Access) []work.Option {
	out := work.Options(in.f, "evidence.access.", plan.Accesses, chosen)
	for i := range out {
		out[i].Hint = in.f.T("evidence.access-hint." + out[i].Value)
	}
	return out
}

// size is a number of bytes as people say it.
func (in *inWork) size(n int64) string {
	if n < 1<<20 {
		return in.f.T("size.kb", "n", in.f.P.Number(int((n+1023)>>10)))
	}
	return in.f.T("size.mb", "n", in.f.P.Number(int((n+1<<19)>>20)))
}

func (in *inWork) proofRow(h *followup.Held[plan.Evidence], open *followup.View) work.ProofRow {
	t := h.Thing
	row := work.ProofRow{Link: work.Link{Label: t.Title, Href: in.f.Href("evidence", h.ID)}, Access: string(t.Access), Body: in.bodyLink(t.Body), Date: in.day(t.Date)}
	switch {
	case t.Name != "":
		row.Kind, row.Size = t.Name, in.size(t.Size)
	default:
		row.Kind = in.f.T("evidence.url")
	}
	_, row.Open = open.Evidence.Get(h.ID)
	return row
}

// workProof shows one piece of evidence.
func (a *App) workProof(w http.ResponseWriter, r *http.Request) error {
	in, err := a.inside(r, "evidence")
	if err != nil {
		return err
	}
	return a.showProof(w, r, in, http.StatusOK, nil)
}

func (a *App) showProof(w http.ResponseWriter, r *http.Request, in *inWork, status int, edit *work.ProofForm) error {
	id := r.PathValue("id")
	h, err := a.proofSeen(r, in)
	if err != nil {
		return err
	}
	open, err := a.Desk.Keeper.Open(r.Context(), in.ws)
	if err != nil {
		return err
	}
	t := h.Thing
	out := work.Proof{ProofRow: in.proofRow(h, open), Name: t.Name, Type: t.Type, SHA256: t.SHA256, URL: t.URL, Archived: in.day(t.Archived), Stripped: t.Stripped,
		Brought: in.f.P.DateTime(h.At)}
	if t.SHA256 != "" {
		out.File = in.f.Href("evidence", id) + "/file"
	}
	for _, about := range t.About {
		out.About = append(out.About, in.provedLink(about))
	}
	if in.may(account.AddEvidence, &account.Target{Bodies: []string{t.Body}, Author: t.Author}) {
		if edit == nil {
			edit = &work.ProofForm{Evidence: t}
			edit.Base = h.Fact
		}
		edit.Action = in.f.Href("evidence", id)
		edit.Accesses = in.accesses(edit.Evidence.Access)
		out.Edit = edit
		out.Closed = !a.Desk.Outside.Open()
		out.MayTake = t.URL != "" && !out.Closed
	}
	return a.render(w, r, status, work.ProofPage(in.f, out))
}

// proofSeen is the piece of evidence of an address. One that the reader may not know of is not there.
func (a *App) proofSeen(r *http.Request, in *inWork) (*followup.Held[plan.Evidence], error) {
	list, err := a.Desk.EvidenceSeen(r.Context(), in.who, in.ws)
	if err != nil {
		return nil, err
	}
	for _, h := range list {
		if h.ID == r.PathValue("id") {
			return h, nil
		}
	}
	return nil, notFound(short(r.PathValue("id")))
}

// provedLink leads to what a piece of evidence is about.
func (in *inWork) provedLink(id string) work.Link {
	if _, ok := in.recs.Get(id); ok {
		return in.recLink(id)
	}
	for _, kind := range []string{plan.KindMeasure, plan.KindIndicator, plan.KindReport, plan.KindAssessment, plan.KindLegalAct, plan.KindTreatyAct} {
		if l := in.thing(kind, id); l.Href != "" {
			return l
		}
	}
	return work.Link{Label: id}
}

// saveProof changes what is said of a piece of evidence, makes a copy of its link, or takes it away.
func (a *App) saveProof(w http.ResponseWriter, r *http.Request) error {
	in, err := a.inside(r, "evidence")
	if err != nil {
		return err
	}
	f, err := form(r)
	if err != nil {
		return err
	}
	h, err := a.proofSeen(r, in)
	if err != nil {
		return err
	}
	to := in.f.Href("evidence", h.ID)
	switch f.Get("do") {
	case "drop":
		if err := a.Desk.DropEvidence(r.Context(), in.who, in.ws, h.ID, baseIn(f)); err != nil {
			return a.failed(w, r, in, err, nil)
		}
		return a.done(w, r, in.f.Href("evidence"), "evidence.dropped")
	case "archive":
		told, err := a.Desk.ArchiveEvidence(r.Context(), in.who, in.ws, h.ID, baseIn(f))
		if err != nil {
			return a.failed(w, r, in, err, nil)
		}
		a.setFlash(r, strings.Join(in.told(told), " "))
		http.Redirect(w, r, to, http.StatusSeeOther)
		return nil
	}
	linesOf(f, "about")
	e, wrong := decodeOver(f, h)
	again := func(errs []page.FieldError) error {
		x := &work.ProofForm{Evidence: e}
		x.Base, x.Errors = baseIn(f), errs
		return a.showProof(w, r, in, http.StatusUnprocessableEntity, x)
	}
	if len(wrong) > 0 {
		return again(in.wrongs(wrong))
	}
	if err := a.Desk.SaveEvidence(r.Context(), in.who, in.ws, h.ID, baseIn(f), e); err != nil {
		return a.failed(w, r, in, err, again)
	}
	return a.done(w, r, to, "law.saved")
}

// told says in the reader's words what became of what was handed in.
func (in *inWork) told(t followup.Told) []string {
	out := []string{in.f.T("evidence.kept")}
	if t.Renamed != "" {
		out = append(out, in.f.T("evidence.renamed", "name", t.Renamed))
	}
	if t.Stripped {
		out = append(out, in.f.T("evidence.was-stripped"))
	}
	for _, l := range t.Left {
		out = append(out, in.f.T("evidence.left."+string(l)))
	}
	switch {
	case t.Archived:
		out = append(out, in.f.T("evidence.was-archived"))
	case t.Why != nil:
		out = append(out, in.f.T("evidence.not-archived", "why", in.whyNot(t.Why)))
	}
	return out
}

// whyNot says why a file was not taken or a link not copied.
func (in *inWork) whyNot(err error) string {
	var no *evidence.Refused
	var door *outside.Refused
	switch {
	case errors.As(err, &no):
		return in.f.T("evidence.refused."+string(no.Code), "detail", no.Detail)
	case errors.As(err, &door):
		return in.f.T("outside.refused."+string(door.Code), "detail", door.Detail)
	}
	return in.f.T("outside.refused.unreachable", "detail", "")
}

// proofValues are the fields of the form that hands in a file, read one after another as they come.
func proofValues(f url.Values, name string, value []byte) error {
	if len(f) > 50 || len(f[name]) > 1000 {
		return badRequest("")
	}
	f.Add(name, string(value))
	return nil
}

var errPartLarge = fmt.Errorf("a field of a form is longer than %d bytes", maxPart)

const maxPart = 64 << 10
