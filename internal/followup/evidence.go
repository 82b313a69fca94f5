package followup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/evidence"
	"github.com/openupr/openupr/internal/files"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr/plan"
)

// MaxEvidence is how large a file of evidence may be, in bytes.
const MaxEvidence = 100 << 20

// Handed is a file as it was handed in. Content is read from beginning to end, once.
type Handed struct {
	Name    string
	Content io.Reader
	AsIs    bool // the person wants it kept with what says who made it, where that is taken out by default
}

// Told is what a person should know of what became of what they handed in.
type Told struct {
	Renamed  string          // the name that it is kept under, where it is another one
	Stripped bool            // what says who made it was taken out
	Left     []evidence.Left // and what may still say it
	Archived bool            // a copy of the link was kept
	Why      error           // it was not: a *outside.Refused or *evidence.Refused
}

// AddEvidence keeps a file or a link that proves something. file is nil for a link. e says what it is about, whose it is
// and who may open it; what the file is, is found out here. An administrator's door permitting, a link's page is kept too.
func (d *Desk) AddEvidence(ctx context.Context, who account.Person, ws string, e plan.Evidence, file *Handed) (id string, told Told, err error) {
	e.SHA256, e.Name, e.Type, e.Size, e.Stripped, e.Author = "", "", "", 0, false, who.ID
	if _, err = d.checkEvidence(ctx, who, ws, "", &e); err != nil { // before anything is kept
		return "", told, err
	}
	switch {
	case file != nil && e.URL != "", file == nil && e.URL == "":
		return "", told, &Invalid{Code: "file-or-link", Field: "file"}
	case file != nil:
		if told, err = d.keep(ctx, &e, file.Name, file.Content, strips(who, ws, e) && !file.AsIs); err != nil {
			return "", told, err
		}
	default:
		told.Archived, told.Why = d.archive(ctx, &e)
	}
	id = d.newID()
	if err = d.saveEvidence(ctx, who, ws, id, 0, e); err != nil {
		if e.SHA256 != "" { // what the record does not know is not kept
			err = errors.Join(err, d.dropFile(context.WithoutCancel(ctx), e.SHA256))
		}
		return "", told, err
	}
	if e.SHA256 != "" {
		if _, err = d.Files.Stat(e.SHA256); err != nil { // somebody took the same file away meanwhile
			return id, told, err
		}
	}
	return id, told, nil
}

// strips says whether what a person hands in is cleaned by default: of those who speak for others than the State, who may
// have to fear what a file tells of them (Human Rights Council resolution 12/2).
func strips(who account.Person, ws string, e plan.Evidence) bool {
	seat, ok := who.SeatFor(ws, account.AddEvidence, &account.Target{Bodies: []string{e.Body}, Author: who.ID})
	return ok && slices.Contains([]account.Role{account.Stakeholder, account.Monitor, account.CouncilMember}, seat.Role)
}

// Strips says whether what a person hands in to a workspace is cleaned by default.
func Strips(who account.Person, ws string) bool {
	return slices.ContainsFunc(who.In(ws), func(s account.Seat) bool {
		return strips(account.Person{ID: who.ID, Seats: []account.Seat{s}}, ws, plan.Evidence{Body: s.Body})
	})
}

// keep takes a file in: what it is by its bytes, cleaned where asked, and under a harmless name.
func (d *Desk) keep(ctx context.Context, e *plan.Evidence, name string, content io.Reader, clean bool) (told Told, err error) {
	if d.Files == nil {
		return told, errors.New("there is no folder for files")
	}
	spool, err := d.Files.Spool(content, MaxEvidence)
	if errors.Is(err, files.ErrTooLarge) {
		return told, &evidence.Refused{Code: evidence.TooLarge, Detail: fmt.Sprintf("%d MB", MaxEvidence>>20)}
	}
	if err != nil {
		return told, err
	}
	defer func() {
		if cerr := spool.Close(); err == nil {
			err = cerr
		}
	}()
	kind, err := evidence.Recognise(spool, spool.Size)
	if err != nil {
		return told, err
	}
	if e.Type = kind.Type; clean {
		e.SHA256, e.Size, told.Left, err = d.cleaned(kind, spool)
		e.Stripped, told.Stripped = true, true
	} else if _, err = spool.Seek(0, io.SeekStart); err == nil {
		e.SHA256, e.Size, err = d.Files.Put(spool, MaxEvidence)
	}
	if err != nil {
		return told, err
	}
	var changed bool
	if e.Name, changed = evidence.Name(name, kind); changed {
		told.Renamed = e.Name
	}
	return told, ctx.Err()
}

// cleaned keeps what is left of a file without what says who made it.
func (d *Desk) cleaned(kind evidence.Kind, spool *files.Spool) (sha string, size int64, left []evidence.Left, err error) {
	r, w := io.Pipe()
	done := make(chan error, 1)
	go func() {
		var err error
		left, err = kind.Clean(w, spool, spool.Size)
		done <- w.CloseWithError(err)
	}()
	sha, size, err = d.Files.Put(r, MaxEvidence+1<<20)
	_ = r.CloseWithError(errors.New("not kept")) // ends the other side, if it still writes
	return sha, size, left, errors.Join(err, <-done)
}

// archive keeps a copy of what lies at a link. That it could not be kept is no error: the link stays.
func (d *Desk) archive(ctx context.Context, e *plan.Evidence) (bool, error) {
	answer, err := d.Outside.Get(ctx, e.URL)
	if err != nil {
		return false, err
	}
	defer answer.Body.Close()
	if answer.Status != 200 {
		return false, notStatus(answer.Status)
	}
	if _, err := d.keep(ctx, e, nameAt(answer.URL), answer.Body, false); err != nil {
		e.SHA256, e.Name, e.Type, e.Size = "", "", "", 0
		return false, err
	}
	e.Archived = d.today()
	return true, nil
}

// saveEvidence writes the fact.
func (d *Desk) saveEvidence(ctx context.Context, who account.Person, ws, id string, base store.FactID, e plan.Evidence) error {
	_, err := d.change(ctx, who, ws, func(s *sides) (account.Seat, Save, error) {
		seat, err := s.checkEvidence(who, ws, id, &e)
		if err != nil {
			return seat, Save{}, err
		}
		save := Save{Act: "evidence", Puts: []Put{{Kind: plan.KindEvidence, ID: id, Base: base, Thing: e}}}
		if fact, _, ok := s.Open.Shelf(plan.KindEvidence).Held(id); ok { // what everyone saw follows, or goes
			if e.Access == plan.Public {
				save.OpenPuts = []Put{{Kind: plan.KindEvidence, ID: id, Base: fact, Thing: PublicEvidence(e)}}
			} else {
				save.OpenDrops = []Drop{{Kind: plan.KindEvidence, ID: id, Base: fact}}
			}
		}
		return seat, save, nil
	})
	return err
}

// PublicEvidence is evidence as everyone sees it: without the account that brought it.
func PublicEvidence(e plan.Evidence) plan.Evidence {
	e.Author = ""
	return e
}
