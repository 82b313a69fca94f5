// Command openupr keeps the record of the Universal Periodic Review.
package main

import "github.com/openupr/openupr/internal/cli"

var version = "unknown" // set when built

func main() { cli.Main(version) }
