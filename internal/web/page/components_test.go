package page_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"github.com/openupr/openupr/internal/i18n"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/web/page"
)

func frame(t *testing.T, l i18n.Lang) page.Frame {
	t.Helper()
	c, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return page.Frame{P: c.Printer(l), Scheme: page.Auto}
}

func render(t *testing.T, c templ.Component) string {
	t.Helper()
	var b bytes.Buffer
	if err := c.Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestPositionIsToldByShapeAndWord(t *testing.T) {
	f := frame(t, i18n.English)
	shapes := map[string]bool{}
	for _, p := range upr.Positions {
		html := render(t, page.Position(f, p))
		if !strings.Contains(html, "#shape-"+string(p)) || !strings.Contains(html, " "+string(p)) {
			t.Errorf("%s: %s", p, html)
		}
		shapes[html] = true
	}
	if len(shapes) != len(upr.Positions) {
		t.Errorf("%d marks for %d positions", len(shapes), len(upr.Positions))
	}
}

func TestCountNamesItsUnit(t *testing.T) {
	f := frame(t, i18n.English)
	for unit, want := range map[upr.Unit]string{upr.UnitItem: "2 items", upr.UnitSegment: "2 segments", upr.UnitPair: "2 State–recommendation pairs"} {
		if html := render(t, page.CountLink(f, 2, unit, "/x")); !strings.Contains(html, want) || !strings.Contains(html, `href="/x"`) {
			t.Errorf("%s: %s", unit, html)
		}
	}
}

func TestFieldTiesHintAndErrorToItsInput(t *testing.T) {
	f := frame(t, i18n.English)
	in := page.Field{Name: "login", Label: "sign-in.login", Hint: "setup.name-hint", Error: "setup.login-empty", Value: `"><script>`}
	html := render(t, page.Input(f, in))
	for _, want := range []string{`<label for="login">`, `aria-describedby="login-wrong login-hint"`, `aria-invalid="true"`, `id="login-wrong"`, "Choose a login", `value="&#34;&gt;&lt;script&gt;"`} {
		if !strings.Contains(html, want) {
			t.Errorf("has no %s:\n%s", want, html)
		}
	}
	summary := render(t, page.ErrorSummary(f, page.Errors(f.P, in, page.Field{Name: "right"})))
	if !strings.Contains(summary, `href="#login"`) || strings.Contains(summary, "#right") || !strings.Contains(summary, `role="alert"`) {
		t.Errorf("summary: %s", summary)
	}
	if html := render(t, page.Input(f, page.Field{Name: "p", Label: "sign-in.password", Type: "password", Value: "secret words"})); strings.Contains(html, "secret") {
		t.Error("a password is sent back")
	}
}

func TestLongListNamesOnlyThePagesNearby(t *testing.T) {
	f := frame(t, i18n.English)
	href := func(n int) string { return "/p?n=" + strings.Repeat("i", n) }
	html := render(t, page.Pages(f, page.Pagination{Current: 9, Count: 20, Near: 2, Href: href}))
	if n := strings.Count(html, "<li>"); n != 9 { // previous, 1, 7 to 11, 20, next
		t.Errorf("%d entries: %s", n, html)
	}
	if !strings.Contains(html, `aria-current="page">9<`) || strings.Count(html, "…") != 2 {
		t.Error(html)
	}
	if html := render(t, page.Pages(f, page.Pagination{Current: 1, Count: 1, Href: href})); html != "" {
		t.Errorf("one page has a list of pages: %s", html)
	}
}

func TestMarkedPassageIsOneWithAnAddress(t *testing.T) {
	f := frame(t, i18n.English)
	html := render(t, page.LeafView(f, page.Leaf{Lang: "en", Lines: []page.LeafLine{{Text: "before"}, {Text: "one", Marked: true},
		{Text: "two", Marked: true}, {Text: "after"}, {Cells: []string{"a", "b"}}}}))
	if strings.Count(html, "<mark") != 1 || strings.Count(html, `id="marked"`) != 1 {
		t.Error(html)
	}
	if at := strings.Index(html, "</mark>"); at < strings.Index(html, "two") || at > strings.Index(html, "after") {
		t.Errorf("the mark ends in the wrong place: %s", html)
	}
}

func TestSchemeOfAStrangeCookieIsTheSystems(t *testing.T) {
	for s, want := range map[string]page.Scheme{"dark": page.Dark, "light": page.Light, "": page.Auto, `"><b>`: page.Auto} {
		if got := page.ParseScheme(s); got != want {
			t.Errorf("%q is %s, want %s", s, got, want)
		}
	}
}
