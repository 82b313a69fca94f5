package tally_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/tools/tally"
)

// run is a shorthand for events: "action package test output".
func run(t *testing.T, events ...[4]string) string {
	t.Helper()
	var b strings.Builder
	for _, e := range events {
		line, err := json.Marshal(map[string]string{"Action": e[0], "Package": e[1], "Test": e[2], "Output": e[3]})
		if err != nil {
			t.Fatal(err)
		}
		b.Write(line)
		b.WriteByte('\n')
	}
	return b.String()
}

func TestSummary(t *testing.T) {
	const note = "NOTE: not here"
	tests := map[string]struct {
		events [][4]string
		checks []string
		want   string
		ok     bool
	}{
		"nothing ran": {want: "0 passed, 0 failed"},
		"a package without tests": {
			events: [][4]string{{"skip", "p", "", ""}},
			want:   "0 passed, 0 failed",
		},
		"only the innermost tests count": {
			events: [][4]string{
				{"run", "p", "A", ""}, {"run", "p", "A/x", ""}, {"run", "p", "A/x/1", ""}, {"run", "p", "A/y", ""},
				{"pass", "p", "A/x/1", ""}, {"pass", "p", "A/x", ""}, {"pass", "p", "A/y", ""}, {"pass", "p", "A", ""},
				{"pass", "p", "", ""},
			},
			want: "2 passed, 0 failed", ok: true,
		},
		"a name that begins alike is no parent": {
			events: [][4]string{{"pass", "p", "A", ""}, {"pass", "p", "AB/x", ""}, {"pass", "p", "AB", ""}},
			want:   "2 passed, 0 failed", ok: true,
		},
		"a failed subtest is blamed once": {
			events: [][4]string{{"fail", "p", "A/x", ""}, {"pass", "p", "A/y", ""}, {"fail", "p", "A", ""}, {"fail", "p", "", ""}},
			want:   "1 passed, 1 failed",
		},
		"a test that fails after its subtests passed": {
			events: [][4]string{{"pass", "p", "A/x", ""}, {"fail", "p", "A", ""}, {"fail", "p", "", ""}},
			want:   "1 passed, 1 failed",
		},
		"a package that does not compile": {
			events: [][4]string{{"pass", "q", "A", ""}, {"build-output", "p", "", "p.go:1: no\n"}, {"fail", "p", "", ""}},
			want:   "1 passed, 1 failed",
		},
		"a test that never ended": {
			events: [][4]string{{"pass", "p", "B", ""}, {"run", "p", "A", ""}, {"output", "p", "A", "panic: test timed out\n"}, {"fail", "p", "", ""}},
			want:   "1 passed, 1 failed",
		},
		"a failed check": {
			events: [][4]string{{"pass", "p", "A", ""}},
			checks: []string{"gofmt"},
			want:   "1 passed, 1 failed",
		},
		"a skip without excuse is a failure": {
			events: [][4]string{{"pass", "p", "B", ""}, {"output", "p", "A", "    a_test.go:1: no browser\n"}, {"skip", "p", "A", ""}, {"pass", "p", "", ""}},
			want:   "1 passed, 1 failed",
		},
		"an excused skip is told": {
			events: [][4]string{{"pass", "p", "B", ""}, {"output", "p", "A", "    a_test.go:1: " + note + "\n"}, {"skip", "p", "A", ""}},
			want:   "1 passed, 0 failed, 1 skipped", ok: true,
		},
		"a second run does not heal the first": {
			events: [][4]string{{"fail", "p", "A", ""}, {"fail", "p", "", ""}, {"pass", "p", "A", ""}, {"pass", "p", "", ""}, {"pass", "p", "B", ""}},
			want:   "1 passed, 1 failed",
		},
		"a second run counts no test twice": {
			events: [][4]string{{"pass", "p", "A", ""}, {"pass", "p", "", ""}, {"run", "p", "A", ""}, {"pass", "p", "A", ""}, {"pass", "p", "", ""}},
			want:   "1 passed, 0 failed", ok: true,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			tl := tally.New()
			tl.Excuse = note
			for _, c := range tt.checks {
				tl.AddFailedCheck(c)
			}
			if err := tl.Read(strings.NewReader(run(t, tt.events...)), &strings.Builder{}); err != nil {
				t.Fatal(err)
			}
			s := tl.Summary()
			if diff := cmp.Diff(tt.want, s.Line()); diff != "" {
				t.Error(diff)
			}
			if s.OK() != tt.ok {
				t.Errorf("OK is %v, want %v", s.OK(), tt.ok)
			}
			if len(s.Failures) != s.Failed || len(s.Excused) != s.Skipped {
				t.Errorf("%d failures told of %d, %d skips of %d", len(s.Failures), s.Failed, len(s.Excused), s.Skipped)
			}
		})
	}
}

func TestReadTellsWhatFailedAndNotWhatPassed(t *testing.T) {
	in := "plain words\n" + run(t,
		[4]string{"output", "p", "Good", "quiet\n"}, [4]string{"pass", "p", "Good", ""},
		[4]string{"output", "p", "Bad", "got 1, want 2\n"}, [4]string{"fail", "p", "Bad", ""},
		[4]string{"output", "p", "", "FAIL\tp\n"}, [4]string{"fail", "p", "", ""},
		[4]string{"output", "q", "", "PASS\n"}, [4]string{"output", "q", "", "ok  \tq\t0.1s\n"}, [4]string{"pass", "q", "", ""},
	)
	var out strings.Builder
	if err := tally.New().Read(strings.NewReader(in), &out); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("plain words\ngot 1, want 2\nFAIL\tp\nok  \tq\t0.1s\n", out.String()); diff != "" {
		t.Error(diff)
	}
}

func TestPrintClosesWithTheCount(t *testing.T) {
	tl := tally.New()
	if err := tl.Read(strings.NewReader(run(t, [4]string{"pass", "p", "A", ""}, [4]string{"fail", "p", "B", ""})), &strings.Builder{}); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	tl.Summary().Print(&out)
	if diff := cmp.Diff("FAILED: p B\n1 passed, 1 failed\n", out.String()); diff != "" {
		t.Error(diff)
	}
}
