package lineage

import (
	"slices"
	"strings"
)

// demand is one thing that a text asks for.
type demand struct {
	key   string // of a demand that is the same or not, whatever the other words: "join OP-CAT"; empty: by its words
	terms []term // by name
	sum   float32
	means uint16 // bits of the means that the words name
}

// term is a stem or a thing with what it weighs.
type term struct {
	name   string
	weight float32
	from   int // place in the text, bytes
	to     int
	thing  bool
}

// inPurpose is what a word counts that says only why or in line with what: it is no demand (criterion 6), but it tells
// demands in the same words apart.
const inPurpose = 0.3

// least is what the words of a clause weigh together at least to be a demand.
const least = 4

// demands reads the demands of a text.
func (r *reader) demands(text string) []demand {
	units := r.read(text)
	if r.lang == "en" {
		units = protocols(units)
		markPurposes(units)
	}
	var out []demand
	var before action
	for _, c := range clauses(units) {
		before = clause(c, before, &out)
	}
	if len(out) == 0 || len(out) > 1 { // and the whole, for texts that are parted in other places
		if d := worded(units); d.sum > 0 {
			out = append(out, d)
		}
	}
	return out
}

// clauses parts a text where a new verb begins. A clause without words of weight goes on in the next: "sign and ratify".
func clauses(units []unit) [][]unit {
	var out [][]unit
	start := 0
	for i := 1; i < len(units); i++ {
		if begins(units, i) && weighs(units[start:i]) {
			out = append(out, units[start:i])
			start = i
		}
	}
	return append(out, units[start:])
}

func begins(units []unit, i int) bool {
	u := units[i]
	if u.mark == ';' {
		return true
	}
	if !u.opener {
		return false
	}
	prev := units[i-1]
	switch {
	case u.mark == ',':
		return true
	case prev.form == "and" || prev.form == "or":
		return !prev.purpose || prev.mark == ','
	case prev.form == "to" && i > 1:
		return prev.mark == ',' || units[i-2].form == "and" && !units[i-2].purpose
	}
	return false
}

// weighs says whether a clause has words that can be a demand.
func weighs(c []unit) bool {
	var sum float32
	for _, u := range c {
		if u.thing && isInstrument(u.name) {
			return true
		}
		sum += u.counts()
	}
	return sum >= least
}

// weighs less what is said of why.
func (u *unit) counts() float32 {
	switch {
	case u.purpose && u.thing:
		return u.weight * (1 + inPurpose) / 2
	case u.purpose:
		return u.weight * inPurpose
	}
	return u.weight
}

// action is what a clause asks to be done, where that decides which demand it is.
type action uint8

const (
	otherwise action = iota
	toJoin
	toWithdraw
)

// clause adds the demands of a clause and says what it asks to be done, for a list that goes on.
func clause(c []unit, before action, out *[]demand) action {
	act, verb, reserve := otherwise, false, false
	var joined, all []unit
	for i, u := range c {
		if u.name == "human-rights-treaties" && !u.purpose {
			all = append(all, u)
		}
		switch {
		case u.thing && isInstrument(u.name):
			if !u.purpose {
				joined = append(joined, u)
			}
		case u.name == "reservations":
			reserve = reserve || i == 0 || c[i-1].form != "without" && (i == 1 || c[i-2].form != "without")
		case joins[u.name] || u.form == "party" || u.form == "parties":
			act, verb = toJoin, true
		case uses[u.name] || u.opener && !light[u.name]:
			verb = true
		}
	}
	if len(joined) == 0 && act == toJoin {
		joined = all
	}
	for _, u := range c {
		if byItself[u.name] && !u.purpose {
			*out = append(*out, demand{key: u.name, terms: []term{{u.name, 8, u.from, u.to, true}}, sum: 8})
			return otherwise
		}
	}
	if !verb {
		act = before
		if len(c) > 0 && before == otherwise && len(joined) > 0 && rest(c) < least {
			act = toJoin
		}
	}
	switch {
	case reserve && len(joined) > 0:
		for _, u := range joined {
			*out = append(*out, demand{key: "withdraw " + u.name + articles(c), terms: []term{{u.name, 8, u.from, u.to, true}}, sum: 8})
		}
		return toWithdraw
	case act == toJoin && len(joined) > 0:
		for _, u := range joined {
			*out = append(*out, demand{key: "join " + u.name, terms: []term{{u.name, 8, u.from, u.to, true}}, sum: 8})
		}
		return toJoin
	}
	if d := worded(c); d.sum >= least {
		*out = append(*out, d)
	}
	return act
}

// rest is what the words of a clause weigh that are no instruments.
func rest(c []unit) float32 {
	var sum float32
	for _, u := range c {
		if !u.thing || !isInstrument(u.name) {
			sum += u.counts()
		}
	}
	return sum
}

// articles of a convention that a reservation concerns.
func articles(c []unit) string {
	var out []string
	for i, u := range c {
		if strings.HasPrefix(u.form, "art") && i+1 < len(c) && c[i+1].form[0] >= '0' && c[i+1].form[0] <= '9' {
			out = append(out, " "+c[i+1].form)
		}
	}
	slices.Sort(out)
	return strings.Join(slices.Compact(out), "")
}

// worded is a demand by its words.
func worded(c []unit) demand {
	var d demand
	for _, u := range c {
		if w := u.counts(); w > 0 {
			if !u.purpose {
				d.means |= means[u.name]
			}
			d.terms = append(d.terms, term{u.name, w, u.from, u.to, u.thing && u.name[0] != '~'})
		}
	}
	slices.SortStableFunc(d.terms, func(a, b term) int { return strings.Compare(a.name, b.name) })
	kept := d.terms[:0]
	for _, t := range d.terms {
		if n := len(kept); n > 0 && kept[n-1].name == t.name {
			kept[n-1].weight = max(kept[n-1].weight, t.weight)
			continue
		}
		kept = append(kept, t)
	}
	d.terms = kept
	for _, t := range d.terms {
		d.sum += t.weight
	}
	return d
}

// means are ways to an end: demands that name other ones differ (criterion 4).
var means = func() map[string]uint16 {
	out := map[string]uint16{}
	for i, line := range []string{
		"legislation criminal-code ~amend ~repeal ~prohibit decrimin", "~punish ~investigate impunity account", "awar campaign train sensit human-rights-education",
		"action-plan", "report inform publish statist data collect", "fund resourc budget alloc financ financi", "invit visit special-rapporteur", "releas",
		"share experi", "assist technic support", "access", "implement", "withdraw reservations", "monitor supervis oversight mechan", "recommend",
	} {
		for _, w := range strings.Fields(line) {
			out[w] = 1 << i
		}
	}
	return out
}()

// joins are the verbs and nouns by which a State binds itself, as stems.
var joins = map[string]bool{"ratif": true, "ratifi": true, "acced": true, "access": true, "adher": true, "adhes": true, "sign": true, "signatur": true, "join": true}

// byItself are things whose naming is the demand, whatever else is said of them.
var byItself = set("standing-invitation moratorium abolish-death-penalty")

// uses are words that ask to do something with an instrument other than to join it.
var uses = set("implement appli applic harmon incorpor align domest provis oblig principl compli complianc conform respect recommend observ translat transpos")

// light verbs do not say what is to be done with an instrument.
var light = set("consid take continu make step speed acceler expedit finalis final complet envisag examin explor studi move proceed pursu fulli fulfil intensifi evalu undertak strengthen give work becom redoubl reconsid conclud sign promptli urgent activ also effect initi prioriti priorit strive")

func isInstrument(name string) bool { return name[0] >= 'A' && name[0] <= 'Z' }
