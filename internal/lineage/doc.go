// Package lineage finds the same demand again: what one State was asked in one cycle and is asked in the next, by others,
// by another mechanism, or twice in one review. It compares words, without any service outside, and only suggests: a
// person confirms or refuses (record.Tie), and a person's word wins.
//
// A text is read as demands (demand.go): to join an instrument, to withdraw a reservation, or anything else in words.
// Two texts make the same demand when one demand of each is alike (like.go). How strongly something is asked ("ratify",
// "consider ratifying") is left out on purpose. docs/notes/lineage.md says what counts and what was measured.
package lineage
