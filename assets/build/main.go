// Command build turns assets/css and assets/ts into the minified files of assets/dist. Run it from the root of the
// repository, as make assets does:
//
//	go run ./assets/build
//
// Every .css file directly in assets/css joins app.css: when there is an app.css, it names the others by @import;
// otherwise all are joined in the order of their names. Every .ts file directly in assets/ts is an entry of its own;
// what entries share stands in folders below and is bundled into each.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"

	"github.com/openupr/openupr/assets/bundle"
)

func main() {
	root := flag.String("root", ".", "root of the repository")
	flag.Parse()
	written, err := bundle.Build(*root)
	if err != nil {
		fmt.Fprintln(os.Stderr, "assets:", err)
		var failed *bundle.SourceError
		if errors.As(err, &failed) {
			os.Exit(2)
		}
		os.Exit(1)
	}
	for _, f := range written {
		fmt.Printf("assets: %s, %d bytes\n", f.Name, f.Bytes)
	}
}
