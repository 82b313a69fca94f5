// Package tally counts what go test -json reports and says it so that a person sees at once what failed, what was
// left out and how much ran.
package tally

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sort"
	"strings"
)

// event is one line of go test -json (see go doc test2json).
type event struct {
	Action     string
	Package    string
	ImportPath string // instead of Package, for the output of the compiler
	Test       string
	Output     string
}

type key struct{ pkg, test string }

type outcome int

const (
	running outcome = iota
	skipped
	passed
	failed
)

// Tally holds the outcomes of one or more runs of go test. The zero value is not ready: use New.
type Tally struct {
	// Excuse, where not empty, is the opening of a skip's reason that may stand. Every other skip is a failure.
	Excuse string

	tests    map[key]outcome
	packages map[string]outcome
	output   map[key][]string
	other    []string // failed checks that are not tests
}

// New is an empty tally that excuses no skip.
func New() *Tally {
	return &Tally{tests: map[key]outcome{}, packages: map[string]outcome{}, output: map[key][]string{}}
}

// AddFailedCheck counts a check outside go test that failed, such as gofmt.
func (t *Tally) AddFailedCheck(name string) { t.other = append(t.other, name) }

// Read takes the lines of go test -json from r until its end and tells on w, package by package, how it goes. Runs may
// follow one another; a test that failed in any of them has failed. Lines that are not JSON are passed on to w.
func (t *Tally) Read(r io.Reader, w io.Writer) error {
	lines := bufio.NewReader(r)
	for {
		line, err := lines.ReadString('\n')
		if line != "" {
			t.line(line, w)
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("reading the events of go test: %w", err)
		}
	}
}

func (t *Tally) line(line string, w io.Writer) {
	var e event
	if json.Unmarshal([]byte(line), &e) != nil || e.Action == "" {
		fmt.Fprint(w, line)
		return
	}
	if e.Package == "" {
		e.Package = e.ImportPath
	}
	k := key{e.Package, e.Test}
	switch e.Action {
	case "output":
		t.output[k] = append(t.output[k], e.Output)
	case "build-output":
		fmt.Fprint(w, e.Output)
	case "run":
		if _, known := t.tests[k]; !known {
			t.tests[k] = running
		}
	case "pass", "fail", "skip":
		if e.Test == "" {
			t.endPackage(e, w)
		} else {
			t.endTest(k, e.Action)
		}
	}
}

func (t *Tally) endTest(k key, action string) {
	now := map[string]outcome{"pass": passed, "fail": failed, "skip": skipped}[action]
	t.tests[k] = max(t.tests[k], now)
	if now == passed {
		delete(t.output, k)
	}
}

func (t *Tally) endPackage(e event, w io.Writer) {
	k := key{e.Package, ""}
	switch e.Action {
	case "fail":
		t.packages[e.Package] = failed
		t.tellFailure(e.Package, w)
	case "pass":
		t.packages[e.Package] = max(t.packages[e.Package], passed)
		for _, line := range t.output[k] {
			if strings.HasPrefix(line, "ok ") {
				fmt.Fprint(w, line)
			}
		}
	}
	delete(t.output, k)
}

// tellFailure prints what a package's tests said that did not pass, and then the package's own words.
func (t *Tally) tellFailure(pkg string, w io.Writer) {
	for _, k := range t.keys() {
		if k.pkg == pkg && t.tests[k] != passed && t.tests[k] != skipped {
			fmt.Fprint(w, strings.Join(t.output[k], ""))
		}
	}
	fmt.Fprint(w, strings.Join(t.output[key{pkg, ""}], ""))
}

func (t *Tally) keys() []key {
	keys := make([]key, 0, len(t.tests))
	for k := range t.tests {
		keys = append(keys, k)
	}
	sort.Slice(keys, func(i, j int) bool {
		if keys[i].pkg != keys[j].pkg {
			return keys[i].pkg < keys[j].pkg
		}
		return keys[i].test < keys[j].test
	})
	return keys
}

func sortedKeys(m map[string]outcome) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}
