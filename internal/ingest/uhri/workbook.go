package uhri

import (
	"archive/zip"
	"context"
	"errors"
	"strings"
	"unicode"

	"github.com/xuri/excelize/v2"

	"github.com/openupr/openupr/internal/document"
)

// maxInflated is how large the parts of a workbook may be together. A whole export is some 600 MB so.
const maxInflated = 4 << 30

// headers of the 16 columns without blanks, case and signs. The index writes two of them with a slip ("Reccomending");
// they are read with it and without.
var headers = map[string]func(o *object, v string){
	"text":                    func(o *object, v string) { o.Text = values{v} },
	"countriesconcerned":      func(o *object, v string) { o.Countries = values{v} },
	"recommendingbody":        func(o *object, v string) { o.Body = values{v} },
	"documentsymbol":          func(o *object, v string) { o.Symbol = values{v} },
	"themes":                  func(o *object, v string) { o.Themes = values{v} },
	"affectedpersons":         func(o *object, v string) { o.AffectedPersons = values{v} },
	"sdgs":                    func(o *object, v string) { o.Sdgs = values{v} },
	"documentpublicationdate": func(o *object, v string) { o.PublicationDate = values{v} },
	"uprrecommendingstates":   func(o *object, v string) { o.UprRecommendingCountry = values{v} },
	"uprposition":             func(o *object, v string) { o.UprPositions = values{v} },
	"type":                    func(o *object, v string) { o.AnnotationType = values{v} },
	"ohchrannotationid":       func(o *object, v string) { o.AnnotationID = values{v} },
	"uprsession":              func(o *object, v string) { o.UprSession = values{v} },
	"dateofpublicationonuhri": func(o *object, v string) { o.PublicationDateOnUhri = values{v} },
}

// needed columns: without them a workbook is none of these exports.
var needed = []string{"text", "documentsymbol", "ohchrannotationid"}

func headerKey(printed string) string {
	key := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, printed)
	return strings.ReplaceAll(key, "reccomending", "recommending")
}

// columns finds what each column is; ok is false when a needed one is not there.
func columns(cells []string) (of []func(*object, string), ok bool) {
	found := map[string]bool{}
	for _, c := range cells {
		key := headerKey(c)
		set := headers[key]
		if found[key] {
			set = nil // the first counts
		}
		found[key] = true
		of = append(of, set)
	}
	for _, n := range needed {
		if !found[n] {
			return nil, false
		}
	}
	return of, true
}

// readWorkbook reads the first sheet that has the headers, row by row; large parts lie in temporary files meanwhile.
func readWorkbook(ctx context.Context, path string, r *reader) (s *Summary, err error) {
	f, err := excelize.OpenFile(path, excelize.Options{RawCellValue: true, UnzipSizeLimit: maxInflated})
	if err != nil {
		return nil, refusedWorkbook(err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	for _, name := range f.GetSheetList() {
		rows, err := f.Rows(name)
		if err != nil {
			continue // a sheet of charts has none
		}
		ok, err := readSheet(ctx, rows, r)
		if cerr := rows.Close(); err == nil {
			err = cerr
		}
		if err != nil {
			return nil, err
		}
		if ok {
			return r.finish()
		}
	}
	return nil, document.Refuse(document.NotExpected, "xlsx")
}

// readSheet says whether the sheet has the headers of an export.
func readSheet(ctx context.Context, rows *excelize.Rows, r *reader) (bool, error) {
	var of []func(*object, string)
	for rows.Next() {
		cells, err := rows.Columns()
		if err != nil {
			return false, refusedWorkbook(err)
		}
		if of == nil {
			var ok bool
			if of, ok = columns(cells); !ok {
				return false, nil
			}
			continue
		}
		if r.n++; r.n%256 == 0 && ctx.Err() != nil {
			return false, ctx.Err()
		}
		if r.n > maxAnnotations {
			return false, document.Refuse(document.TooMany, "%d annotations", maxAnnotations)
		}
		var o object
		empty := true
		for i, c := range cells[:min(len(cells), len(of))] {
			if of[i] != nil && strings.TrimSpace(c) != "" {
				of[i](&o, c)
				empty = false
			}
		}
		if empty {
			continue
		}
		if err := r.take(&o); err != nil {
			return false, err
		}
	}
	if err := rows.Error(); err != nil {
		return false, refusedWorkbook(err)
	}
	return of != nil, nil
}

func refusedWorkbook(err error) error {
	switch {
	case errors.Is(err, excelize.ErrWorkbookPassword):
		return &document.Refused{Code: document.Encrypted, Err: err}
	case errors.Is(err, zip.ErrFormat), errors.Is(err, excelize.ErrWorkbookFileFormat):
		return &document.Refused{Code: document.Corrupt, Detail: "XLSX", Err: err}
	case strings.Contains(err.Error(), "unzip size exceeds"):
		return &document.Refused{Code: document.Bomb, Detail: "XLSX", Err: err}
	}
	return &document.Refused{Code: document.Corrupt, Detail: "XLSX", Err: err}
}
