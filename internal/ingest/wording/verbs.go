package wording

import (
	"strings"
	"unicode"
)

// Words with which recommendations begin. They only decide whether a new sentence starts behind a State's bracket; the
// classification of actions (handbook, 8.1) has its own list.
const verbList = `abandon abide abolish abrogate abstain accede accelerate accept accommodate accomplish accord acknowledge
achieve act activate adapt add address adhere adjust adopt advance afford agree align allocate allow alleviate amend
analyse analyze answer appeal apply appoint appropriate approve arrange ascertain assess assign assist assume assure
attach attain attempt attend authorize avail avoid ban bar base be become begin better bind bolster boost bridge bring broaden
build call cancel carry cease change circulate clarify close codify collaborate collect combat commence commission
commit communicate commute compensate complement complete comply concentrate conclude condemn conduct confirm conform
confront consider consolidate construct consult continue contribute convene convert cooperate coordinate correct
counter cover create criminalize criminalise cut deal decide declare decrease decriminalize decriminalise dedicate
deepen defend define delay delete deliver demonstrate deny deploy deposit derogate design designate desist detain
determine develop devise devote diligently disband discontinue discourage discuss dismantle disseminate distribute
diversify do double draft draw draw-up earmark ease educate effect elaborate eliminate embark empower enable enact
encourage end endeavour endorse enforce engage enhance enlarge enlist enrich enshrine ensure entrust envisage equip
eradicate establish evaluate examine exchange execute exempt exercise exert expand expedite explain explore express
extend facilitate fight finalize finalise find follow follow-up formalize formulate forge foster free fulfil fulfill fund
further give go grant guarantee guard halt handle harmonize harmonise have heed help hold honour identify impart implement
impose improve include incorporate increase inform initiate insert inspect institute institutionalize integrate
intensify intervene introduce invest investigate invite involve issue join keep launch lead leave legalize legislate lend
liberalize lift limit listen look lower mainstream maintain make manage mandate maximize meet minimize mitigate mobilize
modernize modify monitor move multiply negotiate nominate observe obtain offer open operationalize oppose optimize
organize organise orient outlaw overcome oversee overturn participate pass pay perform permit persevere persist place plan play
popularize practise prepare present preserve press prevent prioritize prioritise proceed produce prohibit promote
promulgate propose prosecute protect provide publicize publish punish pursue put raise ratify re-establish reach react
reactivate read reaffirm realize reassess recall receive recognize recognise recommend reconsider reconstruct record
recruit rectify redouble redress reduce re-examine refer reflect reform refrain register regularize regulate rehabilitate
reinforce reinstate reintegrate reject release remain remedy remove render renew renounce reopen repair repeal replace
reply report request require rescind resolve respect respond restore restrain restrict resume retain rethink return reveal
reverse review revise revisit revitalize revoke safeguard satisfy scale secure see seek send separate serve set settle share shift
show shut sign simplify solve speak specify speed sponsor spread stand standardize start state stay step step-up stop
streamline strengthen strive study subject submit subscribe supplement supply support suppress suspend sustain tackle
take target terminate tighten track train transfer transform translate transmit transpose treat try turn undertake
unify update upgrade uphold urge use utilize utilise vest view vote waive welcome widen withdraw work`

// Words that open a sentence without being its verb.
const openerList = `to also that should must please then not further furthermore more fully actively and or either both
immediately urgently again additionally moreover always early promptly better even still only now soon
the government state`

// Words of which an unfinished beginning is made: "Consider the possibility of ratifying (Chile) …". A part of nothing
// but these and verbs has no object of its own.
const unfinishedList = `a an the of to and or for in with on its as by at towards toward into possibility possibilities possible
option feasibility step steps necessary all appropriate further fully early signature ratification accession adherence adoption
signing ratifying acceding adhering accepting adopting becoming joining considering withdrawing implementing lifting
signatory party parties member process processes consideration towards soon quickly promptly favourably positively seriously
actively also immediately urgently swiftly effectively full view well measures domestic internal national
procedures efforts becoming enacting abolishing prompt not yet that should rapidly sooner been completion completing finalizing starting
incorporating establishing ensuring strengthening extending taking making continuing reviewing revising amending examining`

var (
	verbs      = wordSet(verbList)
	openers    = wordSet(openerList)
	unfinished = wordSet(unfinishedList)
)

func wordSet(list string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(list) {
		m[w] = true
	}
	return m
}

// words of a part in small letters, without punctuation around them.
func words(s string) []string {
	f := strings.FieldsFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' && r != '’' && r != '\''
	})
	for i := range f {
		f[i] = strings.ToLower(f[i])
	}
	return f
}

// startsSentence says whether a part begins like a recommendation of its own: an imperative or a "to" infinitive behind
// a joining word.
func startsSentence(part string) bool {
	w := words(part)
	for i, x := range w {
		switch {
		case i > 4:
			return false
		case verbs[x]:
			return true
		case openers[x] || strings.HasSuffix(x, "ly"):
		default:
			return false
		}
	}
	return false
}

// finished says whether a part has an object: something that is neither a verb nor the filling between a verb and its
// object. "Sign and ratify" is not finished, "Ratify CED" is.
func finished(part string) bool {
	w := words(part)
	content := 0
	for _, x := range w {
		if !verbs[x] && !unfinished[x] && !openers[x] {
			content++
		}
	}
	if len(w) == 0 {
		return false
	}
	last := w[len(w)-1]
	if content == 0 {
		return len(w) > 2 && endings[last]
	}
	switch last {
	case "of", "to", "the", "a", "an", "its", "and", "or", "with", "for", "in", "on", "by", "ratify", "ratifying", "sign", "signing", "acceding",
		"accede", "adopt", "adopting", "implement", "implementing", "consider", "considering":
		return false
	}
	return true
}

// Nouns that end a part although they are filling inside one: "continue to support the process (Oman)".
var endings = wordSet("process processes measures procedures efforts steps view")

// leans says whether a part points back to the words before it with its first words, so that it says little alone:
// "publish it", "continue these efforts".
func leans(part string) bool {
	w := words(part)
	for i, x := range w[:min(len(w), 6)] {
		switch x {
		case "it", "them", "these", "this", "such", "thereof", "thereto":
			return true
		case "their":
			if i > 0 && i < 4 && verbs[w[i-1]] {
				return true
			}
		}
	}
	return false
}

// Words with which a part goes on with the sentence before it.
var connectors = wordSet(`in by with for of on at from through via under within without including inclusive especially particularly notably
which who whose where when while as so such according aimed aiming based given since because until unless upon regarding concerning
pursuant covering taking thereby thus namely along among throughout`)

// continues says whether a part goes on with the sentence before it instead of beginning one.
func continues(part string) bool {
	w := words(part)
	if len(w) == 0 || startsUpper(part) {
		return false
	}
	return connectors[w[0]] || w[0] == "to" && len(w) > 1 && !startsSentence(part)
}

// objectOf is a part without the verb it begins with and without a further sentence behind a slash: "accede to the
// Covenant/and publish it" speaks of "the Covenant".
func objectOf(part string) string {
	for i := 0; i < len(part); i++ {
		if part[i] == '/' && startsSentence(part[i+1:]) {
			part = strings.TrimRight(part[:i], " ")
			break
		}
	}
	rest := part
	for {
		w, after, ok := strings.Cut(rest, " ")
		x := strings.ToLower(strings.Trim(w, ",;/"))
		if !ok || x == "the" || x == "its" || !verbs[x] && !unfinished[x] && !openers[x] {
			return rest
		}
		rest = strings.TrimSpace(after)
	}
}
