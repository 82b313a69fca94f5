//go:build unix

package notify_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"net/mail"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/openupr/openupr/internal/notify"
)

// mailServer is Debian's Exim with a configuration of its own, in a folder of its own, without any right: OpenSMTPD has its
// control socket and its spool at fixed places and must be root, so that a test could not have one to itself. Mails lie in a
// maildir; the file "busy" makes the server say "later", and nobody is called "refused".
type mailServer struct {
	t     *testing.T
	dir   string
	port  int
	roots *x509.CertPool
}

const eximConfig = `exim_user = %[2]d
exim_group = %[3]d
spool_directory = %[1]s/spool
log_file_path = %[1]s/log-%%s
pid_file_path = %[1]s/pid
primary_hostname = mail.velmora.example
local_interfaces = 127.0.0.1
daemon_smtp_ports = %[4]d
keep_environment =
never_users =
deliver_drop_privilege = true
host_lookup =
rfc1413_query_timeout = 0s
smtp_accept_queue_per_connection = 0
tls_advertise_hosts = *
tls_certificate = %[1]s/cert.pem
tls_privatekey = %[1]s/key.pem
acl_smtp_rcpt = rcpt
begin acl
rcpt:
  defer condition = ${if exists{%[1]s/busy}}
        message = try again later
  deny  local_parts = refused
        message = no such person
  deny  condition = ${if exists{%[1]s/guarded}}
        !authenticated = *
        message = sign in first
  accept
begin routers
all:
  driver = accept
  transport = maildir
begin transports
maildir:
  driver = appendfile
  maildir_format
  directory = %[1]s/mail
  create_directory
  envelope_to_add
  delivery_date_add
  user = %[2]d
  group = %[3]d
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${if and{{eq{$auth2}{openupr}}{eq{$auth3}{a word}}}}
  server_advertise_condition = ${if def:tls_in_cipher}
`

func startMail(t *testing.T) *mailServer {
	t.Helper()
	program, err := exec.LookPath("exim4")
	if err != nil {
		program, err = exec.LookPath("/usr/sbin/exim4")
	}
	if errors.Is(err, exec.ErrNotFound) || errors.Is(err, os.ErrNotExist) {
		t.Fatal("exim4 is not here: make test installs it (Debian: apt-get install exim4-daemon-light)")
	}
	dir, err := os.MkdirTemp("/tmp", "openupr-mail-") // short, and open to the user that the server runs as
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	s := &mailServer{t: t, dir: dir, port: freePort(t)}
	uid, gid := os.Getuid(), os.Getgid()
	attr := &syscall.SysProcAttr{Setpgid: true}
	if uid == 0 { // Exim would change its user by itself and the folder would be another's
		nobody, err := user.Lookup("nobody")
		if err != nil {
			t.Fatal(err)
		}
		uid, _ = strconv.Atoi(nobody.Uid)
		gid, _ = strconv.Atoi(nobody.Gid)
		attr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	}
	s.certificate()
	s.write("exim.conf", fmt.Sprintf(eximConfig, dir, uid, gid, s.port))
	for _, f := range []string{"", "exim.conf", "cert.pem", "key.pem"} {
		if err := os.Chown(filepath.Join(dir, f), uid, gid); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	cmd := exec.Command(program, "-C", filepath.Join(dir, "exim.conf"), "-bdf", "-q1s")
	cmd.Dir, cmd.Stdout, cmd.Stderr, cmd.SysProcAttr = dir, &out, &out, attr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM) // the whole group: a queue runner may be at work
		_ = cmd.Wait()
	})
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		c, err := net.Dial("tcp", s.addr())
		if err == nil {
			_ = c.Close()
			return s
		}
		if time.Now().After(deadline) {
			t.Fatalf("the mail server does not answer: %v\n%s", err, out.String())
		}
	}
}

func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

func (s *mailServer) addr() string { return fmt.Sprintf("127.0.0.1:%d", s.port) }

func (s *mailServer) write(name, text string) {
	s.t.Helper()
	if err := os.WriteFile(filepath.Join(s.dir, name), []byte(text), 0o644); err != nil {
		s.t.Fatal(err)
	}
}

func (s *mailServer) certificate() {
	s.t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		s.t.Fatal(err)
	}
	from := time.Now().Add(-time.Hour)
	tmpl := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "mail.velmora.example"}, NotBefore: from, NotAfter: from.Add(48 * time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, tmpl, &key.PublicKey, key)
	if err != nil {
		s.t.Fatal(err)
	}
	raw, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		s.t.Fatal(err)
	}
	cert := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	s.write("cert.pem", cert)
	s.write("key.pem", string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: raw})))
	s.roots = x509.NewCertPool()
	s.roots.AppendCertsFromPEM([]byte(cert))
}

// config leads the program to this server.
func (s *mailServer) config() notify.MailConfig {
	return notify.MailConfig{Server: s.addr(), From: "OpenUPR <openupr@upr.example>", TLS: notify.StartTLS, Base: "https://upr.example", Roots: s.roots}
}

// set makes the server busy or guarded, or no more.
func (s *mailServer) set(name string, on bool) {
	s.t.Helper()
	if on {
		s.write(name, "")
		return
	}
	if err := os.Remove(filepath.Join(s.dir, name)); err != nil {
		s.t.Fatal(err)
	}
}

// arrived are the mails in the order in which they were made, once there are at least so many; then a moment is waited in
// which one too many would show.
func (s *mailServer) arrived(n int) []*mail.Message {
	s.t.Helper()
	var files []string
	for deadline := time.Now().Add(15 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if files, _ = filepath.Glob(filepath.Join(s.dir, "mail/new/*")); len(files) >= n {
			break
		}
	}
	for deadline := time.Now().Add(5 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if waits, _ := filepath.Glob(filepath.Join(s.dir, "spool/input/*")); len(waits) == 0 {
			break // nothing is on its way inside the server
		}
	}
	files, _ = filepath.Glob(filepath.Join(s.dir, "mail/new/*"))
	var out []*mail.Message
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			s.t.Fatal(err)
		}
		m, err := mail.ReadMessage(bytes.NewReader(b))
		if err != nil {
			s.t.Fatalf("%s: %v", f, err)
		}
		out = append(out, m)
	}
	if len(out) != n {
		var log []byte
		if len(out) < n {
			log, _ = os.ReadFile(filepath.Join(s.dir, "log-main"))
		}
		s.t.Fatalf("%d mails arrived, not %d: %v\n%s", len(out), n, subjects(out), log)
	}
	slices.SortStableFunc(out, func(a, b *mail.Message) int {
		x, _ := a.Header.Date()
		y, _ := b.Header.Date()
		return x.Compare(y)
	})
	return out
}

func subjects(list []*mail.Message) []string {
	var out []string
	for _, m := range list {
		out = append(out, strings.Join([]string{m.Header.Get("To"), m.Header.Get("Message-ID")}, " "))
	}
	slices.Sort(out)
	return out
}

// count is how many mails there are once the server has nothing more on its way.
func (s *mailServer) count() int {
	s.t.Helper()
	for quiet := 0; quiet < 5; time.Sleep(30 * time.Millisecond) {
		quiet++
		if waits, _ := filepath.Glob(filepath.Join(s.dir, "spool/input/*")); len(waits) > 0 {
			quiet = 0
		}
	}
	files, _ := filepath.Glob(filepath.Join(s.dir, "mail/new/*"))
	return len(files)
}
