package followup_test

import (
	"testing"

	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/upr/plan"
)

// TestSuggestedClustersAreSavedInOneAct: all of them or none, one that stands already beside new ones.
func TestSuggestedClustersAreSavedInOneAct(t *testing.T) {
	w := newWorld(t, desk(t), 3)
	ctx, d, who := t.Context(), w.d, w.people["coordinator"]
	cluster := func(title string, recs ...string) *followup.Held[plan.Cluster] {
		return &followup.Held[plan.Cluster]{Thing: plan.Cluster{Title: names(title), Basis: plan.ByIssue, Code: title, Recs: recs}}
	}
	w.must(d.Keeper.Refresh(ctx)) // seats are acts too
	before := w.work().Act
	n, err := d.SaveClusters(ctx, who, ws, []*followup.Held[plan.Cluster]{cluster("one", w.recs[0], w.recs[1]), cluster("two", w.recs[1], w.recs[2])})
	if w.must(err); n != 2 || w.work().Clusters.Len() != 2 || w.work().Act != before+1 {
		t.Errorf("%d clusters saved, %d stand, %d acts", n, w.work().Clusters.Len(), w.work().Act-before)
	}
	stale := cluster("one", w.recs...)
	for id, h := range w.work().Clusters.All() {
		if h.Thing.Code == "one" {
			stale.ID, stale.Fact = id, h.Fact
		}
	}
	_, err = d.SaveCluster(ctx, who, ws, stale.ID, stale.Fact, stale.Thing)
	w.must(err)
	stale.Thing.Title = names("meanwhile")
	if _, err := d.SaveClusters(ctx, who, ws, []*followup.Held[plan.Cluster]{cluster("three", w.recs[0]), stale}); !conflict(err) {
		t.Errorf("over a version that is not the current one: %v", err)
	}
	if _, err := d.SaveClusters(ctx, who, ws, []*followup.Held[plan.Cluster]{cluster("three", w.recs[0]), cluster("four", "UPR-QQQ-C9-1.1")}); err == nil {
		t.Error("a recommendation that is not there was taken")
	}
	if _, err := d.SaveClusters(ctx, w.people["writer"], ws, []*followup.Held[plan.Cluster]{cluster("three", w.recs[0])}); !refused(err) {
		t.Errorf("a contributor clusters: %v", err)
	}
	if w.work().Clusters.Len() != 2 {
		t.Errorf("a part of what was refused is there: %d clusters", w.work().Clusters.Len())
	}
}
