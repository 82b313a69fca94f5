package notify

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"github.com/openupr/openupr/internal/store"
)

// letter is a mail before it has parts and boundaries; the outbox keeps it so.
type letter struct {
	ID      string    `json:"id"` // Message-ID without its brackets
	Subject string    `json:"subject"`
	Text    string    `json:"text"`
	HTML    string    `json:"html"`
	Lang    string    `json:"lang"`
	Stop    string    `json:"stop,omitempty"` // address that stops mails by one press
	Made    time.Time `json:"made"`
}

// queue puts a letter into the outbox.
func (t *Teller) queue(ctx context.Context, id string, n store.Notice, l letter, told *store.Told) (bool, error) {
	l.ID = strings.NewReplacer("/", ".", "@", ".").Replace(id) + "@" + t.Mail.domain()
	l.Made = t.Now().UTC()
	b, err := json.Marshal(l)
	if err != nil {
		return false, fmt.Errorf("keeping a mail: %w", err)
	}
	return t.Store.QueueMail(ctx, store.Mail{ID: id, Account: n.Account, Address: n.Address, Message: b}, told)
}

// message is the letter as it is sent.
func (t *Teller) message(m store.Mail) (*gomail.Msg, error) {
	var l letter
	if err := json.Unmarshal(m.Message, &l); err != nil {
		return nil, fmt.Errorf("reading mail %s: %w", m.ID, err)
	}
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	if err := errors.Join(msg.From(t.Mail.From), msg.To(m.Address)); err != nil {
		return nil, fmt.Errorf("addressing mail %s: %w", m.ID, err)
	}
	msg.Subject(l.Subject)
	msg.SetMessageIDWithValue(l.ID)
	msg.SetDateWithValue(l.Made)
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	if l.Lang != "" {
		msg.SetGenHeader("Content-Language", l.Lang)
	}
	if l.Stop != "" {
		msg.SetGenHeader("List-Unsubscribe", "<"+l.Stop+">")
		msg.SetGenHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click") // RFC 8058
	}
	msg.SetBodyString(gomail.TypeTextPlain, l.Text)
	if l.HTML != "" {
		msg.AddAlternativeString(gomail.TypeTextHTML, l.HTML)
	}
	return msg, nil
}

// send tries what waits in the outbox.
func (t *Teller) send(ctx context.Context) error {
	waiting, err := t.Store.WaitingMail(ctx, mailsAtOnce)
	if err != nil || len(waiting) == 0 {
		return err
	}
	client, dialErr := t.Mail.dial(ctx)
	if dialErr == nil {
		defer func() {
			if err := client.Close(); err != nil {
				t.Log.Debug("the mail server hung up first", "error", err)
			}
		}()
	}
	for _, m := range waiting {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		had, err := t.Store.ClaimMail(ctx, m, claimLength)
		if err != nil {
			return err
		}
		if !had {
			continue
		}
		m.Tries++
		err = dialErr
		if err == nil {
			err = t.sendOne(client, m)
		}
		if err := t.Store.EndMail(ctx, t.outcome(m, err)); err != nil {
			return err
		}
	}
	return nil
}

// mailsAtOnce is how many mails one pass sends at most; the next one goes on.
const mailsAtOnce = 200

func (t *Teller) sendOne(client *gomail.Client, m store.Mail) error {
	msg, err := t.message(m)
	if err != nil {
		return err
	}
	if err := client.Send(msg); err != nil {
		_ = client.Reset() // the next mail begins anew; when it cannot, it says so itself
		return err
	}
	return nil
}

// outcome of an attempt.
func (t *Teller) outcome(m store.Mail, err error) store.Mail {
	m.Trouble = ""
	if err == nil {
		m.State = store.MailSent
		return m
	}
	m.Trouble = firstLine(err.Error())
	if refusedForGood(err) {
		m.State = store.MailRefused
		return m
	}
	next, ok := again(mailWaits, m.Tries, t.Now())
	if !ok {
		m.State = store.MailGivenUp
		return m
	}
	m.State, m.Again = store.MailWaiting, next
	return m
}

// firstLine is the beginning of what went wrong, for a page.
func firstLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	if r := []rune(s); len(r) > 300 {
		s = string(r[:300])
	}
	return strings.ToValidUTF8(s, "")
}

// sheet is the one form of all our mails: no picture, no script, no address that tells who opened it.
var sheet = template.Must(template.New("mail").Parse(`<!DOCTYPE html>
<html lang="{{.Lang}}"{{if .Mirrored}} dir="rtl"{{end}}>
<head><meta charset="utf-8"><title>{{.Subject}}</title></head>
<body style="font-family:sans-serif;line-height:1.5;max-width:40em;margin:1em auto;padding:0 1em">
<p>{{.Hello}}</p>
{{range .Sections}}<h2 style="font-size:1.2em"><a href="{{.Href}}">{{.Title}}</a></h2>
{{range .Groups}}<h3 style="font-size:1em;margin-bottom:0">{{.Title}}</h3>
<ul>{{range .Lines}}
<li><a href="{{.Href}}">{{.Label}}</a>{{if .Note}} – {{.Note}}{{end}}</li>{{end}}{{if .More}}
<li><a href="{{.MoreHref}}">{{.More}}</a></li>{{end}}
</ul>
{{end}}{{end}}{{range .Says}}<p>{{.Words}}{{if .Href}}<br><a href="{{.Href}}">{{.Href}}</a>{{end}}</p>
{{end}}<hr>
{{range .Foot}}<p style="font-size:.875em">{{.Words}}{{if .Href}}<br><a href="{{.Href}}">{{.Href}}</a>{{end}}</p>
{{end}}</body>
</html>
`))

// paper is what a mail says.
type paper struct {
	Lang     string
	Mirrored bool
	Subject  string
	Hello    string
	Sections []section
	Says     []saying
	Foot     []saying
}

// section is one workspace.
type section struct {
	Title, Href string
	Groups      []group
}

// group is one kind of what waits.
type group struct {
	Title          string
	Lines          []line
	More, MoreHref string // how many there are besides
}

type line struct{ Label, Note, Href string }

type saying struct{ Words, Href string }

// letter is the paper as text and as HTML.
func (p paper) letter(stop string) (letter, error) {
	var html strings.Builder
	if err := sheet.Execute(&html, p); err != nil {
		return letter{}, fmt.Errorf("writing a mail: %w", err)
	}
	var b strings.Builder
	b.WriteString(p.Hello + "\n")
	for _, s := range p.Sections {
		fmt.Fprintf(&b, "\n%s\n%s\n%s\n", s.Title, strings.Repeat("=", min(len([]rune(s.Title)), 70)), s.Href)
		for _, g := range s.Groups {
			fmt.Fprintf(&b, "\n%s\n", g.Title)
			for _, l := range g.Lines {
				fmt.Fprintf(&b, "- %s", l.Label)
				if l.Note != "" {
					fmt.Fprintf(&b, " – %s", l.Note)
				}
				fmt.Fprintf(&b, "\n  %s\n", l.Href)
			}
			if g.More != "" {
				fmt.Fprintf(&b, "- %s\n  %s\n", g.More, g.MoreHref)
			}
		}
	}
	write := func(list []saying) {
		for _, x := range list {
			b.WriteString("\n" + x.Words + "\n")
			if x.Href != "" {
				b.WriteString(x.Href + "\n")
			}
		}
	}
	write(p.Says)
	b.WriteString("\n-- \n") // what follows is a signature to mail programs
	write(p.Foot)
	return letter{Subject: p.Subject, Text: b.String(), HTML: html.String(), Lang: p.Lang, Stop: stop}, nil
}
