//go:build !killpoints

// Package killpoint lets a test end the program at a named point. In a normal build it is nothing at all.
//
// Built with the tag "killpoints", the program looks at the environment variable OPENUPR_KILL: "name" ends it with SIGKILL
// when that point is reached, "name:3" the third time, and "name!int" or "name:3!int" sends it SIGINT, as Ctrl-C does.
package killpoint

// Reach says that the program is at the named point.
func Reach(string) {}
