package ingest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/files"
	"github.com/openupr/openupr/internal/gazetteer"
	"github.com/openupr/openupr/internal/ingest/uhri"
	"github.com/openupr/openupr/internal/killpoint"
	"github.com/openupr/openupr/internal/ledger"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/store"
)

// Export is a file of OHCHR's index on disk. It is read from there, twice: once to see what it would change, once to
// bring it in. It is never in memory as a whole.
type Export struct {
	Path, Name string
	SHA256     string
	Size       int64
	Lang       string // when the name says so: "export-full-en.json"
	workbook   bool
}

var (
	exportName  = regexp.MustCompile(`(?i)^export-.*-([a-z]{2})\.(?:json|xlsx)$`)
	exportLangs = []string{"en", "fr", "es", "ru", "ar", "zh"}
)

// OpenExport looks whether a file is an export of the index; ok is false for any other file.
func OpenExport(path string) (e *Export, ok bool, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, false, fmt.Errorf("reading %s: %w", path, err)
	}
	defer f.Close()
	head := make([]byte, 64<<10)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, false, fmt.Errorf("reading %s: %w", path, err)
	}
	head = head[:n]
	e = &Export{Path: path, Name: baseName(path), workbook: uhri.DetectWorkbook(f, head)}
	if !e.workbook && !uhri.DetectJSON(head) {
		return nil, false, nil
	}
	if m := exportName.FindStringSubmatch(e.Name); m != nil && slices.Contains(exportLangs, strings.ToLower(m[1])) {
		e.Lang = strings.ToLower(m[1])
	}
	if info, err := f.Stat(); err == nil && info.Size() > uhri.MaxBytes {
		return nil, true, document.Refuse(document.TooLarge, "%d MB", int64(uhri.MaxBytes)>>20)
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, true, fmt.Errorf("reading %s: %w", path, err)
	}
	h := sha256.New()
	if e.Size, err = io.Copy(h, f); err != nil {
		return nil, true, fmt.Errorf("reading %s: %w", path, err)
	}
	e.SHA256 = hex.EncodeToString(h.Sum(nil))
	return e, true, nil
}

func (e *Export) each(ctx context.Context, g *gazetteer.Gazetteer, do uhri.Each) (*uhri.Summary, error) {
	o := uhri.Options{Lang: e.Lang, Gazetteer: g}
	if e.workbook {
		return uhri.Workbook(ctx, e.Path, o, do)
	}
	f, err := os.Open(e.Path)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", e.Path, err)
	}
	defer f.Close()
	return uhri.JSON(ctx, f, o, do)
}

// ExportPlan is what an export would change. It is one act.
type ExportPlan struct {
	Export    *Export
	Base      uint64 // the act that the plan was made against
	Summary   *uhri.Summary
	New       int
	Same      int
	Retagged  int // other themes, persons or goals; the words stay
	Changed   int // other words, position or place
	Withdrawn int // the record has them and the export has not
	Kept      int // likewise, but the export holds only a part of what is known of their State, so it says nothing of them
	Foreign   int // known in another language: they stay
	known     *knownAnnotations
}

// Nothing says whether the plan changes nothing.
func (p *ExportPlan) Nothing() bool { return p.New+p.Retagged+p.Changed+p.Withdrawn == 0 }

// knownAnnotations are what is kept in memory of each annotation of the record: some fifty bytes.
type knownAnnotations struct {
	seed  [2]maphash.Seed
	of    map[[2]uint64]knownAnnotation
	homes map[string]uint32
	had   []int // of each home
	found []int // of these, in the export
}

type knownAnnotation struct {
	id         store.FactID
	body, tags uint64
	home       uint32
	lang       [2]byte
	found      bool
}

// changeOf an annotation against the record.
type changeOf byte

const (
	isNew changeOf = iota
	isSame
	isRetagged
	isChanged
	isForeign
)

