package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

func TestFromFirstStartToTheFirstTable(t *testing.T) {
	t.Parallel()
	rd := open(t, false)
	rd.wants(rd.get("/"), http.StatusOK, "Which State?", `href="/setup"`, "Kazakhstan", "Kiribati")
	if a := rd.get("/import"); a.path != "/setup" {
		t.Errorf("the first visitor on this machine who wants to import is led to %s, want /setup", a.path)
	}
	rd.setUp()
	files := sampleFiles(t)

	preview := rd.send(files[0]) // first click: the file
	rd.wants(preview, http.StatusOK, "What would change", "new items", "Bring into the record", "Sentences that open the lists")
	review := rd.post(preview.path, url.Values{"do": {"confirm"}}) // second click: yes
	rd.wants(review, http.StatusOK, "Velmora, cycle 4", "Done", "items", `class="items"`)
	if !strings.HasPrefix(review.path, "/reviews/ZZV/") {
		t.Fatalf("after confirming the reader is at %s, not at the table", review.path)
	}
	if again := rd.get(review.path); strings.Contains(again.body, "<p class=\"notice-title\">Done</p>") {
		t.Error("what an act did is said more than once")
	}

	rd.wants(rd.send(files[0]), http.StatusOK, "The record holds this file already")
	for _, f := range files[1:] {
		p := rd.send(f)
		rd.wants(p, http.StatusOK, "What would change")
		rd.wants(rd.post(p.path, url.Values{"do": {"confirm"}}), http.StatusOK)
	}
	rd.wants(rd.get("/reviews/ZZV/4"), http.StatusOK, "Counts compared", "Thematic list")
	rd.wants(rd.get("/ledger"), http.StatusOK, "Ministry of Examples", "Administrator", "import of a document")
	for _, path := range []string{"/ledger", "/ledger/1"} {
		_, content, found := strings.Cut(rd.get(path).body, "<main") // above it the reader is greeted by name
		if !found || strings.Contains(content, "First Person") {
			t.Errorf("%s names a person, or has no content", path)
		}
	}
}

func TestFileThatIsLetGoLeavesNothing(t *testing.T) {
	t.Parallel()
	rd := open(t, false)
	rd.setUp()
	p := rd.send(sampleFiles(t)[0])
	rd.wants(rd.post(p.path, url.Values{"do": {"drop"}}), http.StatusOK, "Bring in a document")
	rd.wants(rd.get(p.path), http.StatusNotFound, "not waiting any more")
	rd.wants(rd.get("/ledger"), http.StatusOK, "No act yet")
}

