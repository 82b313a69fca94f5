package page

import "net/url"

// with adds a parameter to an address; the empty address stays empty.
func with(href, name, value string) string {
	if href == "" {
		return ""
	}
	u, err := url.Parse(href)
	if err != nil {
		return href
	}
	q := u.Query()
	q.Set(name, value)
	u.RawQuery = q.Encode()
	return u.String()
}

// number writes a number, or a dash where it is not known.
func number(f Frame, n int) string {
	if n <= 0 {
		return "–"
	}
	return f.P.Number(n)
}
