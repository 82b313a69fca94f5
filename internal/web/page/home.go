package page

// Home asks one thing: which State.
type Home struct {
	Sample     []StateEntry   // invented States of the sample, apart from the real ones
	Query      string         // what the reader typed, when nothing fitted
	Letters    []StatesLetter // every State, by first letter of its name in the reader's language
	Reviews    int            // reviews of which the record holds something
	Items      int
	Counts     []TotalLink  // of all recommendations, in the three units
	Recent     []ReviewLink // reviews that changed last
	FirstStart bool         // nobody has an account yet, and the reader sits at the machine itself
}

// ReviewLink names a review, with its size.
type ReviewLink struct {
	Title, Href string
	Items       int
}

// StatesLetter is the States whose names begin with a letter.
type StatesLetter struct {
	Letter string
	States []StateEntry
}

// StateEntry is a State in the list, with what the record holds of it.
type StateEntry struct {
	StateLink
	Reviews int    // of which the record holds at least one document
	Search  string // names in other languages and earlier ones, folded, for the search as one types
}

// States is the list of States, or what a search found.
type States struct {
	Query   string
	Found   []StateEntry // when Query is not empty
	Letters []StatesLetter
	Sample  []StateEntry
}
