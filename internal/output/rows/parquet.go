package rows

import (
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go"
)

// Bounds of what a Parquet file holds in memory while it is written: rows of one group, and rows handed over at once.
const (
	groupRows = 8192
	batchRows = 256
)

// WriteParquet writes columns for programs that compute: groups of bounded size, each column packed, lists as lists, what
// is not known as null. Who made it and how to cite it stands in the file's own description.
func WriteParquet(w io.Writer, rows Rows, about About) error {
	options := []parquet.WriterOption{parquet.MaxRowsPerRowGroup(groupRows), parquet.Compression(&parquet.Snappy), parquet.CreatedBy("OpenUPR", about.Program, "")}
	for _, l := range about.lines() {
		options = append(options, parquet.KeyValueMetadata("openupr."+l.key, l.value))
	}
	out := parquet.NewGenericWriter[Row](w, options...)
	batch := make([]Row, 0, batchRows)
	send := func() error {
		if _, err := out.Write(batch); err != nil {
			return fmt.Errorf("writing rows as Parquet: %w", err)
		}
		batch = batch[:0]
		return nil
	}
	for r, err := range rows {
		if err != nil {
			return err
		}
		if batch = append(batch, r.Clone()); len(batch) == batchRows {
			if err := send(); err != nil {
				return err
			}
		}
	}
	if err := send(); err != nil {
		return err
	}
	if err := out.Close(); err != nil {
		return fmt.Errorf("writing rows as Parquet: %w", err)
	}
	return nil
}
