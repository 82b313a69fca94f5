package work

import (
	"github.com/a-h/templ"

	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

// Option of a choice, in the reader's words.
type Option struct {
	Value, Label string
	Chosen       bool
	Hint         string
}

// Options of a choice from codes whose messages begin with prefix.
func Options[T ~string](f Frame, prefix string, codes []T, chosen T) []Option {
	out := make([]Option, 0, len(codes))
	for _, c := range codes {
		out = append(out, Option{Value: string(c), Label: f.T(prefix + string(c)), Chosen: c == chosen})
	}
	return out
}

// formLangs are the languages in which forms ask for words, beside those in which there are words already.
var formLangs = []string{"en", "ru", "kk"}

// names are the lines of a form for words in several languages: those there are, in their order, then the reader's own
// language and the other languages of the program.
func names(f Frame, n plan.Names) plan.Names {
	out := append(plan.Names{}, n...)
	has := func(lang string) bool {
		for _, x := range out {
			if x.Lang == lang {
				return true
			}
		}
		return false
	}
	for _, lang := range append([]string{string(f.P.Lang())}, formLangs...) {
		if !has(lang) && f.P.Has("language.name."+lang) {
			out = append(out, plan.Name{Lang: lang})
		}
	}
	return out
}

func langLabel(f Frame, lang string) string {
	if lang == "" || !f.P.Has("language.name."+lang) {
		return f.T("work.lang.other")
	}
	return f.T("language.name." + lang)
}

func described(id, hint, wrong string) templ.Attributes {
	a := templ.Attributes{}
	ids := ""
	if wrong != "" {
		a["aria-invalid"] = "true"
		ids = id + "-wrong"
	}
	if hint != "" {
		if ids != "" {
			ids += " "
		}
		ids += id + "-hint"
	}
	if ids != "" {
		a["aria-describedby"] = ids
	}
	return a
}

func day(d upr.Date) string { return d.String() }

// all says whether every language has words, but for the first, which is asked for in any case.
func all(list plan.Names) bool {
	for _, n := range list[min(1, len(list)):] {
		if n.Words == "" {
			return false
		}
	}
	return true
}
