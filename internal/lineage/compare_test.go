package lineage_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/lineage"
)

// The texts are invented; they show the rules of docs/notes/lineage.md.
func TestWhatIsTheSameDemand(t *testing.T) {
	for name, c := range map[string]struct {
		a, b string
		same bool
	}{
		"strength does not matter":              {"Ratify the Convention on the Rights of Persons with Disabilities this decade", "Consider positively the possibility of acceding to the CRPD", true},
		"a protocol by name and by letters":     {"Accede to the Optional Protocol to the Convention against Torture and Other Cruel, Inhuman or Degrading Treatment or Punishment this decade", "Take steps towards the ratification of OP-CAT", true},
		"a protocol is not its treaty":          {"Ratify the Convention against Torture this decade", "Ratify the Optional Protocol to the Convention against Torture this decade", false},
		"another protocol of the same treaty":   {"Sign the Optional Protocol to the CRC on the involvement of children in armed conflict", "Sign the third Optional Protocol to the Convention on the Rights of the Child on a communications procedure", false},
		"one common entry of two lists":         {"Ratify the ICRMW and ILO Convention No. 169", "Join ILO Conventions Nos. 189 and 169, and the ICPPED", true},
		"two lists without a common entry":      {"Ratify the ICRMW and ILO Convention No. 169", "Join ILO Convention No. 189, and the ICPPED", false},
		"to join and to carry out":              {"Ratify the Convention on the Rights of the Child this decade", "Implement fully the Convention on the Rights of the Child", false},
		"a purpose is no demand":                {"Establish a moratorium on executions with a view to abolishing the death penalty this decade", "Abolish the death penalty this decade", false},
		"a purpose beside the same demand":      {"Establish a moratorium on executions with a view to abolishing the death penalty this decade", "Introduce a moratorium on the use of capital punishment", true},
		"steps with a view to":                  {"Take the necessary steps with a view to ratifying the Rome Statute", "Ratify the Rome Statute of the International Criminal Court this decade", true},
		"the same efforts in other words":       {"Continue efforts to combat domestic violence", "Strengthen measures to prevent and combat domestic violence", true},
		"other means to the same end":           {"Adopt legislation on domestic violence", "Train lighthouse keepers to recognise domestic violence", false},
		"another group of persons":              {"Guarantee access to harbour schools for fishermen's children", "Guarantee access to harbour hospitals for retired pilots", false},
		"a reservation to the same article":     {"Withdraw its reservation to article 9 of CEDAW", "Consider lifting reservations to articles 9 and 16 of the Convention on the Elimination of All Forms of Discrimination against Women", true},
		"a reservation to another article":      {"Withdraw its reservation to article 9 of CEDAW", "Withdraw its reservation to article 16 of CEDAW", false},
		"a standing invitation":                 {"Consider extending a standing invitation to all special procedures this decade", "Cooperate with mandate holders and issue a standing invitation", true},
		"a protocol told by its number":         {"Ratify the Second Optional Protocol to the International Covenant on Civil and Political Rights this decade", "Accede to ICCPR-OP 2, aiming at the abolition of the death penalty", true},
		"the other protocol told by its number": {"Ratify the first Optional Protocol to ICCPR this decade", "Ratify the second Optional Protocol to ICCPR this decade", false},
		"nothing in common":                     {"Repaint the lighthouses of the northern coast", "Increase the salaries of librarians", false},
	} {
		t.Run(name, func(t *testing.T) {
			like, why := lineage.Compare(doc(c.a), doc(c.b))
			if same := like >= lineage.Threshold; same != c.same {
				t.Errorf("likeness %.2f (%+v), the same: %v", like, why, c.same)
			}
		})
	}
}

func TestCompareSaysWhy(t *testing.T) {
	_, why := lineage.Compare(doc("Consider acceding to the OP-CAT this decade"), doc("Ratify the Optional Protocol to the Convention against Torture this decade"))
	if why.Demand != "join" || why.Thing != "OP-CAT" {
		t.Errorf("%+v", why)
	}
	_, why = lineage.Compare(doc("Repaint the lighthouses of the northern coast"), doc("Repaint without delay the northern lighthouses"))
	if why.Demand != "words" || len(why.Words) != 3 || why.Words[1] != "lighthouses" {
		t.Errorf("%+v", why)
	}
}

func TestCompareTakesALanguageThatBothHave(t *testing.T) {
	a := &corpus.Doc{Texts: []corpus.Text{{Lang: "ru", Words: "Отремонтировать маяки северного побережья"}, {Lang: "fr", Words: "Repeindre les phares de la côte nord"}}}
	b := &corpus.Doc{Texts: []corpus.Text{{Lang: "fr", Words: "Repeindre sans délai tous les phares de la côte nord"}}}
	if like, _ := lineage.Compare(a, b); like < lineage.Threshold {
		t.Errorf("likeness %.2f in French", like)
	}
	if like, _ := lineage.Compare(a, doc("Repaint the lighthouses")); like != 0 {
		t.Errorf("likeness %.2f without a common language", like)
	}
}

// The likeness of two texts does not depend on their order, lies between 0 and 1, and no text is unlike itself.
func TestLikenessIsFair(t *testing.T) {
	word := rapid.SampledFrom([]string{"ratify", "consider", "OP-CAT", "the", "Convention", "against", "Torture", "and", "establish", "lighthouses",
		"with a view to", "abolishing", "death penalty", ",", ";", "Optional Protocol to", "CRC", "sale", "article 9", "reservations", "ILO Convention No. 169", "school", "violence"})
	text := rapid.Custom(func(t *rapid.T) string {
		s := ""
		for _, w := range rapid.SliceOfN(word, 1, 14).Draw(t, "words") {
			s += " " + w
		}
		return s
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := text.Draw(t, "a"), text.Draw(t, "b")
		there, _ := lineage.Compare(doc(a), doc(b))
		back, _ := lineage.Compare(doc(b), doc(a))
		if math.Abs(float64(there-back)) > 1e-4 || there < 0 || there > 1 { // sums of floats depend a little on their order
			t.Fatalf("%.4f one way, %.4f the other", there, back)
		}
		if self, _ := lineage.Compare(doc(a), doc(a)); self < there-0.01 {
			t.Fatalf("%.3f to itself, %.3f to another", self, there)
		}
	})
}

func FuzzCompare(f *testing.F) {
	f.Add("Ratify the Optional Protocol thereto; ILO Convention No.", "en", "its OP", "en")
	f.Add("第二任择议定书", "zh", "اسحب تحفظاتك", "ar")
	f.Add("with a view to with a view to and, to", "en", "articles 9", "kk")
	f.Fuzz(func(t *testing.T, a, langA, b, langB string) {
		x := &corpus.Doc{Texts: []corpus.Text{{Lang: langA, Words: a}, {Lang: "en", Words: b}}}
		y := &corpus.Doc{Texts: []corpus.Text{{Lang: langB, Words: b}, {Lang: "en", Words: a}}}
		if like, _ := lineage.Compare(x, y); !(like >= 0 && like <= 1) {
			t.Fatalf("likeness %v", like)
		}
	})
}
