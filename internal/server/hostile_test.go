package server_test

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/openupr/openupr/internal/account"
)

var (
	formTag   = regexp.MustCompile(`(?s)<form\b([^>]*)>(.*?)</form>`)
	actionOf  = regexp.MustCompile(`\baction="([^"]*)"`)
	fieldTag  = regexp.MustCompile(`(?s)<(?:input|textarea|button|select)\b[^>]*\bname="[^"]*"[^>]*>(?:[^<]*<option\b[^>]*>)?`)
	nameOf    = regexp.MustCompile(`\bname="([^"]*)"`)
	valueOf   = regexp.MustCompile(`\bvalue="([^"]*)"`)
	postsBack = regexp.MustCompile(`\bmethod="post"`)
)

// forms are the forms of a page that post, by where they post to: each field with the value it has, or some words.
func forms(at, body string) map[string]url.Values {
	out := map[string]url.Values{}
	here, err := url.Parse(at)
	if err != nil {
		return nil
	}
	for _, f := range formTag.FindAllStringSubmatch(body, -1) {
		action, to := actionOf.FindStringSubmatch(f[1]), here
		if !postsBack.MatchString(f[1]) {
			continue
		}
		if action != nil {
			if to, err = here.Parse(html.UnescapeString(action[1])); err != nil || to.Host != "" {
				continue
			}
		}
		fields := url.Values{}
		for _, tag := range fieldTag.FindAllString(f[2], -1) {
			name, value := html.UnescapeString(nameOf.FindStringSubmatch(tag)[1]), "Invented words"
			if v := valueOf.FindStringSubmatch(tag); v != nil {
				value = html.UnescapeString(v[1])
			}
			if !fields.Has(name) {
				fields.Set(name, value)
			}
		}
		if len(fields) > len(out[to.RequestURI()]) {
			out[to.RequestURI()] = fields
		}
	}
	return out
}

// hostile are values that no field expects.
func hostile(ids []string) map[string][]string {
	return map[string][]string{
		"nothing": {""}, "a NUL": {"a\x00b"}, "no UTF-8": {"\xff\xfe\xed\xa0\x80"}, "much": {strings.Repeat("ж ", 3_000)},
		"a number": {"-99999999999999999999"}, "a day that is none": {"2026-02-31"}, "another's identifier": {ids[0]}, "a path": {"../../record.db"},
		"two values": {"one", ids[len(ids)-1]}, "very many values": slices.Repeat([]string{"x"}, 300),
		"directions and breaks": {"a\u202eb\r\nSet-Cookie: x=y\u2028"}, "a row beyond the last": {"18446744073709551616"},
	}
}

