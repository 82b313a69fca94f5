package web

import "net/url"

// DecodeForm reads a form into a thing as the pages of a workspace do. It gives the fields whose answers cannot be taken,
// each with why.
func DecodeForm(form url.Values, thing any) map[string]string {
	out := map[string]string{}
	for _, e := range decodeThing(form, thing) {
		out[e.Field] = e.Code
	}
	return out
}
