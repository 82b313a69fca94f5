package e2e_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"

	"github.com/chromedp/chromedp"
)

// answer fills the form that a button sends, at once: what a person types, without each key.
func (s *sitting) answer(h hand, button string, fields ...field) {
	s.Helper()
	list := make([][2]string, len(fields))
	for i, f := range fields {
		list[i] = [2]string{f.name, f.value}
	}
	b, err := json.Marshal(list)
	if err != nil {
		s.Fatal(err)
	}
	missing := eval[string](h.tab, "filling a form", `(() => {
		const b = document.querySelector(`+quote(button)+`);
		if (!b || !b.form) return "the button";
		for (let d = b.closest("details:not([open])"); d; d = d.parentElement.closest("details:not([open])")) d.open = true;
		for (const [name, value] of `+string(b)+`) {
			const all = [...b.form.querySelectorAll("[name]")].filter(e => e.name === name);
			const el = all.find(e => ["checkbox", "radio"].includes(e.type) ? e.value === value : true);
			if (!el) return name;
			if (["checkbox", "radio"].includes(el.type)) el.checked = true;
			else el.value = value;
			if (el.value !== value) return name + " = " + value;
		}
		return "";
	})()`)
	if missing != "" {
		s.Fatalf("the form of %s at %s has no %s:\n%s", button, h.location(), missing, h.words())
	}
}

// fill answers a form and sends it with its button, wherever on the page that has come to stand.
func (s *sitting) fill(h hand, button string, fields ...field) {
	s.Helper()
	s.answer(h, button, fields...)
	ctx, cancel := context.WithTimeout(h.ctx, tabTime)
	defer cancel()
	if _, err := chromedp.RunResponse(ctx, chromedp.Evaluate[chromedp.Void](`(b => b.form.requestSubmit(b))(document.querySelector(`+quote(button)+`))`)); err != nil {
		s.Fatalf("sending %s: %v", button, err)
	}
}

// post answers a form and has the browser send it, without looking at the page that follows. from is the address from which
// a proxy on this machine says that the person comes; empty: none.
func (s *sitting) post(h hand, button, from string, fields ...field) (to string) {
	s.Helper()
	s.answer(h, button, fields...)
	type got struct {
		Status int
		URL    string
		Words  string
	}
	g := eval[got](h.tab, "sending a form", `(() => {
		const b = document.querySelector(`+quote(button)+`), body = new URLSearchParams(new FormData(b.form, b)), from = `+quote(from)+`;
		return fetch(b.form.getAttribute("action"), {method: "POST", body, headers: from ? {"X-Forwarded-For": from} : {}}).then(r => r.text().then(t => ({Status: r.status, URL: r.url, Words: r.ok ? "" : t.replace(/<[^>]*>/g, " ").slice(0, 4000)})));
	})()`)
	if g.Status != http.StatusOK {
		s.Fatalf("the form of %s at %s answers %d: %s", button, h.location(), g.Status, strings.Join(strings.Fields(g.Words), " "))
	}
	to, _, _ = strings.Cut(strings.TrimPrefix(g.URL, s.p.url), "?")
	return to
}

// comment has the browser fetch the form of a passage and send it back filled in, without showing either page.
func (s *sitting) comment(h hand, form, from, words string) {
	s.Helper()
	if status := eval[int](h.tab, "commenting", `fetch(`+quote(form)+`).then(r => r.text()).then(t => {
		const f = new DOMParser().parseFromString(t, "text/html").querySelector("button[value=look]").form, body = new URLSearchParams(new FormData(f));
		body.set("text", `+quote(words)+`);
		body.set("send", "look");
		return fetch(f.getAttribute("action"), {method: "POST", body, headers: {"X-Forwarded-For": `+quote(from)+`}});
	}).then(r => r.status)`); status != http.StatusOK {
		s.Fatalf("a comment from %s answers %d", from, status)
	}
}

// hrefs are the addresses of links that a selector finds, each once.
func (s *sitting) hrefs(h hand, selector string) []string {
	s.Helper()
	return eval[[]string](h.tab, "reading links", `[...new Set([...document.querySelectorAll(`+quote(selector)+`)].map(a => a.getAttribute("href").replace(/[?#].*/, "")))]`)
}

// whole are such addresses with what is asked of them.
func (s *sitting) whole(h hand, selector string) []string {
	s.Helper()
	return eval[[]string](h.tab, "reading links", `[...document.querySelectorAll(`+quote(selector)+`)].map(a => a.getAttribute("href"))`)
}

// listed are the addresses of the entries of a list, over all its pages.
func (s *sitting) listed(h hand, path string) []string {
	s.Helper()
	var out []string
	s.at(h, path)
	for range 50 {
		out = append(out, s.hrefs(h, `main li[data-entry] .entry-title a`)...)
		next := s.whole(h, `main a[rel=next]`)
		if len(next) == 0 {
			return out
		}
		s.at(h, next[0])
	}
	s.Fatalf("%s has no last page", path)
	return nil
}

