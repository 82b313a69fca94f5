package notify

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/url"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// MailConfig says by which server mail is sent. The zero value sends none.
type MailConfig struct {
	Server   string // "mail.example.org:587"; empty: no mail
	From     string // "OpenUPR <openupr@example.org>"
	User     string // empty: without signing in
	Password string
	TLS      MailTLS
	Base     string // address under which people reach the program: "https://upr.example.org"

	Roots *x509.CertPool // whose certificates are believed; nil: the system's
}

// MailTLS says how the way to the mail server is protected.
type MailTLS string

// Ways to protect it.
const (
	StartTLS MailTLS = "starttls" // and nothing is sent when the server cannot
	TLS      MailTLS = "tls"      // from the first byte
	NoTLS    MailTLS = "none"     // for a server on the same machine
)

// On says whether mail is sent.
func (c MailConfig) On() bool { return c.Server != "" }

// Check says what is wrong with the settings.
func (c MailConfig) Check() error {
	if !c.On() {
		return nil
	}
	if _, _, err := c.address(); err != nil {
		return err
	}
	if _, err := mail.ParseAddress(c.From); err != nil {
		return fmt.Errorf("the sender of mails, %q, is no address: give one like \"OpenUPR <openupr@example.org>\"", c.From)
	}
	if u, err := url.Parse(c.Base); err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || strings.Trim(u.Path, "/") != "" {
		return fmt.Errorf("links in mails need the address under which people reach the program, like \"https://upr.example.org\"; it is %q", c.Base)
	}
	switch c.TLS {
	case StartTLS, TLS:
	case NoTLS:
		if c.Password != "" && !c.near() {
			return errors.New("a password is not sent to another machine without TLS: choose starttls or tls for the mail server")
		}
	default:
		return fmt.Errorf("the mail server is reached by starttls, tls or none; %q is none of these", c.TLS)
	}
	return nil
}

func (c MailConfig) address() (host string, port int, err error) {
	host, p, err := net.SplitHostPort(c.Server)
	if err == nil {
		port, err = strconv.Atoi(p)
	}
	if err != nil || host == "" || port < 1 || port > 65535 {
		return "", 0, fmt.Errorf("the mail server is named with its port, like \"mail.example.org:587\"; %q is not", c.Server)
	}
	return host, port, nil
}

// near says whether the server is on this machine.
func (c MailConfig) near() bool {
	host, _, err := c.address()
	ip := net.ParseIP(host)
	return err == nil && (host == "localhost" || ip != nil && ip.IsLoopback())
}

// domain is what stands behind the @ of the sender: message ids end in it.
func (c MailConfig) domain() string {
	a, err := mail.ParseAddress(c.From)
	if err != nil {
		return "invalid"
	}
	_, d, _ := strings.Cut(a.Address, "@")
	return d
}

const smtpTimeout = 30 * time.Second

// dial opens a way to the server.
func (c MailConfig) dial(ctx context.Context) (*gomail.Client, error) {
	host, port, err := c.address()
	if err != nil {
		return nil, err
	}
	opts := []gomail.Option{gomail.WithPort(port), gomail.WithTimeout(smtpTimeout),
		gomail.WithTLSConfig(&tls.Config{ServerName: host, RootCAs: c.Roots, MinVersion: tls.VersionTLS12})}
	var open net.Conn // the library leaves it open when the greeting, TLS or the secret fails
	if c.TLS != TLS {
		opts = append(opts, gomail.WithDialContextFunc(func(ctx context.Context, network, address string) (net.Conn, error) {
			var d net.Dialer
			var err error
			open, err = d.DialContext(ctx, network, address)
			return open, err
		}))
	}
	switch c.TLS {
	case TLS:
		opts = append(opts, gomail.WithSSL())
	case NoTLS:
		opts = append(opts, gomail.WithTLSPolicy(gomail.NoTLS))
	default:
		opts = append(opts, gomail.WithTLSPolicy(gomail.TLSMandatory))
	}
	if c.User != "" {
		opts = append(opts, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(c.User), gomail.WithPassword(c.Password))
	}
	client, err := gomail.NewClient(host, opts...)
	if err != nil {
		return nil, fmt.Errorf("preparing to send mail: %w", err)
	}
	if err := client.DialWithContext(ctx); err != nil {
		if open != nil {
			_ = open.Close() // what went wrong is said below
		}
		return nil, fmt.Errorf("reaching the mail server %s: %w", c.Server, err)
	}
	return client, nil
}

// refusedForGood says whether the person's address will never take a mail: what the server says of the recipient or the
// mail, not of us or of its own state.
func refusedForGood(err error) bool {
	var e *gomail.SendError
	return errors.As(err, &e) && !e.IsTemp() && e.ErrorCode() >= 500 && (e.Reason == gomail.ErrSMTPRcptTo || e.Reason == gomail.ErrSMTPDataClose)
}
