package lineage

import (
	"strings"

	"github.com/openupr/openupr/internal/words"
)

// unit is a word of a text, or several words that name one thing.
type unit struct {
	name     string // stem, or name of the thing
	form     string // folded, of the first word
	thing    bool
	from, to int  // in the text, bytes
	mark     byte // punctuation between it and the unit before: ',' ';' or 0
	opener   bool
	purpose  bool
	weight   float32
}

// reader takes texts apart and remembers the words that it met. It is not safe for use by several at once.
type reader struct {
	lang  string
	known map[string]*form
	units []unit
	toks  []token
}

// form is what is known of a folded word.
type form struct {
	text, stem string
	small      bool
	opener     bool
	weight     float32
	root       *node
}

type token struct {
	*form
	from, to int
	mark     byte
}

func newReader(lang string) *reader { return &reader{lang: lang, known: map[string]*form{}} }

func (r *reader) form(b []byte) *form {
	if f := r.known[string(b)]; f != nil {
		return f
	}
	f := &form{text: string(b)}
	f.stem = words.Stem(f.text, r.lang)
	if r.lang == "en" {
		f.small, f.opener, f.root = small[f.text], openers[f.text], names().next[f.stem]
	}
	if !f.small {
		f.weight = weightOf(r.lang, f.stem)
	}
	r.known[f.text] = f
	return f
}

// read gives the units of a text in order. They are valid until the next call.
func (r *reader) read(text string) []unit {
	r.toks, r.units = r.toks[:0], r.units[:0]
	last := 0
	words.Each(text, r.lang, func(b []byte, from, to int) {
		var mark byte
		if from > last {
			mark = markIn(text[last:from])
		}
		r.toks = append(r.toks, token{r.form(b), from, to, mark})
		last = to
	})
	for i := 0; i < len(r.toks); {
		t := r.toks[i]
		if n, end := r.thing(i); n != nil {
			r.units = append(r.units, unit{name: n.name, form: t.text, thing: true, from: t.from, to: r.toks[end-1].to, mark: t.mark,
				opener: t.opener, weight: n.weight})
			i = end
			continue
		}
		r.units = append(r.units, unit{name: t.stem, form: t.text, from: t.from, to: t.to, mark: t.mark, opener: t.opener, weight: t.weight})
		i++
	}
	return r.units
}

// thing finds the longest wording of a thing that begins at a token and says where it ends.
func (r *reader) thing(i int) (found *node, end int) {
	n := r.toks[i].root
	if n == nil || r.toks[i].small {
		return nil, i
	}
	for j, gap := i+1, 0; ; j++ {
		if n.name != "" && gap == 0 {
			found, end = n, j
		}
		if j == len(r.toks) || r.toks[j].mark == ';' || gap > 4 {
			return found, end
		}
		if r.toks[j].small {
			gap++
			continue
		}
		next := n.next[r.toks[j].stem]
		if next == nil {
			return found, end
		}
		n, gap = next, 0
	}
}

func markIn(between string) byte {
	switch {
	case strings.ContainsAny(between, ";"):
		return ';'
	case strings.ContainsAny(between, ",:()[]/."):
		return ','
	}
	return 0
}

// openers are the verbs with which a new demand begins, at the beginning of a sentence or after "and" or a comma.
var openers = set(`abide abolish abrogate accede accelerate accept achieve acknowledge act adapt address adhere adjust adopt afford align
allocate allow amend analyse analyze apologize apply appoint approve assess assist assure attach attend avoid ban become begin better bring broaden
build call carry cease change clarify codify combat commit commute compensate complete comply conclude conduct confirm consider consolidate
consult continue cooperate coordinate create criminalise criminalize curb deal declare decriminalise decriminalize deepen define demonstrate deploy design
designate detain develop devise devote disarm discontinue dismantle disseminate distribute do domesticate double draft draw ease educate
elaborate eliminate embark empower enable enact encourage end endeavour endorse endow enforce engage enhance enlarge ensure enshrine entrust
envisage eradicate establish evaluate examine exchange exclude execute exercise exert expand expedite explore express extend facilitate fight
finalise finalize find focus follow formalize formulate foster free fulfil fulfill fund further give grant guarantee halt harmonise harmonize have heed hold
identify immediately implement impose improve include incorporate increase inform initiate institute instruct integrate intensify introduce invest
investigate invite involve issue join keep launch legalize legislate lift limit look lower maintain make meet mobilize modernize modify monitor
move negotiate observe obtain open optimize organise organize outlaw overcome participate pass pay perform permit persevere persist place
prepare present preserve prevent prioritise prioritize proceed prohibit promote promulgate prosecute protect provide publicise publish punish
pursue put raise ratify reach reaffirm realize recognise recognize reconsider redouble reduce refer refine refrain reform regulate rehabilitate
reinforce reinstate release remedy remove renew reopen repeal replace report request require rescind resolve respect respond restore restrict
resume retain return review revise revitalize revoke safeguard sanction scale secure seek sensitize separate set settle share sign simplify solicit speed start step
stop streamline strengthen strive study submit supplement support suppress suspend sustain tackle take train transform translate transpose treat undertake
update uphold upgrade urge use utilize withdraw work
fully effectively promptly urgently actively also`)
