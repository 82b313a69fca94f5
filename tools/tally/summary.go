package tally

import (
	"fmt"
	"io"
	"strings"
)

// Summary is the count of a tally. The unit is a test without subtests, or a subtest without subtests of its own; a
// package that failed outside any test (it did not compile, it ran out of time) and a check that is no test count one
// failure each.
type Summary struct {
	Passed, Failed, Skipped int
	Failures                []string // what failed, in words
	Excused                 []string // skips that may stand, with their reason
}

// OK says whether the run may be called good: something ran and nothing failed.
func (s Summary) OK() bool { return s.Failed == 0 && s.Passed > 0 }

// Line is the closing line, "3 passed, 0 failed", with ", 2 skipped" when there are skips that may stand.
func (s Summary) Line() string {
	line := fmt.Sprintf("%d passed, %d failed", s.Passed, s.Failed)
	if s.Skipped > 0 {
		line += fmt.Sprintf(", %d skipped", s.Skipped)
	}
	return line
}

// Print writes what failed, what was left out and why, and last the closing line.
func (s Summary) Print(w io.Writer) {
	for _, e := range s.Excused {
		fmt.Fprintln(w, "left out:", e)
	}
	for _, f := range s.Failures {
		fmt.Fprintln(w, "FAILED:", f)
	}
	fmt.Fprintln(w, s.Line())
}

// Summary counts what the tally holds.
func (t *Tally) Summary() Summary {
	var s Summary
	below, failedBelow := t.parents()
	blamed := map[string]bool{} // packages with a failed test
	for _, k := range t.keys() {
		name := k.pkg + " " + k.test
		switch t.tests[k] {
		case passed:
			if !below[k] {
				s.Passed++
			}
		case skipped:
			t.countSkip(&s, k, name)
		case failed:
			blamed[k.pkg] = true
			if !failedBelow[k] {
				s.fail(name)
			}
		case running:
			blamed[k.pkg] = true
			if !failedBelow[k] {
				s.fail(name + ": did not end")
			}
		}
	}
	for _, p := range sortedKeys(t.packages) {
		if t.packages[p] == failed && !blamed[p] {
			s.fail(p + ": failed outside its tests")
		}
	}
	for _, c := range t.other {
		s.fail("check " + c)
	}
	return s
}

func (t *Tally) countSkip(s *Summary, k key, name string) {
	reason := skipReason(t.output[k])
	if t.Excuse == "" || !strings.Contains(reason, t.Excuse) {
		s.fail(name + ": skipped: " + reason)
		return
	}
	s.Skipped++
	s.Excused = append(s.Excused, name+": "+reason)
}

func (s *Summary) fail(what string) {
	s.Failed++
	s.Failures = append(s.Failures, what)
}

// parents says which tests have subtests, and which have one that failed or did not end: those need not be blamed
// once more.
func (t *Tally) parents() (below, failedBelow map[key]bool) {
	below, failedBelow = map[key]bool{}, map[key]bool{}
	for k, o := range t.tests {
		for i := strings.LastIndexByte(k.test, '/'); i > 0; i = strings.LastIndexByte(k.test[:i], '/') {
			parent := key{k.pkg, k.test[:i]}
			below[parent] = true
			if o == failed || o == running {
				failedBelow[parent] = true
			}
		}
	}
	return below, failedBelow
}

// skipReason is what a skipped test said, without the lines of go test around it.
func skipReason(output []string) string {
	var said []string
	for _, line := range output {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "=== ") || strings.HasPrefix(line, "--- ") {
			continue
		}
		said = append(said, line)
	}
	if len(said) == 0 {
		return "no reason given"
	}
	return strings.Join(said, " ")
}
