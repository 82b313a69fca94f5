package page

func setupTitle(s Setup) string {
	if s.Invited {
		return "setup.invited"
	}
	return "setup.title"
}
