package words_test

import (
	"bufio"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/openupr/openupr/internal/shareddata"
	"github.com/openupr/openupr/internal/words"
)

func forms(text string) string {
	var out []string
	for _, t := range words.Tokens(text, "") {
		out = append(out, t.Form)
	}
	return strings.Join(out, " ")
}

func TestWordsAreFoldedAndPartedTheSameEverywhere(t *testing.T) {
	for text, want := range map[string]string{
		"":                                 "",
		" –  ":                             "",
		"Sail with the OP-CAT":             "sail with the op cat",
		"A/HRC/28/10, para. 126.27":        "a hrc 28 10 para 126 27",
		"the State’s duties; States' own":  "the state duties states own",
		"it's O'Neill's":                   "it o neill",
		"Côte d’Ivoire, São Tomé, Türkiye": "cote d ivoire sao tome turkiye",
		"co\u00adope\u00adrate non\u2011discrimination": "cooperate non discrimination",
		"œuvre Straße STRAẞE Ærø Łódź":                  "oeuvre strasse strasse aero lodz",
		"e\u0301tat":                                    "etat",
		"Ёлка ЙОД и\u0306од":                            "елка иод иод",
		"адам құқықтары Қ Ә І":                          "адам құқықтары қ ә і",
		"إلى الأُسرة كـــتاب مدرسة ١٩٩٣":                "الي الاسره كتاب مدرسه 1993",
		"ﬁnance ＡＢＣ１２":                                  "finance abc12",
		"人权":                                            "人 人权 权",
		"第12条，人权":                                       "第 12 条 人 人权 权",
		"HIV艾滋":                                         "hiv 艾 艾滋 滋",
		"ｶﾞｽ":                                           "ガ ガス ス",
		"\u05acｽ":                                       "\u05ac ス",
		"Ελλάδα":                                        "ελλαδα",
		"a\xffb":                                        "a b",
		"10th 1.5 100,000":                              "10th 1 5 100 000",
	} {
		want = strings.ReplaceAll(want, "иод иод", "йод йод")
		if got := forms(text); got != want {
			t.Errorf("%q gives %q, want %q", text, got, want)
		}
	}
}

func TestPlacesAreThoseOfTheText(t *testing.T) {
	const text = "« L’État », 人权 Co\u00adop"
	var got []string
	for _, tok := range words.Tokens(text, "fr") {
		got = append(got, text[tok.From:tok.To])
	}
	if diff := cmp.Diff([]string{"L", "État", "人", "人权", "权", "Co\u00adop"}, got); diff != "" {
		t.Error(diff)
	}
}

// Characters that stand together anywhere have the forms of the same characters alone, at positions one after another.
func TestAnyRunOfChineseIsAPhrase(t *testing.T) {
	run := rapid.StringOfN(rapid.SampledFrom([]rune("人权保护妇女儿童的")), 1, 12, -1)
	rapid.Check(t, func(t *rapid.T) {
		part := run.Draw(t, "part")
		text := rapid.SampledFrom([]string{"", "，", "A ", "家", "国家"}).Draw(t, "before") + part + rapid.SampledFrom([]string{"", "。", " B", "庭"}).Draw(t, "after")
		if !strings.Contains(" "+forms(text)+" ", " "+forms(part)+" ") {
			t.Fatalf("%q is not found in %q", part, text)
		}
	})
}

func TestFold(t *testing.T) {
	for s, want := range map[string]string{
		"  Côte  d’Ivoire ":       "cote d'ivoire",
		"Guinea‑Bissau":           "guinea-bissau",
		"Death penalty (other)":   "death penalty (other)",
		"“Two  words”":            `"two words"`,
		"Ｏｐ－Ｃａｔ：":                 "op-cat:",
		"\t":                      "",
		"الجمهورية  الإسلامية":    "الجمهوريه الاسلاميه",
		"Congo (\u00a0the\u00a0)": "congo ( the )",
	} {
		if got := words.Fold(s); got != want {
			t.Errorf("Fold(%q) = %q, want %q", s, got, want)
		}
	}
}

