package compare

import (
	"bufio"
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
)

// WriteRows writes segments as UPR Info's table: one row for each recommending State. It gives the number of rows.
func WriteRows(w io.Writer, docs []corpus.Doc) (rows int, err error) {
	b := bufio.NewWriter(w)
	c := csv.NewWriter(b)
	labels := map[string]string{}
	for _, i := range reference.Issues() {
		labels[i.Code] = i.Label
	}
	name := reference.NameIn("en")
	put := func(cells ...string) {
		if err == nil {
			err = c.Write(cells)
		}
	}
	put("To", "Text", "From", "Response", "Action", "Issue", "Session")
	for i := range docs {
		d := &docs[i]
		response := "Noted"
		if d.Position == upr.Supported {
			response = "Accepted"
		}
		var issues []string
		for _, code := range d.Issues {
			issues = append(issues, labels[code])
		}
		for _, s := range d.By {
			put(name(d.State), d.Texts[0].Words, name(s), response, strconv.Itoa(d.Action), strings.Join(issues, ","), strconv.Itoa(int(d.Session)))
			rows++
		}
	}
	c.Flush()
	if err == nil {
		err = c.Error()
	}
	if err == nil {
		err = b.Flush()
	}
	return rows, err
}
