package compare

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"hash/fnv"
	"html"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/text/encoding/charmap"

	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/gazetteer"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
)

// bulk are the shared rows: one for each text and recommending State.
var bulk = []string{"uprinfo_sessions_1-5.csv", "uprinfo_sessions_10-13.csv", "uprinfo_sessions_14-17.csv"}

// Real reads the shared rows below dir (the folder named "shared") into segments: rows of the same words to the same
// State are one segment of several recommending States.
func Real(dir string) ([]corpus.Doc, error) {
	var docs []corpus.Doc
	at := map[string]int{} // where a State's words are in docs
	codes := map[string]string{}
	for _, i := range reference.Issues() {
		codes[i.Label] = i.Code
	}
	for _, name := range bulk {
		rows, err := table(filepath.Join(dir, "data", "bulk", name))
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			to, ok := state(row["To"])
			from, ok2 := state(row["From"])
			words := html.UnescapeString(strings.Join(strings.Fields(row["Text"]), " "))
			session, err := strconv.Atoi(row["Session"])
			if !ok || !ok2 || err != nil || words == "" {
				continue // a region instead of a State, or a row without words
			}
			key := string(to) + row["Session"] + words
			if i, ok := at[key]; ok {
				docs[i].By = append(docs[i].By, from)
				continue
			}
			at[key] = len(docs)
			d := corpus.Doc{State: to, By: []upr.State{from}, Session: upr.WGSession(session), Position: upr.Noted,
				Texts: []corpus.Text{{Lang: "en", Words: words}}}
			if row["Response"] == "Accepted" {
				d.Position = upr.Supported
			}
			d.Action, _ = strconv.Atoi(row["Action"]) // not said: 0
			for label := range strings.SplitSeq(row["Issue"], ",") {
				if code, ok := codes[strings.TrimSpace(label)]; ok {
					d.Issues = append(d.Issues, code)
				}
			}
			labelled(&d)
			docs = append(docs, d)
		}
	}
	return docs, nil
}

// table reads a file in Mac Roman with bare carriage returns.
func table(file string) ([]map[string]string, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	if b, err = charmap.Macintosh.NewDecoder().Bytes(b); err != nil {
		return nil, err
	}
	r := csv.NewReader(bytes.NewReader(bytes.ReplaceAll(b, []byte("\r"), []byte("\n"))))
	r.LazyQuotes, r.FieldsPerRecord = true, -1
	lines, err := r.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	rows := make([]map[string]string, 0, len(lines))
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, v := range line[:min(len(line), len(lines[0]))] {
			row[lines[0][i]] = v
		}
		rows = append(rows, row)
	}
	return rows, nil
}

func state(name string) (upr.State, bool) {
	m, ok := gazetteer.Default().Lookup(name, upr.Date{})
	return m.State, ok
}

// labelled gives a segment labels of the schemes that the rows do not have, about as many as people give, always the
// same for the same issues. What they are does not matter to a measurement; how many there are does.
func labelled(d *corpus.Doc) {
	groups, treaties := reference.Affected(), reference.Treaties()
	seen := map[string]bool{}
	for _, issue := range d.Issues {
		h := fnv.New32a()
		h.Write([]byte(issue)) // never fails
		n := int(h.Sum32() % 1e6)
		if goal := strconv.Itoa(1 + n%17); !seen[goal] {
			seen[goal] = true
			d.SDGs = append(d.SDGs, goal)
		}
		if g := groups[n%len(groups)].Code; n%3 > 0 && !seen[g] {
			seen[g] = true
			d.Affected = append(d.Affected, g)
		}
		if t := treaties[(n+len(d.Texts[0].Words))%len(treaties)].Code; n%4 == 0 && !seen[t] {
			seen[t] = true
			d.Treaties = append(d.Treaties, t)
		}
	}
}
