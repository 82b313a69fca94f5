// Package plan is the language of follow-up: bodies, plans, clusters, assignments, measures, legal and treaty acts,
// indicators, evidence, what the State reports and what others say of it. It knows nothing of databases and pages.
//
// Position (of the review), status (claimed by somebody at a date) and assessment of effect are three things and never one
// (handbook, I4); what the State reports and what others say never overwrite each other (I5).
//
// A recommendation is named by its permanent identifier wherever it comes from: "UPR-KAZ-C2-126.27" for an item of a
// review, "UPR-KAZ-C2-VP-3" for a pledge, "uhri/<AnnotationId>" for another mechanism's, "own/<id>" for a body's own.
package plan

// Kinds of facts of a workspace; each is the subject's kind in the ledger, and the name of a struct here.
const (
	KindWorkspace   = "workspace"   // Workspace; subject: its id
	KindBody        = "body"        // Body; subject: its id
	KindPlan        = "plan"        // Plan
	KindCluster     = "cluster"     // Cluster
	KindAssignment  = "assignment"  // Assignment; subject: "<recommendation> <body>"
	KindMeasure     = "measure"     // Measure
	KindLegalAct    = "legal-act"   // LegalAct
	KindTreatyAct   = "treaty-act"  // TreatyAct
	KindProposal    = "proposal"    // Proposal of a status, by a deposit
	KindIndicator   = "indicator"   // Indicator
	KindObservation = "observation" // Observation; subject: "<indicator> <period> <disaggregation>"
	KindEvidence    = "evidence"    // Evidence
	KindReport      = "report"      // Report: what the State says of a recommendation
	KindAssessment  = "assessment"  // Assessment: what somebody else says
	KindDeadline    = "deadline"    // Deadline of any mechanism
	KindColumns     = "columns"     // Columns: how a table of a plan is read
	KindSourceNote  = "source-note" // SourceNote: what an imported table said and no field holds
	KindOwnRec      = "own"         // OwnRec: a recommendation that is in no document of the record
)

// Kinds of a workspace's facts, in the order in which they are listed.
var Kinds = []string{KindWorkspace, KindBody, KindPlan, KindCluster, KindAssignment, KindMeasure, KindLegalAct, KindTreatyAct,
	KindProposal, KindIndicator, KindObservation, KindEvidence, KindReport, KindAssessment, KindDeadline, KindColumns, KindSourceNote, KindOwnRec, KindClaim, KindAnswer}
