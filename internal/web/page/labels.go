package page

// ItemLabels is what is known of the labels of an item's segments.
type ItemLabels struct {
	Segments []SegmentLabels
	Groups   []LabelGroup // what can be added
	MayLabel bool
	Next     string // where a form leads back to
	Work     string // address of what waits in the review
	Done     string
}

// SegmentLabels are the labels of one segment, pledge or annotation.
type SegmentLabels struct {
	ID      string
	N       int // of the segment; 0 where there is one
	Schemes []SchemeLabels
	Asked   []LabelLine // guesses that wait for a person
}

// SchemeLabels are the labels of one scheme that count.
type SchemeLabels struct {
	Scheme string
	Labels []LabelLine
}

// LabelLine is one label with its grounds.
type LabelLine struct {
	Subject, Scheme, Code string
	Title, Origin         string
	Keeper                string // whose human coding it is
	Sure                  string // code of the message that says how sure; empty where a person or a source said it
	Reason                string // words of the text, or a person's note
	Lang                  string // of the text
	Said                  bool   // a person said it in this record
}

// LabelGroup are the labels of one scheme to choose from.
type LabelGroup struct {
	Scheme  string
	Choices []LabelChoice
}

// LabelChoice is one label: the value of a form with its title.
type LabelChoice struct{ Value, Title string }

// LabelWork is the page of guesses that wait for a person.
type LabelWork struct {
	Reviews []LabelReview // to choose from; empty when one is chosen
	Review  string        // "KAZ/2"; empty while none is chosen
	Title   string
	Href    string
	Texts   []LabelText
	Total   int
	Pages   Pagination
	May     bool
	Next    string
	Done    string
}

// LabelReview is a review whose labels can be looked at.
type LabelReview struct{ Title, Href string }

// LabelText is a text with guesses that wait.
type LabelText struct {
	Number, Href, Words, Lang string
	Asked                     []LabelLine
}

// labelColumns is how many columns the table of labels has.
func labelColumns(l *ItemLabels) string {
	if l.MayLabel {
		return "4"
	}
	return "3"
}
