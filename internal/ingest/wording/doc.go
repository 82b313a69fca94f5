// Package wording reads the text of one numbered item: which words each recommending State is answerable for.
//
// An item holds one or more segments, each closed by the names of States in brackets (handbook, 7.4). The bracket is
// the only fixed point of that grammar: only a gazetteer can tell "(Egypt)" from "(CRPD)", so every bracket is looked
// up and everything else follows from where the States stand. Where the States stand inside a sentence instead of
// behind one, each gets the whole clause, its own words are kept beside it, and a person is asked.
package wording
