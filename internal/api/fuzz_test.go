package api_test

import (
	"net/http/httptest"
	"net/url"
	"testing"
)

// FuzzSearch asks with any parameters: the answer is one, or a problem of the asker's, never the program's.
func FuzzSearch(f *testing.F) {
	for _, seed := range []string{"q=women", "q=%22a b%22+NEAR/3+c&unit=pair", "sur=KAZ&by=-FRA&cycle=2..4", "cursor=djEuMy4xLjE&limit=1000", "act=18446744073709551615", "on=0000-00-00&facets=none,none",
		"q=((((&literal=1", "facets=" + "position,position", "limit=-1", "q=%00%ff*", "text=en&kind=other&action=5"} {
		f.Add(seed)
	}
	s := withSample(f)
	f.Fuzz(func(t *testing.T, parameters string) {
		if _, err := url.ParseQuery(parameters); err != nil {
			return
		}
		for _, u := range []url.URL{{Path: "/api/v1/search", RawQuery: parameters}, {Path: "/api/v1/cross", RawQuery: "rows=cycle&cols=position&" + parameters}} {
			r := httptest.NewRequest("GET", "/", nil)
			r.URL, r.RequestURI = &u, u.RequestURI()
			w := httptest.NewRecorder()
			s.ServeHTTP(w, r)
			if w.Code >= 500 {
				t.Errorf("%s: %d %s", &u, w.Code, w.Body)
			}
		}
	})
}
