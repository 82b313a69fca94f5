package notify

import (
	"time"

	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/store"
)

// digestHour is the hour, by Geneva's clock, from which on a day's digests are made.
const digestHour = 6

// period is the day to which a person's next digest belongs, once its hour has come: today, or of a weekly digest the
// latest of its weekdays. A digest that was missed because the program did not run is made when it runs again; two in one
// period are not.
func period(n store.Notice, now time.Time) string {
	day := now.In(reference.Geneva()).Add(-digestHour * time.Hour)
	if n.Every == store.WeeklyDigest {
		back := (int(day.Weekday()) - int(n.Weekday) + 7) % 7
		day = day.AddDate(0, 0, -back)
	}
	return day.Format(time.DateOnly)
}

// When the same was told already, it is told again only after a while, and after some times no more until it changes.
const (
	sameAgain = 7 * 24 * time.Hour
	sameMost  = 8
)

// silent says whether what was told already is not to be told again yet, or not at all until something changes.
func silent(n store.Notice, now time.Time) bool {
	return n.Repeated >= sameMost || now.Before(n.ToldAt.Add(sameAgain-12*time.Hour)) // digests of one weekday differ by hours
}
