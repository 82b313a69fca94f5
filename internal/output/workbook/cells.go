package workbook

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/openupr/openupr/internal/upr"
)

func codesOf[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, c := range list {
		out[i] = string(c)
	}
	return out
}

func label(l list, code string) string {
	if s, ok := l.labels[code]; ok {
		return s
	}
	return code
}

// checksum of the rows of the hidden sheet.
func checksum(rows [][]string) string {
	h := sha256.New()
	for _, r := range rows {
		for _, c := range r {
			_, _ = io.WriteString(h, c+"\x1f") // a hash takes everything
		}
		_, _ = io.WriteString(h, "\x1e")
	}
	return hex.EncodeToString(h.Sum(nil))
}

// digest of a cell as written.
func digest(name, value string) string {
	sum := sha256.Sum256([]byte(name + "\x00" + text(value)))
	return hex.EncodeToString(sum[:6])
}

// text is a text as a cell gives it back: one kind of line end, nothing that no cell holds, no blanks round it.
func text(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.ToValidUTF8(s, "\uFFFD"))
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, s))
}

// textValue is nothing where there are no words, so that the cell is empty.
func textValue(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func tooLong(s string) bool { return len(s) > maxCell && len(utf16.Encode([]rune(s))) > maxCell }

// cut is a locked text that is only shown.
func cut(s string) string {
	if !tooLong(s) {
		return s
	}
	return string([]rune(s)[:maxCell/2]) + "…"
}

// dayValue is a day as a spreadsheet counts it.
func dayValue(d upr.Date) any {
	if d.IsZero() {
		return nil
	}
	return d.Time().Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours() / 24
}

// sheetName is a name that a workbook allows.
func sheetName(s string) string {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]`, r) || r < ' ' {
			return ' '
		}
		return r
	}, s)
	r := []rune(strings.Trim(s, " '"))
	return string(r[:min(len(r), 31)])
}
