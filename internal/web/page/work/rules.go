package work

// Rule says when what a State reports counts as reported, and how voices are counted.
type Rule struct {
	Code, From, Source string
	Persons, Proofs    int
	Facts, Now         bool
}
