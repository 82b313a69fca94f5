package work

import "time"

// Notices are how the reader is told what waits.
type Notices struct {
	Form
	Mail      bool // the program sends mail at all
	Address   string
	Confirmed bool
	Stopped   bool // the address took no mail any more
	Every     []Option
	Weekdays  []Option
	Langs     []Option
	Paused    string
	Told      time.Time // the last digest; zero: none

	Calendar string // address, once, when it was made just now
	HasOne   bool
	Public   string

	Escalation *EscalationForm
}

// EscalationForm says after how many days others are told of what is overdue.
type EscalationForm struct {
	Form
	Validator, Coordinator string
}

// Hooks are the receivers of what the workspace publishes.
type Hooks struct {
	Form
	Open   bool // the program asks other machines at all
	URL    string
	Secret string // once, when it was made just now
	Of     string // the receiver that it belongs to
	List   []HookRow
}

// HookRow is a receiver.
type HookRow struct {
	ID, URL  string
	State    string
	Trouble  string
	By       string
	Made     time.Time
	Messages []HookMessage
}

// HookMessage is a line of the log of messages.
type HookMessage struct {
	Act     uint64
	State   string
	Tries   int
	Status  int
	Trouble string
	When    time.Time
	Again   time.Time
}
