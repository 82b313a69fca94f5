package docx

import (
	"bytes"
	"unicode/utf16"

	"github.com/openupr/openupr/internal/document"
)

var (
	magicZip = []byte("PK\x03\x04")
	magicOLE = []byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}
)

// sniff refuses what is no Word file of today by its first bytes: names of files are not trusted, a ".doc" is often
// really a DOCX.
func sniff(b []byte) error {
	switch {
	case len(b) == 0:
		return document.Refuse(document.Empty, "the file has no bytes")
	case bytes.HasPrefix(b, magicZip):
		return nil
	case bytes.HasPrefix(b, magicOLE):
		// Both kinds are OLE compound files. Only the directory names the streams inside; names stand there in UTF-16,
		// so a plain search finds them and no structure of a hostile file has to be followed.
		if bytes.Contains(b, utf16le("EncryptedPackage")) {
			return document.Refuse(document.Encrypted, "the Word file needs a password")
		}
		if bytes.Contains(b, utf16le("WordDocument")) {
			return document.Refuse(document.OldWord, "a Word file of before 2007")
		}
		return document.Refuse(document.Unknown, "an OLE file without a Word document")
	case bytes.HasPrefix(magicZip, b):
		return document.Refuse(document.Truncated, "%d bytes", len(b))
	}
	return document.Refuse(document.Unknown, "not a Word file")
}

func utf16le(s string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u), byte(u>>8))
	}
	return b
}
