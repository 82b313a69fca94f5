package compare

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/corpus/query"
)

// Address is the question as the address of the search page, in segments.
func (q Question) Address() string {
	v := url.Values{}
	if q.Text != nil {
		v.Set(query.ParamTyped, typed(q.Text))
	}
	v.Set(query.ParamLiteral, "1") // "accepted" is the word that the other engines are asked for
	v.Set(query.ParamUnit, "segment")
	for _, f := range append(append([]query.Filter(nil), q.Where...), q.Chosen...) {
		for _, value := range f.Values {
			v.Add(f.Field.Param(), value)
		}
	}
	return "/search?" + v.Encode()
}

// typed writes words as a person types them.
func typed(n query.Node) string {
	all := func(of []query.Node, by string) string {
		var out []string
		for _, x := range of {
			out = append(out, typed(x))
		}
		return "(" + strings.Join(out, by) + ")"
	}
	switch n := n.(type) {
	case query.And:
		return all(n.Of, " AND ")
	case query.Or:
		return all(n.Of, " OR ")
	case query.Not:
		return "NOT " + typed(n.Of)
	case query.Word:
		return n.Text
	case query.Prefix:
		return n.Text + "*"
	case query.Phrase:
		return `"` + strings.Join(n.Words, " ") + `"`
	case query.Near:
		return n.A + " NEAR/" + strconv.Itoa(n.Within) + " " + n.B
	}
	panic(fmt.Sprintf("the measured questions have no %T there", n))
}
