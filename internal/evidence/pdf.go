package evidence

import (
	"bytes"
	"io"
	"regexp"
	"slices"
	"sort"
)

// A PDF is cleaned in place: what says who made it is overwritten byte by byte, so that every place that the file's own
// tables name stays where it is. Strings of the document's information and the streams of XMP (ISO 32000-1, 14.3) are never
// hidden: streams lie open in the file, and where the information lies in a packed part, the file is refused.

// span of bytes that are overwritten with fill.
type span struct {
	from, to int64
	fill     byte
}

const (
	pdfChunk  = 1 << 20
	pdfReach  = 64 << 10 // how far something that is looked for may reach beyond a chunk
	maxSpans  = 100_000
	maxPDFHit = 200_000
)

var (
	infoRef  = regexp.MustCompile(`/Info[\s\x00]+(\d{1,10})[\s\x00]+(\d{1,5})[\s\x00]+R`)
	encrypt  = regexp.MustCompile(`/Encrypt[\s\x00]*(\d|<<)`)
	metadata = regexp.MustCompile(`/Type[\s\x00]*/Metadata\b|/Subtype[\s\x00]*/XML\b`)
	packet   = regexp.MustCompile(`<\?xpacket begin`)
	anObject = regexp.MustCompile(`(\d{1,10})[\s\x00]+(\d{1,5})[\s\x00]+obj\b`)
	ref      = regexp.MustCompile(`^(\d{1,10})[\s\x00]+(\d{1,5})[\s\x00]+R`)
)

// cleanPDF overwrites and copies.
func cleanPDF(w io.Writer, r io.ReaderAt, size int64) ([]Left, error) {
	infos := map[string]bool{}
	var spans []span
	locked := false
	err := look(r, size, func(at int64, b []byte, upTo int) {
		for _, m := range infoRef.FindAllSubmatch(b, -1) {
			infos[string(m[1])+" "+string(m[2])] = true
		}
		locked = locked || encrypt.Match(b)
	})
	switch {
	case err != nil:
		return nil, err
	case locked:
		return nil, refuse(Encrypted, "PDF")
	case len(infos) > 1000:
		return nil, refuse(Damaged, "PDF")
	}
	// The information itself, then the strings that it points to.
	wanted := infos
	for range 3 {
		found, more, s, err := objects(r, size, wanted)
		if err != nil {
			return nil, err
		}
		spans = append(spans, s...)
		for id := range wanted {
			if !found[id] {
				return nil, refuse(Unclean, "PDF, %s", LeftPacked)
			}
		}
		if len(more) == 0 {
			break
		}
		wanted = more
	}
	hidden, err := streams(r, size)
	if err != nil {
		return nil, err
	}
	if spans = append(spans, hidden...); len(spans) > maxSpans {
		return nil, refuse(Damaged, "PDF")
	}
	return []Left{LeftNotes, LeftWords}, overwrite(w, r, size, spans)
}

// look shows a file chunk by chunk; what begins before upTo belongs to the chunk, the rest is there to look ahead.
func look(r io.ReaderAt, size int64, see func(at int64, b []byte, upTo int)) error {
	buf := make([]byte, pdfChunk+pdfReach)
	for at := int64(0); at < size; at += pdfChunk {
		b := buf[:min(int64(len(buf)), size-at)]
		if n, err := r.ReadAt(b, at); n < len(b) {
			return err
		}
		see(at, b, pdfChunk)
	}
	return nil
}

// objects finds the wanted objects in every version that the file holds and says which strings to overwrite, and which
// further objects the values of theirs are.
func objects(r io.ReaderAt, size int64, wanted map[string]bool) (found, more map[string]bool, spans []span, err error) {
	found, more = map[string]bool{}, map[string]bool{}
	err = look(r, size, func(at int64, b []byte, upTo int) {
		for _, m := range anObject.FindAllSubmatchIndex(b, -1) {
			id := string(b[m[2]:m[3]]) + " " + string(b[m[4]:m[5]])
			if m[0] >= upTo || !wanted[id] || m[0] > 0 && b[m[0]-1] >= '0' && b[m[0]-1] <= '9' || len(spans) > maxSpans {
				continue
			}
			found[id] = true
			body := b[m[1]:]
			if end := bytes.Index(body, []byte("endobj")); end >= 0 {
				body = body[:end]
			}
			s, refs := values(body, at+int64(m[1]))
			spans = append(spans, s...)
			for _, x := range refs {
				more[x] = true
			}
		}
	})
	return found, more, spans, err
}

