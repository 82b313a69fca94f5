package web

import (
	"strings"

	"github.com/openupr/openupr/internal/account"
)

// contributes says whether a path is one at which anyone may contribute without being known, by the policy table: its form is
// as nameless as what is sent from it.
func contributes(path string) bool {
	at := strings.Split(path, "/")
	for _, row := range account.Routes {
		if row.Act == account.Contribute && along(strings.Split(row.Pattern, "/"), at) {
			return true
		}
	}
	return false
}

// along says whether a path goes along a pattern; what stands in braces is any one segment.
func along(pattern, path []string) bool {
	if len(pattern) != len(path) {
		return false
	}
	for i, p := range pattern {
		if p != path[i] && !strings.HasPrefix(p, "{") {
			return false
		}
	}
	return true
}
