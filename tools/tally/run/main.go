// Command run reads the output of go test -json from its standard input, tells how it went and closes with one line,
// "N passed, N failed". It exits with 1 when anything failed, nothing ran, or a test was skipped without excuse.
//
//	go test -json ./... | go run ./tools/tally/run [-excuse TEXT] [-failed CHECK,CHECK…] [-began SECONDS]
package main

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/openupr/openupr/tools/tally"
)

func main() {
	t := tally.New()
	flag.StringVar(&t.Excuse, "excuse", "", "a skip whose reason holds this text is no failure")
	checks := flag.String("failed", "", "names of other checks that failed, with commas")
	began := flag.Int64("began", 0, "when the whole run began, in seconds since 1970, to tell how long it took")
	flag.Parse()
	for _, c := range strings.FieldsFunc(*checks, func(r rune) bool { return r == ',' }) {
		t.AddFailedCheck(c)
	}
	if err := t.Read(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if *began > 0 {
		fmt.Printf("took %s\n", time.Since(time.Unix(*began, 0)).Round(time.Second))
	}
	s := t.Summary()
	s.Print(os.Stdout)
	if !s.OK() {
		os.Exit(1)
	}
}
