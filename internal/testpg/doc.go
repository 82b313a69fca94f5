// Package testpg gives each test a PostgreSQL database of its own, on a server that the tests start for themselves: no
// configuration, no network port, nothing left behind. The server ends with the process that started it, however that
// ends.
//
// Without PostgreSQL on the machine tests are skipped with a note; with OPENUPR_REQUIRE=1 they fail.
package testpg
