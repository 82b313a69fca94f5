package council

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// Harm is something in the words of a contribution that may tell who a person is or where to find them.
type Harm string

// Harms in the order in which they are told. Each has a message in the catalogue ("consult.harm.<code>").
const (
	HarmTelephone Harm = "telephone"
	HarmMail      Harm = "mail"
	HarmAccount   Harm = "account" // of a person in a network: an address or a name after @
	HarmNumber    Harm = "number"  // of a document, a person or a bank account
	HarmAddress   Harm = "address"
	HarmName      Harm = "name"
	HarmBirth     Harm = "birth" // a day of birth
)

// Harms in the order in which they are told.
var Harms = []Harm{HarmTelephone, HarmMail, HarmAccount, HarmNumber, HarmAddress, HarmName, HarmBirth}

// Patterns of the look. They know how people write in English, Russian and Kazakh, and no State.
var (
	harmMail    = regexp.MustCompile(`[\p{L}\d._%+-]+@[\p{L}\d-]+(\.[\p{L}\d-]+)+`)
	harmAccount = regexp.MustCompile(`(?i)(^|[\s(,;:])@[a-z\d_.]{3,}|(t\.me|wa\.me|instagram\.com|facebook\.com|fb\.com|vk\.com|ok\.ru|tiktok\.com|x\.com|twitter\.com|linkedin\.com/in)/[^\s]{2,}`)
	harmDigits  = regexp.MustCompile(`\+?[\d(][\d ().\x{a0}\x{2010}-\x{2013}-]{5,}\d`)
	harmSeries  = regexp.MustCompile(`(^|[^\p{L}/])[A-ZА-ЯӘҒҚҢӨҰҮҺІ]{1,3} ?(№ ?)?\d{6,10}([^\d/]|$)`)
	harmIBAN    = regexp.MustCompile(`\b[A-Z]{2}\d{2}[A-Z0-9]{11,30}\b`)
	harmDate    = regexp.MustCompile(`^\d{1,4}[.-]\d{1,2}[.-]\d{1,4}([ –-]+\d{1,4}[.-]\d{1,2}[.-]\d{1,4})*$`)
	harmYears   = regexp.MustCompile(`^(1[89]|20)\d\d([ –-]+(1[89]|20)\d\d)+$`)
	harmAddress = regexp.MustCompile(`(?i)(^|[^\p{L}])(street|avenue|st\.|ave\.|улиц[аеуы]|ул\.|проспект[аеу]?|пр-т|пр\.|переулок|микрорайон|мкр\.?|көшесі|даңғылы|шағын ?аудан\p{L}*)[^\n.;]{0,40}\d|\d[^\n.;]{0,6}[^\n\d.;]{0,30}(street|avenue|көшесі|даңғылы)($|[^\p{L}])|(^|[^\p{L}])(apartment|flat|apt\.?|квартира|кв\.|пәтер)[ №]*\d`)
	harmName    = regexp.MustCompile(`(?i)(^|[^\p{L}])(my|his|her|their) (full |real )?name is|(^|[^\p{L}])(меня|его|е[её]|их) зовут|(^|[^\p{L}])(мо[её]|его|е[её]) имя|(^|[^\p{L}])(менің|оның) (атым|аты|есімім|есімі)|деп атайды`)
	harmSigned  = regexp.MustCompile(`(^|[.!?\n] *)(I am|I’m|I'm|I,|Я|Я,|Мен|Мен,) \p{Lu}\p{Ll}+[ ,]+\p{Lu}\p{Ll}+`)
	harmBirth   = regexp.MustCompile(`(?i)(born (on|in)?|date of birth|дата рождения|род(ился|илась)|туған( күні)?)[^\n.;]{0,25}\d`)
)

// LookForHarm looks for what may tell who a person is or where to find them. It only puts in order what people look at: that
// nothing was found does not say that the words harm nobody.
func LookForHarm(words string) []Harm {
	found := map[Harm]bool{
		HarmMail:    harmMail.MatchString(words),
		HarmAccount: harmAccount.MatchString(words),
		HarmNumber:  harmSeries.MatchString(words) || harmIBAN.MatchString(words),
		HarmAddress: harmAddress.MatchString(words),
		HarmName:    harmName.MatchString(words) || harmSigned.MatchString(words),
		HarmBirth:   harmBirth.MatchString(words),
	}
	for _, s := range harmDigits.FindAllString(words, -1) {
		if h := harmOfDigits(s); h != "" {
			found[h] = true
		}
	}
	var out []Harm
	for _, h := range Harms {
		if found[h] {
			out = append(out, h)
		}
	}
	return out
}

// harmOfDigits says what a stretch of digits may be: days and years are nobody's, eleven or more in one piece are a number, others
// of seven to fifteen in groups or after a plus a telephone.
func harmOfDigits(s string) Harm {
	s = strings.TrimSpace(s)
	if harmDate.MatchString(s) || harmYears.MatchString(s) {
		return ""
	}
	n := 0
	for _, r := range s {
		if unicode.IsDigit(r) {
			n++
		}
	}
	grouped := strings.ContainsAny(strings.TrimPrefix(s, "+"), " ()-\u00a0\u2010\u2011\u2012\u2013")
	switch {
	case n < 7 || n > 30:
		return ""
	case strings.HasPrefix(s, "+"), n >= 10 && n <= 11, grouped && n <= 15 && !isAmount(s):
		return HarmTelephone
	case n >= 9 && !grouped && !strings.Contains(s, "."), n > 15 && !isAmount(s):
		return HarmNumber
	}
	return ""
}

// isAmount says whether digits stand in groups of three as amounts do: "12 500 000".
var amountGroups = regexp.MustCompile(`^\d{1,3}([ \x{a0}.]\d{3})+$`)

func isAmount(s string) bool { return amountGroups.MatchString(s) }

// harmCodes writes what was found as a comment keeps it.
func harmCodes(list []Harm) string {
	var out []string
	for _, h := range list {
		out = append(out, string(h))
	}
	return strings.Join(out, " ")
}

// HarmsOf reads what a comment keeps of the look; codes that are not known are left out.
func HarmsOf(codes string) []Harm {
	var out []Harm
	for c := range strings.FieldsSeq(codes) {
		if slices.Contains(Harms, Harm(c)) {
			out = append(out, Harm(c))
		}
	}
	return out
}
