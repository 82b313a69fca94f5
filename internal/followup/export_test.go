package followup

// Changed is a table with some things put and then some taken away.
func Changed[T any](t *Table[T], put map[string]T, drop []string) *Table[T] {
	e := edit(t)
	for k, v := range put {
		e.put(k, v)
	}
	for _, k := range drop {
		e.drop(k)
	}
	return e.done()
}
