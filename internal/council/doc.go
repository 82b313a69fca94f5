// Package council keeps participation in a workspace: councils with their seats, sittings and proposals, referrals and the
// replies to them, consultations with comments and responses, moderation, what organisations hand in, and what an institution
// recommends.
//
// Its facts stand in two homes of the workspace: "council/KAZ" is closed, "forum/KAZ" is published. Pages for everyone, feeds
// and open data read the published one only, into which a use case brings copies without persons (Opening). Every use case is
// a method of Desk, in one act (Desk.Change; Desk.Anonymous for those without an account), and asks the policy table itself.
// No use case lets a body touch what another said (ADR 4).
package council
