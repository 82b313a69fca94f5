package i18n_test

import (
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
	"pgregory.net/rapid"

	"github.com/openupr/openupr/internal/i18n"
)

func load(t testing.TB) *i18n.Catalogue {
	t.Helper()
	c, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestEveryLanguageHasTheSameMessagesWithTheSameSlots(t *testing.T) {
	c := load(t)
	want := c.Codes(i18n.English)
	for _, l := range append(i18n.Languages(), i18n.Mirrored) {
		if d := cmp.Diff(want, c.Codes(l)); d != "" {
			t.Errorf("codes of %s differ from English (-en +%s):\n%s", l, l, d)
		}
		for _, code := range want {
			if d := cmp.Diff(c.Slots(i18n.English, code), c.Slots(l, code)); d != "" {
				t.Errorf("slots of %s in %s differ from English:\n%s", code, l, d)
			}
		}
	}
}

func TestEveryPluralMessageHasTheFormsOfItsLanguage(t *testing.T) {
	want := map[i18n.Lang][]string{ // CLDR, whole numbers; Russian "other" is for fractions and stays required
		i18n.English: {"one", "other"},
		i18n.Kazakh:  {"one", "other"},
		i18n.Russian: {"few", "many", "one", "other"},
	}
	c := load(t)
	for _, code := range c.Codes(i18n.English) {
		isPlural := len(c.Forms(i18n.English, code)) > 1
		for l, forms := range want {
			if !isPlural {
				forms = []string{"other"}
			}
			if d := cmp.Diff(forms, c.Forms(l, code)); d != "" {
				t.Errorf("forms of %s in %s:\n%s", code, l, d)
			}
		}
	}
}

func TestEveryMessageSaysWhetherASpeakerReviewedIt(t *testing.T) {
	c := load(t)
	for _, l := range i18n.Languages() {
		reviewed, all := c.ReviewedCount(l)
		if all == 0 {
			t.Errorf("%s has no messages", l)
		}
		if l == i18n.English && reviewed != all {
			t.Errorf("English: %d of %d reviewed", reviewed, all)
		}
		if p := c.Printer(l); p.Reviewed() != (reviewed == all) {
			t.Errorf("%s: %d of %d reviewed, and the printer says %v", l, reviewed, all, p.Reviewed())
		}
		if l != i18n.English && reviewed > 0 {
			for _, code := range c.Codes(l) {
				if c.Reviewed(l, code) {
					t.Logf("%s %s is marked as reviewed", l, code)
				}
			}
		}
	}
}

func TestPluralFollowsTheLanguage(t *testing.T) {
	c := load(t)
	for _, tt := range []struct {
		lang i18n.Lang
		n    int
		want string
	}{
		{i18n.English, 1, "1 item"}, {i18n.English, 0, "0 items"}, {i18n.English, 24739, "24,739 items"},
		{i18n.Russian, 1, "1 рекомендация"}, {i18n.Russian, 3, "3 рекомендации"}, {i18n.Russian, 11, "11 рекомендаций"},
		{i18n.Russian, 194, "194 рекомендации"}, {i18n.Kazakh, 1, "1 ұсыным"}, {i18n.Kazakh, 194, "194 ұсыным"},
	} {
		if got := c.Printer(tt.lang).T("count.item", "count", tt.n); got != tt.want {
			t.Errorf("%s, %d: got %q, want %q", tt.lang, tt.n, got, tt.want)
		}
	}
}

// The form that go-i18n chooses is the one that x/text chooses from CLDR.
func TestPluralAgreesWithCLDR(t *testing.T) {
	c := load(t)
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 100_000).Draw(t, "n")
		form := plural.Cardinal.MatchPlural(language.Russian, n, 0, 0, 0, 0)
		word := map[plural.Form]string{plural.One: "рекомендация", plural.Few: "рекомендации", plural.Many: "рекомендаций"}[form]
		if got := c.Printer(i18n.Russian).T("count.item", "count", n); !strings.HasSuffix(got, " "+word) {
			t.Fatalf("%d: %q does not end in %q", n, got, word)
		}
	})
}

func TestMissingMessageIsSeen(t *testing.T) {
	p := load(t).Printer(i18n.Kazakh)
	if got := p.T("no.such.message"); got != "⟦no.such.message⟧" {
		t.Errorf("got %q", got)
	}
	if got := p.T("count.item"); !strings.Contains(got, "⟦count⟧") {
		t.Errorf("a slot without a value is not seen: %q", got)
	}
}

