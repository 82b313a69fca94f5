package evidence

import (
	"bufio"
	"errors"
	"fmt"
	"io"
)

// Left is something in a cleaned file that may still say who made it; it has a message in the catalogue
// ("evidence.left.<code>").
type Left string

// What can be left.
const (
	LeftNotes  Left = "notes"  // names in comments, form fields and signatures of a PDF
	LeftWords  Left = "words"  // what the words and pictures themselves show
	LeftParts  Left = "parts"  // files embedded in an office document
	LeftPacked Left = "packed" // properties in a packed part of a PDF, which is not opened
)

// Cleans says whether files of the kind can be cleaned.
func (k Kind) Cleans() bool { return k.clean != nil }

// Clean writes the file without what says who made it, when, where and with what: EXIF, XMP, IPTC and comments of
// pictures (how it is turned stays), properties, authors of comments and of changes in office documents, properties and
// XMP of a PDF. left names what may remain. The error is a *Refused where it cannot be done (Unclean, Damaged, Encrypted),
// or one of reading and writing; then what was written is worth nothing.
func (k Kind) Clean(w io.Writer, r io.ReaderAt, size int64) (left []Left, err error) {
	if k.clean == nil {
		return nil, refuse(Unclean, "%s", k.Type)
	}
	out := bufio.NewWriterSize(w, 64<<10)
	left, err = k.clean(out, r, size)
	if err == nil {
		err = out.Flush()
	}
	var no *Refused
	if err != nil && !errors.As(err, &no) {
		err = fmt.Errorf("cleaning a file: %w", err)
	}
	return left, err
}

// streamed makes a cleaner of one that reads from beginning to end.
func streamed(clean func(w io.Writer, r *bufio.Reader) error) func(io.Writer, io.ReaderAt, int64) ([]Left, error) {
	return func(w io.Writer, r io.ReaderAt, size int64) ([]Left, error) {
		return nil, clean(w, bufio.NewReaderSize(io.NewSectionReader(r, 0, size), 64<<10))
	}
}

// copied is for what carries nothing beside its words.
func copied(w io.Writer, r io.ReaderAt, size int64) ([]Left, error) {
	_, err := io.Copy(w, io.NewSectionReader(r, 0, size))
	return nil, err
}

// damaged turns an end in the middle into a refusal.
func damaged(err error, what string) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return refuse(Damaged, "%s", what)
	}
	return err
}
