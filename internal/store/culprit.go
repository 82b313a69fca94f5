package store

import (
	"context"
	"slices"

	"github.com/openupr/openupr/internal/ledger"
)

// factRow is a fact as it lies in the database.
type factRow struct {
	id                    int64
	kind, subject, review string
	body                  *string
	salt, digest          []byte
}

func (f factRow) problem(flaw Flaw, act uint64) *Problem {
	return &Problem{Flaw: flaw, Act: act, Fact: FactID(f.id), Kind: f.kind, Subject: f.subject}
}

// ref is what remains of a fact in memory while an act is checked.
type ref struct {
	id     int64
	digest ledger.Hash // as it is in the act's small tree
}

// content checks what an act, whose header is as signed, brought and ended.
func (v *verifier) content(ctx context.Context, a actRow) error {
	facts, err := v.brought(ctx, a)
	if err != nil || v.report.Problem != nil {
		return err
	}
	ends, err := v.ended(ctx, a)
	if err != nil || v.report.Problem != nil {
		return err
	}
	var b ledger.RootBuilder
	for _, x := range facts {
		b.Add(x.digest)
	}
	for _, x := range ends {
		b.Add(x.digest)
	}
	if uint64(len(facts)) == a.h.Facts && uint64(len(ends)) == a.h.Ends && b.Root() == a.h.Root {
		return nil
	}
	return v.culprit(ctx, a, facts, ends)
}

