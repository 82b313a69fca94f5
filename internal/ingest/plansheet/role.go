package plansheet

// Role is what a column holds. Its codes are kept in plan.Columns and have messages in the catalogue ("tables.role.<code>").
type Role string

// Roles of columns.
const (
	Unplaced   Role = ""           // kept as a note of its row
	Number     Role = "number"     // of the recommendation: "126.27", a list, a range
	Words      Role = "words"      // of the recommendation
	Cycle      Role = "cycle"      // whose number it is
	Measure    Role = "measure"    // what is to be done
	Item       Role = "item"       // the plan's own number of the measure
	Outcome    Role = "outcome"    // what shall be different afterwards
	Lead       Role = "lead"       // body
	Support    Role = "support"    // bodies
	Due        Role = "due"        // deadline
	Status     Role = "status"     //
	Note       Role = "note"       //
	Cost       Role = "cost"       //
	Currency   Role = "currency"   //
	Funding    Role = "funding"    // where the money comes from
	Indicator  Role = "indicator"  // by which one sees that it is done
	Area       Role = "area"       // cluster, section, direction
	Obstacle   Role = "obstacle"   //
	Assistance Role = "assistance" // that is requested
	Goal       Role = "goal"       // of sustainable development
	Details    Role = "details"    // more words about the measure
)

// Roles in the order in which they are offered.
var Roles = []Role{Number, Words, Cycle, Measure, Item, Lead, Support, Due, Status, Note, Outcome, Indicator, Cost, Currency, Funding, Area,
	Obstacle, Assistance, Goal, Details}

// Reason says why a role is proposed. Code has a message ("tables.reason.<code>"), What is what was seen.
type Reason struct{ Code, What string }

// Codes of reasons.
const (
	SaysHeader     = "header"     // a word of the header
	SaysNumbers    = "numbers"    // cells look like numbers of recommendations
	SaysKnown      = "known"      // cells are numbers of this State's recommendations
	SaysAlike      = "alike"      // cells have the words of this State's recommendations
	SaysDates      = "dates"      // cells are days or periods
	SaysStatus     = "status"     // cells are words of a status
	SaysBodies     = "bodies"     // cells are names of bodies of the workspace
	SaysCount      = "count"      // cells count the rows
	SaysImpact     = "impact"     // the attribute that IMPACT OSS writes into the header
	SaysRemembered = "remembered" // confirmed by a person at an earlier time
)

// headerWord is a folded piece of a header that says a role; the longer one that is found wins.
type headerWord struct {
	role  Role
	words []string
}

// headerWords in English, Russian and Kazakh, and some in French and Spanish. They are pieces of words, without endings.
var headerWords = []headerWord{
	{Number, []string{"recommendation no", "recommendation number", "recommendation id", "rec no", "rec number", "rec #", "rec. no", "paragraph", "para no", "upr no", "upr number",
		"recommendation ref", "номер рекоменд", "№ рекоменд", "n рекоменд", "пункт рекоменд", "№ упо", "номер упо", "параграф", "ұсыным нөмірі", "ұсыныстың нөмірі", "ұсынымның нөмірі",
		"ұсыным №", "ұсынымның №", "numero de la recommandation", "numero de recommandation", "no de la recommandation", "numero de la recomendacion"}},
	{Words, []string{"recommendation", "text of the recommendation", "recommendation text", "рекомендац", "текст рекомендации", "содержание рекомендации", "ұсыным", "ұсынымның мәтіні",
		"ұсыныстың мәтіні", "recommandation", "recomendacion"}},
	{Cycle, []string{"cycle", "цикл", "айналым", "кезең нөмірі", "ciclo"}},
	{Measure, []string{"measure", "action", "activity", "activities", "planned step", "event", "мероприяти", "меры", "мера", "наименование мероприятия", "действи", "іс-шара", "іс шара", "шара", "шаралар",
		"mesure", "medida", "actividad"}},
	{Item, []string{"measure no", "action no", "no.", "№ п/п", "п/п", "№", "р/с", "р/с №", "рет саны", "s/n", "serial", "measure number", "action number", "номер мероприятия", "number"}},
	{Outcome, []string{"outcome", "expected result", "result expected", "goal of the measure", "ожидаемый результат", "ожидаемые результаты", "күтілетін нәтиже", "resultat attendu", "resultado esperado"}},
	{Lead, []string{"lead", "lead body", "lead agency", "responsible", "responsible body", "ministry", "institution", "implementing agency", "body", "ответствен", "ответственный исполнитель",
		"исполнител", "государственный орган", "жауапты", "жауапты орган", "орындаушы", "мемлекеттік орган", "responsable", "institution responsable"}},
	{Support, []string{"supporting", "co-responsible", "partner", "other bodies", "involved", "соисполнител", "участник", "заинтересованн", "бірлесіп орындаушы", "бірлескен орындаушы", "қосалқы орындаушы",
		"серіктес", "partenaire"}},
	{Due, []string{"deadline", "due", "due date", "timeframe", "time frame", "timeline", "target date", "period", "by when", "срок", "срок исполнения", "сроки исполнения", "срок реализации", "дата исполнения",
		"мерзім", "орындау мерзімі", "іске асыру мерзімі", "echeance", "delai", "plazo"}},
	{Status, []string{"status", "state of implementation", "implementation status", "level of implementation", "progress status", "статус", "состояние исполнения", "статус исполнения", "стадия", "отметка об исполнении",
		"мәртебе", "орындалу мәртебесі", "орындалу жағдайы", "statut", "etat d'avancement", "estado"}},
	{Note, []string{"note", "comment", "remark", "примечани", "комментари", "ескерту", "ескертпе", "түсініктеме", "observations", "commentaire", "comentario"}},
	{Cost, []string{"cost", "budget", "amount", "price", "financial", "стоимость", "объем финансирования", "сумма", "расход", "бюджет", "затрат", "құны", "қаржыландыру көлемі", "шығын", "сома", "cout", "costo"}},
	{Currency, []string{"currency", "валюта", "devise", "moneda"}},
	{Funding, []string{"funding", "source of funding", "funding source", "financing", "источник финансирования", "источники финансирования", "қаржыландыру көзі", "қаржыландыру көздері", "financement",
		"fuente de financiacion"}},
	{Indicator, []string{"indicator", "form of completion", "proof of completion", "kpi", "индикатор", "показател", "форма завершения", "форма исполнения", "аяқтау нысаны", "аяқталу нысаны", "көрсеткіш",
		"индикатор", "indicateur", "indicador"}},
	{Area, []string{"cluster", "area", "theme", "section", "direction", "thematic", "раздел", "направлени", "тема", "тематик", "сфера", "кластер", "бағыт", "бөлім", "тақырып", "сала", "кластер", "thematique", "domaine",
		"tema"}},
	{Obstacle, []string{"obstacle", "challenge", "difficult", "problem", "препятстви", "проблем", "трудност", "кедергі", "қиындық", "defis", "obstaculo"}},
	{Assistance, []string{"assistance", "technical assistance", "support needed", "support requested", "помощь", "содействи", "техническая помощь", "көмек", "қолдау қажет", "assistance technique", "asistencia"}},
	{Details, []string{"description", "details", "содержание мероприятия", "описание", "подробн", "сипаттама", "мазмұны", "detail", "descripcion"}},
	{Goal, []string{"sdg", "sustainable development", "goal", "цур", "цели устойчивого", "тдм", "тұрақты даму", "odd", "ods"}},
}
