package i18n_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/openupr/openupr/internal/i18n"
)

// source is a file that may name messages: Go without generated and test files, and templates.
func sources(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, root := range []string{"../../internal", "../../cmd"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			if strings.HasSuffix(path, ".templ") || strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_templ.go") && !strings.HasSuffix(path, "_test.go") {
				b, err := os.ReadFile(path)
				out[path] = string(b)
				return err
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return out
}

var (
	called  = regexp.MustCompile(`\b(?:T|tell|ask)\(\s*"([a-z][a-z0-9.-]*)"\s*(\+?)`)
	named   = regexp.MustCompile(`(?:Label|Hint|Error):?\s*=?\s*"([a-z-]+\.[a-z0-9.-]+)"`)
	literal = regexp.MustCompile(`"([a-z][a-z0-9-]*(?:\.[a-z0-9-]+)*\.?)"`)
)

func TestEveryMessageNamedInCodeExists(t *testing.T) {
	c := load(t)
	codes := c.Codes(i18n.English)
	for path, text := range sources(t) {
		for _, m := range append(called.FindAllStringSubmatch(text, -1), named.FindAllStringSubmatch(text, -1)...) {
			code := m[1]
			if len(m) > 2 && m[2] == "+" {
				if !slices.ContainsFunc(codes, func(x string) bool { return strings.HasPrefix(x, code) }) {
					t.Errorf("%s: no message begins with %q", path, code)
				}
				continue
			}
			if _, ok := slices.BinarySearch(codes, code); !ok {
				t.Errorf("%s: no message %q", path, code)
			}
		}
	}
}

// A message is in use when code names it whole, or names the beginning that a value is put behind.
func TestEveryMessageIsInUse(t *testing.T) {
	whole, begins := map[string]bool{}, map[string]bool{}
	for _, text := range sources(t) {
		for _, m := range literal.FindAllStringSubmatch(text, -1) {
			if strings.HasSuffix(m[1], ".") {
				begins[m[1]] = true
			} else {
				whole[m[1]] = true
			}
		}
	}
	c := load(t)
	for _, code := range c.Codes(i18n.English) {
		used := whole[code]
		for i := range code {
			used = used || code[i] == '.' && begins[code[:i+1]]
		}
		// A page that names a title may ask for the text that belongs to it.
		used = used || whole[strings.TrimSuffix(code, ".text")]
		if !used {
			t.Errorf("nothing uses the message %s", code)
		}
	}
}

// constants are the values of string constants in a package's files whose group or own comment says a word.
func constants(t *testing.T, dir, word string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("../..", dir, "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no Go files in %s: %v", dir, err)
	}
	var out []string
	for _, path := range files {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.CONST {
				continue
			}
			for _, s := range g.Specs {
				v := s.(*ast.ValueSpec)
				says := strings.Contains(g.Doc.Text()+v.Doc.Text()+v.Comment.Text(), word)
				if id, ok := v.Type.(*ast.Ident); ok && id.Name == word {
					says = true
				}
				for _, x := range v.Values {
					if l, ok := x.(*ast.BasicLit); ok && says && l.Kind == token.STRING {
						value, err := strconv.Unquote(l.Value)
						if err != nil {
							t.Fatal(err)
						}
						out = append(out, value)
					}
				}
			}
		}
	}
	return out
}

