package plansheet

import (
	"strings"

	"github.com/openupr/openupr/internal/upr/plan"
)

// statusWords begin as words of a status do, folded, in English, Russian, Kazakh, French and Spanish; the first that fits
// counts, so what denies or limits stands before what it denies. They are only proposed: a person says what each word means.
var statusWords = []struct {
	means plan.Status
	words []string
}{
	{plan.NotApplied, []string{"not applicable", "n/a", "cancelled", "не применимо", "неприменимо", "снято", "отменен", "қолданылмайды", "sans objet", "no aplicable"}},
	{plan.NotStarted, []string{"not started", "not implemented", "pending", "no action", "не начат", "не выполн", "не исполн", "не реализ", "басталма", "орындалма", "іске аспа", "non commence", "no iniciad"}},
	{plan.Partial, []string{"partial", "partly", "in part", "частич", "ішінара", "жартылай", "partiellement", "parcial"}},
	{plan.Continuous, []string{"continuous", "permanent", "on a permanent basis", "ongoing obligation", "постоянн", "на постоянной", "тұрақты", "permanen"}},
	{plan.Ongoing, []string{"ongoing", "on-going", "in progress", "under way", "underway", "being implemented", "in process", "в работе", "в процессе", "исполняется", "выполняется", "реализуется", "ведется", "ведётся",
		"на исполнении", "орындалуда", "орындалып жатыр", "жүргізілуде", "жұмыс жүр", "іске асырылуда", "en cours", "en curso"}},
	{plan.Planned, []string{"planned", "in preparation", "scheduled", "запланир", "планир", "намечен", "жоспарлан", "дайындал", "prevu", "planificad"}},
	{plan.Full, []string{"full", "implemented", "completed", "complete", "done", "finished", "achieved", "выполнен", "исполнен", "реализован", "завершен", "завершён", "сделано", "орындалды", "орындалған",
		"іске асырылды", "аяқталды", "realise", "mis en oeuvre", "cumplid"}},
	{plan.Unknown, []string{"unknown", "no information", "нет данных", "неизвестн", "нет информации", "белгісіз", "мәлімет жоқ", "inconnu", "desconocid"}},
}

// foldedStatus are statusWords as they are compared.
var foldedStatus = func() [][]string {
	out := make([][]string, len(statusWords))
	for i, s := range statusWords {
		for _, w := range s.words {
			out[i] = append(out[i], fold(w))
		}
	}
	return out
}()

// StatusOf is the status that a word of a table seems to mean; empty when nobody here knows.
func StatusOf(word string) plan.Status {
	f := fold(word)
	if f == "" || len([]rune(f)) > 60 {
		return ""
	}
	for n, s := range statusWords {
		for _, w := range foldedStatus[n] {
			if i := strings.Index(f, w); i >= 0 && wordBegins(f, i) {
				return s.means
			}
		}
	}
	return ""
}
