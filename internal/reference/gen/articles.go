package main

import "strings"

// articles that stand in brackets after a short name, or before a formal one.
var articles = map[string][]string{
	"en": {"the "},
	"fr": {"la ", "le ", "les ", "l'", "l’"},
	"es": {"la ", "el ", "los ", "las "},
}

func contains(list, word string) bool {
	for _, w := range strings.Fields(list) {
		if w == word {
			return true
		}
	}
	return false
}

// bareName drops an article in brackets at the end.
func bareName(s string) string {
	open := strings.LastIndex(s, "(")
	if open <= 0 || !strings.HasSuffix(s, ")") {
		return s
	}
	in := strings.ToLower(strings.TrimSuffix(s[open+1:], ")")) + " "
	for _, list := range articles {
		for _, a := range list {
			if in == a || in == a+" " {
				return strings.TrimSpace(s[:open])
			}
		}
	}
	return s
}

// dropArticle drops a leading article.
func dropArticle(s, lang string) string {
	for _, a := range articles[lang] {
		if len(s) > len(a) && strings.EqualFold(s[:len(a)], a) {
			return s[len(a):]
		}
	}
	return s
}

// turned puts what stands in brackets before the name: "Iran (Islamic Republic of)" gives "Islamic Republic of Iran".
// In Arabic a dash inside the brackets keeps the name's place.
func turned(s string) string {
	open := strings.LastIndex(s, "(")
	if open <= 0 || !strings.HasSuffix(s, ")") {
		return ""
	}
	name, in := strings.TrimSpace(s[:open]), strings.TrimSpace(strings.TrimSuffix(s[open+1:], ")"))
	switch {
	case strings.Contains(in, " - "):
		return strings.Replace(in, " - ", " "+name+" ", 1)
	case strings.HasSuffix(in, " -"):
		return strings.TrimSuffix(in, "-") + name
	case strings.HasSuffix(in, "'") || strings.HasSuffix(in, "’"):
		return in + name
	default:
		return in + " " + name
	}
}
