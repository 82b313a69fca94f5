package page

import "strconv"

// segmentID is where a segment stands on the item's page; the permanent identifier with "-s2" leads there.
func segmentID(n int) string { return "s" + strconv.Itoa(n) }
