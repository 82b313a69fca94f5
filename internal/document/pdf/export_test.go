package pdf

import (
	"context"

	"github.com/openupr/openupr/internal/document"
)

// FromBoxes lets tests give the answer of pdftotext without the program.
func FromBoxes(ctx context.Context, answer []byte, lim document.Limits) (*document.Document, error) {
	return fromBoxes(ctx, answer, withDefaults(lim))
}
