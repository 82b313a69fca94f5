package notify

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/mail"
	"strings"

	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/store"
)

// ErrTooMany is a request for more mails than anybody needs.
var ErrTooMany = errors.New("too many mails were asked for; try again tomorrow")

// asksMost is how many confirmations and trials an account may ask for in a day.
const asksMost = 5

// ParseAddress reads an address of mail, without a name: "aigerim@example.org". False for what is none that we send to.
func ParseAddress(s string) (string, bool) {
	s = strings.TrimSpace(s)
	a, err := mail.ParseAddress(s)
	if err != nil || a.Address != s || len(s) > 254 || strings.ContainsAny(s, "\r\n \t\"\\<>%!") {
		return "", false
	}
	return s, true
}

// Confirm asks whoever reads mail at an address whether digests shall come there. Once an address and day.
func (t *Teller) Confirm(ctx context.Context, n store.Notice, name string) error {
	say := t.printer(n.Lang)
	link := t.Mail.link(n)
	p := paper{Lang: say.Tag(), Mirrored: say.Dir() == "rtl", Subject: say.T("notify.confirm.subject"), Hello: say.T("notify.confirm.hello"),
		Says: []saying{{Words: say.T("notify.confirm.text", "name", name), Href: link}}, Foot: []saying{{Words: say.T("notify.confirm.ignore")}}}
	l, err := p.letter("")
	if err != nil {
		return err
	}
	sum := sha256.Sum256([]byte(n.Address))
	return t.once(ctx, "confirm/"+n.Account+"/"+hex.EncodeToString(sum[:6]), n, l)
}

// Try sends a trial mail, so that an administrator sees whether the settings are right.
func (t *Teller) Try(ctx context.Context, account, address, lang string) error {
	say := t.printer(lang)
	p := paper{Lang: say.Tag(), Mirrored: say.Dir() == "rtl", Subject: say.T("notify.try.subject"), Hello: say.T("notify.try.text"), Foot: []saying{{Words: t.Mail.Base}}}
	l, err := p.letter("")
	if err != nil {
		return err
	}
	return t.once(ctx, fmt.Sprintf("try/%s/%d", account, t.Now().Unix()), store.Notice{Account: account, Address: address}, l)
}

// once queues a mail that a person asked for, within the bounds of a day.
func (t *Teller) once(ctx context.Context, id string, n store.Notice, l letter) error {
	day := reference.DayInGeneva(t.Now())
	latest, err := t.Store.LatestMail(ctx, n.Account, 50)
	if err != nil {
		return err
	}
	asked := 0
	for _, m := range latest {
		if !strings.HasPrefix(m.ID, "digest/") && reference.DayInGeneva(m.Made) == day {
			asked++
		}
	}
	if asked >= asksMost {
		return ErrTooMany
	}
	_, err = t.queue(ctx, id+"/"+day.String(), n, l, nil)
	return err
}

// Invite sends somebody a link that a person of the workspace made for them. The words are the caller's.
func (t *Teller) Invite(ctx context.Context, to, subject, text string) error {
	address, ok := ParseAddress(to)
	if !ok {
		return fmt.Errorf("sending an invitation: %q is no address", to)
	}
	l := letter{Subject: subject, Text: text}
	sum := sha256.Sum256([]byte(address + "\n" + text))
	_, err := t.queue(ctx, "invite/"+hex.EncodeToString(sum[:8]), store.Notice{Address: address}, l, nil)
	return err
}
