package api

// Example is a question that a program may ask, as the reference page and docs/open-data.md show it. The tests ask every
// one of them.
type Example struct {
	Code string // message "api.example.<code>"
	Path string
}

// Examples in the order in which a newcomer needs them. They are about the invented State of the sample, so that they
// answer in every installation that has it.
func Examples() []Example {
	return []Example{
		{"search", "/api/v1/search?q=women&limit=5&facets=position"},
		{"phrase", "/api/v1/search?q=%22human+rights%22+AND+NOT+women"},
		{"filter", "/api/v1/search?sur=ZZV&position=noted&unit=pair"},
		{"act", "/api/v1/search?sur=ZZV&act=1"},
		{"cross", "/api/v1/cross?rows=by-group&cols=position&sur=ZZV"},
		{"review", "/api/v1/reviews/ZZV/4"},
		{"documents", "/api/v1/documents?state=ZZV"},
		{"rows", "/search/export?sur=ZZV&format=csv"},
		{"package", "/search/export?sur=ZZV&format=zip&data=csv&data=parquet"},
		{"feed", "/search.atom?sur=ZZV"},
		{"proof", "/api/v1/ledger/1/proof"},
	}
}
