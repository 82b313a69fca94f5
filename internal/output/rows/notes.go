package rows

import (
	"fmt"
	"strconv"
	"strings"
)

// Readme is the note of method that lies beside the rows, as Markdown.
func (a About) Readme() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s\n\n", oneLine(a.title()), a.Citation())
	for _, m := range a.method() {
		fmt.Fprintf(&b, "## %s\n\n%s\n\n", m.name, m.value)
	}
	fmt.Fprintf(&b, "## %s\n\n", a.Say.T("takeaway.about.source"))
	for _, s := range a.sources() {
		fmt.Fprintf(&b, "- %s <%s>\n", s.Title, s.Path)
	}
	fmt.Fprintf(&b, "\n## %s\n\n| | | |\n| --- | --- | --- |\n", a.Say.T("takeaway.about.columns"))
	for _, c := range Columns() {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", c.Name, c.Type, a.Say.T("takeaway.means."+c.Name))
	}
	return b.String()
}

// cff is the citation for programs that keep references (Citation File Format 1.2.0). Its texts are quoted as JSON, which
// YAML reads.
func (a About) cff() string {
	var b strings.Builder
	fmt.Fprintf(&b, "cff-version: 1.2.0\ntype: dataset\nmessage: %q\ntitle: %q\nauthors:\n  - name: \"OpenUPR\"\nversion: %q\n", a.Say.T("takeaway.cite"), a.title(), "act "+strconv.FormatUint(a.Act, 10))
	if !a.At.IsZero() {
		fmt.Fprintf(&b, "date-released: %s\n", day(a.At))
	}
	fmt.Fprintf(&b, "url: %q\n", a.Address)
	if a.Root != "" {
		fmt.Fprintf(&b, "identifiers:\n  - type: other\n    value: %q\n    description: \"tree head of the ledger\"\n", a.Root)
	}
	return b.String()
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
