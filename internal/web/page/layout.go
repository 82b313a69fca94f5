package page

// colorScheme is the value of the meta element, so that the browser paints the first frame in the right scheme.
func colorScheme(s Scheme) string {
	switch s {
	case Light:
		return "light"
	case Dark:
		return "dark"
	}
	return "light dark"
}

func pressed(on bool) string {
	if on {
		return "true"
	}
	return "false"
}
