package page

import (
	"slices"
	"strconv"
)

func actHref(n uint64) string { return "/ledger/" + strconv.FormatUint(n, 10) }

// face is the public face of who did an act: role and body, never a person's name.
func face(f Frame, role, body string) string {
	s := f.T("role." + role)
	if body != "" {
		s += ", " + body
	}
	return s
}

// closed says whether the act changed facts that are closed.
func (a Act) closed() bool {
	return slices.ContainsFunc(a.Changes, func(c ChangeRow) bool { return c.Digest != "" })
}
