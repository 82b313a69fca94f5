package docx

import (
	"archive/zip"
	"bytes"
	"io"
	"path"
	"strings"

	"github.com/openupr/openupr/internal/document"
)

const (
	maxEntries = 4096    // a report of the review has some 20 parts; a picture book some hundreds
	maxRatio   = 300     // deflate cannot exceed 1032; repetitive tables reach about 40
	ratioFloor = 4 << 20 // below this a part is harmless whatever its ratio
)

// archive is the package of parts. It hands out a part once its declared and its real size fit into what is left of
// the limit for the whole file.
type archive struct {
	parts map[string]*zip.File // by lower-case name: part names do not differ by case (ECMA-376, part 2)
	left  int64                // bytes that may still be inflated
}

func openArchive(b []byte, lim document.Limits) (*archive, error) {
	zr, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		// The directory stands at the end: where it is missing, so is the end of the file.
		return nil, refuse(document.Truncated, err, "the end of the Word file is missing")
	}
	if len(zr.File) > maxEntries {
		return nil, document.Refuse(document.Bomb, "%d parts", len(zr.File))
	}
	a := &archive{parts: make(map[string]*zip.File, len(zr.File)), left: lim.Inflat}
	var total uint64
	for _, f := range zr.File {
		if f.UncompressedSize64 > uint64(lim.Inflat) {
			return nil, document.Refuse(document.Bomb, "a part of %d bytes", f.UncompressedSize64)
		}
		if total += f.UncompressedSize64; total > uint64(lim.Inflat) {
			return nil, document.Refuse(document.Bomb, "more than %d bytes", lim.Inflat)
		}
		if f.UncompressedSize64 > ratioFloor && f.UncompressedSize64 > maxRatio*max(f.CompressedSize64, 1) {
			return nil, document.Refuse(document.Bomb, "a part inflates to %d bytes", f.UncompressedSize64)
		}
		if strings.HasSuffix(f.Name, "/") {
			continue
		}
		name := partName(f.Name)
		if _, twice := a.parts[name]; twice {
			return nil, document.Refuse(document.Hostile, "the part %q stands twice", path.Base(name))
		}
		a.parts[name] = f
	}
	return a, nil
}

// partName is the form in which parts are compared.
func partName(s string) string {
	return strings.ToLower(strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(s, `\`, "/")), "/"))
}

// read inflates a part; ok is false where the package has no such part.
func (a *archive) read(name string) (b []byte, ok bool, err error) {
	f := a.parts[partName(name)]
	if f == nil {
		return nil, false, nil
	}
	if f.Flags&1 != 0 {
		return nil, true, document.Refuse(document.Encrypted, "the parts of the file are encrypted")
	}
	rc, err := f.Open()
	if err != nil {
		return nil, true, refuse(document.Corrupt, err, "the part %q cannot be opened", path.Base(name))
	}
	defer rc.Close()
	var buf bytes.Buffer
	buf.Grow(int(min(f.UncompressedSize64, 8<<20)))
	n, err := io.Copy(&buf, io.LimitReader(rc, a.left+1))
	a.left -= n
	switch {
	case a.left < 0:
		return nil, true, document.Refuse(document.Bomb, "the part %q inflates without end", path.Base(name))
	case err != nil:
		return nil, true, refuse(document.Corrupt, err, "the part %q is damaged", path.Base(name))
	}
	return buf.Bytes(), true, nil
}

// refuse is document.Refuse with the cause kept for the log.
func refuse(code document.Reason, cause error, detail string, args ...any) *document.Refused {
	r := document.Refuse(code, detail, args...)
	r.Err = cause
	return r
}