// Codes that stand in data and not in a call: every value that the packages can produce has its message.
func TestEveryCodeInDataHasItsMessage(t *testing.T) {
	c := load(t)
	p := c.Printer(i18n.English)
	var kinds []string
	for _, dir := range []string{"wording", "wgreport", "addendum", "thematic"} {
		for _, word := range []string{"question", "asked"} {
			kinds = append(kinds, constants(t, "internal/ingest/"+dir, word)...)
		}
	}
	kind := regexp.MustCompile(`\bKind:\s*"([a-z]+(?:-[a-z]+)+)"`)
	for path, text := range sources(t) {
		if strings.Contains(path, "/ingest/") {
			for _, m := range kind.FindAllStringSubmatch(text, -1) {
				kinds = append(kinds, m[1])
			}
		}
	}
	var warnings []string
	for _, dir := range []string{"docx", "pdf", "plain"} {
		for _, value := range constantsNamed(t, "internal/document/"+dir, regexp.MustCompile(`^[wW]arn`)) {
			warnings = append(warnings, value)
		}
	}
	facts := append(values(constantsNamed(t, "internal/record", regexp.MustCompile(`^Kind`))), values(constantsNamed(t, "internal/store", regexp.MustCompile(`^Kind`)))...)
	for _, family := range []struct {
		pattern string // with * for the code
		codes   []string
		atLeast int
	}{
		{"question.*", kinds, 20},
		{"question.*.title", kinds, 20},
		{"document.refused.*", constants(t, "internal/document", "Reason"), 14},
		{"document.warning.*", warnings, 5},
		{"document.kind.*", constants(t, "internal/reading", "Kind"), 8},
		{"document.brings.*", constants(t, "internal/reading", "Kind"), 8},
		{"position.*", constants(t, "internal/upr", "Position"), 4},
		{"stage.*", constants(t, "internal/upr", "Stage"), 5},
		{"unit.*", constants(t, "internal/upr", "Unit"), 3},
		{"count.*", constants(t, "internal/upr", "Unit"), 3},
		{"origin.*", constants(t, "internal/upr", "Origin"), 5},
		{"role.*", constants(t, "internal/account", "Role"), 3},
		{"policy.act.*", constants(t, "internal/account", "Act"), 12},
		{"flaw.*", constants(t, "internal/store", "Flaw"), 10},
		{"tag.*", constants(t, "internal/reading", "Scheme"), 3},
		{"fact.*", facts, 12},
		{"act.*", values(constantsNamed(t, "internal/ingest", regexp.MustCompile(`^Act`))), 4},
		{"stage.*", matches(t, "internal/record/dossier.go", regexp.MustCompile(`\bCode: "([a-z-]+)"`)), 6},
		{"difference.*", matches(t, "internal/record/reconcile.go", regexp.MustCompile(`\bDifference\{Kind: "([a-z-]+)"`)), 4},
		{"sourced.*", sampleNames(t), 10},
	} {
		if len(family.codes) < family.atLeast {
			t.Errorf("%s: only %d codes were found in the source: %v", family.pattern, len(family.codes), family.codes)
		}
		for _, code := range family.codes {
			if m := strings.ReplaceAll(family.pattern, "*", code); code != "" && !p.Has(m) {
				t.Errorf("no message %q", m)
			}
		}
	}
}

// constantsNamed are string constants by name.
func constantsNamed(t *testing.T, dir string, name *regexp.Regexp) map[string]string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("../..", dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, path := range files {
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			v, ok := n.(*ast.ValueSpec)
			if !ok {
				return true
			}
			for i, id := range v.Names {
				if i >= len(v.Values) || !name.MatchString(id.Name) {
					continue
				}
				if l, ok := v.Values[i].(*ast.BasicLit); ok && l.Kind == token.STRING {
					out[id.Name], _ = strconv.Unquote(l.Value)
				}
			}
			return true
		})
	}
	return out
}

func values(m map[string]string) []string {
	var out []string
	for _, v := range m {
		out = append(out, v)
	}
	return out
}

// matches are what a form finds in a file.
func matches(t *testing.T, path string, form *regexp.Regexp) []string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("../..", path))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, m := range form.FindAllStringSubmatch(string(b), -1) {
		out = append(out, m[1])
	}
	return out
}

// sampleNames are the names of the facts that the sample brings, but for tallies, which have columns of their own.
func sampleNames(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("../../internal/sample/facts/*.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, path := range files {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(string(b), "\n") {
			f := strings.Split(line, "\t")
			if len(f) > 2 && f[1] != "name" && !strings.HasPrefix(f[1], "tally-") {
				out = append(out, f[1])
			}
		}
	}
	return out
}
