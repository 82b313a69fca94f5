package wgreport_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/internal/upr"
)

// The standing words are those of the handbook (7.9); the entries are invented.
func TestOtherLanguagesAreAlignedByNumber(t *testing.T) {
	for lang, c := range map[string]struct {
		lines []string
		want  []string
	}{
		"fr": {[]string{"A/HRC/28/99", "Distr. générale", "10 décembre 2014", "Original : anglais", "Rapport du Groupe de travail sur l’Examen périodique universel", "Kazakhstan", "1. Le Groupe de travail a tenu sa session.",
			"II. Conclusions et/ou recommandations", "124. Les recommandations ci-après ont été examinées par le Kazakhstan et recueillent son adhésion :",
			"124.1 Éclairer la jetée (Pérou) ;", "124.2 Élargir la route", "du port (Chili).", "125. Toutes les conclusions et/ou recommandations figurant dans le présent rapport reflètent la position des États.", "Annexe"},
			[]string{"124.1 Éclairer la jetée (Pérou) ;", "124.2 Élargir la route du port (Chili)."}},
		"es": {[]string{"A/HRC/28/99", "Informe del Grupo de Trabajo sobre el Examen Periódico Universal", "Kazajstán", "1. El Grupo de Trabajo.",
			"II. Conclusiones y/o recomendaciones", "124. Las recomendaciones que figuran a continuación cuentan con el apoyo de Kazajstán:",
			"124.1 Iluminar el muelle (Perú);", "124.2 Ensanchar la carretera (Chile).", "125. Todas las conclusiones y/o recomendaciones que figuran en el presente informe reflejan la posición de los Estados."},
			[]string{"124.1 Iluminar el muelle (Perú);", "124.2 Ensanchar la carretera (Chile)."}},
		"ru": {[]string{"A/HRC/28/99", "Доклад Рабочей группы по универсальному периодическому обзору", "Казахстан", "1. Рабочая группа.",
			"II. Выводы и/или рекомендации", "124. Нижеследующие рекомендации были рассмотрены Казахстаном и получили его поддержку:",
			"124.1 осветить причал (Перу);", "124.2 расширить дорогу (Чили).", "125. Все выводы и/или рекомендации, содержащиеся в настоящем докладе, отражают позицию государств."},
			[]string{"124.1 осветить причал (Перу);", "124.2 расширить дорогу (Чили)."}},
		"ar": {[]string{"A/HRC/28/99", "تقرير الفريق العامل المعني بالاستعراض الدوري الشامل", "كازاخستان", "١- الفريق العامل.",
			"ثانياً - الاستنتاجات و/أو التوصيات", "124- تحظى التوصيات التالية بتأييد كازاخستان:",
			"124-1 إنارة الرصيف (بيرو)؛", "124-2 توسيع الطريق (شيلي).", "125- جميع الاستنتاجات و/أو التوصيات الواردة في هذا التقرير تعبر عن موقف الدول."},
			[]string{"124.1 إنارة الرصيف (بيرو)؛", "124.2 توسيع الطريق (شيلي)."}},
		"zh": {[]string{"A/HRC/28/99", "普遍定期审议工作组报告", "哈萨克斯坦", "1. 工作组举行了会议。",
			"二. 结论和/或建议", "124. 哈萨克斯坦将研究下列建议：",
			"124.1 为码头照明（秘鲁）；", "124.2 拓宽道路（智利）。", "125. 本报告所载的所有结论和/或建议反映各国的立场。"},
			[]string{"124.1 为码头照明（秘鲁）；", "124.2 拓宽道路（智利）。"}},
	} {
		t.Run(lang, func(t *testing.T) {
			r := read(t, doc(c.lines...))
			var got []string
			for _, it := range r.Items {
				got = append(got, itoa(it.Paragraph)+"."+it.Number+" "+it.Texts[0].Words)
				if it.Texts[0].Lang != lang || it.Texts[0].Origin != upr.Official || len(it.Segments) != 0 || it.Position != "" || len(it.Questions) != 0 {
					t.Errorf("item: %+v", it)
				}
			}
			if d := cmp.Diff(c.want, got); d != "" {
				t.Errorf("items (-want +got):\n%s", d)
			}
			if r.Lang != lang || r.Review != kaz2 || r.WGSession != 20 {
				t.Errorf("%s %v session %d", r.Lang, r.Review, r.WGSession)
			}
		})
	}
}

func TestTheLanguageOfIssueMakesTheOrigin(t *testing.T) {
	lines := append([]string{}, front...)
	lines[5] = "Original: French"
	d := doc(append(lines, "II. Conclusions and/or recommendations", "124. The following recommendations enjoy the support of Kazakhstan:", "124.1 Light the pier (Peru).", "125. "+disclaimer)...)
	if got := read(t, d).Items[0].Texts[0].Origin; got != upr.Official {
		t.Errorf("English text of a report issued in French: origin %q", got)
	}
}
