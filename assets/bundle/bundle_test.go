package bundle_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/assets/bundle"
)

func TestBuild(t *testing.T) {
	tests := map[string]struct {
		sources map[string]string
		want    map[string]string // built file and what it must hold
		absent  []string          // what no built file may hold
	}{
		"nothing to build": {},
		"style sheets join in the order of their names": {
			sources: map[string]string{"assets/css/2-b.css": ".b { color: #000000; }", "assets/css/1-a.css": ".a { margin: 0px }"},
			want:    map[string]string{"app.css": ".a{margin:0}.b{color:#000}"},
		},
		"app.css names what it imports": {
			sources: map[string]string{"assets/css/app.css": `@import "./z.css"; .a{order:1}`, "assets/css/z.css": ".z{order:2}", "assets/css/left-out.css": ".left-out{order:3}"},
			want:    map[string]string{"app.css": ".z{order:2}.a{order:1}"},
			absent:  []string{"left-out"},
		},
		"each script is an entry, folders are shared": {
			sources: map[string]string{
				"assets/ts/app.ts":       `import { hi } from "./parts/hi"; const n: number = 1; document.title = hi + n;`,
				"assets/ts/chart.ts":     `document.title = "chart" as string;`,
				"assets/ts/parts/hi.ts":  `export const hi = "сәлем"; export const unused = "left-out";`,
				"assets/ts/globals.d.ts": `declare const x: number;`,
			},
			want:   map[string]string{"app.js": "сәлем", "chart.js": `document.title="chart"`},
			absent: []string{"left-out", ": number"},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			root := tree(t, tt.sources)
			written, err := bundle.Build(root)
			if err != nil {
				t.Fatal(err)
			}
			if len(written) != len(tt.want) {
				t.Errorf("built %d files, want %d: %v", len(written), len(tt.want), written)
			}
			for file, part := range tt.want {
				got := read(t, root, "assets/dist/"+file)
				if !strings.Contains(got, part) {
					t.Errorf("%s lacks %q:\n%s", file, part, got)
				}
				for _, no := range tt.absent {
					if strings.Contains(got, no) {
						t.Errorf("%s holds %q:\n%s", file, no, got)
					}
				}
			}
		})
	}
}

func TestBuildSaysWhereASourceIsWrong(t *testing.T) {
	for name, sources := range map[string]map[string]string{
		"a script that does not parse":   {"assets/ts/app.ts": "let = ;"},
		"an import that is not there":    {"assets/ts/app.ts": `import "./nowhere";`},
		"a style sheet that is not over": {"assets/css/app.css": ".a { color: red"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := bundle.Build(tree(t, sources))
			var wrong *bundle.SourceError
			if !errors.As(err, &wrong) {
				t.Fatalf("got %v, want a SourceError", err)
			}
			if !strings.Contains(err.Error(), "assets/") || !strings.Contains(err.Error(), ":1:") {
				t.Errorf("the error does not name file and line: %v", err)
			}
		})
	}
}

func TestBuildLeavesOnlyWhatItBuilt(t *testing.T) {
	root := tree(t, map[string]string{"assets/css/a.css": ".a{order:1}", "assets/dist/.keep": "", "assets/dist/old.js": "old"})
	if _, err := bundle.Build(root); err != nil {
		t.Fatal(err)
	}
	first := stamp(t, root)
	if _, err := bundle.Build(root); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(first, stamp(t, root)); diff != "" {
		t.Errorf("a second build rewrote unchanged files:\n%s", diff)
	}
	entries, err := os.ReadDir(filepath.Join(root, "assets/dist"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if diff := cmp.Diff([]string{".keep", "app.css"}, names); diff != "" {
		t.Error(diff)
	}
}

func stamp(t *testing.T, root string) string {
	t.Helper()
	st, err := os.Stat(filepath.Join(root, "assets/dist/app.css"))
	if err != nil {
		t.Fatal(err)
	}
	return st.ModTime().String()
}

func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, content := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func read(t *testing.T, root, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
