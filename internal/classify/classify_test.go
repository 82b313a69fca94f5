package classify_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/internal/classify"
)

func classifier(t testing.TB) *classify.Classifier {
	t.Helper()
	c, err := classify.New()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestOpeningsTellTheDegreeOfAction(t *testing.T) {
	c := classifier(t)
	for _, x := range []struct{ words, lang, want string }{
		{"Seek technical assistance for the census", "en", "1"},
		{"Continue its efforts to train judges", "en", "2"},
		{"Continue and strengthen its efforts to train judges", "en", "4"},
		{"Consider ratifying the treaty on lighthouses", "en", "3"},
		{"Immediately abolish the salt tax", "en", "5"},
		{"Take effective measures to keep the river clean", "en", "4"},
		{"Poursuivre ses efforts", "fr", "2"},
		{"Ratificar el tratado", "es", "5"},
		{"Рассмотреть вопрос о реформе", "ru", "3"},
	} {
		g, ok := c.Of(x.words, x.lang).Best(classify.Action)
		if !ok || g.Code != x.want || g.Reason == "" {
			t.Errorf("%q: %+v, want category %s", x.words, g, x.want)
		}
	}
}

func TestALanguageWithoutOpeningsGetsNoCategory(t *testing.T) {
	c := classifier(t)
	for _, lang := range []string{"zh", "ar", "kk", "", "xx"} {
		if g, ok := c.Of("Ratify the Convention against Torture", lang).Best(classify.Action); ok {
			t.Errorf("in %q: %+v", lang, g)
		}
	}
}

func TestTreatiesAreNamed(t *testing.T) {
	c := classifier(t)
	for _, x := range []struct {
		words string
		want  []string
	}{
		{"Ratify the Convention against Torture and its Optional Protocol", []string{"CAT", "OP-CAT"}},
		{"Ratify OP-CAT", []string{"OP-CAT"}},
		{"Accede to the Optional Protocol to the Convention on the Rights of Persons with Disabilities", []string{"OP-CRPD"}},
		{"Sign ICERD, CEDAW and the ICCPR", []string{"CEDAW", "ICCPR", "ICERD"}},
		{"Ratifier la Convention relative aux droits de l’enfant", []string{"CRC"}},
		{"Ratificar la Convención contra la Tortura", []string{"CAT"}},
		{"Ратифицировать Конвенцию о правах инвалидов", []string{"CRPD"}},
		{"批准儿童权利公约", []string{"CRC"}},
		{"التصديق على اتفاقية حقوق الطفل", []string{"CRC"}},
		{"Build a bridge over the river", nil},
	} {
		got := c.Of(x.words, "").Codes(classify.Treaty)
		slices.Sort(got)
		if d := cmp.Diff(x.want, got); d != "" {
			t.Errorf("%q: -want +got\n%s", x.words, d)
		}
	}
}

func BenchmarkOf(b *testing.B) {
	c := classifier(b)
	s := "Take effective measures to strengthen the independence of the judiciary and to protect children and women from violence, and ratify the Convention against Torture and its Optional Protocol"
	b.ReportAllocs()
	for b.Loop() {
		c.Of(s, "en")
	}
}

func BenchmarkCounted(b *testing.B) {
	c := classifier(b)
	s := "Take effective measures to strengthen the independence of the judiciary and to protect children and women from violence, and ratify the Convention against Torture and its Optional Protocol"
	b.ReportAllocs()
	for b.Loop() {
		c.Counted(s, "en")
	}
}
