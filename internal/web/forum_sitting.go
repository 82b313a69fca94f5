package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"

	"github.com/openupr/openupr/internal/chart"
	"github.com/openupr/openupr/internal/space"
	spoken "github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/web/page/forum"
)

// publicSitting is one sitting with its agenda, attendance, decisions, votes and minutes.
func (a *App) publicSitting(w http.ResponseWriter, r *http.Request) error {
	in, err := a.forum(r)
	if err != nil {
		return err
	}
	id := r.PathValue("of")
	h, ok := in.v.Sittings.Get(id)
	if !ok || h.Thing.Council != r.PathValue("id") {
		return notFound(short(id))
	}
	s := h.Thing
	out := forum.Sitting{Council: in.council(s.Council), Title: forum.Text{Words: in.sittingName(s)}, Minutes: in.text(s.Minutes), Agenda: in.agenda(id), Decisions: in.decisions(id)}
	when := in.day(s.On)
	if !s.To.IsZero() && s.To != s.On {
		when = in.period(s.On, s.To)
	}
	if !s.Held {
		when += " – " + in.t("sitting.planned")
	}
	out.Facts = append(out.Facts, forum.Fact{Name: "day", Text: forum.Text{Words: when}})
	for _, x := range []struct{ name, words string }{{"place", s.Place}, {"section", in.section(s.Section)}} {
		if x.words != "" {
			out.Facts = append(out.Facts, forum.Fact{Name: x.name, Text: forum.Text{Words: x.words}})
		}
	}
	if u, err := url.Parse(s.Source); err == nil && (u.Scheme == "https" || u.Scheme == "http") {
		out.Source = s.Source
	}
	in.attendance(id, &out)
	in.f.Feed = in.feed("council:" + s.Council)
	return a.render(w, r, http.StatusOK, forum.SittingPage(in.f, out))
}

func (in *inForum) agenda(id string) []forum.AgendaItem {
	list := space.Pick(in.v.Agenda, in.v.About(spoken.KindAgenda, id))
	slices.SortFunc(list, func(a, b *space.Held[spoken.AgendaItem]) int {
		return cmp.Or(cmp.Compare(a.Thing.Number, b.Thing.Number), cmp.Compare(a.ID, b.ID))
	})
	var out []forum.AgendaItem
	for _, x := range list {
		if x.Thing.Sitting == id {
			out = append(out, forum.AgendaItem{Number: in.f.P.Number(x.Thing.Number), Words: in.text(x.Thing.Words), Proposals: in.proposalLinks(x.Thing.Proposals)})
		}
	}
	return out
}

// attendance as a chart, and who was there.
func (in *inForum) attendance(id string, out *forum.Sitting) {
	counts, n := map[spoken.Presence]int{}, 0
	for _, x := range space.Pick(in.v.Attendance, in.v.About(spoken.KindAttendance, id)) {
		if x.Thing.Sitting != id {
			continue
		}
		n++
		counts[x.Thing.Presence]++
		out.Present = append(out.Present, forum.Entry{Title: forum.Text{Words: in.member(x.Thing.Member)}, Notes: []string{in.t("presence." + string(x.Thing.Presence))}})
	}
	if out.Recorded = n > 0; !out.Recorded {
		return
	}
	out.Present = in.byLabel(out.Present)
	var rows []chart.Label
	var cells []int
	for _, p := range spoken.Presences {
		rows = append(rows, chart.Label{Code: string(p), Text: in.t("presence." + string(p))})
		cells = append(cells, counts[p])
	}
	out.Attendance = in.bars("attendance", in.t("figure.attendance"), in.t("figure.attendance.reading", "count", n, "present", in.f.P.Number(counts[spoken.Present]+counts[spoken.Remote])),
		in.t("figure.unit.members"), in.t("figure.attendance.head"), in.t("figure.unit.members"), rows, cells, nil)
}

func (in *inForum) decisions(id string) []forum.Decision {
	list := space.ByTime(space.Pick(in.v.Decisions, in.v.About(spoken.KindDecision, id)))
	var out []forum.Decision
	for _, x := range list {
		if x.Thing.Sitting != id {
			continue
		}
		d := forum.Decision{Number: x.Thing.Number, Words: in.text(x.Thing.Words), About: in.proposalLinks(x.Thing.About)}
		if v, ok := in.v.Votes.Get(x.Thing.Vote); ok {
			y := in.vote(v.Thing)
			d.Vote = &y
		}
		out = append(out, d)
	}
	return out
}
