package e2e_test

import (
	"testing"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/store"
)

// The link at the foot of a mail leads to a page on which its reader, who is not signed in, confirms or stops the mails.
func TestTheLinkOfAMailIsAPageForWhoeverReadsIt(t *testing.T) {
	p := serve(t, t.TempDir())
	who := p.seated(t, "told", account.Member, account.Seat{Workspace: ws, Role: account.Reader})
	s, err := store.Open(t.Context(), store.Config{Dir: p.dir})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	n, err := s.SetNotice(t.Context(), store.Notice{Account: who.ID, Address: "told@example.org", Every: store.DailyDigest})
	if err != nil {
		t.Fatal(err)
	}
	tb := openTab(t)
	for _, lang := range languages {
		tb.visit(inLanguage(p.url, "/mail/"+n.Secret, lang))
		tb.checkHere("mail-link", lang)
	}
	tb.by(noScripts).press(`form[action^="/mail/"] button[type=submit]`)
	if n, err = s.NoticeBySecret(t.Context(), n.Secret); err != nil || !n.Confirmed {
		t.Errorf("after the page's first button the address is not confirmed: %+v %v\n%s", n, err, tb.words())
	}
}
