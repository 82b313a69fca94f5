package web

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/council"
	"github.com/openupr/openupr/internal/store"
	upc "github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/sitting"
	"github.com/openupr/openupr/internal/web/page/work"
)

// members lists the seats of a council.
func (a *App) members(w http.ResponseWriter, r *http.Request) error {
	in, h, err := a.councilAt(r)
	if err != nil {
		return err
	}
	q := r.URL.Query()
	category, section, ended := q.Get("category"), q.Get("section"), q.Get("ended") == "yes"
	out := sitting.Members{Council: in.councilLink(h.ID), Categories: in.categoryOptions(h.ID, category), Sections: in.sectionOptions(h.ID, section), Ended: ended, Action: in.f.Href("councils", h.ID, "members")}
	if in.keeps(h.ID) {
		out.Seat, out.Table = in.f.Href("councils", h.ID, "members", "new"), in.f.Href("councils", h.ID, "table")
	}
	var rows []*council.Held[upc.Member]
	for _, m := range in.c.MembersOf(h.ID) {
		if (ended || m.Thing.Sits(in.today())) && (category == "" || m.Thing.Category == category) && (section == "" || m.Thing.Section == section) {
			rows = append(rows, m)
		}
	}
	out.Count = len(rows)
	which := whichOf(len(rows), q.Get("page"), membersPerPage)
	current := 1
	for i, n := range which {
		if i == 0 {
			current = n/membersPerPage + 1
		}
		out.Rows = append(out.Rows, in.mandate(rows[n]))
	}
	out.Pages = page.Pagination{Current: current, Count: (len(rows) + membersPerPage - 1) / membersPerPage, Near: 2, Href: func(n int) string {
		v := url.Values{"page": {itoa(n)}}
		for _, name := range []string{"category", "section", "ended"} {
			if q.Get(name) != "" {
				v.Set(name, q.Get(name))
			}
		}
		return out.Action + "?" + v.Encode()
	}}
	return a.render(w, r, http.StatusOK, sitting.MembersPage(in.f, out))
}

func (in *inCouncil) categoryOptions(councilID, chosen string) []work.Option {
	var out []work.Option
	for _, x := range in.c.CategoriesOf(councilID) {
		out = append(out, work.Option{Value: x.ID, Label: in.words(x.Thing.Names), Chosen: x.ID == chosen})
	}
	return out
}

func (in *inCouncil) sectionOptions(councilID, chosen string) []work.Option {
	var out []work.Option
	for _, x := range in.c.SectionsOf(councilID) {
		out = append(out, work.Option{Value: x.ID, Label: in.words(x.Thing.Names), Chosen: x.ID == chosen})
	}
	return out
}

func (in *inCouncil) mandate(h *council.Held[upc.Member]) sitting.Member {
	m := h.Thing
	return sitting.Member{ID: h.ID, Link: work.Link{Label: in.words(m.Name), Href: in.f.Href("councils", m.Council, "members", h.ID)}, Name: in.text(m.Name), Number: m.Number,
		Category: in.category(m.Category), Section: in.section(m.Section), Group: m.Group, Region: m.Region, Gender: string(m.Gender), Period: in.period(m.From, m.To), Ended: m.Ended}
}

// memberAt is the mandate of an address.
func (a *App) memberAt(r *http.Request) (*inCouncil, *council.Held[upc.Council], *council.Held[upc.Member], error) {
	in, h, err := a.councilAt(r)
	if err != nil {
		return nil, nil, nil, err
	}
	m := heldOf(in.c.Members, r.PathValue("member"))
	if m != nil && m.Thing.Council != h.ID || m == nil && r.PathValue("member") != "" {
		return nil, nil, nil, notFound(short(r.PathValue("member")))
	}
	return in, h, m, nil
}

// member shows a mandate.
func (a *App) member(w http.ResponseWriter, r *http.Request) error {
	in, h, m, err := a.memberAt(r)
	if err != nil {
		return err
	}
	return a.showMember(w, r, in, http.StatusOK, h, m, sitting.Declare{})
}

func (a *App) showMember(w http.ResponseWriter, r *http.Request, in *inCouncil, status int, h *council.Held[upc.Council], m *council.Held[upc.Member], d sitting.Declare) error {
	out := sitting.MemberPage{Council: in.councilLink(h.ID), Member: in.mandate(m), History: in.f.Href("history", m.ID)}
	if in.keeps(h.ID) {
		out.Edit = in.f.Href("councils", h.ID, "members", m.ID, "edit")
		if m.Thing.Account != "" {
			out.Person = in.f.T("work.somebody")
			list, err := a.accountsOf(r, h.Thing.Body, m.Thing.Account)
			if err != nil {
				return err
			}
			for _, o := range list {
				if o.Chosen {
					out.Person = o.Label
				}
			}
		}
	}
	for _, i := range in.c.InterestsOf(m.ID, in.today()) {
		out.Interests = append(out.Interests, in.interest(i))
	}
	if in.speaksFor(h.ID, m.ID) {
		d.Action = in.f.Href("councils", h.ID, "members", m.ID)
		d.Proposals = in.matters(h.ID, r.PostForm.Get("about"))
		out.Declare = &d
	}
	return a.render(w, r, status, sitting.OneMemberPage(in.f, out))
}

