package web

import (
	"net/http"
	"strings"

	"github.com/openupr/openupr/internal/council"
	upc "github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/sitting"
	"github.com/openupr/openupr/internal/web/page/work"
)

// sittingsPerPage is how many sittings a page lists.
const sittingsPerPage = 50

// sittings lists the sittings of all councils, the latest first.
func (a *App) sittings(w http.ResponseWriter, r *http.Request) error {
	in, err := a.together(r, "sittings")
	if err != nil {
		return err
	}
	var forms []work.Link
	for _, c := range in.councilsByName() {
		if in.keeps(c.ID) && c.Thing.Exists(in.today()) {
			forms = append(forms, work.Link{Label: in.f.T("sittings.sitting.new") + ": " + in.words(c.Thing.Names), Href: in.f.Href("sittings", "new") + "?council=" + c.ID})
		}
	}
	all := council.Once(in.c, "sittings", func() []*council.Held[upc.Sitting] { return in.c.AllSittings() })
	which := whichOf(len(all), r.URL.Query().Get("page"), sittingsPerPage)
	var list []sitting.Row
	current := 1
	for i, n := range which {
		if i == 0 {
			current = n/sittingsPerPage + 1
		}
		list = append(list, in.sittingRow(all[n], true))
	}
	pages := page.Pagination{Current: current, Count: (len(all) + sittingsPerPage - 1) / sittingsPerPage, Near: 2, Href: func(n int) string { return in.f.Href("sittings") + "?page=" + itoa(n) }}
	return a.render(w, r, http.StatusOK, sitting.SittingsPage(in.f, list, pages, forms))
}

func (in *inCouncil) sittingLink(id string) work.Link {
	h, ok := in.c.Sittings.Get(id)
	if !ok {
		return work.Link{}
	}
	return work.Link{Label: in.sittingLabel(h.Thing), Href: in.f.Href("sittings", id)}
}

func (in *inCouncil) sittingRow(h *council.Held[upc.Sitting], named bool) sitting.Row {
	out := sitting.Row{Link: in.sittingLink(h.ID)}
	if named {
		out.Aside = append(out.Aside, in.councilLink(h.Thing.Council).Label)
	}
	if h.Thing.Section != "" {
		out.Aside = append(out.Aside, in.section(h.Thing.Section))
	}
	if !h.Thing.Held {
		out.Aside = append(out.Aside, in.f.T("forum.sitting.planned"))
	}
	return out
}

func (in *inCouncil) voteRow(h *council.Held[upc.Vote]) sitting.Row {
	return sitting.Row{Link: work.Link{Label: in.words(h.Thing.Question), Href: in.f.Href("votes", h.ID)}, Aside: []string{in.voteLine(h.Thing)}}
}

// sittingAt is the sitting of an address.
func (a *App) sittingAt(r *http.Request) (*inCouncil, *council.Held[upc.Sitting], error) {
	in, err := a.together(r, "sittings")
	if err != nil {
		return nil, nil, err
	}
	h := heldOf(in.c.Sittings, r.PathValue("id"))
	if h == nil {
		return nil, nil, notFound(short(r.PathValue("id")))
	}
	return in, h, nil
}

