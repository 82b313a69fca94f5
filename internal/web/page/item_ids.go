package page

import (
	"strconv"
	"strings"
)

// segmentID is where a segment stands on the item's page; the permanent identifier with "-s2" leads there.
func segmentID(n int) string { return "s" + strconv.Itoa(n) }

// originalLabel promises to open the original at a page only where the format can.
func originalLabel(href string) string {
	if strings.Contains(href, "#page=") {
		return "provenance.original"
	}
	return "document.original"
}
