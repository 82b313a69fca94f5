package store_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/openupr/openupr/internal/ledger"
	"github.com/openupr/openupr/internal/store"
)

// byHand is the database as somebody with its password sees it.
func byHand(t testing.TB, cfg store.Config) *sql.DB {
	t.Helper()
	driver, address := "pgx", cfg.DSN
	if address == "" {
		driver, address = "sqlite", filepath.Join(cfg.Dir, "record.db")
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

func change(t testing.TB, db *sql.DB, statement string, args ...any) {
	t.Helper()
	r, err := db.ExecContext(t.Context(), statement, args...)
	if err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
	if n, err := r.RowsAffected(); err == nil && n == 0 && !strings.HasPrefix(statement, "ALTER") {
		t.Fatalf("%s: changed nothing", statement)
	}
}

func verify(t testing.TB, s *store.Store) store.Report {
	t.Helper()
	r, err := s.Verify(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// reviewed is a record of four acts: an import of 40 facts, an import that ends 5 of them and brings 5 (41 to 45), a
// save that ends one (item 10) and one that brings item 46.
func reviewed(t *testing.T, s *store.Store) map[string]store.FactID {
	t.Helper()
	d, err := s.Begin(t.Context(), store.Act{Kind: "import", Scope: "KAZ/9", Role: "editor", Body: "Ministry of Invention"})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Add(t.Context(), items(1, 40)...); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	ids := map[string]store.FactID{}
	for _, r := range all(t, s.Facts(t.Context(), store.Filter{})) {
		ids[r.Fact.Get("number")] = r.ID
	}
	write(t, s, save, items(41, 5), ids["124.1"], ids["124.2"], ids["124.3"], ids["124.4"], ids["124.5"])
	write(t, s, save, nil, ids["124.10"])
	write(t, s, save, items(46, 1))
	for _, r := range all(t, s.Facts(t.Context(), store.Filter{})) {
		ids[r.Fact.Get("number")] = r.ID
	}
	return ids
}

func TestVerifyNamesTheFirstFactThatDoesNotMatch(t *testing.T) {
	item := func(flaw store.Flaw, act uint64, n string) store.Problem {
		return store.Problem{Flaw: flaw, Act: act, Kind: "item", Subject: "A/HRC/99/7 124." + n}
	}
	act := func(flaw store.Flaw, n uint64) store.Problem { return store.Problem{Flaw: flaw, Act: n} }
	const copied = "INSERT INTO fact (id, act, kind, subject, review, body, salt, digest) SELECT 900000, act, kind, subject, review, body, salt, digest FROM fact WHERE id = $1"
	const unbind = "ALTER TABLE fact DROP CONSTRAINT fact_act_fkey, DROP CONSTRAINT fact_ended_by_fkey"
	tests := map[string]struct {
		change []string // $1 is the fact's id, where a fact is named
		fact   string
		want   store.Problem
		noID   bool // the row is gone or the act is meant
	}{
		"words changed":                {[]string{"UPDATE fact SET body = replace(body, 'gardens', 'markets') WHERE id = $1"}, "124.7", item(store.FactChanged, 1, "7"), false},
		"two words changed, the first": {[]string{"UPDATE fact SET body = replace(body, 'gardens', 'markets') WHERE id >= $1"}, "124.9", item(store.FactChanged, 1, "9"), false},
		"words cut to nothing":         {[]string{"UPDATE fact SET body = '' WHERE id = $1"}, "124.46", item(store.FactChanged, 4, "46"), false},
		"words taken out":              {[]string{"UPDATE fact SET body = NULL WHERE id = $1"}, "124.7", item(store.FactChanged, 1, "7"), false},
		"erased by hand":               {[]string{"UPDATE fact SET body = NULL, salt = NULL WHERE id = $1"}, "124.7", item(store.ErasedUnsaid, 1, "7"), false},
		"salt changed":                 {[]string{"UPDATE fact SET salt = (SELECT salt FROM fact AS f WHERE f.id <> $1 ORDER BY f.id LIMIT 1) WHERE id = $1"}, "124.42", item(store.FactChanged, 2, "42"), false},
		"digest changed":               {[]string{"UPDATE fact SET digest = (SELECT digest FROM fact AS f WHERE f.id <> $1 ORDER BY f.id LIMIT 1) WHERE id = $1"}, "124.7", item(store.FactChanged, 1, "7"), false},
		"review changed":               {[]string{"UPDATE fact SET review = 'SVN/9' WHERE id = $1"}, "124.7", item(store.FactChanged, 1, "7"), false},
		"subject changed":              {[]string{"UPDATE fact SET subject = 'A/HRC/99/7 124.77' WHERE id = $1"}, "124.7", item(store.FactChanged, 1, "77"), false},
		"row deleted":                  {[]string{"DELETE FROM fact WHERE id = $1"}, "124.7", act(store.FactMissing, 1), false},
		"last row deleted":             {[]string{"DELETE FROM fact WHERE id = $1"}, "124.40", act(store.FactMissing, 1), true},
		"row added":                    {[]string{copied}, "124.7", item(store.FactAdded, 1, "7"), true},
		"row moved to another act":     {[]string{"UPDATE fact SET act = (SELECT id FROM act WHERE number = 1) WHERE id = $1"}, "124.46", item(store.FactAdded, 1, "46"), false},
		"fact ended by hand":           {[]string{"UPDATE fact SET ended_by = (SELECT id FROM act WHERE number = 3) WHERE id = $1"}, "124.12", item(store.EndAdded, 3, "12"), false},
		"ended fact revived":           {[]string{"UPDATE fact SET ended_by = NULL WHERE id = $1"}, "124.3", item(store.EndMissing, 2, "3"), false},
		"only ended fact revived":      {[]string{"UPDATE fact SET ended_by = NULL WHERE id = $1"}, "124.10", item(store.EndMissing, 3, "10"), false},
		"ended by another act":         {[]string{"UPDATE fact SET ended_by = (SELECT id FROM act WHERE number = 3) WHERE id = $1"}, "124.3", item(store.EndMissing, 2, "3"), false},
		"act's body changed":           {[]string{"UPDATE act SET body = 'Ministry of Doubt' WHERE number = 2"}, "", act(store.ActChanged, 2), false},
		"act's time changed":           {[]string{"UPDATE act SET made_at = made_at - 86400 WHERE number = 3"}, "", act(store.ActChanged, 3), false},
		"act's count changed":          {[]string{"UPDATE act SET facts = facts + 1 WHERE number = 1"}, "", act(store.ActChanged, 1), false},
		"act's root changed":           {[]string{"UPDATE act SET root = leaf WHERE number = 1"}, "", act(store.ActChanged, 1), false},
		"act's leaf changed":           {[]string{"UPDATE act SET leaf = root WHERE number = 4"}, "", act(store.ActChanged, 4), false},
		"act's state changed":          {[]string{"UPDATE act SET state = 'staged' WHERE number = 4"}, "", act(store.ActChanged, 4), false},
		"acts exchanged": {[]string{"UPDATE act SET number = 99 WHERE number = 2", "UPDATE act SET number = 2 WHERE number = 3", "UPDATE act SET number = 3 WHERE number = 99"},
			"", act(store.ActChanged, 2), false},
		"act deleted":              {[]string{unbind, "DELETE FROM act WHERE number = 2"}, "", act(store.ActMissing, 2), false},
		"act and facts deleted":    {[]string{"UPDATE fact SET ended_by = NULL WHERE ended_by IN (SELECT id FROM act WHERE number = 2)", "DELETE FROM fact WHERE act IN (SELECT id FROM act WHERE number = 2)", "DELETE FROM act WHERE number = 2"}, "", act(store.ActMissing, 2), false},
		"fact of no act":           {[]string{unbind, "UPDATE act SET id = 800000 WHERE number = 4"}, "", act(store.FactMissing, 4), true},
		"tree changed at a leaf":   {[]string{"UPDATE tree_hash SET hash = (SELECT leaf FROM act WHERE number = 4) WHERE idx = 1"}, "", act(store.TreeChanged, 2), false},
		"tree changed at a node":   {[]string{"UPDATE tree_hash SET hash = (SELECT leaf FROM act WHERE number = 4) WHERE idx = 2"}, "", act(store.TreeChanged, 2), false},
		"tree cut":                 {[]string{"DELETE FROM tree_hash WHERE idx = 3"}, "", act(store.TreeChanged, 3), false},
		"checkpoint's size":        {[]string{"UPDATE checkpoint SET text = replace(text, '3', '4') WHERE size = 3"}, "", act(store.CheckpointChanged, 3), false},
		"checkpoint of another":    {[]string{"UPDATE checkpoint SET text = (SELECT c.text FROM checkpoint AS c WHERE c.size = 3) WHERE size = 4"}, "", act(store.CheckpointChanged, 4), false},
		"checkpoint deleted":       {[]string{"DELETE FROM checkpoint WHERE size = 1"}, "", act(store.CheckpointMissing, 1), false},
		"head's root changed":      {[]string{"UPDATE head SET root = (SELECT leaf FROM act WHERE number = 4)"}, "", act(store.HeadChanged, 4), false},
		"head set back":            {[]string{"UPDATE head SET number = 3"}, "", act(store.HeadChanged, 3), false},
		"head set back, with root": {[]string{"UPDATE head SET number = 2, root = (SELECT hash FROM tree_hash WHERE idx = 2)"}, "", act(store.ActAdded, 3), false},
		"head set forward":         {[]string{"UPDATE head SET number = 5"}, "", act(store.ActMissing, 5), false},
		"head deleted":             {[]string{"DELETE FROM head"}, "", act(store.HeadChanged, 0), false},
	}
	for name, test := range tests {
		t.Run(strings.ReplaceAll(name, " ", "_"), func(t *testing.T) {
			both(t, func(t *testing.T, cfg store.Config) {
				s := open(t, cfg)
				ids := reviewed(t, s)
				if r := verify(t, s); r.Problem != nil || r.Acts != 4 || r.Facts != 46 {
					t.Fatalf("before: %+v", r)
				}
				db := byHand(t, cfg)
				for _, c := range test.change {
					if strings.HasPrefix(c, "ALTER") {
						if cfg.DSN != "" {
							change(t, db, c)
						}
						continue
					}
					if strings.Contains(c, "$1") {
						change(t, db, c, int64(ids[test.fact]))
					} else {
						change(t, db, c)
					}
				}
				want := test.want
				if test.fact != "" && !test.noID {
					want.Fact = ids[test.fact]
				}
				if name == "row added" {
					want.Fact = 900000
				}
				got := verify(t, s)
				if got.Problem == nil {
					t.Fatal("nothing was found")
				}
				if d := cmp.Diff(want, *got.Problem); d != "" {
					t.Error(d)
				}
			})
		})
	}
}

func TestErasedFactLeavesARecordThatVerifies(t *testing.T) {
	both(t, func(t *testing.T, cfg store.Config) {
		s := open(t, cfg)
		secret := "Name of a person who asked to be forgotten"
		write(t, s, save, []store.New{item(1, secret), item(2, "kept")})
		rows := all(t, s.Facts(t.Context(), store.Filter{}))
		before, err := s.Head(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Erase(t.Context(), store.Act{Kind: "erase", Role: "administrator"}, rows[0].ID); err != nil {
			t.Fatal(err)
		}
		r := verify(t, s)
		if r.Problem != nil || r.Erased != 1 || r.Head.Number != before.Number+1 {
			t.Errorf("report %+v", r)
		}
		got := all(t, s.History(t.Context(), rows[0].Fact.Subject))
		if len(got) != 2 || !got[0].Erased || got[0].EndedBy != 2 || len(got[0].Fact.Fields) != 0 || got[1].Fact.Kind != store.KindErasure {
			t.Errorf("history %+v", got)
		}
		if then := all(t, s.Facts(t.Context(), store.Filter{At: 1})); len(then) != 2 || !then[0].Erased {
			t.Errorf("as of act 1: %+v", then)
		}
		for _, id := range []store.FactID{rows[0].ID, 1 << 30} {
			if _, err := s.Erase(t.Context(), save, id); err == nil {
				t.Errorf("fact %d erased again", id)
			}
		}
		if _, err := s.Erase(t.Context(), save, got[1].ID); err == nil {
			t.Error("the note of an erasure was erased")
		}
		if cfg.DSN != "" {
			return
		}
		files, err := filepath.Glob(filepath.Join(cfg.Dir, "record.db*"))
		if err != nil || len(files) == 0 {
			t.Fatal(files, err)
		}
		for _, f := range files {
			if contains(t, f, secret) {
				t.Errorf("%s still has the words", filepath.Base(f))
			}
		}
	})
}

func TestVerifyTellsItsProgressAndKnowsOnlyCommittedActs(t *testing.T) {
	both(t, func(t *testing.T, cfg store.Config) {
		s := open(t, cfg)
		if r := verify(t, s); r.Problem != nil || r.Head.Number != 0 {
			t.Errorf("empty record: %+v", r)
		}
		reviewed(t, s)
		d, err := s.Begin(t.Context(), save)
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Add(t.Context(), items(100, 200)...); err != nil {
			t.Fatal(err)
		}
		var seen []string
		r, err := s.Verify(t.Context(), func(done, of uint64) { seen = append(seen, fmt.Sprintf("%d/%d", done, of)) })
		if err != nil || r.Problem != nil || r.Facts != 46 {
			t.Errorf("with a draft under way: %+v, %v", r, err)
		}
		if !cmp.Equal(seen, []string{"1/4", "2/4", "3/4", "4/4"}) {
			t.Errorf("progress %v", seen)
		}
		head, err := s.Head(t.Context())
		if err != nil || head != r.Head {
			t.Errorf("head %+v, reported %+v, %v", head, r.Head, err)
		}
		if _, err := ledger.Verify(mustCheckpoint(t, s, head.TreeSize), s.Public()); err != nil {
			t.Error(err)
		}
	})
}
