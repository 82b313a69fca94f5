package work

import "github.com/openupr/openupr/internal/web/page"

// Mine is a workspace in which the reader has a seat.
type Mine struct {
	WS, Title string
	State     page.StateLink
	Seats     []string
}
