package rows

import (
	"io"
	"slices"
)

// Format is a way to write rows.
type Format struct {
	Code  string // in addresses: "csv"
	Ext   string
	Media string
	Write func(w io.Writer, rows Rows, about About) error
}

// Formats in the order in which they are offered.
func Formats() []Format {
	return []Format{
		{"csv", "csv", "text/csv; charset=utf-8", WriteCSV},
		{"xlsx", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", WriteXLSX},
		{"ndjson", "ndjson", "application/x-ndjson", WriteNDJSON},
		{"jsonld", "jsonld", "application/ld+json", WriteJSONLD},
		{"parquet", "parquet", "application/vnd.apache.parquet", WriteParquet},
	}
}

// FormatOf is the format with a code.
func FormatOf(code string) (Format, bool) {
	all := Formats()
	i := slices.IndexFunc(all, func(f Format) bool { return f.Code == code })
	if i < 0 {
		return Format{}, false
	}
	return all[i], true
}
