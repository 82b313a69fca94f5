// Package forum derives what everyone may know from the published side of participation: what became of each proposal, who
// has to answer and since when, who sits in a council. It works on either side of a workspace and changes nothing.
package forum
