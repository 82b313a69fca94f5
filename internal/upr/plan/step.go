package plan

import (
	"fmt"
	"slices"
)

// next are the steps that may follow each.
var next = map[Step][]Step{
	Draft:     {Submitted},
	Submitted: {Draft, Returned, Validated},
	Returned:  {Submitted},
	Validated: {Returned, Published},
	Published: {Validated}, // taken back from the public, with a reason
}

// After are the steps that may follow a step.
func (s Step) After() []Step { return slices.Clone(next[s]) }

// StepError is a step that does not follow from where a text stands.
type StepError struct{ From, To Step }

func (e *StepError) Error() string {
	return fmt.Sprintf("a text that is %s cannot become %s", e.From, e.To)
}

// Go takes the report to a step, or says that it does not follow (*StepError).
func (r *Report) Go(to Step) error {
	if !slices.Contains(next[r.Step], to) {
		return &StepError{r.Step, to}
	}
	r.Step = to
	return nil
}
