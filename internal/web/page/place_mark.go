package page

// placeState is what a reader who cannot see the mark hears after the name of a document.
func placeState(p Place) string {
	if len(p.Files) > 0 {
		return "place.filled"
	}
	return "place.empty"
}
