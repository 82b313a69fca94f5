package cli

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"

	"github.com/openupr/openupr/internal/web"
)

// signInFlags say at which address the program is reached, and by which OpenID provider people may sign in. They are set in
// the environment; docs/operator.md tells how.
type signInFlags struct {
	Origin         string `hidden:"" env:"OPENUPR_ORIGIN"`
	OIDCIssuer     string `name:"oidc-issuer" hidden:"" env:"OPENUPR_OIDC_ISSUER"`
	OIDCClient     string `name:"oidc-client" hidden:"" env:"OPENUPR_OIDC_CLIENT"`
	OIDCSecret     string `name:"oidc-secret" hidden:"" env:"OPENUPR_OIDC_SECRET"`
	OIDCSecretFile string `name:"oidc-secret-file" hidden:"" env:"OPENUPR_OIDC_SECRET_FILE" type:"path"`
	OIDCName       string `name:"oidc-name" hidden:"" env:"OPENUPR_OIDC_NAME"`
	OIDCAccounts   bool   `name:"oidc-accounts" hidden:"" env:"OPENUPR_OIDC_ACCOUNTS"`
}

// errOrigin is an address of the site that is none.
var errOrigin = errors.New("OPENUPR_ORIGIN must be scheme and host only, such as https://upr.example.org")

// origin is the address of the site; empty when none was set.
func (f signInFlags) origin() (string, error) {
	if f.Origin == "" {
		return "", nil
	}
	u, err := url.Parse(strings.TrimSuffix(f.Origin, "/"))
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.Path != "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return "", errOrigin
	}
	return u.Scheme + "://" + u.Host, nil
}

// provider is the OpenID provider; nil when none was set.
func (f signInFlags) provider() (*web.OIDC, error) {
	if f.OIDCIssuer == "" {
		return nil, nil
	}
	o := &web.OIDC{Issuer: f.OIDCIssuer, Client: f.OIDCClient, Secret: f.OIDCSecret, Name: f.OIDCName, Accounts: f.OIDCAccounts}
	if o.Secret == "" && f.OIDCSecretFile != "" {
		b, err := os.ReadFile(f.OIDCSecretFile)
		if err != nil {
			return nil, fmt.Errorf("reading the secret of the OpenID client: %w", err)
		}
		o.Secret = strings.TrimSpace(string(b))
	}
	return o, web.CheckOIDC(o)
}
