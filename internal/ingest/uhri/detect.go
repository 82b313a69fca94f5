package uhri

import (
	"archive/zip"
	"bytes"
	"io"

	"github.com/xuri/excelize/v2"
)

// DetectWorkbook says whether a file is a workbook with the headers of an export. head are its first bytes.
func DetectWorkbook(f interface {
	io.ReaderAt
	io.Seeker
	Name() string
}, head []byte) (is bool) {
	if !bytes.HasPrefix(head, []byte("PK\x03\x04")) {
		return false
	}
	defer func() {
		if recover() != nil {
			is = false // some other reader will say what is wrong with it
		}
	}()
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return false
	}
	z, err := zip.NewReader(f, size)
	if err != nil {
		return false
	}
	if !hasWorkbook(z) {
		return false
	}
	book, err := excelize.OpenFile(f.Name(), excelize.Options{RawCellValue: true, UnzipSizeLimit: maxInflated})
	if err != nil {
		return true // reading it will say why it cannot be read
	}
	defer book.Close() // only temporary files
	for _, name := range book.GetSheetList() {
		rows, err := book.Rows(name)
		if err != nil {
			continue
		}
		first := firstRow(rows)
		if _, ok := columns(first); ok {
			return true
		}
	}
	return false
}

func hasWorkbook(z *zip.Reader) bool {
	for _, f := range z.File {
		if f.Name == "xl/workbook.xml" {
			return true
		}
	}
	return false
}

func firstRow(rows *excelize.Rows) []string {
	defer rows.Close() // nothing to lose
	if !rows.Next() {
		return nil
	}
	cells, err := rows.Columns()
	if err != nil {
		return nil
	}
	return cells
}
