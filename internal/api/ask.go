package api

import (
	"context"
	"encoding/base64"
	"fmt"
	"hash/crc32"
	"net/url"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/upr"
)

// Asked are the parameters that say what is asked, the same as on the pages. A field may be named several times; any of
// its values will do. A minus before a value refuses it.
type Asked struct {
	Q        string   `query:"q" maxLength:"2000" example:"\"death penalty\" OR moratorium" doc:"Words, phrases, AND OR NOT, brackets, prefix*, NEAR, and fields such as cycle:2..4"`
	State    []string `query:"sur,explode" maxItems:"256" example:"[\"KAZ\"]" doc:"State under review, or that a mechanism addresses"`
	By       []string `query:"by,explode" maxItems:"256" doc:"Recommending State"`
	Group    []string `query:"group,explode" maxItems:"256" doc:"Regional group of the State under review"`
	ByGroup  []string `query:"by-group,explode" maxItems:"256" doc:"Regional group of the recommending State"`
	Org      []string `query:"org,explode" maxItems:"256" doc:"Organisation of States of the State under review"`
	ByOrg    []string `query:"by-org,explode" maxItems:"256" doc:"Organisation of States of the recommending State"`
	Cycle    []string `query:"cycle,explode" maxItems:"256" doc:"Cycle, or a range such as 2..4"`
	Session  []string `query:"session,explode" maxItems:"256" doc:"Session of the Working Group, or a range"`
	Year     []string `query:"year,explode" maxItems:"256" doc:"Year of the report or document, or a range"`
	Position []string `query:"position,explode" maxItems:"256" doc:"supported, noted, pending or unclear"`
	Action   []string `query:"action,explode" maxItems:"256" doc:"Action category, 1 to 5"`
	Issue    []string `query:"issue,explode" maxItems:"256" doc:"Issue"`
	Affected []string `query:"affected,explode" maxItems:"256" doc:"Affected group"`
	SDG      []string `query:"sdg,explode" maxItems:"256" doc:"Sustainable Development Goal"`
	Treaty   []string `query:"treaty,explode" maxItems:"256" doc:"Treaty named"`
	Kind     []string `query:"kind,explode" maxItems:"256" doc:"recommendation (when nothing is said), pledge, treaty-body, special-procedure or other"`
	Lang     []string `query:"text,explode" maxItems:"256" doc:"Language of a text at hand"`
	Symbol   []string `query:"symbol,explode" maxItems:"256" doc:"Symbol of the document"`
	Para     []string `query:"para,explode" maxItems:"256" doc:"Paragraph, or an item's number in it"`
	ID       []string `query:"id,explode" maxItems:"256" doc:"Permanent identifier"`
	Unit     string   `query:"unit" enum:"item,segment,pair" doc:"In which things are counted; item when nothing is said"`
	On       string   `query:"on" format:"date" doc:"As it stood on that day"`
	Act      uint64   `query:"act" doc:"As the record knew it at that act"`
	Literal  string   `query:"literal" enum:"1" doc:"1: words such as accepted are words, not positions"`

	values url.Values
}

// Resolve keeps the parameters as they were sent: query.FromValues reads them as it does for a page.
func (a *Asked) Resolve(ctx huma.Context) []error {
	u := ctx.URL()
	a.values = u.Query()
	return nil
}

var _ huma.Resolver = (*Asked)(nil)

// request is what is asked.
func (a *API) request(in *Asked) (query.Request, error) {
	asked := query.FromValues(in.values, a.lexicon)
	if m := asked.Mistaken; m != nil {
		where := "query.q"
		if m.Len == 0 {
			where = "query"
		}
		detail := &huma.ErrorDetail{Message: m.Code, Location: fmt.Sprintf("%s[%d:%d]", where, m.At, m.At+m.Len), Value: m.What}
		if m.Hint != "" {
			return asked, huma.Error422UnprocessableEntity("the query could not be understood; perhaps "+m.Hint+" was meant", detail)
		}
		return asked, huma.Error422UnprocessableEntity("the query could not be understood", detail)
	}
	return asked, nil
}

// snapshot is the record as a request wants it; act, when not 0, goes before the request's own.
func (a *API) snapshot(ctx context.Context, asked query.Request, act uint64) (*corpus.Snapshot, error) {
	now := a.corpus.Snapshot()
	if act == 0 {
		act = asked.Act
	}
	switch {
	case act > now.Act():
		return nil, huma.Error404NotFound(fmt.Sprintf("the record has no act %d; its last is %d", act, now.Act()))
	case (act == 0 || act == now.Act()) && asked.On.IsZero():
		return now, nil
	}
	s, err := a.corpus.At(ctx, act, asked.On)
	if err != nil {
		return nil, fmt.Errorf("asking the record at act %d and day %s: %w", act, asked.On, err)
	}
	return s, nil
}

// cursor is a place in the list of hits at one act: pages never shift when the record grows between them.
type cursor struct {
	act   uint64
	after int    // hits before the next page
	of    uint32 // sum of the query, so that a cursor is not used with another
}

const cursorForm = "v1"

// String is the cursor as a client keeps it; it means nothing to it.
func (c cursor) String() string {
	return base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%s.%d.%d.%d", cursorForm, c.act, c.after, c.of))
}

// parseCursor reads a cursor that belongs to a query.
func parseCursor(s string, of uint32) (cursor, error) {
	wrong := huma.Error422UnprocessableEntity("the cursor is none that this query gave; ask without it", &huma.ErrorDetail{Message: "cursor", Location: "query.cursor", Value: s})
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil {
		return cursor{}, wrong
	}
	part := strings.Split(string(b), ".")
	if len(part) != 4 || part[0] != cursorForm {
		return cursor{}, wrong
	}
	act, erra := strconv.ParseUint(part[1], 10, 62)
	after, errn := strconv.Atoi(part[2])
	sum, errs := strconv.ParseUint(part[3], 10, 32)
	if erra != nil || errn != nil || errs != nil || after < 0 || uint32(sum) != of {
		return cursor{}, wrong
	}
	return cursor{act, after, of}, nil
}

// sumOf is a short sum of what is asked, without what a page of it changes.
func sumOf(asked query.Request, limit int) uint32 {
	asked.Page = 1
	return crc32.ChecksumIEEE([]byte(asked.Values().Encode() + " " + strconv.Itoa(limit)))
}

// permanent is the address of the answer's page that gives the same for ever.
func permanent(asked query.Request, act uint64) string {
	asked.Act, asked.Page = act, 1
	return "/search?" + asked.Values().Encode()
}

// unitOf is the unit asked.
func unitOf(asked query.Request) upr.Unit {
	if asked.Unit == "" {
		return upr.UnitItem
	}
	return asked.Unit
}
