package ingest_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/openupr/openupr/internal/ingest"
)

func TestAFilesNameIsOneThatCanBeShown(t *testing.T) {
	for name, want := range map[string]string{
		"report.pdf": "report.pdf",
		"Отчёт Рабочей группы.docx":           "Отчёт Рабочей группы.docx",
		"/home/someone/secret/report.pdf":     "report.pdf",
		`C:\Users\someone\report.pdf`:         "report.pdf",
		"two\nlines\r\n.pdf":                  "twolines.pdf",
		"\x1b[31mred\x07.pdf":                 "[31mred.pdf",
		"turned\u202efdp.exe":                 "turnedfdp.exe",
		"bad\xff\xfe.pdf":                     "bad\uFFFD.pdf",
		"nul\x00.pdf":                         "nul.pdf",
		"":                                    "file",
		" \n ":                                "file",
		"../../":                              "file",
		"<script>alert(1)&.pdf":               "<script>alert(1)&.pdf", // pages escape what they show
		strings.Repeat("x", 200_000) + ".pdf": strings.Repeat("x", 250) + "…" + ".pdf",
		"a." + strings.Repeat("é", 1000):      "a." + strings.Repeat("é", 252) + "…",
	} {
		got := ingest.NewFile(name, nil).Name
		if got != want {
			t.Errorf("%.40q became %q, want %q", name, got, want)
		}
		if !utf8.ValidString(got) || utf8.RuneCountInString(got) > 255 {
			t.Errorf("%.40q became %q", name, got)
		}
	}
}
