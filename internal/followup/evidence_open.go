package followup

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr/plan"
)

// OpenEvidence opens the file of a piece of evidence, or the copy of its link. One that the person may not know of is not
// there for them (*Invalid, "gone"), and so is one without a file.
func (d *Desk) OpenEvidence(ctx context.Context, who account.Person, ws, id string) (io.ReadSeekCloser, plan.Evidence, error) {
	if _, err := space.Allow(who, ws, account.ReadWork, nil); err != nil {
		return nil, plan.Evidence{}, err
	}
	v, err := d.Keeper.Work(ctx, ws)
	if err != nil {
		return nil, plan.Evidence{}, err
	}
	h, ok := v.Evidence.Get(id)
	if !ok || !MaySee(who, ws, h.Thing) {
		return d.OpenPublicEvidence(ctx, ws, id)
	}
	return d.openFile(h.Thing, id)
}

// OpenPublicEvidence opens the file of a piece of evidence that was published, for everyone.
func (d *Desk) OpenPublicEvidence(ctx context.Context, ws, id string) (io.ReadSeekCloser, plan.Evidence, error) {
	v, err := d.Keeper.Open(ctx, ws)
	if err != nil {
		return nil, plan.Evidence{}, err
	}
	h, ok := v.Evidence.Get(id)
	if !ok || h.Thing.Access != plan.Public {
		return nil, plan.Evidence{}, &Invalid{Code: "gone", Field: "evidence", Value: cut(id)}
	}
	return d.openFile(h.Thing, id)
}

func (d *Desk) openFile(e plan.Evidence, id string) (io.ReadSeekCloser, plan.Evidence, error) {
	if e.SHA256 == "" || d.Files == nil {
		return nil, e, &Invalid{Code: "gone", Field: "evidence", Value: cut(id)}
	}
	f, err := d.Files.Open(e.SHA256)
	if err != nil {
		return nil, e, fmt.Errorf("opening evidence %s: %w", id, err)
	}
	return f, e, nil
}

// SaveEvidence changes what is said of a piece of evidence: title, what it is about, who may open it, its date. The file
// and the link stay as they were handed in.
func (d *Desk) SaveEvidence(ctx context.Context, who account.Person, ws, id string, base store.FactID, e plan.Evidence) error {
	v, err := d.Keeper.Work(ctx, ws)
	if err != nil {
		return err
	}
	h, ok := v.Evidence.Get(id)
	if !ok || !MaySee(who, ws, h.Thing) {
		return &Invalid{Code: "gone", Field: "evidence", Value: cut(id)}
	}
	kept := h.Thing
	kept.Title, kept.About, kept.Access, kept.Date = e.Title, e.About, e.Access, e.Date
	return d.saveEvidence(ctx, who, ws, id, base, kept)
}

// ArchiveEvidence keeps a copy of what lies at a link now, in place of an earlier copy.
func (d *Desk) ArchiveEvidence(ctx context.Context, who account.Person, ws, id string, base store.FactID) (told Told, err error) {
	v, err := d.Keeper.Work(ctx, ws)
	if err != nil {
		return told, err
	}
	h, ok := v.Evidence.Get(id)
	if !ok || !MaySee(who, ws, h.Thing) || h.Thing.URL == "" {
		return told, &Invalid{Code: "gone", Field: "evidence", Value: cut(id)}
	}
	e := h.Thing
	if _, err := d.checkEvidence(ctx, who, ws, id, &e); err != nil {
		return told, err
	}
	if told.Archived, told.Why = d.archive(ctx, &e); !told.Archived {
		return told, nil
	}
	return told, d.saveEvidence(ctx, who, ws, id, base, e)
}

// DropEvidence takes a piece of evidence away, and its file with it where nothing else in the record means that file. Its
// fingerprint stays in the ledger's history.
func (d *Desk) DropEvidence(ctx context.Context, who account.Person, ws, id string, base store.FactID) error {
	sha := ""
	_, err := d.change(ctx, who, ws, func(s *sides) (account.Seat, Save, error) {
		h, ok := s.Work.Evidence.Get(id)
		if !ok || !MaySee(who, ws, h.Thing) {
			return account.Seat{}, Save{}, &Invalid{Code: "gone", Field: "evidence", Value: cut(id)}
		}
		seat, err := space.Allow(who, ws, account.AddEvidence, &account.Target{Bodies: []string{h.Thing.Body}, Author: h.Thing.Author})
		if err != nil {
			return seat, Save{}, err
		}
		if _, err := space.VersionOf(plan.KindEvidence, s.Work.Evidence, id, base); err != nil {
			return seat, Save{}, err
		}
		for _, r := range s.Work.Reports.Any() {
			if r.Thing.Step == plan.Published && contains(r.Thing.Evidence, id) {
				return seat, Save{}, &Invalid{Code: "proves", Field: "id"} // what was published keeps its proof
			}
		}
		sha = h.Thing.SHA256
		save := Save{Act: "evidence", Drops: []Drop{{Kind: plan.KindEvidence, ID: id, Base: base}}}
		if fact, _, ok := s.Open.Shelf(plan.KindEvidence).Held(id); ok {
			save.OpenDrops = []Drop{{Kind: plan.KindEvidence, ID: id, Base: fact}}
		}
		return seat, save, nil
	})
	if err != nil || sha == "" {
		return err
	}
	return d.dropFile(ctx, sha)
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// dropFile takes a file away that nothing current means any more.
func (d *Desk) dropFile(ctx context.Context, sha string) error {
	if _, _, ok := d.Record.View().Document(sha); ok {
		return nil
	}
	head, err := d.Store.Head(ctx)
	if err != nil {
		return fmt.Errorf("looking for other uses of a file: %w", err)
	}
	for r, err := range d.Store.Facts(ctx, store.Filter{At: head.Number}) {
		if err != nil {
			return fmt.Errorf("looking for other uses of a file: %w", err)
		}
		for _, f := range r.Fact.Fields {
			if f.Value == sha {
				return nil
			}
		}
	}
	return errors.Join(d.Files.Drop(sha), ctx.Err())
}
