package web

import (
	"context"
	"strings"

	"github.com/openupr/openupr/internal/ledger"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page/work"
)

// thing names a thing of the workspace and leads to its page.
func (in *inWork) thing(kind, id string) work.Link {
	switch kind {
	case plan.KindBody:
		return in.bodyLink(id)
	case plan.KindPlan:
		if h, ok := in.view.Plans.Get(id); ok {
			return work.Link{Label: in.words(h.Thing.Title), Href: in.f.Href("plans", id)}
		}
	case plan.KindCluster:
		if h, ok := in.view.Clusters.Get(id); ok {
			return work.Link{Label: in.words(h.Thing.Title), Href: in.f.Href("clusters", id)}
		}
	case plan.KindMeasure:
		if h, ok := in.view.Measures.Get(id); ok {
			return work.Link{Label: in.words(h.Thing.Title), Href: in.f.Href("measures", id)}
		}
	case plan.KindAssignment:
		rec, body, _ := strings.Cut(id, " ")
		return work.Link{Label: in.f.T("work.assignment.of", "rec", in.recLabel(rec), "body", in.body(body)), Href: in.f.Href("recs", rec)}
	case plan.KindReport:
		if h, ok := in.view.Reports.Get(id); ok {
			return work.Link{Label: in.f.T("work.report.of", "rec", in.recLabel(h.Thing.Rec), "body", in.body(h.Thing.Body)), Href: in.f.Href("recs", h.Thing.Rec) + "#reports"}
		}
	case plan.KindAssessment:
		if h, ok := in.view.Assessments.Get(id); ok {
			return work.Link{Label: in.f.T("work.assessment.of", "rec", in.recLabel(h.Thing.Rec), "body", in.body(h.Thing.Body)), Href: in.f.Href("recs", h.Thing.Rec) + "#others"}
		}
	case plan.KindLegalAct:
		if h, ok := in.view.LegalActs.Get(id); ok {
			return work.Link{Label: strings.TrimSpace(h.Thing.Number + " " + in.words(h.Thing.Title)), Href: in.f.Href("law", id)}
		}
	case plan.KindTreatyAct:
		if h, ok := in.view.TreatyActs.Get(id); ok {
			return work.Link{Label: h.Thing.Treaty, Href: in.f.Href("treaties")}
		}
	case plan.KindIndicator:
		if h, ok := in.view.Indicators.Get(id); ok {
			return work.Link{Label: in.words(h.Thing.Title), Href: in.f.Href("indicators", id)}
		}
	case plan.KindEvidence:
		if h, ok := in.view.Evidence.Get(id); ok {
			return work.Link{Label: h.Thing.Title, Href: in.f.Href("evidence", id)}
		}
	}
	return work.Link{Label: in.f.T("work.kind." + kind)}
}

// codes are the fields whose values are codes, with the beginning of their messages.
var fieldCodes = map[string]string{
	"part": "work.part.", "reply": "work.reply.", "step": "work.step.", "verdict": "work.verdict.", "voice": "work.voice.",
	"status": "work.status.", "basis": "work.basis.", "access": "work.access.", "confirmed": "work.yes-no.", "stripped": "work.yes-no.",
}

// refKinds are the fields that name other things, with the kind of these.
var refKinds = map[string]string{
	"body": plan.KindBody, "lead": plan.KindBody, "support": plan.KindBody, "successor": plan.KindBody, "plan": plan.KindPlan,
	"measure": plan.KindMeasure, "evidence": plan.KindEvidence, "report": plan.KindReport, "indicator": plan.KindIndicator,
	"legal-act": plan.KindLegalAct, "amends": plan.KindLegalAct, "repeals": plan.KindLegalAct,
}

// shown are a field's values as the reader sees them: names for identifiers, words for codes, days in their form.
func (in *inWork) shown(name string, values []string) []string {
	var out []string
	for _, v := range values {
		out = append(out, in.shownValue(name, v))
	}
	return out
}

func (in *inWork) shownValue(name, v string) string {
	if code, ok := fieldCodes[name]; ok && in.f.P.Has(code+v) {
		return in.f.T(code + v)
	}
	if kind, ok := refKinds[name]; ok {
		if l := in.thing(kind, v); l.Href != "" {
			return l.Label
		}
	}
	switch name {
	case "rec":
		return in.recLabel(v)
	case "author", "validator", "person", "account":
		return in.f.T("work.somebody")
	case "kind", "type":
		for _, begin := range []string{"work.measure-kind.", "work.body-kind.", "work.plan-type.", "law.kind.", "law.indicator-type."} {
			if in.f.P.Has(begin + v) {
				return in.f.T(begin + v)
			}
		}
	case "stage":
		var s plan.Stage
		if s.UnmarshalText([]byte(v)) == nil {
			return in.stage(s)
		}
	}
	if d, err := upr.ParseDate(v); err == nil && !d.IsZero() {
		return in.day(d)
	}
	if lang, words, ok := strings.Cut(v, ":"); ok && in.f.P.Has("language.name."+lang) {
		return in.f.T("language.name."+lang) + ": " + words
	}
	return v
}

// stage is a stage of a measure with its days, on one line.
func (in *inWork) stage(s plan.Stage) string {
	out := in.stageName(s.Name)
	if !s.Due.IsZero() {
		out += " · " + in.f.T("work.stage-due", "day", in.day(s.Due))
	}
	if !s.Done.IsZero() {
		out += " · " + in.f.T("work.stage-done", "day", in.day(s.Done))
	}
	return out
}

// stageName is the words for a stage's code; own words stand as they are.
func (in *inWork) stageName(name string) string {
	if in.f.P.Has("work.stage." + name) {
		return in.f.T("work.stage." + name)
	}
	return name
}

// byInside says who did an act, with name, role and body: for pages inside the workspace, never for the public.
func (a *App) byInside(ctx context.Context, in *inWork, h ledger.ActHeader) (string, error) {
	var parts []string
	who, _, err := a.Store.ActorOf(ctx, h.Number)
	if err != nil {
		return "", err
	}
	if who.Name != "" {
		parts = append(parts, who.Name)
	}
	if h.Role != "" {
		parts = append(parts, in.f.T("role."+h.Role))
	}
	if h.Body != "" {
		parts = append(parts, in.body(h.Body))
	}
	return strings.Join(parts, ", "), nil
}
