package evidence

import (
	"bufio"
	"encoding/binary"
	"io"
)

// shown are the chunks of a PNG that are needed to show it; text, time, EXIF and what is unknown is left out.
var shown = map[string]bool{"IHDR": true, "PLTE": true, "IDAT": true, "IEND": true, "tRNS": true, "cHRM": true, "gAMA": true, "iCCP": true,
	"sRGB": true, "sBIT": true, "bKGD": true, "hIST": true, "pHYs": true, "sPLT": true, "cICP": true, "acTL": true, "fcTL": true, "fdAT": true}

const pngSignature = "\x89PNG\r\n\x1a\n"

// cleanPNG copies the chunks that are shown and ends with the picture: what hangs behind it is left out.
func cleanPNG(w io.Writer, r *bufio.Reader) error {
	var head [8]byte
	if _, err := io.ReadFull(r, head[:]); err != nil || string(head[:]) != pngSignature {
		return refuse(Damaged, "PNG")
	}
	if _, err := w.Write(head[:]); err != nil {
		return err
	}
	for {
		if _, err := io.ReadFull(r, head[:]); err != nil {
			return damaged(err, "PNG")
		}
		kind := string(head[4:])
		rest := int64(binary.BigEndian.Uint32(head[:4])) + 4 // with its check sum
		if rest > 1<<31 {
			return refuse(Damaged, "PNG")
		}
		to := io.Discard
		if shown[kind] {
			to = w
			if _, err := w.Write(head[:]); err != nil {
				return err
			}
		}
		if _, err := io.CopyN(to, r, rest); err != nil {
			return damaged(err, "PNG")
		}
		if kind == "IEND" {
			return nil
		}
	}
}
