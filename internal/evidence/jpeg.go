package evidence

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
)

// Markers of a JPEG (ITU-T T.81, table B.1).
const (
	soi  = 0xD8
	eoi  = 0xD9
	sos  = 0xDA
	app0 = 0xE0
	app1 = 0xE1
	com  = 0xFE
)

// cleanJPEG copies what is needed to show the picture: no EXIF, XMP, IPTC, thumbnails and comments, and nothing behind the
// end of the picture, where telephones put a second one. The one thing taken over from EXIF is which side is up.
func cleanJPEG(w io.Writer, r *bufio.Reader) error {
	var b [2]byte
	if _, err := io.ReadFull(r, b[:]); err != nil || b != [2]byte{0xFF, soi} {
		return refuse(Damaged, "JPEG")
	}
	if _, err := w.Write(b[:]); err != nil {
		return err
	}
	var marker byte // that a scan ended at
	for {
		if marker == 0 {
			var err error
			if marker, err = nextMarker(r); err != nil {
				return damaged(err, "JPEG")
			}
		}
		if marker == eoi {
			_, err := w.Write([]byte{0xFF, eoi})
			return err
		}
		if marker == 0x01 || marker >= 0xD0 && marker <= soi { // without a body
			if _, err := w.Write([]byte{0xFF, marker}); err != nil {
				return err
			}
			marker = 0
			continue
		}
		if _, err := io.ReadFull(r, b[:]); err != nil {
			return damaged(err, "JPEG")
		}
		n := int(binary.BigEndian.Uint16(b[:])) - 2
		if n < 0 {
			return refuse(Damaged, "JPEG")
		}
		body := make([]byte, n)
		if _, err := io.ReadFull(r, body); err != nil {
			return damaged(err, "JPEG")
		}
		body, keep := keptSegment(marker, body)
		if keep {
			seg := binary.BigEndian.AppendUint16([]byte{0xFF, marker}, uint16(len(body)+2))
			if _, err := w.Write(append(seg, body...)); err != nil {
				return err
			}
		}
		if marker != sos {
			marker = 0
			continue
		}
		var err error
		if marker, err = scan(w, r); err != nil {
			return damaged(err, "JPEG")
		}
	}
}

// nextMarker passes over what stands before a marker: fill bytes.
func nextMarker(r *bufio.Reader) (byte, error) {
	c, err := r.ReadByte()
	if err != nil {
		return 0, err
	}
	if c != 0xFF {
		return 0, refuse(Damaged, "JPEG")
	}
	for c == 0xFF {
		if c, err = r.ReadByte(); err != nil {
			return 0, err
		}
	}
	if c == 0 {
		return 0, refuse(Damaged, "JPEG")
	}
	return c, nil
}

// keptSegment says whether a segment is kept, and as what.
func keptSegment(marker byte, body []byte) ([]byte, bool) {
	switch {
	case marker == app0:
		if !bytes.HasPrefix(body, []byte("JFIF\x00")) || len(body) < 14 {
			return nil, false
		}
		return append(body[:12:12], 0, 0), true // without its thumbnail
	case marker == app1:
		if side := orientation(body); side > 1 {
			return upright(side), true
		}
		return nil, false
	case marker == 0xE2:
		return body, bytes.HasPrefix(body, []byte("ICC_PROFILE\x00"))
	case marker == 0xEE:
		return body, bytes.HasPrefix(body, []byte("Adobe"))
	case marker > app0 && marker <= 0xEF, marker == com:
		return nil, false
	}
	return body, true
}

const exif = "Exif\x00\x00"

// orientation reads from EXIF which side is up (tag 0x0112 of the first directory); 0 when it does not say.
func orientation(body []byte) uint16 {
	if !bytes.HasPrefix(body, []byte(exif)) || len(body) < len(exif)+8 {
		return 0
	}
	t := body[len(exif):]
	var order binary.ByteOrder = binary.LittleEndian
	if string(t[:2]) == "MM" {
		order = binary.BigEndian
	}
	at := int64(order.Uint32(t[4:]))
	if at+2 > int64(len(t)) {
		return 0
	}
	n := int64(order.Uint16(t[at:]))
	for i := range n {
		e := at + 2 + 12*i
		if e+12 > int64(len(t)) {
			return 0
		}
		if order.Uint16(t[e:]) == 0x0112 {
			if v := order.Uint16(t[e+8:]); v >= 1 && v <= 8 {
				return v
			}
			return 0
		}
	}
	return 0
}

// upright is EXIF that says which side is up and nothing else.
func upright(side uint16) []byte {
	b := []byte(exif + "MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01")
	return append(binary.BigEndian.AppendUint16(b, side), 0, 0, 0, 0, 0, 0)
}

// scan copies coded data up to the next marker that is part of the structure, and gives that.
func scan(w io.Writer, r *bufio.Reader) (byte, error) {
	for {
		chunk, err := r.ReadSlice(0xFF)
		if errors.Is(err, bufio.ErrBufferFull) {
			if _, err := w.Write(chunk); err != nil {
				return 0, err
			}
			continue
		}
		if err != nil {
			return 0, err
		}
		if _, err := w.Write(chunk[:len(chunk)-1]); err != nil {
			return 0, err
		}
		c := byte(0xFF)
		for c == 0xFF { // fill
			if c, err = r.ReadByte(); err != nil {
				return 0, err
			}
		}
		if c != 0 && (c < 0xD0 || c > 0xD7) {
			return c, nil
		}
		if _, err := w.Write([]byte{0xFF, c}); err != nil { // a stuffed byte, or a restart
			return 0, err
		}
	}
}
