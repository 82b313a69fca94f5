package e2e_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
)

// Every command of openupr that a document for users names is one that the program knows, with the options named.
func TestDocumentsNameCommandsThatAreThere(t *testing.T) {
	bin, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	command := regexp.MustCompile(`(?m)(?:^    |` + "`" + `|, )openupr ([a-z-]+(?: (?:link|load|remove)\b)?)([^\n` + "`" + `#]*)`)
	option := regexp.MustCompile(`--[a-z-]+`)
	options := map[string][]string{}
	for _, f := range []string{"README.md", "SECURITY.md", "CHANGELOG.md", "docs/operator.md", "docs/developer.md"} {
		b, err := os.ReadFile(filepath.Join(root(), f))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range command.FindAllStringSubmatch(string(b), -1) {
			options[m[1]] = append(options[m[1]], option.FindAllString(m[2], -1)...)
		}
	}
	if len(options) < 6 {
		t.Fatalf("only these commands were found in the documents: %v", options)
	}
	for c, named := range options {
		t.Run(c, func(t *testing.T) {
			help, err := exec.Command("sh", "-c", bin+" "+c+" --help").CombinedOutput()
			if err != nil {
				t.Fatalf("openupr %s --help: %v\n%s", c, err, help)
			}
			for _, o := range named {
				if !regexp.MustCompile(regexp.QuoteMeta(o) + `\b`).Match(help) {
					t.Errorf("openupr %s --help does not name %s", c, o)
				}
			}
		})
	}
}
