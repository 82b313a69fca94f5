package web

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/ingest"
)

// Bounds of what waits for a person between reading and confirming. It is no part of the record: when it is lost, the
// page says so and the file is brought in again.
const (
	uploadTime  = 2 * time.Hour
	uploadCount = 64
	uploadBytes = 128 << 20
)

// How many files are read at once. The worst that may be handed in takes some seconds and half a gigabyte; what the record
// keeps was read before, and its pages do not wait for the others.
const (
	handedAtOnce = 1
	keptAtOnce   = 2
)

// parse reads a file when it is its turn among those of its kind.
func (a *App) parse(ctx context.Context, turn chan struct{}, p *ingest.Parser, f ingest.File) (*ingest.Parsed, error) {
	select {
	case turn <- struct{}{}:
		defer func() { <-turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return p.Parse(ctx, f)
}

// upload is a file that was read and waits to be confirmed by the person who brought it.
type upload struct {
	parsed *ingest.Parsed
	person string
	at     time.Time
}

type uploads struct {
	mu   sync.Mutex
	now  func() time.Time
	list []upload // the latest last
}

func newUploads(now func() time.Time) *uploads { return &uploads{now: now} }

// put keeps a file for a person; the oldest ones make room.
func (u *uploads) put(person string, p *ingest.Parsed) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.tidy()
	u.list = slices.DeleteFunc(u.list, func(x upload) bool { return x.person == person && x.parsed.File.SHA256 == p.File.SHA256 })
	u.list = append(u.list, upload{p, person, u.now()})
	bytes := 0
	for i := len(u.list) - 1; i >= 0; i-- {
		bytes += len(u.list[i].parsed.File.Bytes)
		if bytes > uploadBytes || len(u.list)-i > uploadCount {
			u.list = u.list[i+1:]
			break
		}
	}
}

func (u *uploads) get(person, sha string) (*ingest.Parsed, bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.tidy()
	for _, x := range u.list {
		if x.person == person && x.parsed.File.SHA256 == sha {
			return x.parsed, true
		}
	}
	return nil, false
}

func (u *uploads) drop(person, sha string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.list = slices.DeleteFunc(u.list, func(x upload) bool { return x.person == person && x.parsed.File.SHA256 == sha })
}

// of are a person's files, the latest first.
func (u *uploads) of(person string) []upload {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.tidy()
	var out []upload
	for _, x := range slices.Backward(u.list) {
		if x.person == person {
			out = append(out, x)
		}
	}
	return out
}

func (u *uploads) tidy() {
	old := u.now().Add(-uploadTime)
	u.list = slices.DeleteFunc(u.list, func(x upload) bool { return x.at.Before(old) })
}

// parsedCache keeps the last few documents as read.
type parsedCache struct {
	mu   sync.Mutex
	shas []string
	docs map[string]*document.Document
}

const parsedCount = 8

func newParsedCache() *parsedCache { return &parsedCache{docs: map[string]*document.Document{}} }

func (c *parsedCache) get(sha string) *document.Document {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.docs[sha]
}

func (c *parsedCache) put(sha string, d *document.Document) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.docs[sha] == nil {
		c.shas = append(c.shas, sha)
	}
	c.docs[sha] = d
	for len(c.shas) > parsedCount {
		delete(c.docs, c.shas[0])
		c.shas = c.shas[1:]
	}
}
