// Package followup keeps a workspace: the national plan from a recommendation to a reform that can be shown.
//
// A workspace's facts lie in the same ledger as the record of the review, in homes of their own: "work/KAZ" for what is
// closed to all without a seat, "open/KAZ" for what was published. Publishing is an act that brings a copy, without the
// persons, into the open home; pages for everyone read the open home only, so that no mistake in a page shows a draft.
//
// A thing (package plan) is one fact, and changing it is an act that ends the fact and brings another. Whoever saves says
// which fact they saw; where it is no longer the current one, nothing is written and a Conflict tells both versions field
// by field. A View holds a home in memory; it is immutable, and a new one shares what the act did not touch.
package followup

import (
	"strings"

	"github.com/openupr/openupr/internal/record"
)

// WorkHome is where a workspace's closed facts stand.
func WorkHome(workspace string) string { return record.WorkHome + workspace }

// OpenHome is where what a workspace published stands.
func OpenHome(workspace string) string { return record.OpenHome + workspace }

// Closed says whether the facts at a home are closed to all without a seat in the workspace.
func Closed(home string) bool {
	return strings.HasPrefix(home, record.WorkHome) || strings.HasPrefix(home, record.CouncilHome) || strings.HasPrefix(home, record.SealedHome)
}
