package api

import (
	"context"

	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/upr"
)

type documentsIn struct {
	State string `query:"state" minLength:"3" maxLength:"3" example:"ZZV" doc:"State under review"`
	Cycle int    `query:"cycle" minimum:"1" maximum:"9"`
	Kind  string `query:"kind" maxLength:"40" doc:"Kind of document, as the answers name it"`
	After string `query:"after" maxLength:"64" doc:"SHA-256 of the last document of the page before"`
	Limit int    `query:"limit" default:"100" minimum:"1" maximum:"1000"`
}

type documentOf struct {
	Review string `json:"review" example:"KAZ/2"`
	Kind   string `json:"kind"`
	documentShape
}

type documentsOut struct {
	Body struct {
		asOf
		Total     int          `json:"total" doc:"Documents that answer, on all pages"`
		Documents []documentOf `json:"documents" doc:"By State, cycle and the order in which they came"`
		Next      string       `json:"next,omitempty" doc:"To ask for the next page with: after"`
	}
}

// documents lists the documents that the record was read from.
func (a *API) documents(_ context.Context, in *documentsIn) (*documentsOut, error) {
	v := a.keeper.View()
	out := &documentsOut{}
	out.Body.asOf, out.Body.Documents = at(v), []documentOf{}
	past := in.After == ""
	seen := map[string]bool{} // a table of rows lies in many reviews; it is one file, and the next page is asked for by it
	for _, r := range v.Reviews() {
		if in.State != "" && r.ID.State != upr.State(in.State) || in.Cycle > 0 && r.ID.Cycle != upr.Cycle(in.Cycle) {
			continue
		}
		for _, d := range r.Documents {
			if in.Kind != "" && string(d.Kind) != in.Kind || seen[d.SHA256] {
				continue
			}
			seen[d.SHA256] = true
			out.Body.Total++
			switch {
			case !past:
				past = d.SHA256 == in.After
			case len(out.Body.Documents) < in.Limit:
				out.Body.Documents = append(out.Body.Documents, documentOf{r.ID.String(), string(d.Kind), documentOfRecord(d)})
			default:
				out.Body.Next = out.Body.Documents[in.Limit-1].SHA256
			}
		}
	}
	return out, nil
}

func documentOfRecord(d *record.Document) documentShape {
	return documentShape{d.SHA256, d.Symbol, d.Title, d.Lang, d.Pages, d.Items, d.By.Extractor, d.By.Grammar, d.Act}
}
