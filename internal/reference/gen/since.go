package main

// changed are States whose present name began during the time of the review, and in which languages it did ("*": all).
// A day that is known only from general knowledge is not confirmed.
var changed = map[string]struct{ langs, from, confirmed string }{
	"CPV": {"*", "2013-10-24", "yes"}, // handbook 7.8: October 2013
	"CZE": {"*", "2016-05-17", "no"},
	"LBY": {"*", "2011-09-16", "no"}, // handbook 7.8: September 2011
	"MKD": {"*", "2019-02-14", "no"}, // handbook 7.8: February 2019
	"NLD": {"*", "2023-01-01", "no"}, // seen in 2025
	"PSE": {"*", "2012-11-29", "yes"},
	"SSD": {"*", "2011-07-09", "yes"},
	"SWZ": {"*", "2018-05-30", "no"},
	"TUR": {"en fr es", "2022-06-01", "yes"},
	"BOL": {"*", "2009-04-01", "no"},
}

func since(code, lang string) (from, confirmed string) {
	c, ok := changed[code]
	if !ok || (c.langs != "*" && !contains(c.langs, lang)) {
		return "", "yes"
	}
	return c.from, c.confirmed
}
