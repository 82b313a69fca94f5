package plan

// New makes an empty thing of a kind, to be read into; nil for what is no kind.
func New(kind string) any {
	switch kind {
	case KindWorkspace:
		return new(Workspace)
	case KindBody:
		return new(Body)
	case KindPlan:
		return new(Plan)
	case KindCluster:
		return new(Cluster)
	case KindAssignment:
		return new(Assignment)
	case KindMeasure:
		return new(Measure)
	case KindLegalAct:
		return new(LegalAct)
	case KindTreatyAct:
		return new(TreatyAct)
	case KindProposal:
		return new(Proposal)
	case KindIndicator:
		return new(Indicator)
	case KindObservation:
		return new(Observation)
	case KindEvidence:
		return new(Evidence)
	case KindReport:
		return new(Report)
	case KindAssessment:
		return new(Assessment)
	case KindDeadline:
		return new(Deadline)
	case KindColumns:
		return new(Columns)
	case KindSourceNote:
		return new(SourceNote)
	case KindOwnRec:
		return new(OwnRec)
	case KindClaim:
		return new(Claim)
	case KindAnswer:
		return new(Answer)
	}
	return nil
}
