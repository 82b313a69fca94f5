package web

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/corpus/query"
)

// ask reads from an address what is asked, and gives the record as the address wants it: as it stood on a day, as it was
// known at an act, or now. What could not be understood is in the request (Mistaken) and is for the caller to show; an
// error is the program's own.
func (a *App) ask(r *http.Request) (query.Request, *corpus.Snapshot, error) {
	asked := query.FromValues(r.URL.Query(), a.lexicon)
	now := a.Corpus.Snapshot()
	if asked.Act > now.Act() && asked.Mistaken == nil {
		asked.Query, asked.Implied, asked.Notes = query.Query{}, false, nil
		asked.Mistaken = &query.Error{Code: "act", What: strconv.FormatUint(asked.Act, 10), Hint: strconv.FormatUint(now.Act(), 10)}
	}
	if asked.Mistaken != nil || asked.Act == 0 && asked.On.IsZero() {
		return asked, now, nil
	}
	s, err := a.Corpus.At(r.Context(), asked.Act, asked.On)
	if err != nil {
		return asked, nil, fmt.Errorf("asking the record at act %d and day %s: %w", asked.Act, asked.On, err)
	}
	return asked, s, nil
}
