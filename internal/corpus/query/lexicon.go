package query

import (
	"strconv"
	"strings"
	"sync"

	"github.com/openupr/openupr/internal/gazetteer"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
)

// Lexicon is what Parse knows of the world: names of States, abbreviations of treaties, labels of issues and so on. It
// is immutable and cheap to copy.
type Lexicon struct {
	*tables
	literal bool
}

type tables struct {
	states     *gazetteer.Gazetteer
	known      map[upr.State]bool
	vocabulary map[Field]*vocabulary
	treaties   map[string]string // plain abbreviation → code
}

// NewLexicon knows the reference data, with the invented States of the sample: their names are near no real one.
func NewLexicon() Lexicon { return Lexicon{tables: allTables()} }

// Literally is the same lexicon with synonyms of fields off: "accepted" and "CEDAW" are words like any other. Values
// behind a field's name are still looked up.
func (l Lexicon) Literally() Lexicon {
	l.literal = true
	return l
}

var allTables = sync.OnceValue(func() *tables {
	t := &tables{states: gazetteer.WithInvented(), known: map[upr.State]bool{}, vocabulary: map[Field]*vocabulary{}, treaties: map[string]string{}}
	for _, s := range append(reference.States(), reference.InventedStates()...) {
		t.known[s.Code] = true
	}
	t.vocabulary[Group] = groups()
	t.vocabulary[ByGroup] = t.vocabulary[Group]
	orgs := newVocabulary()
	for _, o := range reference.Organisations() {
		orgs.add(o.Code, o.Title["en"], o.Title["ru"], o.Title["kk"])
	}
	t.vocabulary[Org], t.vocabulary[ByOrg] = orgs, orgs
	t.vocabulary[Position] = positions()
	actions := newVocabulary()
	for _, a := range reference.ActionCategories() {
		actions.add(strconv.Itoa(a.Number), a.Code)
	}
	t.vocabulary[Action] = actions
	issues := newVocabulary()
	for _, i := range reference.Issues() {
		issues.add(i.Code, i.Label)
	}
	t.vocabulary[Issue] = issues
	affected := newVocabulary()
	for _, a := range reference.Affected() {
		affected.add(a.Code, a.Title["en"], a.Title["ru"], a.Title["kk"], a.Label)
	}
	t.vocabulary[Affected] = affected
	goals := newVocabulary()
	for _, g := range reference.SDGGoals() {
		goals.add(g.Code, g.Title["en"], g.Title["ru"], g.Title["kk"], "SDG "+g.Code, "goal "+g.Code)
	}
	t.vocabulary[SDG] = goals
	treaties := newVocabulary()
	for _, x := range reference.Treaties() {
		treaties.add(x.Code, append([]string{x.Title["en"], x.Title["ru"], x.Title["kk"]}, x.Also...)...)
		for _, a := range append(x.Also, x.Code) {
			t.treaties[plain(a)] = x.Code
		}
	}
	t.vocabulary[Treaty] = treaties
	t.vocabulary[Kind] = kinds()
	t.vocabulary[Lang] = languages()
	return t
})

// groups are the regional groups with the names in use.
func groups() *vocabulary {
	v := newVocabulary()
	v.add(string(upr.Africa), "African Group", "Africa", "African", "Африка", "Африканская группа", "Африка тобы")
	v.add(string(upr.Asia), "Asia-Pacific Group", "Asia", "Asian Group", "Asia and the Pacific", "Азия", "Азиатско-Тихоокеанская группа", "Азия")
	v.add(string(upr.EEG), "Eastern European Group", "Eastern Europe", "Восточная Европа", "Восточноевропейская группа", "Шығыс Еуропа")
	v.add(string(upr.GRULAC), "Latin American and Caribbean Group", "Latin America", "Latin America and the Caribbean", "Латинская Америка", "Латын Америкасы")
	v.add(string(upr.WEOG), "Western European and others Group", "Western Europe", "Western Europe and others", "Западная Европа", "Батыс Еуропа")
	return v
}

// positions with the words that people and databases use for them. The Council knows supported and noted only.
func positions() *vocabulary {
	v := newVocabulary()
	v.add(string(upr.Supported), "supported", "accepted", "support", "accept", "enjoys support", "принято", "поддержано", "қолдау тапты")
	v.add(string(upr.Noted), "noted", "rejected", "not accepted", "not supported", "refused", "принято к сведению", "отклонено", "назарға алынды")
	v.add(string(upr.Pending), "pending", "open", "to be examined", "на рассмотрении")
	v.add(string(upr.Unclear), "unclear")
	return v
}

// plainPositions are the words that mean a position even without the field's name.
var plainPositions = map[string]upr.Position{"accepted": upr.Supported, "supported": upr.Supported, "rejected": upr.Noted, "noted": upr.Noted}

func kinds() *vocabulary {
	v := newVocabulary()
	v.add("recommendation", "recommendation", "recommendations", "UPR")
	v.add("pledge", "pledge", "pledges", "voluntary pledges", "commitments")
	v.add("treaty-body", "treaty body", "treaty bodies", "TB", "committee")
	v.add("special-procedure", "special procedure", "special procedures", "SP", "rapporteur")
	v.add("other", "other", "other mechanism")
	return v
}

func languages() *vocabulary {
	v := newVocabulary()
	v.add("ar", "Arabic", "عربي", "العربية")
	v.add("en", "English")
	v.add("es", "Spanish", "español")
	v.add("fr", "French", "français")
	v.add("kk", "Kazakh", "қазақша")
	v.add("ru", "Russian", "русский")
	v.add("zh", "Chinese", "中文")
	return v
}

// treaty gives the treaty that an abbreviation names. An abbreviation that is an ordinary word counts in capitals only.
func (l Lexicon) treaty(typed string) string {
	key := plain(typed)
	if key == "cat" && typed != strings.ToUpper(typed) {
		return ""
	}
	return l.treaties[key]
}

// fieldNames are the names that people use for fields, beside the fields themselves.
var fieldNames = func() map[string]Field {
	m := map[string]Field{}
	for _, f := range Fields {
		m[string(f)] = f
	}
	for name, f := range map[string]Field{
		"state": State, "country": State, "under-review": State, "from": By, "rs": By, "recommending": By, "region": Group,
		"by-region": ByGroup, "organisation": Org, "organization": Org, "response": Position, "status": Position, "category": Action,
		"theme": Issue, "topic": Issue, "persons": Affected, "goal": SDG, "instrument": Treaty, "convention": Treaty, "type": Kind,
		"language": Lang, "document": Symbol, "doc": Symbol, "paragraph": Para,
	} {
		m[name] = f
	}
	return m
}()

// Fields in the order in which an address writes them.
var Fields = []Field{State, By, Group, ByGroup, Org, ByOrg, Cycle, Session, Year, Position, Action, Issue, Affected, SDG, Treaty, Kind, Lang, Symbol, Para, ID}

// Param is the name of the field's parameter in an address: its own name, but for the language of texts, where "lang"
// already means the language of the page.
func (f Field) Param() string {
	if f == Lang {
		return "text"
	}
	return string(f)
}

// numeric says whether a field's values are numbers, with the least and the greatest one.
func (f Field) numeric() (from, to int, ok bool) {
	switch f {
	case Cycle:
		return 1, 9, true
	case Session:
		return 1, 99, true
	case Year:
		return 1945, 2100, true
	}
	return 0, 0, false
}
