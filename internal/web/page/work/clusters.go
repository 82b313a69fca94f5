package work

import (
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page"
)

// ClusterRow is a cluster in a list.
type ClusterRow struct {
	Link  Link
	Basis string
	Recs  int
	Find  string // the search of its recommendations
	Lead  Link
	Plan  Link
}

// Clusters are the sets of recommendations that the same measures answer.
type Clusters struct {
	Rows         []ClusterRow
	New, Suggest string // empty for whoever may not
	Out          Count  // recommendations in no cluster
}

// Cluster is one of them.
type Cluster struct {
	ID      string
	Title   Text
	Basis   string
	Code    string
	Lead    Link
	Plan    Link
	Recs    []RecLine // of this page
	Total   int
	Pages   page.Pagination
	Find    string
	Edit    string
	Give    bool // the reader may give all its recommendations to the lead body
	Base    store.FactID
	History string
}

// ClusterForm is the form of a cluster.
type ClusterForm struct {
	Form
	ID      string
	Cluster plan.Cluster
	Recs    []Option
	Add     string
	Leads   []Option
	Plans   []Option
	Back    string
}

// Suggestion is a set of recommendations that belong together by a label of the record.
type Suggestion struct {
	Value   string // as the form sends it
	Title   string
	Recs    int
	Example Text
	Has     Link // the cluster that there is already
}

// Suggestions by one basis.
type Suggestions struct {
	Form
	By   string
	Bys  []Link // the other bases
	List []Suggestion
}

func clusterFormTitle(f Frame, c ClusterForm) string {
	if c.ID == "" {
		return f.T("work.cluster.new")
	}
	return f.T("work.cluster.edit")
}
