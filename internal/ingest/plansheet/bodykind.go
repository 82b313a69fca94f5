package plansheet

import (
	"strings"

	"github.com/openupr/openupr/internal/upr/plan"
)

// bodyWords are pieces of names by which a kind of body is proposed, folded; a person says what it is.
var bodyWords = []struct {
	kind  plan.BodyKind
	words []string
}{
	{plan.Commissioner, []string{"commissioner for human rights", "ombuds", "public advocate", "human rights institution", "human rights commission", "уполномоченн", "омбудс", "уәкіл", "défenseur", "defensor"}},
	{plan.Court, []string{"court", "prosecut", "суд ", "верховный суд", "прокуратур", "сот", "прокуратура", "cour ", "tribunal"}},
	{plan.Parliament, []string{"parliament", "assembly", "senate", "парламент", "мажилис", "мәжіліс", "сенат", "assemblée", "congreso"}},
	{plan.UNBody, []string{"united nations", "unicef", "undp", "ohchr", "оон", "юнисеф", "проон", "бұұ"}},
	{plan.Ministry, []string{"ministry", "agency", "department", "министерств", "агентств", "комитет", "министрл", "агентт", "ministère", "ministerio"}},
	{plan.Council, []string{"council", "kurultai", "совет ", "курултай", "құрылтай", "кеңес"}},
	{plan.Organisation, []string{"association", "foundation", "union", "ngo", "фонд", "объединени", "нпо", "қор", "бірлестік", "үеұ"}},
}

// BodyKindOf is the kind that a name seems to say; OtherBody when it says none.
func BodyKindOf(name string) plan.BodyKind {
	f := fold(name) + " "
	for _, b := range bodyWords {
		for _, w := range b.words {
			if i := strings.Index(f, strings.TrimSuffix(fold(w), " ")); i >= 0 && wordBegins(f, i) && (!strings.HasSuffix(w, " ") || wordEnds(f, i+len(fold(w)))) {
				return b.kind
			}
		}
	}
	return plan.OtherBody
}