// sitting shows one sitting.
func (a *App) sitting(w http.ResponseWriter, r *http.Request) error {
	in, h, err := a.sittingAt(r)
	if err != nil {
		return err
	}
	x := h.Thing
	at := func(more ...string) string { return in.f.Href(append([]string{"sittings", h.ID}, more...)...) }
	out := sitting.Sitting{ID: h.ID, Title: in.sittingLabel(x), Council: in.councilLink(x.Council), Held: x.Held, History: in.f.Href("history", h.ID), Minutes: in.text(x.Minutes), Facts: []sitting.Pair{
		{Name: "on", Text: work.Text{Words: in.day(x.On)}}, {Name: "last", Text: work.Text{Words: in.day(x.To)}}, {Name: "place", Text: work.Text{Words: x.Place}},
		{Name: "section", Text: work.Text{Words: in.section(x.Section)}}, {Name: "held", Text: work.Text{Words: in.f.T("desks.answer." + yesNo[1-btoi(x.Held)])}},
		{Name: "minutes-source", Text: work.Text{Words: x.Source}}}}
	keeps := in.keeps(x.Council)
	if keeps {
		out.Edit, out.EditAgenda = at("edit"), at("agenda")
		if x.Held {
			out.Attend, out.Vote, out.Decide = at("attendance"), in.f.Href("votes", "new")+"?sitting="+h.ID, at("decisions", "new")
		}
	}
	out.Agenda = in.agendaOf(h.ID, keeps)
	counts := map[upc.Presence]int{}
	for _, p := range in.c.AttendanceOf(h.ID) {
		counts[p.Thing.Presence]++
		out.Missing--
	}
	if len(counts) > 0 {
		out.Missing += len(in.c.SeatedAt(h.ID))
		for _, p := range upc.Presences {
			out.Present = append(out.Present, work.Count{Code: string(p), N: counts[p]})
		}
	}
	if c, ok := in.c.Councils.Get(x.Council); ok && c.Thing.Quorum > 0 && x.Section == "" && len(counts) > 0 {
		present, enough, _ := in.c.Quorate(h.ID)
		out.Quorum = in.f.T("sittings.quorum."+yesNo[1-btoi(enough)], "present", present, "quorum", c.Thing.Quorum)
	}
	for _, v := range in.c.VotesAt(h.ID) {
		out.Votes = append(out.Votes, in.voteRow(v))
	}
	for _, d := range in.c.DecisionsOf(h.ID) {
		row := sitting.Decision{Number: d.Thing.Number, Words: in.text(d.Thing.Words)}
		for _, p := range d.Thing.About {
			row.About = append(row.About, in.proposalLink(p))
		}
		if v, ok := in.c.Votes.Get(d.Thing.Vote); ok {
			row.Vote = work.Link{Label: in.voteLine(v.Thing), Href: in.f.Href("votes", v.ID)}
		}
		if keeps {
			row.Edit = in.f.Href("decisions", d.ID, "edit")
		}
		out.Decisions = append(out.Decisions, row)
	}
	return a.render(w, r, http.StatusOK, sitting.OnePage(in.f, out))
}

func (in *inCouncil) agendaOf(id string, keeps bool) []sitting.Item {
	var out []sitting.Item
	for _, x := range in.c.AgendaOf(id) {
		i := sitting.Item{Number: x.Thing.Number, Words: in.text(x.Thing.Words)}
		for _, p := range x.Thing.Proposals {
			i.Proposals = append(i.Proposals, in.proposalLink(p))
		}
		if keeps {
			i.Edit = in.f.Href("sittings", id, "agenda") + "?at=" + itoa(i.Number) + "#item"
		}
		out = append(out, i)
	}
	return out
}

// sittingForm is the form of a sitting, new or not.
func (a *App) sittingForm(w http.ResponseWriter, r *http.Request) error {
	in, h, err := a.sittingOrNew(r)
	if err != nil {
		return err
	}
	x := upc.Sitting{Council: r.URL.Query().Get("council")}
	if h != nil {
		x = h.Thing
	}
	return a.showSittingForm(w, r, in, http.StatusOK, h, x, nil)
}

// sittingOrNew is the sitting of an address; nil where the address is that of a new one.
func (a *App) sittingOrNew(r *http.Request) (*inCouncil, *council.Held[upc.Sitting], error) {
	if r.PathValue("id") == "" {
		in, err := a.together(r, "sittings")
		return in, nil, err
	}
	return a.sittingAt(r)
}

func (a *App) showSittingForm(w http.ResponseWriter, r *http.Request, in *inCouncil, status int, h *council.Held[upc.Sitting], x upc.Sitting, errs []page.FieldError) error {
	if _, ok := in.c.Councils.Get(x.Council); !ok {
		return notFound(short(x.Council))
	}
	out := sitting.SittingForm{Form: work.Form{Action: in.f.Href("sittings", "new"), Base: factOf(h), Errors: errs}, Council: in.councilLink(x.Council), Sitting: x,
		Sections: in.sectionOptions(x.Council, x.Section), Held: in.yesNoOptions(x.Held), Back: in.f.Href("councils", x.Council)}
	if h != nil {
		out.ID, out.Action, out.Back = h.ID, in.f.Href("sittings", h.ID, "edit"), in.f.Href("sittings", h.ID)
	}
	if r.Method == http.MethodPost {
		out.Base = baseIn(r.PostForm)
	}
	return a.render(w, r, status, sitting.SittingFormPage(in.f, out))
}

