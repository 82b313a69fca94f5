package web

import (
	"strings"

	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
)

// stateNameIn is a State's English name: the documents that a citation names are English.
func stateNameIn(code upr.State) string { return reference.Name(code, "en", upr.Date{}) }

// printedStates are the recommending States of an item as the document prints them, each once.
func printedStates(it *record.Item) string {
	var names []string
	seen := map[upr.State]bool{}
	for _, s := range it.Segments {
		for _, by := range s.By {
			if !seen[by.State] {
				seen[by.State] = true
				names = append(names, by.Printed)
			}
		}
	}
	return strings.Join(names, ", ")
}
