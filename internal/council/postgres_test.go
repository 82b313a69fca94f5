package council_test

import "testing"

// TestOnPostgres holds the same rules on the other database: one journey of each area.
func TestOnPostgres(t *testing.T) {
	for name, journey := range map[string]func(*testing.T){
		"joint submission": TestAJointSubmissionIsSignedInTheWordsThatAreHandedIn,
		"trace":            TestADemandIsTracedToWhatTookItUp,
		"own advice":       TestAnInstitutionRefersToSeveralBodiesByOneClock,
		"independence":     TestNobodyButTheInstitutionTouchesWhatItSays,
		"figures":          TestFiguresArePublicWhenTheirYearIsPublished,
		"clock":            TestTheClockIsTheSameForEveryBody,
		"reply":            TestAReplyNeedsTwoPersonsOfTheBodyAndNobodyElse,
		"citizen":          TestACitizensProposalWaitsAsTheRuleSays,
		"comments":         TestCommentsAreHeldThenShownInTheirOrder,
		"removal":          TestARemovalIsStatedAppealedAndHeardByAnother,
		"votes":            TestWhoVotes,
		"visible":          TestWhatIsNotShownIsCountedWithoutItsWords,
	} {
		t.Run(name, journey)
	}
}