// matters are the proposals to a council that are not settled yet.
func (in *inCouncil) matters(councilID, chosen string) []work.Option {
	var out []work.Option
	for _, p := range in.c.ProposalsOf(councilID) {
		if p.Thing.Step == upc.Proposed || p.Thing.Step == upc.Debated || p.ID == chosen {
			out = append(out, work.Option{Value: p.ID, Label: in.proposalLink(p.ID).Label, Chosen: p.ID == chosen})
		}
	}
	return out
}

// declareInterest says that a member has an interest of their own in something.
func (a *App) declareInterest(w http.ResponseWriter, r *http.Request) error {
	f, err := form(r)
	if err != nil {
		return err
	}
	in, h, m, err := a.memberAt(r)
	if err != nil {
		return err
	}
	words := cleaned(f.Get("text"))
	if _, err = a.Council.DeclareInterest(r.Context(), in.who, in.ws, upc.Interest{Council: h.ID, Member: m.ID, About: f.Get("about"), Words: words}); err != nil {
		return a.failed(w, r, in.inWork, err, func(errs []page.FieldError) error {
			return a.showMember(w, r, in, http.StatusUnprocessableEntity, h, m, sitting.Declare{Form: work.Form{Errors: errs}, Words: words})
		})
	}
	return a.done(w, r, in.f.Href("councils", h.ID, "members", m.ID)+"#interests", "sittings.saved")
}

// memberForm is the form of a mandate, new or not.
func (a *App) memberForm(w http.ResponseWriter, r *http.Request) error {
	in, h, m, err := a.memberAt(r)
	if err != nil {
		return err
	}
	x := upc.Member{Council: h.ID}
	if m != nil {
		x = m.Thing
	}
	return a.showMemberForm(w, r, in, http.StatusOK, h, m, x, nil)
}

func (a *App) showMemberForm(w http.ResponseWriter, r *http.Request, in *inCouncil, status int, h *council.Held[upc.Council], m *council.Held[upc.Member], x upc.Member, errs []page.FieldError) error {
	out := sitting.MemberForm{Form: work.Form{Action: in.f.Href("councils", h.ID, "members", "new"), Base: factOf(m), Errors: errs}, Council: in.councilLink(h.ID), Member: x, Named: h.Thing.Named,
		Categories: in.categoryOptions(h.ID, x.Category), Sections: in.sectionOptions(h.ID, x.Section), Back: in.f.Href("councils", h.ID, "members")}
	if m != nil {
		out.ID, out.Action, out.Back = m.ID, in.f.Href("councils", h.ID, "members", m.ID, "edit"), in.f.Href("councils", h.ID, "members", m.ID)
	}
	if r.Method == http.MethodPost {
		out.Base = baseIn(r.PostForm)
	}
	for _, g := range upc.Genders {
		code := string(g)
		if g == upc.NotStated {
			code = "not-stated"
		}
		out.Genders = append(out.Genders, work.Option{Value: string(g), Label: in.f.T("sittings.gender." + code), Chosen: g == x.Gender})
	}
	var err error
	if out.Accounts, err = a.accountsOf(r, h.Thing.Body, x.Account); err != nil {
		return err
	}
	return a.render(w, r, status, sitting.MemberFormPage(in.f, out))
}

// accountsOf are the people who sit for a council as its members, by their names.
func (a *App) accountsOf(r *http.Request, body, chosen string) ([]work.Option, error) {
	seats, err := a.Store.SeatsIn(r.Context(), r.PathValue("ws"))
	if err != nil {
		return nil, err
	}
	var out []work.Option
	seen := map[string]bool{}
	for _, s := range seats {
		if (s.Body != body || s.Role != string(account.CouncilMember)) && s.Account != chosen || seen[s.Account] {
			continue
		}
		seen[s.Account] = true
		who, err := a.Store.Account(r.Context(), s.Account)
		if err != nil {
			return nil, err
		}
		out = append(out, work.Option{Value: s.Account, Label: who.Name, Chosen: s.Account == chosen})
	}
	return out, nil
}