func TestRefusedFilesSayWhatToDoAndChangeNothing(t *testing.T) {
	t.Parallel()
	rd := open(t, false)
	rd.setUp()
	for name, tt := range map[string]struct {
		file ingestFile
		says string
	}{
		"empty":        {file("empty.pdf", ""), "The file is empty"},
		"not a format": {file("notes.pdf", "\x00\x01\x02 not a document"), "cannot read this kind of file"},
		"cut off":      {file("cut.docx", "PK\x03\x04 and no more"), "The record is unchanged"},
		"old Word":     {file("old.doc", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"+strings.Repeat("\x00", 600)), "The record is unchanged"},
	} {
		t.Run(name, func(t *testing.T) {
			a := rd.send(tt.file)
			rd.wants(a, http.StatusUnprocessableEntity, tt.says, `role="alert"`, tt.file.Name)
		})
	}
	rd.wants(rd.get("/ledger"), http.StatusOK, "No act yet")
	rd.wants(rd.post("/import", url.Values{}), http.StatusBadRequest)
}

func TestPagesOfTheRecord(t *testing.T) {
	t.Parallel()
	rd := open(t, true)
	review := rd.get("/reviews/ZZV/4")
	rd.wants(review, http.StatusOK, "invented", "supported", "noted", `lang="en" dir="auto"`)
	link := regexp.MustCompile(`/items/UPR-ZZV-C4-[0-9.]+`).FindString(review.body)
	item := rd.get(link)
	rd.wants(item, http.StatusOK, "Recommended by", "As it stood", "As this record knew it", "Permanent identifier", "Cite", "Ledger")
	id := strings.TrimPrefix(link, "/items/")
	for _, x := range []string{id, id + "-s1"} {
		if a := rd.get("/id/" + x); a.status != http.StatusOK || a.path != link {
			t.Errorf("the identifier %s leads to %s (%d), want %s", x, a.path, a.status, link)
		}
	}
	page := regexp.MustCompile(`/documents/[0-9a-f]{64}\?item=[^"#]+`).FindString(item.body)
	rd.wants(rd.get(page), http.StatusOK, "<mark", "s the program read it", "Back to recommendation")
	original := rd.get(regexp.MustCompile(`/documents/[0-9a-f]{64}/original`).FindString(item.body))
	if original.status != http.StatusOK || !strings.HasPrefix(original.body, "PK") || !strings.Contains(original.header.Get("Content-Disposition"), "attachment") {
		t.Errorf("the original comes with %d %v", original.status, original.header)
	}
	number := strings.SplitN(id, "-", 4)[3]
	if a := rd.get("/reviews/ZZV/4?n=" + number); a.path != "/reviews/ZZV/4" && !strings.HasPrefix(a.path, "/reviews/ZZV/4?page=") {
		t.Errorf("number %s leads to %s", number, a.path)
	}
	rd.wants(rd.get("/reviews/ZZV/4?n=999.999"), http.StatusOK, "There is no recommendation 999.999")
	all, noted := strings.Count(review.body, "data-entry"), strings.Count(rd.get("/reviews/ZZV/4?position=noted").body, "data-entry")
	if noted == 0 || noted >= all {
		t.Errorf("%d items are noted of %d", noted, all)
	}
	rd.wants(rd.get("/reviews/ZZV/4/reconciliation"), http.StatusOK, "Counts by source")
	for _, ext := range []string{"csv", "xlsx", "ndjson"} {
		a := rd.get("/reviews/ZZV/4/items." + ext)
		if a.status != http.StatusOK || len(a.body) < 500 || !strings.Contains(a.header.Get("Content-Disposition"), "openupr-ZZV-4-act-3."+ext) {
			t.Errorf("%s: %d, %d bytes, %q", ext, a.status, len(a.body), a.header.Get("Content-Disposition"))
		}
	}
	if n := strings.Count(rd.get("/reviews/ZZV/4/items.ndjson").body, "\n"); n != all {
		t.Errorf("the export has %d rows, the page %d items", n, all)
	}
}

func TestEveryPageInEveryLanguageOverTheRecord(t *testing.T) {
	t.Parallel()
	rd := open(t, true)
	link := regexp.MustCompile(`/items/UPR-ZZV-C4-[0-9.]+`).FindString(rd.get("/reviews/ZZV/4").body)
	doc := regexp.MustCompile(`/documents/[0-9a-f]{64}`).FindString(rd.get("/reviews/ZZV/4").body)
	for _, path := range []string{"/", "/states", "/states?q=Zzz", "/states/ZZV", "/states/KAZ", "/states/VAT", "/states/ZZA", "/reviews/ZZV/4", "/reviews/KAZ/4",
		"/reviews/ZZV/4/reconciliation", link, doc, "/ledger", "/ledger/1", "/about", "/glossary", "/policy", "/api", "/questions", "/setup", "/nowhere"} {
		for _, lang := range []string{"en", "ru", "kk", "x-mirrored"} {
			sep := "?"
			if strings.Contains(path, "?") {
				sep = "&"
			}
			a := rd.get(path + sep + "lang=" + lang)
			if a.status >= 500 {
				t.Errorf("%s in %s answers %d", path, lang, a.status)
			}
			if n := strings.Count(a.body, "<h1"); n != 1 {
				t.Errorf("%s in %s has %d headings of the first level", path, lang, n)
			}
			for _, want := range []string{`<html lang="`, ` dir="`, `<main id="content"`, `href="#content"`, "<header", "<footer"} {
				if !strings.Contains(a.body, want) {
					t.Errorf("%s in %s has no %s", path, lang, want)
				}
			}
			for _, never := range []string{" style=", "<style", "javascript:", " onclick=", "<script>"} {
				if strings.Contains(a.body, never) {
					t.Errorf("%s in %s contains %q, which the content security policy forbids", path, lang, never)
				}
			}
			if n := strings.Count(a.body, "<table"); n != strings.Count(a.body, "<caption") {
				t.Errorf("%s in %s has %d tables and %d captions", path, lang, n, strings.Count(a.body, "<caption"))
			}
		}
	}
}

func TestStatesAreFoundByAnyName(t *testing.T) {
	t.Parallel()
	rd := open(t, false)
	for q, want := range map[string]string{"KAZ": "/states/KAZ", "kaz": "/states/KAZ", "Казахстан": "/states/KAZ", "Қазақстан": "/states/KAZ",
		"cote d'ivoire": "/states/CIV", "Türkiye": "/states/TUR", "Holy See": "/states/VAT", "Iran": "/states/IRN"} {
		if a := rd.get("/states?q=" + url.QueryEscape(q)); a.path != want {
			t.Errorf("%q leads to %s, want %s", q, a.path, want)
		}
	}
	rd.wants(rd.get("/states?q=guinea"), http.StatusOK, "Equatorial Guinea", "Guinea-Bissau", "States for “guinea”")
	rd.wants(rd.get("/states?q=Atlantis"), http.StatusOK, "Nothing is called “Atlantis”", "Zimbabwe")
	if a := rd.get("/states/kaz"); a.path != "/states/KAZ" {
		t.Errorf("small letters lead to %s", a.path)
	}
	rd.wants(rd.get("/states/QQQ"), http.StatusNotFound, "There is no such page")
	rd.wants(rd.get("/reviews/KAZ/9"), http.StatusNotFound)
	rd.wants(rd.get("/reviews/VAT/1"), http.StatusNotFound)
}
