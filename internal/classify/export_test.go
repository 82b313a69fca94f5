package classify

import (
	"bytes"
	"crypto/sha256"
)

// Remember gives a classifier a memory of two halves of so many texts.
func Remember(c *Classifier, texts int) { c.memory = newMemory(texts) }

// Remembered is how many texts a classifier remembers.
func Remembered(c *Classifier) int { return len(c.memory.young) + len(c.memory.old) }

// KeptBody is what a file of remembered labels holds between its head and its checksum.
func KeptBody(file []byte) []byte {
	_, body, _ := bytes.Cut(file[:len(file)-sha256.Size], []byte("\n"))
	return body
}

// Kept puts head and checksum around a body.
func Kept(c *Classifier, body []byte) []byte {
	out := append([]byte(keptHead+c.kind()+"\n"), body...)
	sum := sha256.Sum256(out)
	return append(out, sum[:]...)
}
