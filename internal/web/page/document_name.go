package page

// documentName is how a document is called where there is room for one name.
func documentName(d Document) string {
	if d.Symbol != "" {
		return d.Symbol
	}
	return d.Title
}
