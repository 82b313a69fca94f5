package consult

import "github.com/openupr/openupr/internal/upr/council"

// grounds are the codes of the grounds for which a contribution may be removed.
var grounds = func() []string {
	var out []string
	for _, g := range council.Grounds {
		out = append(out, string(g))
	}
	return out
}()