// brought reads and checks the facts of an act one by one.
func (v *verifier) brought(ctx context.Context, a actRow) ([]ref, error) {
	rows, err := v.q.QueryContext(ctx, "SELECT id, kind, subject, review, body, salt, digest FROM fact WHERE act = $1 ORDER BY id", a.id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := make([]ref, 0, min(a.h.Facts, 1<<20))
	for rows.Next() {
		var f factRow
		if err := rows.Scan(&f.id, &f.kind, &f.subject, &f.review, &f.body, &f.salt, &f.digest); err != nil {
			return nil, err
		}
		v.report.Facts++
		switch {
		case len(f.digest) != ledger.DigestSize:
			v.report.Problem = f.problem(FactChanged, a.h.Number)
			return nil, nil
		case f.body == nil && f.salt == nil:
			v.report.Erased++
			if !v.erased(f) {
				v.report.Problem = f.problem(ErasedUnsaid, a.h.Number)
				return nil, nil
			}
		case !f.intact():
			v.report.Problem = f.problem(FactChanged, a.h.Number)
			return nil, nil
		}
		out = append(out, ref{f.id, ledger.Hash(f.digest)})
	}
	return out, rows.Err()
}

// intact says whether words, salt, digest and columns of a fact belong together.
func (f factRow) intact() bool {
	if f.body == nil || len(f.salt) != ledger.SaltSize || ledger.Digest(ledger.Salt(f.salt), []byte(*f.body)) != ledger.Hash(f.digest) {
		return false
	}
	fact, err := ledger.DecodeString(*f.body)
	if err != nil || fact.Kind != f.kind || fact.Subject != f.subject {
		return false
	}
	review := ""
	if len(fact.Fields) > 0 && fact.Fields[0].Name == reviewField {
		review = fact.Fields[0].Value
	}
	return review == f.review
}

// ended reads the facts that an act ended, as end digests.
func (v *verifier) ended(ctx context.Context, a actRow) ([]ref, error) {
	rows, err := v.q.QueryContext(ctx, "SELECT id, kind, subject, digest FROM fact WHERE ended_by = $1 ORDER BY id", a.id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []ref
	for rows.Next() {
		var f factRow
		if err := rows.Scan(&f.id, &f.kind, &f.subject, &f.digest); err != nil {
			return nil, err
		}
		if len(f.digest) != ledger.DigestSize {
			v.report.Problem = f.problem(FactChanged, a.h.Number)
			return nil, nil
		}
		out = append(out, ref{f.id, ledger.EndDigest(ledger.Hash(f.digest))})
	}
	return out, rows.Err()
}

// trialBudget bounds the search for a culprit, in digests hashed: about five seconds.
const trialBudget = 20_000_000

// culprit finds out which single change explains why an act's content does not match its root: it tries the act without
// each fact, without each ending, and with each ending that could be missing.
func (v *verifier) culprit(ctx context.Context, a actRow, facts, ends []ref) error {
	both := slices.Concat(facts, ends)
	extra := func(list []ref, offset int) int64 {
		if len(list)*len(both) > trialBudget {
			return 0
		}
		var before ledger.RootBuilder
		for _, x := range both[:offset] {
			before.Add(x.digest)
		}
		for i, x := range list {
			without := before.Clone()
			for _, y := range both[offset+i+1:] {
				without.Add(y.digest)
			}
			if without.Root() == a.h.Root {
				return x.id
			}
			before.Add(x.digest)
		}
		return 0
	}
	nFacts, nEnds := uint64(len(facts)), uint64(len(ends))
	flaw, id := ActContentChanged, int64(0)
	switch {
	case nFacts > a.h.Facts:
		flaw = FactAdded
		if nFacts == a.h.Facts+1 && nEnds == a.h.Ends {
			id = extra(facts, 0)
		}
	case nFacts < a.h.Facts:
		flaw = FactMissing
		v.report.Problem = &Problem{Flaw: flaw, Act: a.h.Number, Fact: FactID(gap(facts))}
		return nil // its row is gone: nobody can say more
	case nEnds > a.h.Ends:
		flaw = EndAdded
		if nEnds == a.h.Ends+1 {
			id = extra(ends, len(facts))
		}
	case nEnds < a.h.Ends:
		flaw = EndMissing
		if nEnds+1 == a.h.Ends {
			var err error
			if id, err = v.unended(ctx, a, facts, ends); err != nil {
				return err
			}
		}
	}
	f := factRow{id: id}
	if id != 0 {
		if err := v.q.QueryRowContext(ctx, "SELECT kind, subject FROM fact WHERE id = $1", id).Scan(&f.kind, &f.subject); err != nil {
			return err
		}
	}
	v.report.Problem = f.problem(flaw, a.h.Number)
	return nil
}

// unended looks among all other facts for the one whose ending makes the act's root.
func (v *verifier) unended(ctx context.Context, a actRow, facts, ends []ref) (int64, error) {
	rows, err := v.q.QueryContext(ctx, "SELECT id, digest FROM fact WHERE (ended_by IS NULL OR ended_by <> $1) AND act <> $1 ORDER BY id", a.id)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	var before ledger.RootBuilder
	for _, x := range facts {
		before.Add(x.digest)
	}
	next := 0
	for budget := trialBudget; rows.Next() && budget > 0; budget -= len(ends) - next + 1 {
		var id int64
		var digest []byte
		if err := rows.Scan(&id, &digest); err != nil {
			return 0, err
		}
		if len(digest) != ledger.DigestSize {
			continue
		}
		for ; next < len(ends) && ends[next].id < id; next++ {
			before.Add(ends[next].digest)
		}
		with := before.Clone()
		with.Add(ledger.EndDigest(ledger.Hash(digest)))
		for _, x := range ends[next:] {
			with.Add(x.digest)
		}
		if with.Root() == a.h.Root {
			return id, nil
		}
	}
	return 0, rows.Err()
}

// gap is the id left out of a row of ids that otherwise rise by one; 0 when there is not exactly one such.
func gap(facts []ref) int64 {
	found := int64(0)
	for i := 1; i < len(facts); i++ {
		switch facts[i].id - facts[i-1].id {
		case 1:
		case 2:
			if found != 0 {
				return 0
			}
			found = facts[i].id - 1
		default:
			return 0
		}
	}
	return found
}