// values are the strings in an object and the objects that it points to.
func values(b []byte, at int64) (spans []span, refs []string) {
	for i := 0; i < len(b); {
		switch c := b[i]; {
		case c == '(':
			end := literal(b, i+1)
			spans = append(spans, span{at + int64(i) + 1, at + int64(end), ' '})
			i = end + 1
		case c == '<' && i+1 < len(b) && b[i+1] != '<':
			end := i + 1
			for end < len(b) && b[end] != '>' {
				end++
			}
			spans = append(spans, span{at + int64(i) + 1, at + int64(end), '0'})
			i = end + 1
		case c == '<' || c == '>':
			i += 2 // the mark of a dictionary
		case c >= '0' && c <= '9':
			if m := ref.FindSubmatch(b[i:min(len(b), i+40)]); m != nil && len(refs) < 1000 {
				refs = append(refs, string(m[1])+" "+string(m[2]))
				i += len(m[0])
				continue
			}
			for i < len(b) && b[i] >= '0' && b[i] <= '9' {
				i++
			}
		default:
			i++
		}
	}
	return spans, refs
}

// literal is where a string in round brackets ends.
func literal(b []byte, i int) int {
	depth := 1
	for ; i < len(b); i++ {
		switch b[i] {
		case '\\':
			i++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return len(b)
}

// streams are the bodies of XMP and the EXIF of pictures that lie open in the file.
func streams(r io.ReaderAt, size int64) (spans []span, err error) {
	var ends []int64 // where a body that was begun ends is looked for afterwards
	var begins, photos []int64
	err = look(r, size, func(at int64, b []byte, upTo int) {
		for _, m := range metadata.FindAllIndex(b, -1) {
			if m[0] >= upTo || len(begins) > maxPDFHit {
				continue
			}
			rest := b[m[1]:]
			s := bytes.Index(rest, []byte("stream"))
			if e := bytes.Index(rest, []byte("endobj")); s < 0 || e >= 0 && e < s {
				continue
			}
			from := m[1] + s + len("stream")
			for from < len(b) && (b[from] == '\r' || b[from] == '\n') {
				from++
			}
			begins = append(begins, at+int64(from))
		}
		for _, m := range packet.FindAllIndex(b, -1) {
			if m[0] < upTo && len(begins) <= maxPDFHit {
				begins = append(begins, at+int64(m[0]))
			}
		}
		for i := 0; len(photos) < maxPDFHit; {
			m := bytes.Index(b[i:], []byte("\xFF\xD8\xFF"))
			if m < 0 || i+m >= upTo {
				break
			}
			if i += m; bytes.HasSuffix(bytes.TrimRight(b[:i], "\r\n"), []byte("stream")) {
				photos = append(photos, at+int64(i))
			}
			i += 3
		}
		for i := 0; ; {
			e := bytes.Index(b[i:], []byte("endstream"))
			if e < 0 || i+e >= upTo || len(ends) > maxPDFHit {
				break
			}
			ends = append(ends, at+int64(i+e))
			i += e + 9
		}
	})
	if err != nil {
		return nil, err
	}
	if len(begins) > maxPDFHit || len(ends) > maxPDFHit {
		return nil, refuse(Damaged, "PDF")
	}
	for _, p := range photos {
		spans = append(spans, segments(r, size, p)...)
	}
	for _, from := range begins {
		i := sort.Search(len(ends), func(i int) bool { return ends[i] >= from })
		if i == len(ends) {
			return nil, refuse(Damaged, "PDF")
		}
		spans = append(spans, span{from, ends[i], ' '})
	}
	return spans, nil
}

// segments are the bodies of a picture's segments that cleanJPEG would leave out, up to where its data begin.
func segments(r io.ReaderAt, size, at int64) (spans []span) {
	head := make([]byte, 4+12)
	for at += 2; at < size && len(spans) < 1000; {
		n, _ := r.ReadAt(head, at)
		if n < 4 || head[0] != 0xFF || head[1] == sos || head[1] == eoi || head[1] < 0xC0 {
			break
		}
		body := int64(head[2])<<8 | int64(head[3])
		if body < 2 {
			break
		}
		marker := head[1]
		kept := marker == app0 || marker == 0xE2 && bytes.HasPrefix(head[4:n], []byte("ICC_PROFILE")) || marker == 0xEE
		if marker == com || marker >= app0 && marker <= 0xEF && !kept {
			spans = append(spans, span{at + 4, min(at+2+body, size), 0})
		}
		at += 2 + body
	}
	return spans
}

// overwrite copies a file with the bytes of spans overwritten.
func overwrite(w io.Writer, r io.ReaderAt, size int64, spans []span) error {
	slices.SortFunc(spans, func(a, b span) int { return int(min(max(a.from-b.from, -1), 1)) })
	buf := make([]byte, 64<<10)
	next := 0
	for at := int64(0); at < size; {
		b := buf[:min(int64(len(buf)), size-at)]
		if n, err := r.ReadAt(b, at); n < len(b) {
			return err
		}
		end := at + int64(len(b))
		for i := next; i < len(spans) && spans[i].from < end; i++ {
			s := spans[i]
			for p := max(s.from, at); p < min(s.to, end); p++ {
				b[p-at] = s.fill
			}
			if s.to <= end && i == next {
				next++
			}
		}
		if _, err := w.Write(b); err != nil {
			return err
		}
		at = end
	}
	return nil
}
