// Package council is the language of participation: councils with their seats, sittings and votes, proposals and what became
// of them, consultations on drafts, what organisations hand in and what came of it, what an institution recommends, and what
// is said in plain words. It knows nothing of databases and pages.
//
// A proposal, an own recommendation and a question are answered by the same clock for every body (Referral): whoever asks
// cannot give one body longer than another. Nothing here overwrites what a State or another voice said (handbook, I5), and
// what is removed from the public is removed for a stated reason, in the open, and can be appealed (handbook, 11.2).
//
// No name of a person who contributes is a field of any thing here: a contributor has a pseudonym at most. The holders of a
// council's seats are named only where the council's own rule makes their names public.
package council

// Kinds of facts of a workspace's council area; each is the kind of the fact in the ledger and the name of a struct here.
const (
	KindCouncil    = "council"     // Council
	KindSection    = "section"     // Section of a council
	KindCategory   = "category"    // Category of seats
	KindMember     = "mandate"     // Member: a seat held from a day to a day
	KindInterest   = "interest"    // Interest that a member declared
	KindSitting    = "sitting"     // Sitting
	KindAgenda     = "agenda"      // AgendaItem; subject: "<sitting> <number>"
	KindAttendance = "attendance"  // Attendance; subject: "<sitting> <member>"
	KindVote       = "vote"        // Vote
	KindDecision   = "decision"    // Decision of a sitting
	KindProposal   = "proposed"    // Proposal ("proposal" is a proposal of a status, in package plan)
	KindAmendment  = "amendment"   // Amendment of a proposal
	KindRemark     = "remark"      // Remark in the debate on a proposal
	KindEndorse    = "endorsement" // Endorsement; subject: "<proposal> <member or body>"
	KindReferral   = "referral"    // Referral to a body, with the day on which its answer is due
	KindReply      = "reply"       // Reply of a body to a referral

	KindConsultation = "consultation" // Consultation on a draft
	KindPassage      = "passage"      // Passage of a draft; subject: "<consultation> <number>"
	KindComment      = "comment"      // Comment on a passage
	KindResponse     = "response"     // Response to one comment or a group of them
	KindRemoval      = "removal"      // Removal of a contribution from the public, or its refusal
	KindAppeal       = "appeal"       // Appeal against a removal

	KindSubmission = "submission" // Submission of an organisation to a review
	KindSignature  = "signature"  // Signature; subject: "<submission> <body>"
	KindDemand     = "demand"     // Demand in a submission
	KindSuggestion = "suggestion" // Suggestion to a recommending delegation
	KindTrace      = "trace"      // Trace from a demand to a recommendation; subject: "<demand> <recommendation>"

	KindAdvice        = "advice"        // Advice: an institution's own recommendation to a body
	KindAccreditation = "accreditation" // Accreditation of an institution
	KindFigure        = "figure"        // Figure of an annual report
	KindPlain         = "plain"         // Plain: something in plain words

	KindDeskKey = "desk-key" // DeskKey: to whom sealed submissions are sealed
	KindSealed  = "sealed"   // Sealed: a sealed submission or answer, which only its desk or its code opens
)

// Kinds in the order in which they are listed.
var Kinds = []string{KindCouncil, KindSection, KindCategory, KindMember, KindInterest, KindSitting, KindAgenda, KindAttendance, KindVote,
	KindDecision, KindProposal, KindAmendment, KindRemark, KindEndorse, KindReferral, KindReply, KindConsultation, KindPassage, KindComment,
	KindResponse, KindRemoval, KindAppeal, KindSubmission, KindSignature, KindDemand, KindSuggestion, KindTrace, KindAdvice,
	KindAccreditation, KindFigure, KindPlain, KindDeskKey, KindSealed}
