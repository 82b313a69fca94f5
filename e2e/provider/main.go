// Command provider is an OpenID provider for the browser tests: the example server of zitadel/oidc, which is a certified
// implementation, on a port of its own, with two people and one client. It is a module of its own, so that nothing of it is
// in the program's.
//
//	provider REDIRECT-URI…
//
// It prints its issuer as a line once it answers. Its people are test-user2 and, with another subject, test-user@localhost,
// both with the password "verysecure"; its client is web with the secret "secret".
package main

import (
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"

	"github.com/zitadel/oidc/v3/example/server/exampleop"
	"github.com/zitadel/oidc/v3/example/server/storage"
)

func main() {
	if err := serve(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func serve(redirects []string) error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	_, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		return err
	}
	issuer := "http://localhost:" + port + "/"
	storage.RegisterClients(storage.WebClient("web", "secret", redirects...))
	handler := exampleop.SetupServer(issuer, storage.NewStorage(storage.NewUserStore(issuer)), slog.New(slog.NewTextHandler(io.Discard, nil)), false)
	fmt.Println(issuer)
	return http.Serve(l, handler)
}
