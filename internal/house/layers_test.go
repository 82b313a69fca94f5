package house_test

import (
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/openupr/openupr/"

// layers are the packages below internal from the ground up. A package may know its own layer and those below, never
// one above. A new package takes its place here, in docs/ARCHITECTURE.md and in CONTRIBUTING.md.
var layers = [][]string{
	{"upr"},
	{"chart", "document", "evidence", "i18n", "killpoint", "ledger", "outside", "reading", "reference", "words"},
	{"account", "flood", "gazetteer", "seal"},
	{"classify"},
	{"files", "store"},
	{"record"},
	{"corpus", "ingest"},
	{"lineage"},
	{"space"},
	{"followup"},
	{"council"},
	{"output", "sample"},
	{"notify"},
	{"api", "web"},
	{"server"},
	{"cli"},
}

// testOnly are areas that only tests may know, and programs that only tests start.
var testOnly = []string{"shareddata", "testpg", "testpeople", "testplan", "house", "internal/killpoint/victim"}

// pkg is a package as go list tells it.
type pkg struct {
	path    string   // below the module
	imports []string // all direct imports but those of tests, ours below the module
}

// area is the first folder below internal, or empty for what does not stand there.
func area(p string) string {
	rest, ok := strings.CutPrefix(p, "internal/")
	if !ok {
		return ""
	}
	name, _, _ := strings.Cut(rest, "/")
	return name
}

func layer(name string) int {
	return slices.IndexFunc(layers, func(l []string) bool { return slices.Contains(l, name) })
}

// packages are all of the product: assets, cmd and internal.
func packages(t *testing.T) []pkg {
	t.Helper()
	// -e: a package that does not compile fails in its own tests; here only its imports matter.
	out := output(t, "go", "list", "-e", "-f", `{{.ImportPath}} {{join .Imports " "}}`, "./...")
	var all []pkg
	for _, line := range strings.Split(strings.TrimSpace(out), "\n") {
		f := strings.Fields(strings.ReplaceAll(line, module, ""))
		if len(f) > 0 {
			all = append(all, pkg{path: f[0], imports: f[1:]})
		}
	}
	if len(all) < 5 {
		t.Fatalf("go list names only %d packages", len(all))
	}
	return all
}

func output(t *testing.T, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = "../.."
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v", cmd, err)
	}
	return string(out)
}

func TestArrowsPointOneWay(t *testing.T) {
	for _, p := range packages(t) {
		from := area(p.path)
		if from == "" || slices.Contains(testOnly, from) || slices.Contains(testOnly, p.path) {
			continue
		}
		if layer(from) < 0 {
			t.Errorf("internal/%s has no layer: give it one in layers_test.go and a line in CONTRIBUTING.md", from)
			continue
		}
		for _, i := range p.imports {
			to := area(i)
			if to == "" || slices.Contains(testOnly, to) {
				continue
			}
			if layer(to) > layer(from) {
				t.Errorf("%s knows %s, which stands above it", p.path, i)
			}
		}
	}
}

// rules say what packages may not know, beyond their layer. A name that ends in /... means all below it too.
var rules = []struct {
	who    []string
	not    []string
	except []string
	why    string
}{
	{
		who: []string{"internal/upr/..."}, not: []string{"github.com/...", "golang.org/...", "modernc.org/..."},
		why: "the language of the review is readable without anything else",
	},
	{
		who: []string{"internal/document"}, not: []string{"internal/..."}, except: []string{"internal/upr"},
		why: "a document knows the language of the review at most",
	},
	{
		who: []string{"internal/document/..."}, not: []string{"internal/..."}, except: []string{"internal/upr", "internal/document/..."},
		why: "a reader of documents knows documents at most",
	},
	{
		who: []string{"internal/ledger/..."}, not: []string{"database/sql/...", "net/...", "os/...", "log/...", "time/tzdata"},
		why: "the ledger is pure: it reads and writes nothing",
	},
	{
		who: []string{"internal/web/...", "internal/api/...", "internal/output/...", "internal/corpus/...", "internal/upr/...", "internal/ingest/...", "internal/cli/..."},
		not: []string{"database/sql/...", "github.com/jackc/...", "modernc.org/...", "github.com/pressly/..."},
		why: "SQL is written beside the store and nowhere else",
	},
	{
		who: []string{"internal/ingest/wgreport/...", "internal/ingest/addendum/...", "internal/ingest/thematic/...", "internal/ingest/wording/..."},
		not: []string{"internal/store/...", "internal/files/...", "internal/ledger/...", "net/...", "os/exec"},
		why: "a grammar turns blocks into items and keeps nothing",
	},
	{
		who: []string{"..."}, not: []string{"internal/cli/..."}, except: nil,
		why: "the commands are the outermost layer",
	},
	{
		who: []string{"..."}, not: []string{"testing/...", "internal/shareddata", "internal/testpg/...", "internal/testpeople", "internal/testplan", "internal/house", "github.com/chromedp/..."},
		why: "what serves only tests stays out of the product",
	},
	{
		who: []string{"cmd/...", "internal/..."}, not: []string{"github.com/evanw/..."},
		why: "the pages are built before the program is, not by it",
	},
}

// mayAnyway are the packages that a rule does not bind, by their nature.
var mayAnyway = map[string][]string{
	"cmd/openupr":         {"internal/cli"},
	"internal/shareddata": {"testing"},
	"internal/testpg":     {"testing"},
	"internal/testpeople": {"testing"},
	"internal/testplan":   {"testing"},
}

func TestPackagesKnowOnlyWhatTheyMay(t *testing.T) {
	for _, p := range packages(t) {
		for _, r := range rules {
			if !matches(p.path, r.who) {
				continue
			}
			for _, i := range p.imports {
				if matches(i, r.not) && !matches(i, r.except) && !matches(i, mayAnyway[p.path]) && !sameArea(p.path, i) {
					t.Errorf("%s knows %s, but %s", p.path, i, r.why)
				}
			}
		}
	}
}

// sameArea says that both stand in one folder below internal: what binds an area from outside does not bind it inside.
func sameArea(a, b string) bool { return area(a) != "" && area(a) == area(b) }

func matches(name string, patterns []string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool {
		if p == "..." || p == name {
			return true
		}
		below, all := strings.CutSuffix(p, "/...")
		return all && (name == below || strings.HasPrefix(name, below+"/"))
	})
}

func TestPackagesAreNouns(t *testing.T) {
	never := []string{"base", "common", "helper", "helpers", "lib", "misc", "model", "models", "shared", "types", "util", "utils"}
	for _, p := range packages(t) {
		for _, part := range strings.Split(p.path, "/") {
			if slices.Contains(never, part) {
				t.Errorf("%s: %q says nothing about what is in it", p.path, part)
			}
		}
	}
}

// The program that people get holds nothing of the tests' and tools' dependencies, however far down.
func TestProgramHoldsOnlyItsOwn(t *testing.T) {
	deps := strings.Fields(output(t, "go", "list", "-e", "-deps", "./cmd/openupr"))
	for _, d := range deps {
		if matches(d, []string{"testing", "github.com/chromedp/...", "github.com/evanw/...", "honnef.co/...", "github.com/rogpeppe/...", "pgregory.net/...", "github.com/google/go-cmp/..."}) {
			t.Errorf("the program holds %s", d)
		}
	}
	if !slices.ContainsFunc(deps, func(d string) bool { return path.Base(d) == "cli" }) {
		t.Errorf("go list did not name the program's packages: %v", deps)
	}
}
