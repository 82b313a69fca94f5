package evidence

import (
	"archive/zip"
	"bufio"
	"io"
	"path"
	"strings"
)

// Bounds of a part that is opened: one that says it is larger, or packed more tightly than words and pictures are, is a
// bomb or no document of a person's.
const (
	maxPart  = 64 << 20
	maxRatio = 200
	maxTotal = 512 << 20
)

// Properties that a package must have, without anything in them.
const (
	emptyCore   = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>`
	emptyApp    = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" + `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>`
	emptyCustom = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" + `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>`
	emptyMeta   = `<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.2"><office:meta/></office:document-meta>`
)

// dot is a picture of one point, for thumbnails.
const dot = "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\xa75\x81\x84\x00\x00\x00\x00IEND\xaeB`\x82"

// cleanOffice copies a package part by part, most of them as packed as they are. Properties and thumbnails give way to
// empty ones; words lose the names of those who commented and changed; pictures are cleaned.
func cleanOffice(w io.Writer, r io.ReaderAt, size int64) ([]Left, error) {
	in, err := zip.NewReader(r, size)
	if err != nil || len(in.File) > maxParts {
		return nil, refuse(Damaged, "ZIP")
	}
	out := zip.NewWriter(w)
	left := []Left{LeftWords}
	total := uint64(0)
	seen := map[string]bool{}
	for _, f := range in.File {
		if f.Flags&1 != 0 {
			return nil, refuse(Encrypted, "%.80s", f.Name)
		}
		if seen[f.Name] || len(f.Name) > 1000 {
			return nil, refuse(Damaged, "%.80s", f.Name) // two parts of one name: a reader may show the other one
		}
		if strings.HasSuffix(f.Name, "/") && f.UncompressedSize64 > 0 {
			return nil, refuse(Damaged, "%.80s", f.Name) // a folder with something in it that no reader shows
		}
		seen[f.Name] = true
		if strings.Contains(f.Name, "embeddings/") || strings.HasPrefix(f.Name, "Object ") || strings.Contains(f.Name, "customXml/") || strings.Contains(f.Name, "/activeX/") {
			if len(left) == 1 {
				left = append(left, LeftParts)
			}
		}
		if err := cleanPart(out, f, &total); err != nil {
			return nil, err
		}
	}
	return left, out.Close()
}

// cleanPart copies one part.
func cleanPart(out *zip.Writer, f *zip.File, total *uint64) error {
	head := zip.FileHeader{Name: f.Name, Method: f.Method}
	if strings.HasSuffix(f.Name, "/") {
		head.Method = zip.Store
		_, err := out.CreateHeader(&head)
		return err
	}
	if words, ok := emptied(f.Name); ok {
		head.Method = zip.Deflate
		w, err := out.CreateHeader(&head)
		if err != nil {
			return err
		}
		_, err = io.WriteString(w, words)
		return err
	}
	how := cleanerOf(f.Name)
	if how == nil {
		head.CRC32, head.CompressedSize64, head.UncompressedSize64, head.Flags = f.CRC32, f.CompressedSize64, f.UncompressedSize64, f.Flags&^0x8
		w, err := out.CreateRaw(&head)
		if err != nil {
			return err
		}
		raw, err := f.OpenRaw()
		if err != nil {
			return refuse(Damaged, "%.80s", f.Name)
		}
		_, err = io.Copy(w, raw)
		return err
	}
	if *total += f.UncompressedSize64; f.UncompressedSize64 > maxPart || *total > maxTotal || f.UncompressedSize64 > maxRatio*max(f.CompressedSize64, 512) {
		return refuse(Unclean, "%.80s", f.Name)
	}
	src, err := f.Open()
	if err != nil {
		return refuse(Damaged, "%.80s", f.Name)
	}
	defer src.Close()
	w, err := out.CreateHeader(&head)
	if err != nil {
		return err
	}
	if err := how(w, io.LimitReader(src, maxPart)); err != nil {
		return refuse(Damaged, "%.80s: %v", f.Name, err)
	}
	return nil
}

// emptied are the parts that say who, when and with what.
func emptied(name string) (string, bool) {
	switch name {
	case "docProps/core.xml":
		return emptyCore, true
	case "docProps/app.xml":
		return emptyApp, true
	case "docProps/custom.xml":
		return emptyCustom, true
	case "meta.xml":
		return emptyMeta, true
	}
	dir, ext := path.Dir(name), strings.ToLower(path.Ext(name))
	if (dir == "docProps" || dir == "Thumbnails") && (ext == ".png" || ext == ".jpeg" || ext == ".jpg" || ext == ".emf" || ext == ".wmf") {
		return dot, true // programs look at the bytes, not at the ending
	}
	return "", false
}

// cleanerOf says how a part is opened; nil: it is not.
func cleanerOf(name string) func(io.Writer, io.Reader) error {
	top, _, _ := strings.Cut(name, "/")
	base, ext := path.Base(name), strings.ToLower(path.Ext(name))
	switch {
	case ext == ".jpg" || ext == ".jpeg" || ext == ".jpe":
		return func(w io.Writer, r io.Reader) error { return cleanJPEG(w, bufio.NewReader(r)) }
	case ext == ".png":
		return func(w io.Writer, r io.Reader) error { return cleanPNG(w, bufio.NewReader(r)) }
	case ext != ".xml":
		return nil
	case base == "commentAuthors.xml" || base == "authors.xml" && top == "ppt":
		return func(w io.Writer, r io.Reader) error { return blank(w, r, authorList) }
	case top == "word" || top == "xl" || top == "ppt" || name == "content.xml" || name == "styles.xml":
		return func(w io.Writer, r io.Reader) error { return blank(w, r, personNames) }
	}
	return nil
}
