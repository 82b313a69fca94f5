package record

import (
	"strings"

	"github.com/openupr/openupr/internal/ledger"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
)

// Annotation is what a mechanism of the United Nations asked of a State, as OHCHR's index keeps it.
type Annotation struct {
	ID         string // AnnotationId of the index
	Mechanism  string // "upr", "treaty-body", "special-procedure", "other"
	Body       string // as printed, without the dash: "CRC"
	State      upr.State
	Review     upr.ReviewID // of the UPR only
	Item       upr.ItemID   // the item of the record that it is, when symbol and number meet one
	Type       string       // "recommendation", "concern", "other"
	Symbol     string
	Number     string // of the UPR: "121.4"
	Words      string // without markup and number
	Lang       string
	Themes     []string // as printed, without the dash
	Persons    []string
	SDGs       []string // codes: "16", "16.2"
	By         []upr.State
	Position   upr.Position
	Session    upr.WGSession
	Published  upr.Date
	OnUHRI     upr.Date
	SHA256     string
	FactID     store.FactID
	Act        uint64
	Also       []upr.State // further States that it addresses
	OtherState []string    // names in Countries that the gazetteer does not know
}

// Subject of the annotation's fact, and of what people say of it: "uhri/<AnnotationId>".
func (a Annotation) Subject() string { return annotationPrefix + a.ID }

// Home is where the annotation's fact stands, and where labels and ties on it do: its review, else its State.
func (a Annotation) Home() string {
	if a.Review.Valid() {
		return Home(a.Review)
	}
	return HomeOf(a.State)
}

const annotationPrefix = "uhri/"

// AnnotationFact writes an annotation. Item is not written: it is derived when the review is built.
func AnnotationFact(a Annotation) Fact {
	w := startAt(KindAnnotation, a.Subject(), a.Home())
	w.put("mechanism", a.Mechanism)
	w.put("body", a.Body)
	w.put("state", string(a.State))
	w.put("type", a.Type)
	w.put("symbol", a.Symbol)
	w.put("number", a.Number)
	w.put("lang", a.Lang)
	w.put("words", a.Words)
	w.list("theme", a.Themes)
	w.list("persons", a.Persons)
	w.list("sdg", a.SDGs)
	for _, s := range a.By {
		w.put("by", string(s))
	}
	w.put("position", string(a.Position))
	w.num("session", int(a.Session))
	w.put("published", a.Published.String())
	w.put("on-uhri", a.OnUHRI.String())
	w.put("sha256", a.SHA256)
	for _, s := range a.Also {
		w.put("also", string(s))
	}
	w.list("other-state", a.OtherState)
	return w.f
}

// AnnotationOf reads an annotation fact; ok is false for facts of other kinds.
func AnnotationOf(f Fact) (Annotation, bool) {
	if f.Kind != KindAnnotation {
		return Annotation{}, false
	}
	a, err := readAnnotation(f.Fact)
	a.Review, _ = upr.ParseReviewID(f.Review)
	return a, err == nil
}

func readAnnotation(f ledger.Fact) (a Annotation, err error) {
	r := fieldReader{fact: f}
	a.ID = strings.TrimPrefix(f.Subject, annotationPrefix)
	for _, x := range f.Fields {
		switch x.Name {
		case "mechanism":
			a.Mechanism = x.Value
		case "body":
			a.Body = x.Value
		case "state":
			a.State = upr.State(x.Value)
		case "type":
			a.Type = x.Value
		case "symbol":
			a.Symbol = x.Value
		case "number":
			a.Number = x.Value
		case "lang":
			a.Lang = x.Value
		case "words":
			a.Words = x.Value
		case "theme":
			a.Themes = append(a.Themes, x.Value)
		case "persons":
			a.Persons = append(a.Persons, x.Value)
		case "sdg":
			a.SDGs = append(a.SDGs, x.Value)
		case "by":
			a.By = append(a.By, upr.State(x.Value))
		case "position":
			a.Position = upr.Position(x.Value)
		case "session":
			a.Session = upr.WGSession(r.num(x))
		case "published":
			a.Published = r.date(x)
		case "on-uhri":
			a.OnUHRI = r.date(x)
		case "sha256":
			a.SHA256 = x.Value
		case "also":
			a.Also = append(a.Also, upr.State(x.Value))
		case "other-state":
			a.OtherState = append(a.OtherState, x.Value)
		}
	}
	return a, r.err
}

// meetAnnotations says which items the annotations on this review are: those that OHCHR's index files under the symbol
// of the report and the number of the item.
func (r *Review) meetAnnotations() {
	if len(r.Annotations) == 0 {
		return
	}
	byNumber := make(map[string]upr.ItemID, len(r.Items))
	for _, it := range r.Items {
		byNumber[numberKey(it.Symbol, it.Texts[0].Source.Para)] = it.ID
	}
	for _, a := range r.Annotations {
		if a.Number != "" {
			a.Item = byNumber[numberKey(a.Symbol, a.Number)]
		}
	}
}

func numberKey(symbol, number string) string {
	return strings.ToUpper(strings.ReplaceAll(symbol, " ", "")) + " " + strings.TrimRight(strings.ReplaceAll(number, " ", ""), ".")
}
