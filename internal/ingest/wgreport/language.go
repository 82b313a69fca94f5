package wgreport

import (
	"regexp"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/ingest/councildoc"
)

// language holds the standing words of a report in one of the six languages. Positions and States are read in English
// only: the other languages print the same entries under the same numbers, so their texts are joined by number and
// nothing is read twice (handbook, 7.9).
type language struct {
	code       string
	title      *regexp.Regexp
	heading    *regexp.Regexp
	disclaimer *regexp.Regexp
	annex      *regexp.Regexp
	lead       *regexp.Regexp
	contains   []string // words of the heading, to look only where it can be
}

var english = language{code: "en", title: councildoc.TitleForm, heading: heading, disclaimer: disclaimer, annex: annexHeading, lead: leadLike,
	contains: []string{"onclusion", "ONCLUSION"}}

// number before a heading, and marks behind it.
const before, behind = `^(?:(?:I{1,3}|IV|V|\d)\s?[.\-–、．]?\s*|(?:ثانيا|二)ً?\s*[-–.、．]?\s*)?\**\s*`, `\s*[*\d\s]*$`

// others are the further languages. Their lead forms are the standing renderings; where a form differs, only the choice
// between a local number and a paragraph of the same number could suffer.
var others = []language{
	{code: "fr", title: regexp.MustCompile(`(?i)rapport du groupe de travail sur l.examen\s+périodique\s+universel`),
		heading:    regexp.MustCompile(`(?i)` + before + `conclusions et\s?/?\s?(?:ou)?\s?recommandations` + behind),
		disclaimer: regexp.MustCompile(`(?i)^toutes les conclusions et\s?/?\s?(?:ou)?\s?(?:toutes les )?recommandations`),
		annex:      regexp.MustCompile(`(?i)^annexes?(?:\s+[IVX\d]+)?[*\s]*$|^composition de la délégation$`),
		lead:       regexp.MustCompile(`(?i)recommandations.*:\s*$`), contains: []string{"onclusions et", "ONCLUSIONS ET"}},
	{code: "es", title: regexp.MustCompile(`(?i)informe del grupo de trabajo sobre el examen\s+periódico\s+universal`),
		heading:    regexp.MustCompile(`(?i)` + before + `conclusiones y\s?/?\s?o?\s?recomendaciones` + behind),
		disclaimer: regexp.MustCompile(`(?i)^todas las conclusiones y\s?/?\s?o?\s?(?:las )?recomendaciones`),
		annex:      regexp.MustCompile(`(?i)^anexos?(?:\s+[IVX\d]+)?[*\s]*$|^composición de la delegación$`),
		lead:       regexp.MustCompile(`(?i)recomendaciones.*:\s*$`), contains: []string{"onclusiones y", "ONCLUSIONES Y"}},
	{code: "ru", title: regexp.MustCompile(`(?i)доклад рабочей группы по универсальному\s+периодическому\s+обзору`),
		heading:    regexp.MustCompile(`(?i)` + before + `выводы и\s?/?\s?(?:или)?\s?рекомендации` + behind),
		disclaimer: regexp.MustCompile(`(?i)^все выводы и\s?/?\s?(?:или)?\s?рекомендации`),
		annex:      regexp.MustCompile(`(?i)^приложени[ея](?:\s+[IVX\d]+)?[*\s]*$|^состав делегации$`),
		lead:       regexp.MustCompile(`(?i)рекомендаци.*:\s*$`), contains: []string{"ыводы и", "ЫВОДЫ И"}},
	{code: "ar", title: regexp.MustCompile(`تقرير الفريق العامل المعني بالاستعراض\s+الدوري\s+الشامل`),
		heading:    regexp.MustCompile(before + `الاستنتاجات و\s?/?\s?(?:أو)?\s?التوصيات` + behind),
		disclaimer: regexp.MustCompile(`^(?:إن )?(?:جميع|كل) الاستنتاجات و\s?/?\s?(?:أو)?\s?التوصيات`),
		annex:      regexp.MustCompile(`^(?:ال)?مرفق(?:ات)?[*\s]*$`),
		lead:       regexp.MustCompile(`التوصيات.*[:：]\s*$`), contains: []string{"الاستنتاجات"}},
	{code: "zh", title: regexp.MustCompile(`普遍定期审议工作组报告`),
		heading:    regexp.MustCompile(before + `结论和\s?[/／]?\s?(?:或)?建议` + behind),
		disclaimer: regexp.MustCompile(`^本报告(?:所载|中|载列)?的?(?:所有|全部|一切)?的?结论和`),
		annex:      regexp.MustCompile(`^附件[一二三\d*\s]*$`),
		lead:       regexp.MustCompile(`建议.*[:：]\s*$`), contains: []string{"结论"}},
}

// languageOf finds the language whose heading of section II the document prints, nil when none does, and the lines with
// their numbers as that language is read.
func languageOf(lines []councildoc.Line) (*language, []councildoc.Line) {
	if _, ok := findSection(lines, &english); ok {
		return &english, lines
	}
	for i := range others {
		l := &others[i]
		if !slices.ContainsFunc(lines, func(x councildoc.Line) bool { return l.mayHead(x.Text) }) {
			continue
		}
		read := western(lines, l)
		if _, ok := findSection(read, l); ok {
			return l, read
		}
	}
	return nil, lines
}

// mayHead says whether a line holds words of the heading.
func (l *language) mayHead(text string) bool {
	return slices.ContainsFunc(l.contains, func(w string) bool { return strings.Contains(text, w) })
}

// western writes the digits of other scripts as 0 to 9, so that numbers are read alike in every language, and turns
// "124-1", as Arabic texts print items, into "124.1".
func western(lines []councildoc.Line, l *language) []councildoc.Line {
	out := make([]councildoc.Line, len(lines))
	for i, x := range lines {
		x.Text = strings.Map(func(r rune) rune {
			switch {
			case r >= '٠' && r <= '٩':
				return r - '٠' + '0'
			case r >= '۰' && r <= '۹':
				return r - '۰' + '0'
			case r >= '０' && r <= '９':
				return r - '０' + '0'
			case r == '．':
				return '.'
			}
			return r
		}, x.Text)
		if l.code == "ar" {
			x.Text = arabicItem.ReplaceAllString(x.Text, "$1.$2 ")
			x.Text = arabicParagraph.ReplaceAllString(x.Text, "$1. ")
		}
		out[i] = x
	}
	return out
}

var (
	arabicItem      = regexp.MustCompile(`^(\d{1,3})\s?[-–/]\s?(\d{1,3})\s*[-–.]?\s+`)
	arabicParagraph = regexp.MustCompile(`^(\d{1,3})\s?[-–]\s+`)
)

// closedByBracket stands in for the gazetteer in other languages: an entry ends with a bracket.
func closedByBracket(text string) bool {
	t := strings.TrimRight(text, " ;.,؛。；，*0123456789")
	return strings.HasSuffix(t, ")") || strings.HasSuffix(t, "）")
}
