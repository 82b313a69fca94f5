package uprinfo_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/ingest/uprinfo"
	"github.com/openupr/openupr/internal/upr"
)

const head = "To,To-Rgrp,To-Org,Text,From,From-Rgrp,From-Org,Response,Action,Issue,Session\r"

var kaz2 = upr.ReviewID{State: "KAZ", Cycle: 2}

func read(t *testing.T, s string) *uprinfo.Table {
	t.Helper()
	table, err := uprinfo.Read(t.Context(), []byte(s), nil)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func TestTheLayoutOf2015(t *testing.T) {
	table := read(t, head+
		"Kazakhstan,Asia,\"OIC, CIS\",\"Plant trees, and water them; the mayor\xd5s caf\x8e  too\",C\x99te d'Ivoire,Africa,AU,Accepted,5,\"Environment,Women's rights,Ferries\",20\r"+
		"Kazakhstan,Asia,CIS,Open the reading rooms,&#40;Unknown&#41;,,,Rejected,4,General,20\r"+
		"Kazakhstan,Asia,CIS,We plant trees,Kazakhstan,Asia,CIS,Voluntary Pledge,2,Environment,20\r")
	want := []uprinfo.Row{
		{N: 1, Session: 20, Review: kaz2, By: []upr.Attribution{{State: "CIV", Printed: "Côte d'Ivoire"}}, Words: "Plant trees, and water them; the mayor’s café too",
			Response: "Accepted", Position: upr.Supported, Action: 5, Issues: []string{"environment", "womens-rights"}, Labels: []string{"Ferries"}},
		{N: 2, Session: 20, Review: kaz2, By: []upr.Attribution{{Printed: "(Unknown)"}}, Words: "Open the reading rooms", Response: "Rejected", Position: upr.Noted, Action: 4, Issues: []string{"general"}},
		{N: 3, Session: 20, Review: kaz2, Words: "We plant trees", Response: "Voluntary Pledge", Pledge: true, Action: 2, Issues: []string{"environment"}},
	}
	if d := cmp.Diff(want, table.Rows); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestTodaysLayout(t *testing.T) {
	table := read(t, "\ufeffTitle,Date added,Template,State under Review,Recommending State,Recommendation,Response,Action Category,Issues,Session,SDGs,Documents,Published\n"+
		"r1,2024-01-02,Recommendation,Kazakhstan,France|Brazil,Plant lime trees,Supported,4 - General action,Environment|NHRI,44 - November 2023,15 - Life on land,,Published\n"+
		"r2,2024-01-02,Voluntary pledge,Kazakhstan,,We plant lime trees,,,,44 - November 2023,,,Published\n"+
		"r3,2024-01-02,Recommendation,Kazakhstan,Chile,Open the rooms,Not Supported,5 - Specific action,,44,,,Published\n")
	want := []uprinfo.Row{
		{N: 1, Session: 44, Review: upr.ReviewID{State: "KAZ", Cycle: 4}, By: []upr.Attribution{{State: "FRA", Printed: "France"}, {State: "BRA", Printed: "Brazil"}},
			Words: "Plant lime trees", Response: "Supported", Position: upr.Supported, Action: 4, Issues: []string{"environment", "nhri"}, Also: []uprinfo.Also{{Header: "SDGs", Value: "15 - Life on land"}}},
		{N: 2, Session: 44, Review: upr.ReviewID{State: "KAZ", Cycle: 4}, Words: "We plant lime trees", Pledge: true},
		{N: 3, Session: 44, Review: upr.ReviewID{State: "KAZ", Cycle: 4}, By: []upr.Attribution{{State: "CHL", Printed: "Chile"}}, Words: "Open the rooms", Response: "Not Supported", Position: upr.Noted, Action: 5},
	}
	if d := cmp.Diff(want, table.Rows); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if d := cmp.Diff([]string{"SDGs"}, table.Unknown); d != "" {
		t.Errorf("unknown headers: %s", d)
	}
}

func TestRowsThatCannotBeTakenInSayWhy(t *testing.T) {
	line := func(to, text, session string) string {
		return to + ",,," + text + ",France,,,Accepted,5,General," + session + "\r"
	}
	table := read(t, head+line("Kazakhstan", "", "20")+line("Atlantis", "Plant trees", "20")+line("Kazakhstan", "Plant trees", "0")+
		line("Kazakhstan", "Plant trees", "spring")+line("Holy See", "Plant trees", "20")+",,,,,,,,,,\r"+line("Kazakhstan", "Plant trees", "20"))
	var got []string
	for _, l := range table.Left {
		got = append(got, l.Code+" "+l.What)
	}
	if d := cmp.Diff([]string{"words ", "state Atlantis", "session 0", "session spring", "review Holy See"}, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if len(table.Rows) != 1 || table.Rows[0].N != 7 {
		t.Errorf("rows %+v", table.Rows)
	}
}

func TestOtherTablesAreNotUPRInfos(t *testing.T) {
	for name, s := range map[string]string{
		"nothing": "", "a text": "Report of the Working Group\n", "other headers": "text,to,decision,From,year,notes\nx,Kazakhstan,accept,France,2014,\n",
		"a page": "<html><body>To,Text</body></html>", "a PDF": "%PDF-1.4\nTo,Text,From,Response,Session\n",
	} {
		if uprinfo.Detect([]byte(s)) {
			t.Errorf("%s passes for a table of UPR Info", name)
		}
		if _, err := uprinfo.Read(t.Context(), []byte(s), nil); err == nil {
			t.Errorf("%s is read", name)
		} else if _, ok := document.AsRefused(err); !ok {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestDamagedAndHugeTablesAreRefused(t *testing.T) {
	for name, x := range map[string]struct {
		text string
		want document.Reason
	}{
		"a quotation mark left open": {head + "Kazakhstan,,,\"Plant trees,France,,,Accepted,5,General,20\r", document.Corrupt},
		"a cell without end":         {head + "Kazakhstan,,," + strings.Repeat("tree ", 20_000) + ",France,,,Accepted,5,General,20\r", document.TooLarge},
		"columns without end":        {strings.TrimSuffix(head, "\r") + strings.Repeat(",x", 300) + "\r", document.TooMany},
	} {
		_, err := uprinfo.Read(t.Context(), []byte(x.text), nil)
		if r, ok := document.AsRefused(err); !ok || r.Code != x.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if _, err := uprinfo.Read(stopped, []byte(head+strings.Repeat("Kazakhstan,,,Plant trees,France,,,Accepted,5,General,20\r", 3000)), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(head + "Kazakhstan,Asia,\"OIC, CIS\",Plant trees,France,WEOG,EU,Accepted,5,\"Environment,NHRI\",20\r"))
	f.Add([]byte("SuR;Rgrp;Org;Recommendation;RS;Rgrp;Org;Response;Action;Issue;Session\nKazakhstan;;;&amp;&#x0;;France;;;Noted;9;|;44 - November 2023\n"))
	f.Add([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1W\x00o\x00r\x00k\x00b\x00o\x00o\x00k\x00\x00"))
	f.Fuzz(func(t *testing.T, b []byte) {
		uprinfo.Detect(b)
		table, err := uprinfo.Read(t.Context(), b, nil)
		if err != nil {
			if r, ok := document.AsRefused(err); !ok || r.Code == document.Panicked {
				t.Fatal(err)
			}
			return
		}
		for _, r := range table.Rows {
			if r.N < 1 || r.Words == "" || !r.Review.Valid() || r.Session < 1 || r.Action < 0 || r.Action > 5 || r.Pledge && len(r.By) > 0 || strings.ContainsAny(r.Words, "\r\n\x00") {
				t.Fatalf("%+v", r)
			}
		}
	})
}
