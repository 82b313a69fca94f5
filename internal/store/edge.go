package store

import (
	"context"
	"fmt"
	"maps"

	"github.com/openupr/openupr/internal/ledger"
	"golang.org/x/mod/sumdb/tlog"
)

// edge is what appending the next act needs to know of the tree: the hashes of its right edge. It spares most acts two
// questions to the database. Another node may have gone on meanwhile; then the size is another and the database is asked.
type edge struct {
	size   uint64
	hashes map[int64]tlog.Hash
}

// edgeReader reads the tree from the edge where it can, and remembers what was used.
type edgeReader struct {
	known *edge
	used  map[int64]tlog.Hash
	below ledger.HashReader
	size  uint64
}

// treeReader reads the tree of size acts inside a transaction.
func (s *Store) treeReader(ctx context.Context, q querier, size uint64) *edgeReader {
	r := &edgeReader{used: map[int64]tlog.Hash{}, below: hashReader(ctx, q), size: size}
	if e := s.edge.Load(); e != nil && e.size == size {
		r.known = e
	}
	return r
}

// ReadHashes implements ledger.HashReader.
func (r *edgeReader) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, x := range indexes {
		if r.known == nil {
			break
		}
		h, ok := r.known.hashes[x]
		if !ok {
			r.known = nil // it never happens; if it did, the database would know better
			break
		}
		out[i] = h
	}
	if r.known == nil {
		var err error
		if out, err = r.below.ReadHashes(indexes); err != nil {
			return nil, err
		}
	}
	for i, x := range indexes {
		r.used[x] = out[i]
	}
	return out, nil
}

// grow is the edge with an act more.
func (r *edgeReader) grow(added []ledger.StoredHash) *edge {
	hashes := maps.Clone(r.used)
	for _, a := range added {
		hashes[a.Index] = tlog.Hash(a.Hash)
	}
	return &edge{r.size + 1, hashes}
}

// hashReader reads the tree inside a transaction.
func hashReader(ctx context.Context, q querier) ledger.HashReader {
	return tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		if len(indexes) == 0 {
			return nil, nil
		}
		args := make([]any, len(indexes))
		for i, x := range indexes {
			args[i] = x
		}
		rows, err := q.QueryContext(ctx, "SELECT idx, hash FROM tree_hash WHERE idx IN ("+places(1, len(indexes))+")", args...)
		if err != nil {
			return nil, err
		}
		defer rows.Close()
		got := make(map[int64]tlog.Hash, len(indexes))
		for rows.Next() {
			var idx int64
			var hash []byte
			if err := rows.Scan(&idx, &hash); err != nil {
				return nil, err
			}
			if len(hash) == tlog.HashSize {
				got[idx] = tlog.Hash(hash)
			}
		}
		if err := rows.Err(); err != nil {
			return nil, err
		}
		out := make([]tlog.Hash, len(indexes))
		for i, x := range indexes {
			h, ok := got[x]
			if !ok {
				return nil, fmt.Errorf("hash %d of the tree is not there", x)
			}
			out[i] = h
		}
		return out, nil
	})
}