// each does something so many times, by as many hands of one person as the machine has cores for.
func (s *sitting) each(n int, login string, do func(h hand, i int)) {
	s.Helper()
	const hands = 2
	var wg sync.WaitGroup
	for k := range hands {
		h := s.hand()
		if login != "" {
			h = s.as(login)
		}
		wg.Go(func() {
			for i := k; i < n; i += hands {
				do(h, i)
			}
		})
	}
	wg.Wait()
	if s.Failed() {
		s.FailNow()
	}
}

// proposes: the secretary enters what members of the four sections propose, and brings it before the council.
func (s *sitting) proposes() {
	s.each(storyProposals, "secretary", func(h hand, i int) {
		if i < 2 {
			s.at(h, "/work/"+ws+"/proposals/new?council="+s.id)
		}
		voices := eval[[]string](h.tab, "reading who proposes", `[...document.querySelectorAll('select[name=voice] option')].map(o => o.value).filter(v => v.startsWith("member "))`)
		if len(voices) != storyMembers {
			s.Fatalf("%d members can be chosen as proposers", len(voices))
		}
		section := eval[string](h.tab, "choosing a section", `[...document.querySelectorAll('select[name=section] option')].find(o => o.textContent.trim() === `+quote(storySections[i%len(storySections)])+`)?.value ?? ""`)
		draft := s.post(h, `form.thing button[value=save]`, "", field{"voice", voices[i]}, field{"title", fmt.Sprintf("Proposal %d of the story", i+1)},
			field{"text", fmt.Sprintf("The ministry should open %d offices where people are heard without fees.", i+2)}, field{"section", section})
		from := h.location()
		if i < 2 {
			s.at(h, draft+"/edit")
		}
		h.visit(s.p.url + draft)
		s.fill(h, `button[value=propose]`)
		h.visit(from)
	})
	h := s.as("secretary")
	s.proposals = len(s.listed(h, "/work/"+ws+"/proposals?step=proposed"))
	if s.proposals != storyProposals {
		s.Fatalf("%d proposals were made", s.proposals)
	}
}

// amends: thirty proposals get other words, and the council takes the amendments.
func (s *sitting) amends() {
	list := s.listed(s.as("secretary"), "/work/"+ws+"/proposals?step=proposed")[:storyAmended]
	var mu sync.Mutex
	s.each(len(list), "secretary", func(h hand, i int) {
		s.at(h, list[i])
		s.fill(h, `button[value=amend]`, field{"after", fmt.Sprintf("The ministry should open %d offices where all people are heard without fees and without waiting.", i+2)}, field{"amend-reason", "Waiting is a fee too."})
		if h.nodes(`main ins`) == 0 {
			s.Errorf("%s does not show what is amended:\n%s", list[i], h.words())
		}
		s.fill(h, `button[value=take]`)
		if strings.Contains(eval[string](h.tab, "reading the words", `document.querySelector("main .own, main .rec-text, main").innerText`), "without waiting") {
			mu.Lock()
			s.amended++
			mu.Unlock()
		}
	})
	if s.amended != storyAmended {
		s.Errorf("%d proposals were amended", s.amended)
	}
}

// adopts: the sitting debates all and adopts sixty, a third of them by a letter of long ago.
func (s *sitting) adopts() {
	h := s.as("secretary")
	held := s.place[strings.LastIndex(s.place, "/")+1:]
	s.resolves(h, "proposed", storyProposals, field{"step", "debated"}, field{"sitting", held})
	for i, m := range storyMinistries {
		fields := []field{{"step", "adopted"}, {"sitting", held}, {"body", s.bodies[m]}}
		if i == 0 {
			fields = append(fields, field{"on", "2026-01-15"})
		}
		s.resolves(h, "debated", storyAdopted/len(storyMinistries), fields...)
	}
	s.adopted = len(s.listed(h, "/work/"+ws+"/proposals?step=adopted"))
	s.referred = len(s.listed(h, "/work/"+ws+"/referrals"))
	s.overdue = len(s.listed(h, "/work/"+ws+"/referrals?state=late"))
	if s.adopted != storyAdopted || s.referred != storyAdopted || s.overdue != storyOverdue {
		s.Errorf("%d adopted, %d referred, %d overdue", s.adopted, s.referred, s.overdue)
	}
}

// resolves decides on so many proposals of a step, as many at once as a page lists.
func (s *sitting) resolves(h hand, step string, n int, fields ...field) {
	s.Helper()
	for range 20 {
		if n == 0 {
			return
		}
		s.at(h, "/work/"+ws+"/proposals?council="+s.id+"&step="+step)
		chosen := eval[int](h.tab, "choosing proposals", `(() => { let n = 0; document.querySelectorAll('input[name=proposal]').forEach(c => { if (n < `+fmt.Sprint(n)+`) { c.checked = true; n++; } }); return n; })()`)
		if chosen == 0 {
			s.Fatalf("no proposal can be chosen at %s:\n%s", h.location(), h.words())
		}
		n -= chosen
		s.fill(h, `form[action$="/proposals/resolve"] button[type=submit]`, fields...)
	}
	s.Fatalf("%d proposals were not decided", n)
}

