package page_test

import (
	"strings"

	"github.com/a-h/templ"

	"github.com/openupr/openupr/internal/web/page"
)

func init() {
	pages["home"] = func(f page.Frame) templ.Component {
		return page.HomePage(f, page.Home{Letters: letters(), Reviews: 3, Items: 569})
	}
	pages["home-empty"] = func(f page.Frame) templ.Component {
		f.AsOf = page.AsOf{}
		f.Person, f.MayImport = nil, false
		return page.HomePage(f, page.Home{Letters: letters()})
	}
	pages["states-found"] = func(f page.Frame) templ.Component {
		all := letters()
		return page.StatesPage(f, page.States{Query: "aland", Found: all[0].States[:2], Letters: all})
	}
	pages["states-none"] = func(f page.Frame) templ.Component {
		return page.StatesPage(f, page.States{Query: "Atlantis", Letters: letters()})
	}
}

// letters are invented States, as many as there are real ones.
func letters() []page.StatesLetter {
	endings := []string{"landia", "mark", "stan under the Hills", "ova", "aria", "onia and the Lesser Isles", "ia", "burg"}
	var out []page.StatesLetter
	for _, l := range "ABCDEFGHIJKLMNOPRSTUVWZ" {
		x := page.StatesLetter{Letter: string(l)}
		for i, e := range endings {
			x.States = append(x.States, page.StateEntry{StateLink: page.StateLink{Code: "X" + string(l) + string(rune('A'+i)), Name: string(l) + "al" + e},
				Reviews: i % 3, Search: strings.ToLower(string(l)) + "al" + e})
		}
		out = append(out, x)
	}
	return out
}
