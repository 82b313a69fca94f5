package page

import "strconv"

func actHref(n uint64) string { return "/ledger/" + strconv.FormatUint(n, 10) }

// face is the public face of who did an act: role and body, never a person's name.
func face(f Frame, role, body string) string {
	s := f.T("role." + role)
	if body != "" {
		s += ", " + body
	}
	return s
}
