package work

import (
	"cmp"
	"fmt"
)

// orNothing says that a value is empty where it is.
func orNothing(f Frame, s string) string { return cmp.Or(s, f.T("tables.nothing-there")) }

func choiceID(row, field int, side string) string {
	return fmt.Sprintf("choice-%d-%d-%s", row, field, side)
}