func TestFormsOfAWordHaveOneStem(t *testing.T) {
	for _, c := range []struct{ lang, forms string }{
		{"en", "right rights"}, {"en", "woman women"}, {"en", "child children"}, {"en", "torture tortured torturing"},
		{"en", "ratify ratifies ratified ratifying"}, {"en", "policy policies"},
		{"fr", "droit droits"}, {"fr", "protéger protégée protégés protège protégées"}, {"fr", "national nationale nationales nationaux"},
		{"es", "derecho derechos"}, {"es", "ratificación ratificaciones"}, {"es", "proteger protegido protegidas"},
		{"ru", "право права правам правами правах"}, {"ru", "женщина женщин женщинам"}, {"ru", "ратифицировать ратифицировал"},
		{"ar", "مرأة المرأة والمرأة للمرأة"}, {"ar", "دولة الدولة والدولة للدولة"}, {"ar", "اتفاقية الاتفاقية اتفاقيات والاتفاقيات"}, {"ar", "حقوق الحقوق وحقوق"},
		{"kk", "құқық құқықтар құқықтары құқығы құқығының құқықтарын"}, {"kk", "адам адамның адамға адамдар адамдардың адаммен"},
		{"kk", "бала балалар балалардың баланың балаға"}, {"kk", "әйел әйелдер әйелдердің әйелге"},
	} {
		stems := map[string]bool{}
		for _, w := range strings.Fields(forms(c.forms)) {
			stems[words.Stem(w, c.lang)] = true
		}
		if len(stems) != 1 {
			t.Errorf("%s: %s have %d stems: %v", c.lang, c.forms, len(stems), stems)
		}
	}
	for _, c := range []struct{ lang, form string }{{"zh", "人权"}, {"", "rights"}, {"ru", "cedaw"}, {"en", "a2"}, {"en", "права"}, {"kk", "да"}} {
		if got := words.Stem(c.form, c.lang); got != c.form {
			t.Errorf("Stem(%q, %s) = %q", c.form, c.lang, got)
		}
	}
}

func lines(t testing.TB, lang string) []string {
	f, err := os.Open(shareddata.Data(t, "multilingual", "UNv1.0.devset."+lang))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []string
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		out = append(out, s.Text())
	}
	if s.Err() != nil || len(out) < 1000 {
		t.Fatalf("%d lines of %s: %v", len(out), lang, s.Err())
	}
	return out
}

// Over aligned texts of the six languages: the language is known for nearly every line of some length and hardly ever
// wrong, every form has a stem, and stems are fewer than forms where words bend.
func TestTextsOfTheSixLanguages(t *testing.T) {
	for _, c := range []struct {
		lang string
		most float64 // stems for a form
	}{{"en", 0.75}, {"fr", 0.65}, {"es", 0.60}, {"ru", 0.50}, {"ar", 0.60}, {"zh", 1}} {
		long, known, wrong := 0, 0, 0
		seen, stems := map[string]bool{}, map[string]bool{}
		for _, line := range lines(t, c.lang) {
			n := 0
			words.Each(line, c.lang, func(form []byte, from, to int) {
				n++
				if from < 0 || to <= from || to > len(line) || len(form) == 0 || !utf8.Valid(form) {
					t.Fatalf("%q at %d–%d of %q", form, from, to, line)
				}
				if w := string(form); !seen[w] {
					seen[w] = true
					s := words.Stem(w, c.lang)
					if s == "" || !utf8.ValidString(s) {
						t.Fatalf("%q has the stem %q", w, s)
					}
					stems[s] = true
				}
			})
			if n < 8 {
				continue
			}
			long++
			switch words.Language(line) {
			case c.lang:
				known++
			case "":
			default:
				wrong++
			}
		}
		share := float64(len(stems)) / float64(len(seen))
		t.Logf("%s: %d forms, %.3f stems a form; language of %d lines known for %d, wrong for %d", c.lang, len(seen), share, long, known, wrong)
		if float64(known) < 0.95*float64(long) || float64(wrong) > 0.003*float64(long) {
			t.Errorf("%s: of %d lines the language is known for %d and wrong for %d", c.lang, long, known, wrong)
		}
		if share > c.most {
			t.Errorf("%s: %.3f stems a form, want at most %.2f", c.lang, share, c.most)
		}
	}
}

