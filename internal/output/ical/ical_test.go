package ical_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"
	"pgregory.net/rapid"

	"github.com/openupr/openupr/internal/output/ical"
	"github.com/openupr/openupr/internal/upr"
)

func write(t interface{ Fatal(...any) }, c ical.Calendar) string {
	var b bytes.Buffer
	if err := ical.Write(&b, "upr.example", c); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestADayIsAWholeDay(t *testing.T) {
	out := write(t, ical.Calendar{Name: "Velmora, follow-up", About: "What is due", Page: "https://upr.example/work/VEL/calendar", Version: "1", Made: time.Date(2026, 11, 23, 5, 0, 0, 0, time.UTC),
		Days: []ical.Day{
			{ID: "date-1", On: upr.Date{Year: 2026, Month: 12, Day: 31}, Last: upr.Date{Year: 2026, Month: 12, Day: 31}, Title: "Report; wells, drains", About: "One\nTwo", Page: "https://upr.example/x"},
			{ID: "upr-5", On: upr.Date{Year: 2029, Month: 11, Day: 1}, Last: upr.Date{Year: 2029, Month: 11, Day: 30}, Title: "Next review", Tentative: true},
		}})
	for _, want := range []string{"BEGIN:VCALENDAR", "VERSION:2.0", "UID:date-1@upr.example", "DTSTART;VALUE=DATE:20261231", "DTEND;VALUE=DATE:20270101", `SUMMARY:Report\; wells\, drains`,
		`DESCRIPTION:One\nTwo`, "DTSTART;VALUE=DATE:20291101", "DTEND;VALUE=DATE:20291201", "STATUS:TENTATIVE", "STATUS:CONFIRMED", "TRANSP:TRANSPARENT", "DTSTAMP:20261123T050000Z"} {
		if !strings.Contains(out, want+"\r\n") {
			t.Errorf("no line %q in\n%s", want, out)
		}
	}
}

// Whatever people write, every line is folded and the calendar reads back with the same words.
func TestAnyWordsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		title := rapid.StringMatching(`[a-zа-яәғқңөұүі ,;:\\"\n-]{0,200}`).Draw(t, "title")
		out := write(t, ical.Calendar{Name: "n", Made: time.Unix(0, 0), Days: []ical.Day{{ID: "x", On: upr.Date{Year: 2027, Month: 1, Day: 2}, Last: upr.Date{Year: 2027, Month: 1, Day: 2}, Title: title}}})
		for _, line := range strings.Split(strings.TrimSuffix(out, "\r\n"), "\r\n") {
			if len(line) > 75 || strings.ContainsAny(line, "\r\n") {
				t.Fatalf("a line of %d bytes: %q", len(line), line)
			}
		}
		cal, err := ics.ParseCalendar(strings.NewReader(out))
		if err != nil {
			t.Fatalf("%v in\n%s", err, out)
		}
		events := cal.Events()
		if len(events) != 1 {
			t.Fatalf("%d events", len(events))
		}
		if got := events[0].GetProperty(ics.ComponentPropertySummary).Value; got != title {
			t.Fatalf("%q came back as %q", title, got)
		}
	})
}
