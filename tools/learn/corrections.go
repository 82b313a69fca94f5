package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strconv"

	"github.com/openupr/openupr/internal/classify"
	"github.com/openupr/openupr/internal/upr"
)

// correction is a line of the export of people's labels: a text with all of its labels as they stand, by scheme.
type correction struct {
	State  upr.State `json:"state"`
	Words  string    `json:"words"`
	Lang   string    `json:"lang"`
	Action string    `json:"action"`
	Issues []string  `json:"issues"`
}

const maxLine = 1 << 20

// readCorrections reads NDJSON. Texts in other languages than English are passed over: the model learns English.
func readCorrections(r io.Reader) ([]row, error) {
	var out []row
	s := bufio.NewScanner(r)
	s.Buffer(nil, maxLine)
	for n := 1; s.Scan(); n++ {
		if len(s.Bytes()) == 0 {
			continue
		}
		var c correction
		if err := json.Unmarshal(s.Bytes(), &c); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		if c.Lang != "en" || c.Words == "" {
			continue
		}
		w := row{state: c.State, words: c.Words, issues: c.Issues}
		if c.Action != "" {
			a, err := strconv.Atoi(c.Action)
			if err != nil || a < 1 || a > classify.Degrees {
				return nil, fmt.Errorf("line %d: there is no category of action %q", n, c.Action)
			}
			w.action = a
		}
		out = append(out, w)
	}
	return out, s.Err()
}
