package desk

import (
	"strconv"

	"github.com/openupr/openupr/internal/web/page/work"
)

func submissionFormTitle(f work.Frame, x SubmissionForm) string {
	if x.ID == "" {
		return f.T("desks.submission.new")
	}
	return f.T("desks.submission.edit")
}

func adviceFormTitle(f work.Frame, x AdviceForm) string {
	if x.ID == "" {
		return f.T("desks.advice.new")
	}
	return f.T("desks.advice.edit")
}

// textLang is the language in which a submission is handed in.
func (x Submission) textLang() string { return x.Lang }

// number of a paragraph among those that are no footnotes.
func number(list []Paragraph, i int) int {
	n := 1
	for _, p := range list[:i] {
		if !p.Note {
			n++
		}
	}
	return n
}

// days is a number as a form shows it; nothing where there is none.
func days(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}
