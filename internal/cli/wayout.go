package cli

import (
	"fmt"
	"net/netip"
	"os"
	"strings"

	"github.com/openupr/openupr/internal/notify"
	"github.com/openupr/openupr/internal/outside"
)

// wayOutFlags say what may leave the program: mail by a server, and requests to other machines. Nothing does unless it is
// set here; docs/operator.md tells how.
type wayOutFlags struct {
	SMTP             string `name:"smtp" hidden:"" env:"OPENUPR_SMTP"`
	SMTPFrom         string `name:"smtp-from" hidden:"" env:"OPENUPR_SMTP_FROM"`
	SMTPTLS          string `name:"smtp-tls" hidden:"" default:"starttls" env:"OPENUPR_SMTP_TLS"`
	SMTPUser         string `name:"smtp-user" hidden:"" env:"OPENUPR_SMTP_USER"`
	SMTPPassword     string `name:"smtp-password" hidden:"" env:"OPENUPR_SMTP_PASSWORD"`
	SMTPPasswordFile string `name:"smtp-password-file" hidden:"" env:"OPENUPR_SMTP_PASSWORD_FILE" type:"path"`

	Outside     bool     `hidden:"" env:"OPENUPR_OUTSIDE"`
	OutsideAlso []string `name:"outside-also" hidden:"" env:"OPENUPR_OUTSIDE_ALSO"`
}

// mail are the settings of the mail server; base is the address of the site.
func (f wayOutFlags) mail(base string) (notify.MailConfig, error) {
	c := notify.MailConfig{Server: f.SMTP, From: f.SMTPFrom, TLS: notify.MailTLS(f.SMTPTLS), User: f.SMTPUser, Password: f.SMTPPassword, Base: base}
	if c.On() && c.Password == "" && f.SMTPPasswordFile != "" {
		b, err := os.ReadFile(f.SMTPPasswordFile)
		if err != nil {
			return c, fmt.Errorf("reading the secret of the mail server: %w", err)
		}
		c.Password = strings.TrimSpace(string(b))
	}
	return c, c.Check()
}

// door to other machines.
func (f wayOutFlags) door() (outside.Config, error) {
	c := outside.Config{On: f.Outside}
	for _, a := range f.OutsideAlso {
		ap, err := netip.ParseAddrPort(strings.TrimSpace(a))
		if err != nil {
			return c, fmt.Errorf("OPENUPR_OUTSIDE_ALSO lists addresses with ports, such as 10.0.0.5:8443: %w", err)
		}
		c.Also = append(c.Also, ap)
	}
	return c, nil
}
