package workbook

import (
	"archive/zip"
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"

	"github.com/openupr/openupr/internal/document"
)

// hasFormulas says whether any sheet holds a formula; then it is looked at cell by cell.
func hasFormulas(b []byte) (bool, error) {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return false, refused(err)
	}
	for _, part := range z.File {
		if !strings.HasPrefix(strings.ToLower(part.Name), "xl/worksheets/") || !strings.HasSuffix(strings.ToLower(part.Name), ".xml") {
			continue
		}
		f, err := part.Open()
		if err != nil {
			return false, refused(err)
		}
		found, err := contains(bufio.NewReaderSize(f, 1<<16))
		if err = errors.Join(err, f.Close()); err != nil {
			return false, refused(err)
		}
		if found {
			return true, nil
		}
	}
	return false, nil
}

// contains looks for the element of a formula, with or without a prefix of a namespace.
func contains(r *bufio.Reader) (bool, error) {
	limit := document.DefaultLimits().Inflat
	for read := int64(0); read < limit; {
		s, err := r.ReadSlice('<')
		read += int64(len(s))
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if errors.Is(err, io.EOF) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		next, err := r.Peek(16)
		if err != nil && !errors.Is(err, io.EOF) {
			return false, err
		}
		name := next
		if i := bytes.IndexAny(next, " />\t\r\n"); i >= 0 {
			name = next[:i]
		}
		if i := bytes.IndexByte(name, ':'); i >= 0 {
			name = name[i+1:]
		}
		if string(name) == "f" {
			return true, nil
		}
	}
	return false, document.Refuse(document.Bomb, "%d MB", limit>>20)
}
