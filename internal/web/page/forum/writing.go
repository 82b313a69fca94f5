package forum

import (
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page/work"
)

// Writing is where bodies say things in plain words.
type Writing struct {
	Rows   []Written
	Form   *work.Form // nil: the reader writes for no body
	ID     string     // of what is changed; empty: a new text
	Title  plan.Names
	Words  plan.Names
	About  string
	Tried  bool
	Bodies []work.Option
	Groups []work.Option
}

// Written is a text in the list.
type Written struct {
	Title  Text
	By     string
	Step   string
	Edit   string // address; empty: it is not the reader's
	Action string
	ID     string
	Base   store.FactID
	Public bool
}
