package lineage

import (
	"bufio"
	_ "embed"
	"strconv"
	"strings"
	"sync"
)

//go:embed data/weights.tsv
var weightFile string

// weights are, by language, what words weigh: the logarithm of how rare they are in recommendations (English) or in
// documents of the United Nations (other languages), less a little, so that the commonest weigh nothing. They are fixed,
// so that a likeness does not change with what else is in the record. Made by `go run ./tools/pairs weights`.
var weights = sync.OnceValue(func() map[string]map[string]float32 {
	out := map[string]map[string]float32{}
	for sc := bufio.NewScanner(strings.NewReader(weightFile)); sc.Scan(); {
		c := strings.Split(sc.Text(), "\t")
		if len(c) != 3 || strings.HasPrefix(c[0], "#") {
			continue
		}
		w, err := strconv.ParseFloat(c[2], 32)
		if err != nil {
			panic("lineage weights: " + err.Error())
		}
		if out[c[0]] == nil {
			out[c[0]] = map[string]float32{}
		}
		out[c[0]][c[1]] = float32(w)
	}
	return out
})

// rare is what a word weighs that the table does not have.
const rare = 6.5

// weightOf a stem of a language.
func weightOf(lang, stem string) float32 {
	w, ok := weights()[lang][stem]
	if !ok {
		w = rare
	}
	if lang == "en" && pale[stem] {
		w /= 3
	}
	return w
}

// thingWeight is more than that of a word as rare: things are what recommendations are about. A name that begins with ~ is
// only a word in several forms.
func thingWeight(name string) float32 {
	if name[0] == '~' {
		return weightOf("en", name)
	}
	return 1 + 1.2*weightOf("en", name)
}

// pale are words that say little of what is asked, however rare they are: they count a third.
var pale = set(`abl accomplish accord achiev action activ ad adequ address adopt advanc aim also alreadi appropri area articl aspect assur attent attain aim basi becom begin best better bring
broaden build call carri citizen close comprehens concern concret condit conduct consequ consid consider consolid constant constitut construct continu contribut cooper countri creat current deal deepen
depth determin develop devot due effect effort elabor ensur enhanc establish ever exert exist expand expedit extend face field final follow formul forward fulfil full fulli furnish further futur general
give great high implement import improv includ increas initi instanc intens intensifi invest issu keep lead level line main maintain make manner matter maxim mean measur method moment more
most need necessari new object obtain order overal part particular persist place plan possibl practic prepar present prioriti proceed process progress project promot promptli provid provis purpos
pursu put rais reach redoubl regard reinforc relat relev request resolut respect respons result review secur seek set share situat special specif speed stage start state step strengthen
strong subject success such support sure sustain take term through time tool toward undertak updat use utmost view way well whole wide work accordance aspect regardless order recommend recommend relev up out especi notabl inter alia not do have current effect acceler consult studi examin explor encourag compliant compli complianc conform expedit function whose first second two made
actual realiz envisag foster ani reiter recal recogn given remain open ~create ~accede-words ~favour ~conditions ~cooperate ~protect other keep remain thorough resolut concret effici ongo exist step-up respons both same year time possibl earli soon immedi urgent prompt swift`)
