package page

import (
	"net/url"

	"github.com/a-h/templ"
)

// searchTitle names the page by what was asked.
func searchTitle(f Frame, s Search) string {
	const most = 60
	asked := []rune(s.Typed)
	if len(asked) == 0 {
		return f.T("search.title")
	}
	if len(asked) > most {
		asked = append(asked[:most], '…')
	}
	return string(asked) + " – " + f.T("search.title")
}

// unit in which the facets are counted.
func (s Search) unit() string {
	for _, t := range s.Totals {
		if t.Current {
			return string(t.Unit)
		}
	}
	return "item"
}

// SearchHelp is the page that explains the language of queries.
func SearchHelp(f Frame) templ.Component {
	return SearchHelpPage(f,
		[]helpLine{{"torture", "word"}, {`"death penalty"`, "phrase"}, {"discrimin*", "prefix"}, {"women OR girls", "or"}, {"police NOT torture", "not"},
			{"(women OR girls) education", "brackets"}, {"police NEAR/5 training", "near"}},
		[]helpLine{{"sur:Kazakhstan", "sur"}, {"by:(France OR Germany)", "by"}, {"cycle:2..4", "range"}, {"position:noted", "position"},
			{`issue:"death penalty" sdg:16 treaty:CAT`, "label"}, {"group:Africa by-org:EU", "group"}, {"symbol:A/HRC/28/10 para:124.1", "place"},
			{"kind:treaty-body", "kind"}, {"lang:fr", "lang"}, {"torture -by:France", "minus"}})
}

func queryEscape(s string) string { return url.QueryEscape(s) }
