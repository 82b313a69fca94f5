//go:build linux

package e2e_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/i18n"
	sampledocs "github.com/openupr/openupr/internal/sample"
	"github.com/openupr/openupr/internal/shareddata"
)

// most is how much memory the program may take for any one file or crowd, in bytes.
const most = 1 << 30

// outcome of one command.
type outcome struct {
	code     int
	out, err string
	memory   int64 // at its peak, in bytes
}

// command runs the program once, in English, without a shell.
func command(t *testing.T, args ...string) outcome {
	t.Helper()
	bin, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(bin, args...)
	endWithParent(cmd)
	cmd.Env = append(os.Environ(), "OPENUPR_LANG=en")
	var out, errOut bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errOut
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	o := outcome{code: cmd.ProcessState.ExitCode(), out: out.String(), err: errOut.String()}
	if u, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		o.memory = u.Maxrss << 10
	}
	return o
}

// treeHead verifies the record and gives the line that names its tree head.
func treeHead(t *testing.T, args ...string) string {
	t.Helper()
	o := command(t, append([]string{"verify"}, args...)...)
	if o.code != 0 {
		t.Fatalf("verify ends with %d: %s%s", o.code, o.out, o.err)
	}
	return o.out
}

// sampleDocuments are the files of the invented review.
func sampleDocuments(t *testing.T) []sampledocs.File {
	t.Helper()
	files, err := sampledocs.Files()
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// word is a Word file with the given body.
func word(t *testing.T, body string) []byte {
	t.Helper()
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	w, err := z.Create("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(w, body); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

const wordHead = `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`

// heavy is a Word file that unpacks to nearly what is allowed, and looks like words.
func heavy(t *testing.T) []byte {
	t.Helper()
	var b strings.Builder
	b.WriteString(wordHead)
	for i := 0; b.Len() < 120<<20; i++ {
		fmt.Fprintf(&b, "<w:p><w:r><w:t>%s</w:t></w:r></w:p>", strings.Repeat(strconv.Itoa(i*7919%1_000_003)+" words ", 80))
	}
	b.WriteString("</w:body></w:document>")
	return word(t, b.String())
}

func TestHostileFilesAreRefusedWithinBounds(t *testing.T) {
	cat, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	dir, record := t.TempDir(), filepath.Join(t.TempDir(), "record")
	report := sampleDocuments(t)[0]
	if err := os.WriteFile(filepath.Join(dir, "good.docx"), report.Bytes, 0o600); err != nil {
		t.Fatal(err)
	}
	if o := command(t, "import", "--yes", "--dir", record, filepath.Join(dir, "good.docx")); o.code != 0 && o.code != 3 {
		t.Fatalf("the sample's report ends with %d: %s", o.code, o.err)
	}
	before := treeHead(t, "--dir", record)
	for name, tt := range map[string]struct {
		content []byte
		size    int64 // of a file that has nothing behind its content
		want    document.Reason
	}{
		"empty.pdf":               {want: document.Empty},
		"sparse.pdf":              {content: []byte("%PDF-1.4\n"), size: 200 << 20, want: document.TooLarge},
		"sparse.docx":             {content: []byte("PK\x03\x04"), size: 200 << 20, want: document.TooLarge},
		"hollow.pdf":              {content: []byte("%PDF-1.4\n"), size: 60 << 20, want: document.Truncated},
		"hollow.docx":             {content: []byte("PK\x03\x04"), size: 60 << 20, want: document.Truncated},
		"lines.txt":               {content: bytes.Repeat([]byte("one line\n"), 1<<20), want: document.TooMany},
		"one-line.txt":            {content: bytes.Repeat([]byte("123.1. a "), 1<<20), want: document.NotExpected},
		"text.txt":                {content: bytes.Repeat([]byte("word "), 4<<20), want: document.TooLarge},
		"web.pdf":                 {content: []byte("<html><script>alert(1)</script>"), want: document.NotExpected},
		"old.doc":                 {content: append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "W\x00o\x00r\x00d\x00D\x00o\x00c\x00u\x00m\x00e\x00n\x00t\x00"...), want: document.OldWord},
		"flat-bomb.docx":          {content: word(t, strings.Repeat(" ", 200<<20)), want: document.Bomb},
		"heavy.docx":              {content: heavy(t), want: document.NotExpected},
		"tower.docx":              {content: word(t, wordHead+strings.Repeat("<w:tbl><w:tr><w:tc>", 100_000)), want: document.TooDeep},
		"entity.docx":             {content: word(t, `<!DOCTYPE a [<!ENTITY b "c">]>`+wordHead+"&b;"), want: document.Hostile},
		"lines\nand \x1b[31m.pdf": {content: []byte("%PDF-1.4\nx"), want: document.Truncated},
	} {
		t.Run(strconv.Quote(name), func(t *testing.T) {
			path := filepath.Join(dir, name)
			if err := os.WriteFile(path, tt.content, 0o600); err != nil {
				t.Fatal(err)
			}
			if tt.size > 0 {
				if err := os.Truncate(path, tt.size); err != nil {
					t.Fatal(err)
				}
			}
			o := command(t, "import", "--yes", "--dir", record, path)
			words := cat.Printer(i18n.English).T("document.refused." + string(tt.want))
			if o.code != 4 || !strings.Contains(o.err, words) {
				t.Errorf("ends with %d and says %q, want %q", o.code, o.err, words)
			}
			if strings.Contains(o.err, "\x1b") {
				t.Error("the file's name steers the terminal")
			}
			if o.memory > most {
				t.Errorf("took %d MB", o.memory>>20)
			}
		})
	}
	if after := treeHead(t, "--dir", record); after != before {
		t.Errorf("the record went from %s to %s", before, after)
	}
	if n := len(originals(t, record)); n != 1 {
		t.Errorf("%d originals are kept", n)
	}
}

// originals are the files that a record keeps.
func originals(t *testing.T, record string) (out []string) {
	t.Helper()
	err := filepath.WalkDir(filepath.Join(record, "files"), func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			out = append(out, filepath.Base(path))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// A file that was cut off anywhere is refused; nothing of it comes in.
func TestFilesCutAtEachKilobyteAreRefused(t *testing.T) {
	dir, record := t.TempDir(), filepath.Join(t.TempDir(), "record")
	var whole [][]byte
	for _, f := range sampleDocuments(t) {
		whole = append(whole, f.Bytes)
	}
	if shared := shareddata.Find(); shared != "" {
		b, err := os.ReadFile(filepath.Join(shared, "data", "wg-reports", "pdf", "kazakhstan2014.pdf"))
		if err != nil {
			t.Fatal(err)
		}
		whole = append(whole, b)
	} else {
		t.Log("NOTE: without the shared documents no PDF is cut")
	}
	n := 0
	for i, b := range whole {
		for at := 0; at < len(b); at += 1 << 10 {
			n++
			name := filepath.Join(dir, fmt.Sprintf("%d-%06d.docx", i, at)) // whatever it is called, its bytes count
			if err := os.WriteFile(name, b[:at], 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	o := command(t, "import", "--yes", "--dir", record, dir)
	if refused := strings.Count(o.err, "not taken"); o.code != 4 || refused != n-len(whole)+1 { // the empty ones are the same
		t.Errorf("ends with %d and %d of %d refused", o.code, refused, n)
	}
	if head := treeHead(t, "--dir", record); !strings.Contains(head, " 0 acts") {
		t.Errorf("the record holds something: %s", head)
	}
}

// person is somebody who uses the running program over HTTP.
type person struct {
	t    *testing.T
	url  string
	http *http.Client
}

func newPerson(t *testing.T, url string) *person {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &person{t, url, &http.Client{Jar: jar}}
}

const secret = "a long enough password"

// setUp makes the first account.
func (p *person) setUp() {
	p.t.Helper()
	p.post("/setup", url.Values{"name": {"First"}, "login": {"first"}, "password": {secret}})
}

func (p *person) post(path string, form url.Values) *http.Response {
	p.t.Helper()
	answer, err := p.http.PostForm(p.url+path, form)
	if err != nil {
		p.t.Fatal(err)
	}
	if answer.Body.Close(); answer.StatusCode != http.StatusOK {
		p.t.Fatalf("%s answers %s", path, answer.Status)
	}
	return answer
}

// handIn uploads a file and gives the answer's status and where it led to.
func (p *person) handIn(name string, b []byte) (status int, path string, err error) {
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	w, err := m.CreateFormFile("file", name)
	if err != nil {
		return 0, "", err
	}
	if _, err := w.Write(b); err != nil {
		return 0, "", err
	}
	if err := m.Close(); err != nil {
		return 0, "", err
	}
	answer, err := p.http.Post(p.url+"/import", m.FormDataContentType(), &body)
	if err != nil {
		return 0, "", err
	}
	return answer.StatusCode, answer.Request.URL.Path, answer.Body.Close()
}

// A crowd that signs in, and one that hands in heavy files, waits; the program's memory stays within its bound.
func TestMemoryIsBoundedUnderACrowd(t *testing.T) {
	p := serve(t, t.TempDir())
	first := newPerson(t, p.url)
	first.setUp()
	var crowd sync.WaitGroup
	for i := range 24 { // each takes 64 MB to check
		crowd.Go(func() {
			answer, err := http.PostForm(p.url+"/sign-in", url.Values{"login": {fmt.Sprint("nobody", i)}, "password": {"wrong"}})
			if err != nil {
				t.Error(err)
				return
			}
			if answer.Body.Close(); answer.StatusCode != http.StatusUnprocessableEntity {
				t.Errorf("signing in answers %s", answer.Status)
			}
		})
	}
	crowd.Wait()
	t.Logf("signing in: %d MB", peak(t, p)>>20)
	file := heavy(t)
	for range 3 { // half a gigabyte each
		crowd.Go(func() {
			if status, _, err := first.handIn("heavy.docx", file); err != nil || status != http.StatusUnprocessableEntity {
				t.Errorf("the heavy file answers %d, %v", status, err)
			}
		})
	}
	crowd.Wait()
	t.Logf("and handing in: %d MB", peak(t, p)>>20)
	if m := peak(t, p); m > most {
		t.Errorf("the program took %d MB", m>>20)
	}
}

// peak is the most memory that a running program has taken, in bytes.
func peak(t *testing.T, p *program) int64 {
	t.Helper()
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(b), "VmHWM:")
	kb, err := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return kb << 10
}

// eventually waits for something that another program is to see.
func eventually(t testing.TB, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !is(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%s: not within 20 s", what)
		}
	}
}
