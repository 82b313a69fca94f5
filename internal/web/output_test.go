package web_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/document/docx"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/gazetteer"
	"github.com/openupr/openupr/internal/server"
	"github.com/openupr/openupr/internal/testpeople"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

// published is a program with the sample, in whose workspace one text is published, one validated and one a draft.
type published struct {
	t    *testing.T
	base string
}

const (
	saidOpenly  = "Everyone may read this invented text."
	saidInside  = "This invented text is validated and not published."
	saidInDraft = "This invented text is a draft."
)

func publishedWork(t *testing.T) published {
	t.Helper()
	p, err := server.Open(t.Context(), server.Config{Dir: t.TempDir(), Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	p.Parser.Names = gazetteer.WithInvented()
	for _, f := range sampleFiles(t) {
		bring(t, p, f)
	}
	en := func(s string) plan.Names { return plan.Names{{Lang: "en", Words: s}} }
	ministry := plan.Body{Names: en("Invented ministry"), Kind: plan.Ministry}
	openly := plan.Report{Rec: "UPR-ZZV-C4-26.1", Body: "b1", Status: plan.Partial, Texts: en(saidOpenly), Step: plan.Published}
	closed := openly
	closed.Author, closed.Validator = "account-of-somebody", "account-of-another"
	contests := plan.Assessment{Rec: openly.Rec, Body: "b2", Voice: plan.VoiceCivil, Verdict: plan.Contests, Texts: en("Invented doubts."), Step: plan.Published}
	who := testpeople.Seated(t, p.Store, "focal", account.Member, account.Seat{Workspace: "ZZV", Role: account.Coordinator})
	testpeople.Seated(t, p.Store, "critic", account.Member, account.Seat{Workspace: "ZZV", Role: account.Stakeholder, Body: "b2"})
	measured := plan.Indicator{Title: en("Invented visits"), Type: plan.Process, Definition: "Visits made", Unit: "visits a year", Source: "Invented yearbook"}
	value := func(indicator string, year int, v string) followup.Put {
		o := plan.Observation{Indicator: indicator, On: upr.Date{Year: year, Month: 12, Day: 31}, Value: v}
		return followup.Put{Kind: plan.KindObservation, ID: plan.ObservationID(indicator, o.On, ""), Thing: o}
	}
	save := followup.Save{Workspace: "ZZV", Act: "publish",
		Puts: []followup.Put{{Kind: plan.KindBody, ID: "b1", Thing: ministry}, {Kind: plan.KindReport, ID: "r1", Thing: closed}, value("ind1", 2026, "4321"),
			{Kind: plan.KindReport, ID: "r2", Thing: plan.Report{Rec: "UPR-ZZV-C4-26.2", Body: "b1", Status: plan.Full, Texts: en(saidInside), Step: plan.Validated, Author: "account-of-somebody"}},
			{Kind: plan.KindReport, ID: "r3", Thing: plan.Report{Rec: "UPR-ZZV-C4-26.3", Body: "b1", Status: plan.Full, Texts: en(saidInDraft), Step: plan.Draft, Author: "account-of-somebody"}}},
		OpenPuts: []followup.Put{{Kind: plan.KindBody, ID: "b1", Thing: ministry}, {Kind: plan.KindBody, ID: "b2", Thing: plan.Body{Names: en("Invented union"), Kind: plan.Organisation}},
			{Kind: plan.KindIndicator, ID: "ind1", Thing: measured}, value("ind1", 2024, "1210.5"), value("ind1", 2025, "1300"),
			{Kind: plan.KindReport, ID: "r1", Thing: openly}, {Kind: plan.KindAssessment, ID: "s1", Thing: contests}}}
	if _, _, err := p.Desk.Do(context.Background(), who, who.Seats[0], save); err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(p.Handler())
	t.Cleanup(srv.Close)
	return published{t, srv.URL}
}

// as is somebody's browser; of a visitor where nobody is named.
func (p published) as(login string) *http.Client {
	p.t.Helper()
	c := newReader(p.t, p.base).http
	if login == "" {
		return c
	}
	p.post(c, "/sign-in", url.Values{"login": {login}, "password": {testpeople.Password}})
	return c
}

func (p published) get(c *http.Client, path string) (int, string) {
	p.t.Helper()
	res, err := c.Get(p.base + path)
	if err != nil {
		p.t.Fatal(err)
	}
	return p.read(res)
}

func (p published) post(c *http.Client, path string, form url.Values) (int, string) {
	p.t.Helper()
	res, err := c.PostForm(p.base+path, form)
	if err != nil {
		p.t.Fatal(err)
	}
	return p.read(res)
}

func (p published) read(res *http.Response) (int, string) {
	p.t.Helper()
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	if strings.Contains(res.Header.Get("Content-Type"), "wordprocessingml") {
		doc, err := docx.Read(p.t.Context(), b, document.Limits{})
		if err != nil {
			p.t.Fatal(err)
		}
		var text bytes.Buffer
		for _, x := range doc.Blocks {
			text.WriteString(x.Text + "\n")
			for _, c := range x.Cells {
				for _, w := range c.Paragraphs {
					text.WriteString(w.Text + "\n")
				}
			}
		}
		return res.StatusCode, text.String()
	}
	return res.StatusCode, string(b)
}

func TestEveryoneReadsWhatIsPublishedAndNothingElse(t *testing.T) {
	p := publishedWork(t)
	visitor := p.as("")
	for path, want := range map[string][]string{
		"/states/ZZV/followup":                           {"Invented ministry reports: partly implemented", "Contested by Invented union (civil society)", "Civil society contests what is reported on 1", "Invented visits", "210.5", "2 values from 31 December 2024 to 31 December 2025"},
		"/states/zzv/followup?reported=partial":          {"26.1", "1 of 64"},
		"/states/ZZV/followup/UPR-ZZV-C4-26.1":           {saidOpenly, "Invented doubts.", "There is no proof of it that everyone may open."},
		"/states/ZZV/followup/UPR-ZZV-C4-26.2":           {"Nothing is reported."},
		"/states/ZZV/followup/rule":                      {"2 different people", "Since 23 November 2026"},
		"/states/ZZV/followup/reforms":                   {"Invented visits", "300", "Invented yearbook"},
		"/states/ZZV/followup/export?format=csv":         {saidOpenly, "Invented doubts."},
		"/states/ZZV/followup/export?format=ndjson":      {saidOpenly},
		"/states/ZZV/followup/export?format=jsonld":      {saidOpenly, "Dataset"},
		"/states/ZZV/followup/export?format=method":      {"act ", "tree head"},
		"/states/ZZV/followup/export?format=datapackage": {"datapackage.org"},
		"/states/ZZV":            {"/states/ZZV/followup"},
		"/items/UPR-ZZV-C4-26.1": {"/states/ZZV/followup/UPR-ZZV-C4-26.1"},
		"/states/SVN/followup":   {"Nothing is published yet"},
	} {
		status, body := p.get(visitor, path)
		if status != http.StatusOK {
			t.Errorf("%s answers %d", path, status)
		}
		for _, w := range want {
			if !strings.Contains(body, w) {
				t.Errorf("%s does not say %q", path, w)
			}
		}
		for _, no := range []string{saidInside, saidInDraft, "account-of", "Some focal"} {
			if strings.Contains(body, no) {
				t.Errorf("%s says %q", path, no)
			}
		}
	}
	if _, body := p.get(visitor, "/items/UPR-ZZV-C4-26.2"); strings.Contains(body, "/followup") {
		t.Error("an item of which nothing is published leads to its follow-up")
	}
	for path, want := range map[string]int{"/states/QQQ/followup": 404, "/states/ZZV/followup/nothing": 404, "/states/ZZV/followup/export?format=exe": 400} {
		if status, _ := p.get(visitor, path); status != want {
			t.Errorf("%s answers %d, want %d", path, status, want)
		}
	}
}

func TestAReportOutHoldsWhatItsReaderMaySee(t *testing.T) {
	p := publishedWork(t)
	focal := p.as("focal")
	for path, c := range map[string]struct{ has, not []string }{
		"/work/ZZV/take/matrix?as=docx":               {[]string{saidOpenly, saidInside, "Supported"}, []string{saidInDraft, "account-of"}},
		"/work/ZZV/take/matrix?as=docx&public=yes":    {[]string{saidOpenly, "Invented doubts."}, []string{saidInside, saidInDraft}},
		"/work/ZZV/take/matrix?as=print":              {[]string{saidOpenly, saidInside}, []string{saidInDraft}},
		"/work/ZZV/take/national?as=docx&language=kk": {[]string{saidOpenly, saidInside}, []string{saidInDraft}},
		"/work/ZZV/take/national?as=docx&without=r1":  {[]string{saidInside}, []string{saidOpenly}},
		"/work/ZZV/take/cabinet?as=print&by=deadline": {[]string{"No lead body"}, []string{saidInDraft}},
		"/work/ZZV/take/brief?as=docx":                {[]string{saidOpenly}, []string{saidInDraft}},
		"/work/ZZV/take/national":                     {[]string{"10,700", "Without a report", "Leave out"}, nil},
		"/work/ZZV/take":                              {[]string{"Mid-term matrix", "Draft addendum"}, nil},
	} {
		status, body := p.get(focal, path)
		if status != http.StatusOK {
			t.Errorf("%s answers %d", path, status)
		}
		for _, w := range c.has {
			if !strings.Contains(body, w) {
				t.Errorf("%s does not say %q", path, w)
			}
		}
		for _, no := range c.not {
			if strings.Contains(body, no) {
				t.Errorf("%s says %q", path, no)
			}
		}
	}
	for path, want := range map[string]int{"/work/ZZV/take/letter": 404, "/work/ZZV/take/matrix?as=exe": 400, "/work/KAZ/take": 404} {
		if status, _ := p.get(focal, path); status != want {
			t.Errorf("%s answers %d, want %d", path, status, want)
		}
	}
	if _, body := p.get(p.as(""), "/work/ZZV/take/matrix?as=docx"); strings.Contains(body, saidOpenly) || strings.Contains(body, saidInside) {
		t.Error("a visitor takes a report out of the workspace")
	}
}

func TestAnswersInPreparationGoIntoTheAddendumOfWhoMaySeeThem(t *testing.T) {
	p := publishedWork(t)
	focal, critic := p.as("focal"), p.as("critic")
	form := url.Values{"cycle": {"4"}, "page": {"1"}, "rec": {"UPR-ZZV-C4-26.1", "UPR-ZZV-C4-26.2"}, "base": {"0", "0"}, "position": {"noted", ""}, "text-lang": {"en", "en"}, "text": {"Invented reasons.", ""}}
	if status, _ := p.post(critic, "/work/ZZV/answers", form); status != http.StatusForbidden {
		t.Errorf("an organisation saves the State's answers: %d", status)
	}
	if status, body := p.post(focal, "/work/ZZV/answers", form); status != http.StatusOK || !strings.Contains(body, "1 of 61 items have an answer") || !strings.Contains(body, "Invented reasons.") {
		t.Errorf("saving answers: %d\n%s", status, body)
	}
	if status, _ := p.post(focal, "/work/ZZV/answers", form); status != http.StatusConflict && status != http.StatusOK {
		t.Errorf("saving over a newer answer: %d", status)
	}
	if _, body := p.get(focal, "/work/ZZV/take/addendum?as=docx"); !strings.Contains(body, "Invented reasons.") {
		t.Error("the addendum does not have the answer in preparation")
	}
	for _, c := range []*http.Client{critic, p.as("")} {
		for _, path := range []string{"/work/ZZV/take/addendum?as=docx", "/work/ZZV/take/addendum?as=print", "/states/ZZV/followup/export?format=csv", "/work/ZZV/recs"} {
			if _, body := p.get(c, path); strings.Contains(body, "Invented reasons.") {
				t.Errorf("%s tells what the State intends", path)
			}
		}
	}
	form.Set("rec", "UPR-ZZV-C4-"+strconv.Itoa(99)+".1")
	if status, _ := p.post(focal, "/work/ZZV/answers", form); status != http.StatusUnprocessableEntity {
		t.Errorf("an answer to nothing: %d", status)
	}
}
