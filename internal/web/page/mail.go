package page

import "time"

// MailLink is what a person sees who follows a link in a mail, without signing in.
type MailLink struct {
	Action    string
	Address   string // shortened: whoever finds the link learns no address
	Confirmed bool
	On        bool   // digests are sent
	Done      string // what was done just now: "confirmed", "stopped"
}

// MailState is what an administrator sees of the way out.
type MailState struct {
	On                   bool
	Server, From, TLS    string
	SignsIn              bool
	Base                 string
	Outside              bool // webhooks and archived links may leave the program
	Waiting, Sent, Ended int
	Latest               []MailRow
	Address              Field
	Done                 string
}

// MailRow is a mail that was made. What it says is not kept.
type MailRow struct {
	Kind    string // "digest", "confirm", "try"
	When    time.Time
	State   string
	Tries   int
	Trouble string
}