// Whatever a form is handed in with by somebody who may, and by everybody else: it is an answer and no failure, and what
// is refused did nothing.
func TestHostilePostsAreAnsweredAndDoNothingByHalves(t *testing.T) {
	h := open(t, false)
	c := h.closed()
	x := c.trial()
	seats := []account.Seat{}
	for _, r := range account.WorkRoles {
		seats = append(seats, account.Seat{Workspace: "ZZV", Role: r, Body: map[bool]string{true: c.ministry}[r == account.Contributor || r == account.Validator]})
	}
	for i, r := range account.WorkRoles {
		switch r {
		case account.Monitor:
			seats[i].Body = x.advocate
		case account.Stakeholder:
			seats[i].Body = c.ngo
		case account.CouncilMember, account.Secretary:
			seats[i].Body = x.chamber
		}
	}
	b, _ := c.someone("everything", account.Administrator, seats...)
	ids := append(slices.Clone(x.ids), c.report, c.assessment, c.proof, c.ministry, c.rec)

	// What forms there are, found on the pages themselves.
	table := http.NewServeMux()
	for _, row := range account.Routes {
		if row.Method == http.MethodPost {
			table.HandleFunc("POST "+row.Pattern, func(http.ResponseWriter, *http.Request) {})
		}
	}
	type found struct {
		to     string
		fields url.Values
	}
	known, every := map[string]found{}, url.Values{}
	for _, row := range account.Routes {
		if row.Method != http.MethodGet {
			continue
		}
		pages := []string{h.path(row)}
		if account.InWorkspace(row.Act) {
			pages = c.paths(row)
		}
		if slot := strings.Contains(row.Pattern, "{id}"); slot {
			for _, id := range x.ids {
				pages = append(pages, strings.NewReplacer("{ws}", "ZZV", "{state}", "ZZV", "{id}", id).Replace(row.Pattern))
			}
		}
		for _, p := range pages {
			w := b.get(p)
			if w.Code >= 500 {
				t.Errorf("GET %s answers %d", p, w.Code)
			}
			for to, fields := range forms(p, w.Body.String()) {
				r, err := http.NewRequest(http.MethodPost, to, nil)
				if err != nil {
					t.Fatal(err)
				}
				_, pattern := table.Handler(r)
				if len(fields) > len(known[pattern].fields) {
					known[pattern] = found{to, fields}
				}
				for name, v := range fields {
					every[name] = v
				}
			}
		}
	}
	if len(known) < 60 {
		t.Fatalf("only %d forms were found on the pages", len(known))
	}

	rows := slices.Clone(account.Routes)
	last := func(r account.Route) bool { // those that take the person's own way in away
		return strings.HasPrefix(r.Pattern, "/account") || strings.HasSuffix(r.Pattern, "/people") || strings.HasPrefix(r.Pattern, "/sign-")
	}
	slices.SortStableFunc(rows, func(a, b account.Route) int { return order(last(a)) - order(last(b)) })
	asked, let := 0, map[string]bool{}
	try := func(row account.Route, what, to, body, kind string) {
		t.Helper()
		before, err := h.Store.Head(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		w := b.do(http.MethodPost, to, strings.NewReader(body), func(r *http.Request) { r.Header.Set("Content-Type", kind) })
		asked++
		if w.Code >= 500 {
			t.Errorf("%s with %s answers %d", row, what, w.Code)
		}
		if w.Code != http.StatusNotFound && w.Code != http.StatusForbidden {
			let[row.String()] = true
		}
		after, err := h.Store.Head(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if w.Code >= 400 && after.Number != before.Number && !strings.HasSuffix(row.Pattern, "/report") { // words of a report that is not ready to be submitted are kept as a draft
			t.Errorf("%s with %s answers %d and did something", row, what, w.Code)
		}
	}
	const plainForm = "application/x-www-form-urlencoded"
	bad := hostile(ids)
	names := make([]string, 0, len(bad))
	for name := range bad {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, row := range rows {
		if row.Method != http.MethodPost {
			continue
		}
		f, ok := known["POST "+row.Pattern]
		if !ok {
			f = found{h.path(row), every}
			if account.InWorkspace(row.Act) {
				f.to = c.paths(row)[0]
			}
		}
		try(row, "no body", f.to, "", plainForm)
		try(row, "a broken encoding", f.to, "do=%zz&a;b=%", plainForm)
		try(row, "JSON", f.to, `{"do":["save"]}`, "application/json")
		try(row, "a broken upload", f.to, "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\x00.xlsx\"\r\n\r\nPK\x03\x04", "multipart/form-data; boundary=x")
		try(row, "an upload without a boundary", f.to, "--x", "multipart/form-data")

		for _, what := range names {
			all := url.Values{}
			for name, v := range f.fields {
				if all[name] = bad[what]; name == "do" { // the way through the form that it is meant for
					all[name] = v
				}
			}
			try(row, what+" everywhere", f.to, all.Encode(), plainForm)
		}
		if !ok {
			continue // of no form that could be found, one field at a time says little
		}
		fields := make([]string, 0, len(f.fields))
		for name := range f.fields {
			fields = append(fields, name)
		}
		slices.Sort(fields)
		for i, name := range fields[:min(len(fields), 40)] {
			what := names[i%len(names)]
			one := url.Values{}
			for name, v := range f.fields {
				one[name] = v
			}
			one[name] = bad[what]
			try(row, what+" in "+name, f.to, one.Encode(), plainForm)
		}
	}
	h.verified()
	t.Logf("%d forms on the pages, %d posts, %d rows past the guard", len(known), asked, len(let))
	if len(let) < 90 {
		t.Errorf("only %d rows of the table were asked past the guard", len(let))
	}
}

func order(last bool) int {
	if last {
		return 1
	}
	return 0
}