func TestNumbersAndDates(t *testing.T) {
	c := load(t)
	day := time.Date(2014, 10, 30, 9, 5, 0, 0, time.UTC)
	for _, tt := range []struct {
		lang                i18n.Lang
		number, date, clock string
	}{
		{i18n.English, "1,234,567", "30 October 2014", "30 October 2014, 09:05 UTC"},
		{i18n.Russian, "1\u00a0234\u00a0567", "30 октября 2014 г.", "30 октября 2014 г., 09:05 UTC"},
		{i18n.Kazakh, "1\u00a0234\u00a0567", "2014 ж. 30 қазан", "2014 ж. 30 қазан, 09:05 UTC"},
	} {
		p := c.Printer(tt.lang)
		if d := cmp.Diff([]string{tt.number, tt.date, tt.clock}, []string{p.Number(1234567), p.Date(day), p.DateTime(day)}); d != "" {
			t.Errorf("%s:\n%s", tt.lang, d)
		}
		if got := p.Number(-5); got != "\u22125" {
			t.Errorf("%s: minus five is %q", tt.lang, got)
		}
	}
	en := c.Printer(i18n.English)
	if got := en.List([]string{"Aaland", "Borduria", "Coria"}); got != "Aaland, Borduria and Coria" {
		t.Errorf("list: %q", got)
	}
	if got := en.Bytes(3 << 20); got != "3 MB" {
		t.Errorf("size: %q", got)
	}
	if got := en.Date(time.Time{}); got != "date not known" {
		t.Errorf("unknown day: %q", got)
	}
}

func TestKazakhLettersSortInTheirPlace(t *testing.T) {
	less := load(t).Printer(i18n.Kazakh).Less()
	if less("Әзербайжан", "Бельгия") >= 0 || less("Қазақстан", "Ливан") >= 0 {
		t.Error("letters of Kazakh stand behind the Russian ones")
	}
}

func TestMirroredLanguageIsRightToLeftAndLonger(t *testing.T) {
	c := load(t)
	en, m := c.Printer(i18n.English), c.Printer(i18n.Mirrored)
	if m.Dir() != "rtl" || en.Dir() != "ltr" {
		t.Errorf("directions: mirrored %s, English %s", m.Dir(), en.Dir())
	}
	a, b := en.T("home.lede"), m.T("home.lede")
	if len([]rune(b)) < len([]rune(a))*5/4 {
		t.Errorf("mirrored text is not a quarter longer: %q", b)
	}
	if got := m.T("count.item", "count", 1); !strings.HasPrefix(got, "1 ") {
		t.Errorf("the value of a slot changed: %q", got)
	}
	for _, l := range i18n.Languages() {
		if l == i18n.Mirrored {
			t.Error("the pseudo-language is offered to readers")
		}
	}
}

func TestNegotiate(t *testing.T) {
	c := load(t)
	for _, tt := range []struct {
		name, target, cookie, accept string
		want                         i18n.Lang
	}{
		{"nothing asked", "/", "", "", i18n.English},
		{"the browser asks", "/", "", "kk-KZ,ru;q=0.8,en;q=0.5", i18n.Kazakh},
		{"the browser asks for what we have not", "/", "", "sw", i18n.English},
		{"the cookie goes before the browser", "/", "ru", "kk", i18n.Russian},
		{"the address goes before the cookie", "/?lang=kk", "ru", "en", i18n.Kazakh},
		{"an unknown language in the address is no choice", "/?lang=tlh", "ru", "en", i18n.Russian},
		{"an unknown language in the cookie is no choice", "/", "tlh", "ru", i18n.Russian},
		{"a broken header is no choice", "/", "", ";;;q=,,", i18n.English},
		{"the mirrored language by address only", "/?lang=x-mirrored", "", "", i18n.Mirrored},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := httptest.NewRequest("GET", tt.target, nil)
			r.Header.Set("Accept-Language", tt.accept)
			if tt.cookie != "" {
				r.Header.Set("Cookie", i18n.CookieName+"="+tt.cookie)
			}
			if got := c.Negotiate(r).Lang(); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func FuzzNegotiate(f *testing.F) {
	f.Add("ru", "kk", "en-GB,en;q=0.5")
	f.Add("", ";;", ";;;q=,,")
	f.Add("x-mirrored", "tlh", strings.Repeat("a-", 2000))
	c := load(f)
	f.Fuzz(func(t *testing.T, lang, cookie, accept string) {
		r := httptest.NewRequest("GET", "/", nil)
		r.URL.RawQuery = url.Values{"lang": {lang}}.Encode()
		r.Header.Set("Accept-Language", accept)
		r.Header.Set("Cookie", i18n.CookieName+"="+cookie)
		if got := c.Negotiate(r); got.T("nav.home") == "" || got.Tag() == "" {
			t.Errorf("%q is no language with messages", got.Lang())
		}
	})
}

func BenchmarkPlainMessage(b *testing.B) {
	p := load(b).Printer(i18n.Kazakh)
	for b.Loop() {
		p.T("position.supported")
	}
}

func BenchmarkPluralMessage(b *testing.B) {
	p := load(b).Printer(i18n.Russian)
	for b.Loop() {
		p.T("count.item", "count", 194)
	}
}