// answers: each ministry writes to what it was asked, and another person of it publishes.
func (s *sitting) answers() {
	for i, m := range storyMinistries {
		list := s.listed(s.as(fmt.Sprint("writer", i)), "/work/"+ws+"/referrals?body="+s.bodies[m])
		s.each(len(list), fmt.Sprint("writer", i), func(h hand, k int) {
			h.visit(s.p.url + list[k])
			s.post(h, `button[value=submit]`, "", field{"outcome", []string{"accepts", "partly", "declines"}[k%3]}, field{"text", fmt.Sprintf("We opened %d of them.", k)})
		})
		s.each(len(list), fmt.Sprint("head", i), func(h hand, k int) {
			if k < 2 {
				s.at(h, list[k])
			} else {
				h.visit(s.p.url + list[k])
			}
			s.post(h, `button[value=issue]`, "")
		})
	}
	h := s.as("secretary")
	s.replied = len(s.listed(h, "/work/"+ws+"/referrals?state=answered"))
	if late := len(s.listed(h, "/work/"+ws+"/referrals?state=late")); s.replied != storyAdopted || late != 0 {
		s.Errorf("%d replies were published, and %d are still overdue", s.replied, late)
	}
}

// consults: three hundred people without an account comment on a draft, and each comment gets an answer.
func (s *sitting) consults() {
	h := s.as("writer0")
	s.at(h, "/work/"+ws+"/consultations/new")
	s.fill(h, `form.thing button[type=submit]`, field{"title", "Draft plan of the story"}, field{"body", s.bodies[storyMinistries[0]]}, field{"draft", "plan"}, field{"opens", "2026-01-01"}, field{"closes", "2099-12-31"})
	at, _, _ := strings.Cut(strings.TrimPrefix(h.location(), s.p.url), "?")
	at = strings.TrimSuffix(at, "/draft")
	s.at(h, at+"/draft")
	s.fill(h, `button[value=save]`, field{"draft-text", "# First aim\n\nEvery district of the story has an office.\n\nEach office answers within ten days.\n\nNobody pays for it."})
	s.at(h, at)
	h.press(`form[action$="/open"] button`)
	s.check(h)

	public := "/states/" + ws + "/consultations/" + at[strings.LastIndex(at, "/")+1:]
	first := s.hand()
	s.at(first, public)
	passages := s.whole(first, `main a[href*="/comment?"]`)
	if len(passages) < 3 {
		s.Fatalf("only %d passages can be commented on:\n%s", len(passages), first.words())
	}
	s.each(storyComments, "", func(h hand, i int) {
		said := fmt.Sprintf("Say how the %d villages without a road get there.", i)
		if i >= 10 {
			s.comment(h, passages[i%len(passages)], fmt.Sprintf("198.51.%d.%d", i/200, i%200), said)
			return
		}
		s.at(h, passages[i%len(passages)])
		s.fill(h, `button[value=look]`, field{"text", said})
		s.mu.Lock()
		s.check(h)
		s.mu.Unlock()
	})
	for range 30 {
		s.at(h, at+"/answer")
		if h.nodes(`input[name=which]`) == 0 {
			break
		}
		s.fill(h, `button[value=publish]`, field{"which", "all"}, field{"outcome", "partly"}, field{"theme", "Roads"}, field{"text", "A bus goes to each office twice a week; roads are not part of this plan."})
	}
	visitor := s.hand()
	s.at(visitor, public+"/comments")
	s.at(visitor, public+"/answers")
	s.at(visitor, public+"/method")
	s.at(visitor, public)
	s.comments, s.responded = s.consulted(visitor)
	if s.comments != storyComments || s.responded != storyComments {
		s.Errorf("%d comments, %d answered", s.comments, s.responded)
	}
}

// consulted reads what the page of a consultation counts.
func (s *sitting) consulted(h hand) (comments, answered int) {
	n := eval[[]int](h.tab, "reading counts", `[/(\d+) comments?\b/, /(\d+) comments? answered/].map(x => parseInt(document.querySelector("main").innerText.match(x)?.[1] ?? "0"))`)
	return n[0], n[1]
}

// readsInPublic: whoever comes without signing in finds what became of each proposal.
func (s *sitting) readsInPublic() {
	h := s.hand()
	for _, path := range []string{"/states/" + ws + "/participation", "/states/" + ws + "/councils/" + s.id, "/states/" + ws + "/councils/" + s.id + "/members", "/states/" + ws + "/proposals"} {
		s.at(h, path)
		if strings.Contains(h.words(), "Member 1 of the story") {
			s.Errorf("%s names a member whose council's rule keeps names closed", path)
		}
	}
	if len(s.hrefs(h, `main a[href*="/proposals/"]`)) == 0 {
		s.Fatal("no proposal is listed for everyone")
	}
	if got := h.visit(s.p.url + "/work/" + ws + "/proposals"); got == http.StatusOK && !strings.Contains(h.location(), "/sign-in") {
		s.Error("the closed side opens for whoever is not signed in")
	}
}