func TestLanguageOfLittleIsUnknown(t *testing.T) {
	for s, want := range map[string]string{
		"": "", "12.3": "", "CEDAW": "", "Ελλάδα Κύπρος": "",
		"Адам құқықтарын қорғау шараларын жалғастыру": "kk", "Продолжать меры по защите прав": "ru",
		"Continue the measures to protect the rights of women": "en", "继续保护人权": "zh",
	} {
		if got := words.Language(s); got != want {
			t.Errorf("Language(%q) = %q, want %q", s, got, want)
		}
	}
}

// Every character, alone or behind one that may keep a word open, has forms that are folded to themselves.
func TestFormsAreFoldedOnce(t *testing.T) {
	for r := rune(1); r < 0xE0200; r++ {
		if r == 0x32400 { // between these no character has been given a meaning
			r = 0xE0000
		}
		for _, before := range []string{"", "a", "и", "\u05ac", "一"} {
			s := before + string(r)
			for _, tok := range words.Tokens(s, "") {
				if again := forms(tok.Form); again != tok.Form && !words.IsHan(tok.Form) {
					t.Errorf("the form %q of %q (%U) is folded to %q", tok.Form, s, r, again)
				}
			}
			if once := words.Fold(s); words.Fold(once) != once {
				t.Errorf("Fold(%q) (%U) = %q is folded to %q", s, r, once, words.Fold(once))
			}
		}
	}
}

func TestEachAllocatesOnceAText(t *testing.T) {
	text := strings.Repeat("Ratifier les conventions de l’Organisation; права человека; 人权。 ", 20)
	n := 0
	if got := testing.AllocsPerRun(50, func() { words.Each(text, "", func([]byte, int, int) { n++ }) }); got > 1 {
		t.Errorf("%v allocations for a text", got)
	}
}

func FuzzWords(f *testing.F) {
	for _, s := range []string{"", "State’s", "人权 and rights", "إلى الأُسرة", "a\xffb\u0301", strings.Repeat("é", 300), "ﷺ ﬃ Ⅷ ℡", "'s's'", "құқығының"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		last := 0
		words.Each(s, "", func(form []byte, from, to int) {
			if from < 0 || from >= to || to > len(s) || from < last || len(form) == 0 {
				t.Fatalf("%q at %d–%d of %q", form, from, to, s)
			}
			last = from
			w := string(form)
			if again := forms(w); again != w && !words.IsHan(w) && len(w) < 90 {
				t.Fatalf("the form %q of %q is folded to %q", w, s, again)
			}
			for _, lang := range []string{"en", "fr", "es", "ru", "ar", "kk", "zh"} {
				if words.Stem(w, lang) == "" {
					t.Fatalf("%q has no stem in %s", w, lang)
				}
			}
		})
		if once := words.Fold(s); words.Fold(once) != once {
			t.Fatalf("Fold(%q) = %q is folded to %q", s, once, words.Fold(once))
		}
		words.Language(s)
	})
}

func BenchmarkEach(b *testing.B) {
	for _, lang := range []string{"en", "ru", "ar", "zh"} {
		text := strings.Join(lines(b, lang)[:500], "\n")
		b.Run(lang, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			n := 0
			for b.Loop() {
				words.Each(text, lang, func([]byte, int, int) { n++ })
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(n), "ns/word")
		})
	}
}
