package page

func setupTitle(s Setup) string {
	switch {
	case s.PasswordOnly:
		return "setup.password"
	case s.Invited:
		return "setup.invited"
	}
	return "setup.title"
}

func setupButton(s Setup) string {
	if s.PasswordOnly {
		return "setup.set"
	}
	return "setup.make"
}