// PrepareExport compares an export with the record.
func PrepareExport(ctx context.Context, st *store.Store, e *Export, g *gazetteer.Gazetteer) (*ExportPlan, error) {
	head, err := st.Head(ctx)
	if err != nil {
		return nil, fmt.Errorf("comparing %s: %w", e.Name, err)
	}
	p := &ExportPlan{Export: e, Base: head.Number}
	if p.known, err = knowAnnotations(ctx, st, head.Number); err != nil {
		return nil, fmt.Errorf("comparing %s: %w", e.Name, err)
	}
	p.Summary, err = e.each(ctx, g, func(_ int, a *record.Annotation) error {
		what, _ := p.known.compare(a)
		*map[changeOf]*int{isNew: &p.New, isSame: &p.Same, isRetagged: &p.Retagged, isChanged: &p.Changed, isForeign: &p.Foreign}[what]++
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, k := range p.known.of {
		switch {
		case k.found:
		case p.known.whole(k.home):
			p.Withdrawn++
		default:
			p.Kept++
		}
	}
	return p, nil
}

func knowAnnotations(ctx context.Context, st *store.Store, at uint64) (*knownAnnotations, error) {
	k := &knownAnnotations{seed: [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}, of: map[[2]uint64]knownAnnotation{}, homes: map[string]uint32{}}
	if at == 0 {
		return k, nil
	}
	for r, err := range st.Facts(ctx, store.Filter{Kinds: []string{record.KindAnnotation}, At: at}) {
		if err != nil {
			return nil, err
		}
		if r.Erased || !strings.HasPrefix(r.Fact.Subject, uhri.Keeper+"/") {
			continue
		}
		a := k.print(r.Fact)
		a.id, a.home = r.ID, k.home(r.Review)
		k.had[a.home]++
		k.of[k.key(r.Fact.Subject)] = a
	}
	return k, nil
}

func (k *knownAnnotations) key(subject string) [2]uint64 {
	return [2]uint64{maphash.String(k.seed[0], subject), maphash.String(k.seed[1], subject)}
}

func (k *knownAnnotations) home(name string) uint32 {
	n, ok := k.homes[name]
	if !ok {
		n = uint32(len(k.homes))
		k.homes[strings.Clone(name)] = n
		k.had, k.found = append(k.had, 0), append(k.found, 0)
	}
	return n
}

// print is the fingerprint of an annotation's fact: of its tags, and of all else but the file that it was read from.
func (k *knownAnnotations) print(f ledger.Fact) (a knownAnnotation) {
	var body, tags maphash.Hash
	body.SetSeed(k.seed[0])
	tags.SetSeed(k.seed[0])
	for _, x := range f.Fields {
		h := &body
		switch x.Name {
		case "sha256":
			continue
		case "lang":
			copy(a.lang[:], x.Value)
		case "theme", "persons", "sdg":
			h = &tags
		}
		for _, s := range []string{x.Name, "\x00", x.Value, "\x00"} {
			h.WriteString(s) // never fails
		}
	}
	a.body, a.tags = body.Sum64(), tags.Sum64()
	return a
}

// compare says what an annotation of the export is against the record, and which fact it replaces. It notes that the
// annotation was found.
func (k *knownAnnotations) compare(a *record.Annotation) (changeOf, store.FactID) {
	f := record.AnnotationFact(*a)
	key := k.key(f.Subject)
	old, ok := k.of[key]
	if !ok {
		return isNew, 0
	}
	if !old.found {
		old.found = true
		k.of[key] = old
		k.found[old.home]++
	}
	now := k.print(f.Fact)
	home, known := k.homes[f.Review]
	switch {
	case now.lang != old.lang:
		return isForeign, 0
	case now.body != old.body, !known, home != old.home:
		return isChanged, old.id
	case now.tags != old.tags:
		return isRetagged, old.id
	}
	return isSame, 0
}

// whole says whether the export holds so much of what is known of a home that it is taken for all of it (see wholeShare).
func (k *knownAnnotations) whole(home uint32) bool {
	return k.found[home] > 0 && float64(k.found[home]) >= wholeShare*float64(k.had[home])
}

// ErrExportChanged is an export that is not the file any more that was compared.
var ErrExportChanged = errors.New("the file changed since it was looked at")

// ApplyExport keeps the original and brings the plan into the record as one act. It is refused with store.Changed when
// another export came in since the plan was made; nothing is then done.
func ApplyExport(ctx context.Context, st *store.Store, fs *files.Folder, p *ExportPlan, g *gazetteer.Gazetteer, who Who) (store.Committed, error) {
	if p.Nothing() {
		return store.Committed{}, nil
	}
	if err := keepExport(fs, p.Export); err != nil {
		return store.Committed{}, err
	}
	killpoint.Reach("ingest.filed")
	act := who.Act(ActImport, uhri.Keeper, p.Base)
	act.Based = true
	d, err := st.Begin(ctx, act)
	if err != nil {
		return store.Committed{}, fmt.Errorf("bringing in %s: %w", p.Export.Name, err)
	}
	c, err := p.stage(ctx, d, g)
	if err != nil {
		if aerr := d.Abandon(context.WithoutCancel(ctx)); aerr != nil {
			err = fmt.Errorf("%w (and abandoning the draft: %v)", err, aerr)
		}
		var not *store.NotCurrent
		if errors.As(err, &not) { // another export ended the same annotations
			return store.Committed{}, &store.Changed{Scope: act.Scope, Base: act.Base, Act: not.EndedBy}
		}
		return store.Committed{}, fmt.Errorf("bringing in %s: %w", p.Export.Name, err)
	}
	return c, nil
}

func keepExport(fs *files.Folder, e *Export) error {
	f, err := os.Open(e.Path)
	if err != nil {
		return fmt.Errorf("keeping the original of %s: %w", e.Name, err)
	}
	defer f.Close()
	sha, _, err := fs.Put(f, e.Size+1)
	switch {
	case err != nil:
		return fmt.Errorf("keeping the original of %s: %w", e.Name, err)
	case sha != e.SHA256:
		return fmt.Errorf("keeping the original of %s: %w", e.Name, ErrExportChanged)
	}
	return nil
}

// stage reads the export again and brings what differs.
func (p *ExportPlan) stage(ctx context.Context, d *store.Draft, g *gazetteer.Gazetteer) (store.Committed, error) {
	var end []store.FactID
	_, err := p.Export.each(ctx, g, func(_ int, a *record.Annotation) error {
		what, old := p.known.compare(a)
		if what == isSame || what == isForeign {
			return nil
		}
		if old != 0 {
			end = append(end, old)
		}
		a.SHA256 = p.Export.SHA256
		f := record.AnnotationFact(*a)
		killpoint.Reach("ingest.staging")
		return d.Add(ctx, store.New{Fact: f.Fact, Review: f.Review})
	})
	if err != nil {
		return store.Committed{}, err
	}
	for _, k := range p.known.of {
		if !k.found && p.known.whole(k.home) {
			end = append(end, k.id)
		}
	}
	if len(end) > 0 {
		if err := d.End(ctx, end...); err != nil {
			return store.Committed{}, err
		}
	}
	killpoint.Reach("ingest.staged")
	return d.Commit(ctx)
}
