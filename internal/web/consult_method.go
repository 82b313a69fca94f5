package web

import (
	"context"
	"fmt"

	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/council"
	"github.com/openupr/openupr/internal/i18n"
	"github.com/openupr/openupr/internal/output/report"
	spoken "github.com/openupr/openupr/internal/upr/council"
)

// consultNames gives words for what published consultations name by codes.
func consultNames(p i18n.Printer, v *council.View) report.Named {
	return report.Named{
		Body: func(id string) string {
			if b, ok := v.Bodies.Get(id); ok {
				words, _ := b.Thing.Names.In(string(p.Lang()))
				return words
			}
			return id
		},
		Group: func(code string) string { return facetValue(p, query.Affected, code) },
		Lang: func(code string) string {
			if code == "" {
				return p.T("consult.lang.unknown")
			}
			return facetValue(p, query.Lang, code)
		},
	}
}

// askedOn finds the consultations on the draft of the report that is taken out: those that were opened on a national report of the
// review that comes next, or that name none. They are told as they were published.
func (a *App) askedOn(ctx context.Context, t *takingOut) error {
	v, err := a.Council.Public(ctx, t.in.ws)
	if err != nil {
		return fmt.Errorf("finding consultations on a report of %s: %w", t.in.ws, err)
	}
	p := a.Catalogue.Printer(t.lang)
	for _, h := range v.Consultations() {
		if x := h.Thing; x.Draft == spoken.OfReport && (x.Cycle == 0 || x.Cycle == int(t.review.ID.Cycle)+1) {
			t.asked = append(t.asked, report.Asked{Method: council.MethodOf(v, h, t.in.today()), Named: consultNames(p, v)})
		}
	}
	return nil
}