// saveSitting saves a sitting, or takes one away that does not take place.
func (a *App) saveSitting(w http.ResponseWriter, r *http.Request) error {
	f, err := form(r)
	if err != nil {
		return err
	}
	in, h, err := a.sittingOrNew(r)
	if err != nil {
		return err
	}
	x, wrong := decodeOver(f, h)
	if h != nil {
		x.Council = h.Thing.Council
	}
	again := func(errs []page.FieldError) error {
		return a.showSittingForm(w, r, in, http.StatusUnprocessableEntity, h, x, errs)
	}
	if h != nil && f.Get("do") == "remove" {
		if err := a.Council.RemoveSitting(r.Context(), in.who, in.ws, h.ID, baseIn(f)); err != nil {
			return a.failed(w, r, in.inWork, err, again)
		}
		return a.done(w, r, in.f.Href("councils", x.Council), "sittings.removed")
	}
	if len(wrong) > 0 {
		return again(in.wrongs(wrong))
	}
	id, err := a.Council.SaveSitting(r.Context(), in.who, in.ws, r.PathValue("id"), baseIn(f), x)
	if err != nil {
		return a.failed(w, r, in.inWork, err, again)
	}
	return a.done(w, r, in.f.Href("sittings", id), "sittings.saved")
}

// attendance is the page on which it is noted who came.
func (a *App) attendance(w http.ResponseWriter, r *http.Request) error {
	in, h, err := a.sittingAt(r)
	if err != nil {
		return err
	}
	return a.showAttendance(w, r, in, http.StatusOK, h, in.c.AttendanceStamp(h.ID), nil, nil)
}

func (a *App) showAttendance(w http.ResponseWriter, r *http.Request, in *inCouncil, status int, h *council.Held[upc.Sitting], seen string, said map[string]upc.Presence, errs []page.FieldError) error {
	at := in.f.Href("sittings", h.ID, "attendance")
	out := sitting.Attendance{Form: work.Form{Action: at, Errors: errs}, Council: in.councilLink(h.Thing.Council), Sitting: in.sittingLink(h.ID), Seen: seen, Back: in.f.Href("sittings", h.ID)}
	if said == nil {
		said = map[string]upc.Presence{}
		for _, x := range in.c.AttendanceOf(h.ID) {
			said[x.Thing.Member] = x.Thing.Presence
		}
	}
	all := upc.Presence(r.URL.Query().Get("all"))
	for _, p := range upc.Presences {
		out.All = append(out.All, work.Link{Label: in.f.T("sittings.presence." + string(p)), Href: at + "?all=" + string(p)})
	}
	for _, m := range in.c.SeatedAt(h.ID) {
		chosen := said[m.ID]
		if chosen == "" {
			chosen = all
		}
		out.Rows = append(out.Rows, sitting.Choice{Name: "m-" + m.ID, Number: m.Thing.Number, Member: in.text(m.Thing.Name), Aside: in.category(m.Thing.Category),
			Options: append([]work.Option{{Label: in.f.T("sittings.presence.not-recorded")}}, work.Options(in.f, "sittings.presence.", upc.Presences, chosen)...)})
	}
	return a.render(w, r, status, sitting.AttendancePage(in.f, out))
}

// saveAttendance notes who came.
func (a *App) saveAttendance(w http.ResponseWriter, r *http.Request) error {
	f, err := form(r)
	if err != nil {
		return err
	}
	in, h, err := a.sittingAt(r)
	if err != nil {
		return err
	}
	said := map[string]upc.Presence{}
	for name, v := range f {
		if id, ok := strings.CutPrefix(name, "m-"); ok {
			said[id] = upc.Presence(v[0])
		}
	}
	if err := a.Council.SaveAttendance(r.Context(), in.who, in.ws, h.ID, f.Get("seen"), said); err != nil {
		return a.failed(w, r, in.inWork, err, func(errs []page.FieldError) error {
			return a.showAttendance(w, r, in, http.StatusUnprocessableEntity, h, f.Get("seen"), said, errs)
		})
	}
	return a.done(w, r, in.f.Href("sittings", h.ID)+"#attendance", "sittings.saved")
}
