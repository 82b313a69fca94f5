package rows

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
)

// WriteNDJSON writes one JSON object a line.
func WriteNDJSON(w io.Writer, rows Rows, _ About) error {
	b := bufio.NewWriterSize(w, 1<<16)
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	for r, err := range rows {
		if err != nil {
			return err
		}
		if err := enc.Encode(r); err != nil {
			return fmt.Errorf("writing row %s as JSON: %w", r.ID, err)
		}
	}
	if err := b.Flush(); err != nil {
		return fmt.Errorf("writing rows as JSON: %w", err)
	}
	return nil
}
