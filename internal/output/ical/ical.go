// Package ical writes days as a calendar that other programs subscribe to (RFC 5545).
package ical

import (
	"fmt"
	"io"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"github.com/openupr/openupr/internal/upr"
)

// Media is the type of a calendar in answers.
const Media = "text/calendar; charset=utf-8"

// Calendar is days with a name.
type Calendar struct {
	Name    string
	About   string
	Page    string // address of the calendar as a page
	Lang    string
	Version string
	Made    time.Time // of the state of the record that it shows
	Days    []Day
}

// Day is an entry of a whole day, or of a month.
type Day struct {
	ID         string // for ever the same, also when the day moves; unique with the host
	On, Last   upr.Date
	Title      string
	About      string
	Page       string
	Categories []string
	Tentative  bool // nobody confirmed it
}

// Write writes a calendar.
func Write(w io.Writer, host string, c Calendar) error {
	cal := ics.NewCalendarFor("OpenUPR " + c.Version)
	cal.SetMethod(ics.MethodPublish)
	cal.SetName(clean(c.Name))
	cal.SetXWRCalName(clean(c.Name))
	cal.SetDescription(clean(c.About))
	cal.SetXWRCalDesc(clean(c.About))
	cal.SetUrl(c.Page)
	cal.SetRefreshInterval("P1D", ics.WithValue("DURATION"))
	cal.SetXPublishedTTL("P1D")
	for _, d := range c.Days {
		e := cal.AddEvent(d.ID + "@" + host)
		e.SetDtStampTime(c.Made.UTC())
		e.SetAllDayStartAt(d.On.Time())
		e.SetAllDayEndAt(d.Last.Time().AddDate(0, 0, 1)) // the day after the last, as the RFC has it
		e.SetSummary(clean(d.Title))
		if d.About != "" {
			e.SetDescription(clean(d.About))
		}
		e.SetURL(d.Page)
		for _, k := range d.Categories {
			e.AddCategory(clean(k))
		}
		e.SetTimeTransparency(ics.TransparencyTransparent) // a deadline takes no time of the day
		if d.Tentative {
			e.SetStatus(ics.ObjectStatusTentative)
		} else {
			e.SetStatus(ics.ObjectStatusConfirmed)
		}
	}
	if err := cal.SerializeTo(w, ics.WithNewLineWindows); err != nil {
		return fmt.Errorf("writing a calendar: %w", err)
	}
	return nil
}

// clean leaves out signs that no text of a calendar may have.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}