// saveMember saves a mandate, or takes one away that was entered by mistake.
func (a *App) saveMember(w http.ResponseWriter, r *http.Request) error {
	f, err := form(r)
	if err != nil {
		return err
	}
	in, h, m, err := a.memberAt(r)
	if err != nil {
		return err
	}
	x, wrong := decodeOver(f, m)
	x.Council = h.ID
	again := func(errs []page.FieldError) error {
		return a.showMemberForm(w, r, in, http.StatusUnprocessableEntity, h, m, x, errs)
	}
	if m != nil && f.Get("do") == "remove" {
		if err := a.Council.RemoveMember(r.Context(), in.who, in.ws, m.ID, baseIn(f)); err != nil {
			return a.failed(w, r, in.inWork, err, again)
		}
		return a.done(w, r, in.f.Href("councils", h.ID, "members"), "sittings.removed")
	}
	if len(wrong) > 0 {
		return again(in.wrongs(wrong))
	}
	id, err := a.Council.SaveMember(r.Context(), in.who, in.ws, r.PathValue("member"), baseIn(f), x)
	if err != nil {
		return a.failed(w, r, in.inWork, err, again)
	}
	return a.done(w, r, in.f.Href("councils", h.ID, "members", id), "sittings.saved")
}

// partOf is the section or category of an address; kind is the word of the address.
func (a *App) partOf(r *http.Request) (in *inCouncil, h *council.Held[upc.Council], out sitting.PartForm, err error) {
	in, h, err = a.councilAt(r)
	if err != nil {
		return nil, nil, out, err
	}
	out = sitting.PartForm{Kind: "sections", Council: in.councilLink(h.ID), Back: in.f.Href("councils", h.ID)}
	id := r.PathValue("part")
	if strings.Contains(r.Pattern, "/categories/") {
		out.Kind, out.Category = "categories", true
	}
	out.Action, out.Section.Council = in.f.Href("councils", h.ID, out.Kind, id), h.ID
	if id == "new" {
		return in, h, out, nil
	}
	out.ID = id
	if out.Category {
		if x := heldOf(in.c.Categories, id); x != nil && x.Thing.Council == h.ID {
			out.Base, out.Section.Names, out.Section.Order, out.Seats = x.Fact, x.Thing.Names, x.Thing.Order, x.Thing.Seats
			return in, h, out, nil
		}
	} else if x := heldOf(in.c.Sections, id); x != nil && x.Thing.Council == h.ID {
		out.Base, out.Section = x.Fact, x.Thing
		return in, h, out, nil
	}
	return nil, nil, out, notFound(short(id))
}

// partForm is the form of a section or a category.
func (a *App) partForm(w http.ResponseWriter, r *http.Request) error {
	in, _, out, err := a.partOf(r)
	if err != nil {
		return err
	}
	return a.render(w, r, http.StatusOK, sitting.PartFormPage(in.f, out))
}

// savePart saves a section or a category, or takes one away that nothing names.
func (a *App) savePart(w http.ResponseWriter, r *http.Request) error {
	f, err := form(r)
	if err != nil {
		return err
	}
	in, h, out, err := a.partOf(r)
	if err != nil {
		return err
	}
	var t struct {
		Names plan.Names `fact:"name"`
		Order int        `fact:"order"`
		Seats int        `fact:"seats"`
	}
	wrong := decodeThing(f, &t)
	out.Base = baseIn(f)
	again := func(errs []page.FieldError) error {
		out.Errors, out.Section.Names, out.Section.Order, out.Seats = errs, t.Names, t.Order, t.Seats
		return a.render(w, r, http.StatusUnprocessableEntity, sitting.PartFormPage(in.f, out))
	}
	if len(wrong) > 0 && f.Get("do") != "remove" {
		return again(in.wrongs(wrong))
	}
	code := "sittings.saved"
	kind := upc.KindSection
	if out.Category {
		kind = upc.KindCategory
	}
	switch base := store.FactID(out.Base); {
	case out.ID != "" && f.Get("do") == "remove":
		code = "sittings.removed"
		err = a.Council.RemovePart(r.Context(), in.who, in.ws, kind, out.ID, base)
	case out.Category:
		_, err = a.Council.SaveCategory(r.Context(), in.who, in.ws, out.ID, base, upc.Category{Council: h.ID, Names: t.Names, Order: t.Order, Seats: t.Seats})
	default:
		_, err = a.Council.SaveSection(r.Context(), in.who, in.ws, out.ID, base, upc.Section{Council: h.ID, Names: t.Names, Order: t.Order})
	}
	if err != nil {
		return a.failed(w, r, in.inWork, err, again)
	}
	return a.done(w, r, in.f.Href("councils", h.ID)+"#seats", code)
}
