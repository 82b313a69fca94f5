package house_test

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// pagesOfDocs are the Markdown files we wrote.
func pagesOfDocs(t *testing.T) []string {
	t.Helper()
	var md []string
	for _, f := range tracked(t) {
		if _, err := os.Stat(filepath.Join("../..", f)); err == nil && strings.HasSuffix(f, ".md") && !strings.Contains(f, "testdata/") {
			md = append(md, f)
		}
	}
	if !slices.Contains(md, "README.md") {
		t.Fatalf("git does not name README.md, only %v", md)
	}
	return md
}

func source(t *testing.T, file string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("../..", file))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// What the documents name is there: files they link to, commands of make.
func TestDocumentsPromiseWhatIsThere(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)#\s]+)(?:#[^)]*)?\)`)
	command := regexp.MustCompile("(?m)(?:^    |`|&& )make ([a-z]+)")
	target := regexp.MustCompile(`(?m)^([a-z]+):`)
	var targets []string
	for _, m := range target.FindAllStringSubmatch(source(t, "Makefile"), -1) {
		targets = append(targets, m[1])
	}
	promised := 0
	for _, f := range pagesOfDocs(t) {
		text := source(t, f)
		for _, m := range link.FindAllStringSubmatch(text, -1) {
			if strings.Contains(m[1], "://") || strings.HasPrefix(m[1], "mailto:") {
				continue
			}
			promised++
			if _, err := os.Stat(filepath.Join("../..", filepath.Dir(f), m[1])); err != nil {
				t.Errorf("%s links to %s, which is not there", f, m[1])
			}
		}
		for _, m := range command.FindAllStringSubmatch(text, -1) {
			promised++
			if !slices.Contains(targets, m[1]) {
				t.Errorf("%s names make %s, which the Makefile does not know", f, m[1])
			}
		}
	}
	if promised < 10 {
		t.Errorf("only %d promises were found in the documents: the patterns of this test are wrong", promised)
	}
}

// CONTRIBUTING names every package in one line, by its whole path or behind its parent by its last name.
func TestContributingNamesEveryPackage(t *testing.T) {
	text := source(t, "CONTRIBUTING.md")
	for _, p := range packages(t) {
		if p.path != "" && !strings.Contains(text, "`"+p.path+"`") && !strings.Contains(text, "`"+path.Base(p.path)+"`") {
			t.Errorf("CONTRIBUTING.md does not name %s", p.path)
		}
	}
}

// docs/dependencies.md has a row with the right version for every module whose packages we import, in tests too.
func TestDependenciesAreExplained(t *testing.T) {
	const f = `{{range .Imports}}{{.}} {{end}}{{range .TestImports}}{{.}} {{end}}{{range .XTestImports}}{{.}} {{end}}`
	imports := strings.Fields(output(t, "go", "list", "-e", "-f", f, "./..."))
	text := source(t, "docs/dependencies.md")
	versions := map[string]string{}
	for _, line := range strings.Split(output(t, "go", "list", "-m", "-e", "all"), "\n") {
		if m, v, ok := strings.Cut(line, " "); ok {
			versions[m] = v
		}
	}
	seen := map[string]bool{}
	for _, i := range imports {
		m := moduleOf(i, versions)
		if m == "" || seen[m] {
			continue
		}
		seen[m] = true
		row := regexp.MustCompile("(?m)^\\| `" + regexp.QuoteMeta(m) + "` \\|.*\\| " + regexp.QuoteMeta(versions[m]) + " \\|$")
		if !row.MatchString(text) {
			t.Errorf("docs/dependencies.md has no row for %s %s, of which we import %s", m, versions[m], i)
		}
	}
	if len(seen) < 3 {
		t.Errorf("only these modules were found: %v", seen)
	}
}

// moduleOf is the module of a package that is neither ours nor the standard library's, or empty.
func moduleOf(i string, versions map[string]string) string {
	for p := i; p != "." && p != "/"; p = filepath.ToSlash(filepath.Dir(p)) {
		if _, ok := versions[p]; ok {
			return p
		}
	}
	return ""
}
