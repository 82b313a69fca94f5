// Package evidence looks at files that people hand in to prove something: what a file is, by its bytes and never by its
// name; whether it is taken at all; under which harmless name it is kept; and, where people must be protected, what in it
// says who made it and where (Clean). It opens no archive: of the packages of office programs it reads the list of parts,
// and of those only the few that name persons, each within bounds. Nothing holds a whole file in memory.
package evidence

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// Kind of a file, as recognised.
type Kind struct {
	Type  string   // media type
	Exts  []string // of names, with the dot; the first is given to a file without one of them
	clean func(w io.Writer, r io.ReaderAt, size int64) ([]Left, error)
}

// Kinds that are taken.
var (
	PDF  = Kind{"application/pdf", []string{".pdf"}, cleanPDF}
	JPEG = Kind{"image/jpeg", []string{".jpg", ".jpeg", ".jpe"}, streamed(cleanJPEG)}
	PNG  = Kind{"image/png", []string{".png"}, streamed(cleanPNG)}
	GIF  = Kind{"image/gif", []string{".gif"}, nil}
	WebP = Kind{"image/webp", []string{".webp"}, nil}
	TIFF = Kind{"image/tiff", []string{".tif", ".tiff"}, nil}
	SVG  = Kind{"image/svg+xml", []string{".svg"}, nil}
	HTML = Kind{"text/html", []string{".html", ".htm", ".xhtml"}, nil}
	Text = Kind{"text/plain", []string{".txt", ".csv", ".tsv", ".md", ".json", ".xml", ".log", ".ics", ".srt", ".vtt"}, copied}
	DOCX = Kind{"application/vnd.openxmlformats-officedocument.wordprocessingml.document", []string{".docx", ".dotx"}, cleanOffice}
	XLSX = Kind{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", []string{".xlsx", ".xltx"}, cleanOffice}
	PPTX = Kind{"application/vnd.openxmlformats-officedocument.presentationml.presentation", []string{".pptx", ".ppsx"}, cleanOffice}
	ODT  = Kind{"application/vnd.oasis.opendocument.text", []string{".odt"}, cleanOffice}
	ODS  = Kind{"application/vnd.oasis.opendocument.spreadsheet", []string{".ods"}, cleanOffice}
	ODP  = Kind{"application/vnd.oasis.opendocument.presentation", []string{".odp"}, cleanOffice}
	OLE  = Kind{"application/x-ole-storage", []string{".doc", ".xls", ".ppt"}, nil} // Office until 2003
	RTF  = Kind{"application/rtf", []string{".rtf"}, nil}
	MP4  = Kind{"video/mp4", []string{".mp4", ".m4v", ".m4a", ".mov", ".3gp", ".heic", ".avif"}, nil}
	WebM = Kind{"video/webm", []string{".webm", ".mkv"}, nil}
	Ogg  = Kind{"application/ogg", []string{".ogg", ".oga", ".ogv", ".opus"}, nil}
	MP3  = Kind{"audio/mpeg", []string{".mp3"}, nil}
	WAV  = Kind{"audio/wav", []string{".wav"}, nil}
)

// Code of a refusal; it has a message in the catalogue ("evidence.refused.<code>").
type Code string

// Codes.
const (
	Empty     Code = "empty"
	TooLarge  Code = "too-large"
	Archive   Code = "archive"   // files within a file are not opened: each is handed in by itself
	Program   Code = "program"   // something that a computer would run
	Macros    Code = "macros"    // an office document with a program in it
	Unknown   Code = "unknown"   // no kind that is known here
	Damaged   Code = "damaged"   // it is not what its beginning says
	Unclean   Code = "unclean"   // what says who made it cannot be taken out of this kind of file
	Encrypted Code = "encrypted" // it cannot be looked into
)

// Refused is a file that is not taken. Nothing of it is kept.
type Refused struct {
	Code   Code
	Detail string // what it was taken for, or what is wrong
}

func (r *Refused) Error() string { return fmt.Sprintf("the file is refused: %s %s", r.Code, r.Detail) }

func refuse(code Code, format string, a ...any) *Refused {
	return &Refused{code, fmt.Sprintf(format, a...)}
}

// signature at a place of a file's beginning.
type signature struct {
	at    int
	bytes string
	kind  Kind
}

var signatures = []signature{
	{0, "%PDF-", PDF}, {0, "\xFF\xD8\xFF", JPEG}, {0, "\x89PNG\r\n\x1a\n", PNG}, {0, "GIF87a", GIF}, {0, "GIF89a", GIF},
	{8, "WEBP", WebP}, {0, "II*\x00", TIFF}, {0, "MM\x00*", TIFF}, {0, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", OLE}, {0, `{\rtf`, RTF},
	{4, "ftyp", MP4}, {0, "\x1A\x45\xDF\xA3", WebM}, {0, "OggS", Ogg}, {0, "ID3", MP3}, {0, "\xFF\xFB", MP3}, {0, "\xFF\xF3", MP3}, {8, "WAVE", WAV},
}

// never are beginnings of what is not taken, with why and what it is.
var never = []struct {
	at    int
	bytes string
	code  Code
	what  string
}{
	{0, "MZ", Program, "Windows"}, {0, "\x7FELF", Program, "Linux"}, {0, "\xFE\xED\xFA", Program, "macOS"}, {0, "\xCF\xFA\xED\xFE", Program, "macOS"},
	{0, "\xCE\xFA\xED\xFE", Program, "macOS"}, {0, "\xCA\xFE\xBA\xBE", Program, "Java"}, {0, "#!", Program, "script"}, {0, "L\x00\x00\x00\x01\x14\x02\x00", Program, "shortcut"},
	{0, "7z\xBC\xAF\x27\x1C", Archive, "7z"}, {0, "Rar!\x1A\x07", Archive, "RAR"}, {0, "\x1F\x8B", Archive, "gzip"}, {0, "BZh", Archive, "bzip2"},
	{0, "\xFD7zXZ\x00", Archive, "xz"}, {0, "\x28\xB5\x2F\xFD", Archive, "zstd"}, {257, "ustar", Archive, "tar"}, {0, "MSCF", Archive, "CAB"},
	{0, "!<arch>", Archive, "ar"}, {0, "\x04\x22\x4D\x18", Archive, "lz4"}, {0, "LZIP", Archive, "lzip"}, {0, "xar!", Archive, "xar"},
	{2, "-lh", Archive, "LHA"}, {0, "PK\x05\x06", Archive, "ZIP"}, {0, "PK\x07\x08", Archive, "ZIP"},
}

const headSize = 4096

// Recognise says what a file is. The error is a *Refused or one of reading.
func Recognise(r io.ReaderAt, size int64) (Kind, error) {
	if size == 0 {
		return Kind{}, refuse(Empty, "")
	}
	head := make([]byte, min(headSize, size))
	if n, err := r.ReadAt(head, 0); n < len(head) {
		return Kind{}, fmt.Errorf("reading a file's beginning: %w", err)
	}
	starts := func(at int, s string) bool { return len(head) >= at+len(s) && string(head[at:at+len(s)]) == s }
	for _, n := range never {
		if starts(n.at, n.bytes) {
			return Kind{}, refuse(n.code, "%s", n.what)
		}
	}
	if starts(0, "PK\x03\x04") {
		return packaged(r, size)
	}
	for _, s := range signatures {
		if starts(s.at, s.bytes) {
			return s.kind, nil
		}
	}
	return written(r, head, size)
}

// maxParts bounds the parts of an office program's package.
const maxParts = 20_000

// packaged says which office program made a package, by the names of its parts alone. Any other ZIP is an archive.
func packaged(r io.ReaderAt, size int64) (Kind, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return Kind{}, refuse(Damaged, "ZIP")
	}
	if len(z.File) > maxParts {
		return Kind{}, refuse(Archive, "ZIP")
	}
	has := map[string]bool{}
	for _, f := range z.File {
		has[f.Name] = true
		base := strings.ToLower(f.Name[strings.LastIndexByte(f.Name, '/')+1:])
		if base == "vbaproject.bin" || strings.HasPrefix(f.Name, "Basic/") || strings.HasPrefix(f.Name, "Scripts/") {
			return Kind{}, refuse(Macros, "%s", f.Name)
		}
	}
	switch {
	case has["[Content_Types].xml"] && has["word/document.xml"]:
		return DOCX, nil
	case has["[Content_Types].xml"] && has["xl/workbook.xml"]:
		return XLSX, nil
	case has["[Content_Types].xml"] && has["ppt/presentation.xml"]:
		return PPTX, nil
	case has["content.xml"] && has["META-INF/manifest.xml"] && z.File[0].Name == "mimetype" && z.File[0].Method == zip.Store && z.File[0].UncompressedSize64 < 100:
		f, err := z.File[0].Open()
		if err != nil {
			return Kind{}, refuse(Damaged, "ODF")
		}
		defer f.Close()
		b, err := io.ReadAll(io.LimitReader(f, 100))
		if err != nil {
			return Kind{}, refuse(Damaged, "ODF")
		}
		for _, k := range []Kind{ODT, ODS, ODP} {
			if string(b) == k.Type {
				return k, nil
			}
		}
	}
	return Kind{}, refuse(Archive, "ZIP")
}

// written says what kind of text a file without a signature is. Text is UTF-8 or UTF-16 with a mark, or bytes of one of
// the older encodings without control characters.
func written(r io.ReaderAt, head []byte, size int64) (Kind, error) {
	if bytes.HasPrefix(head, []byte("\xFF\xFE")) || bytes.HasPrefix(head, []byte("\xFE\xFF")) {
		return Text, nil
	}
	buf := make([]byte, 64<<10)
	for at := int64(0); at < size; at += int64(len(buf)) {
		n, err := r.ReadAt(buf[:min(int64(len(buf)), size-at)], at)
		if n == 0 && err != nil {
			return Kind{}, fmt.Errorf("reading a file: %w", err)
		}
		if bytes.ContainsFunc(buf[:n], func(r rune) bool { return r < ' ' && r != '\n' && r != '\r' && r != '\t' && r != '\f' && r != 0x1a }) {
			return Kind{}, refuse(Unknown, "")
		}
	}
	t := bytes.ToLower(bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF"))))
	if utf8.Valid(t) || len(t) > 0 {
		for _, tag := range []string{"<svg"} {
			if bytes.Contains(t, []byte(tag)) && bytes.HasPrefix(t, []byte("<")) {
				return SVG, nil
			}
		}
		for _, tag := range []string{"<!doctype html", "<html", "<head", "<body", "<script", "<iframe", "<meta", "<link", "<img", "<a href", "<form"} {
			if bytes.Contains(t, []byte(tag)) {
				return HTML, nil
			}
		}
	}
	return Text, nil
}

// has says whether a name ends as files of the kind do.
func (k Kind) has(ext string) bool { return slices.Contains(k.Exts, strings.ToLower(ext)) }
