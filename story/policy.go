package story

import "time"

// Policy is what an organisation has decided for all its offices. The zero
// Policy asks for nothing that the rules do not.
type Policy struct {
	// ConsentMonths is how long consent holds where its record does not say
	// otherwise; 0 = it does not expire. There is no rule that fits everybody.
	ConsentMonths int
	// ConsentFile asks for the form or recording itself before publication.
	ConsentFile bool
	// TrashDays is how long what was thrown away can be brought back.
	TrashDays int
	// Retention is what goes into the trash by itself, and RetentionSet when
	// that was last changed; zero = never.
	Retention    Retention
	RetentionSet time.Time
}

// SetPolicy checks a new policy. root is headquarters: only its administrators
// may.
func SetPolicy(who Scope, root Office, p Policy) error {
	if !who.May(ActAdminister, root.Path) {
		return Forbidden("Only an administrator of %s can change what holds for the whole organisation.", root.Name)
	}
	if p.ConsentMonths < 0 || p.ConsentMonths > 1200 {
		return Invalid("consent_months", "Say for how many months consent holds: 1 to 1,200, or 0 where it does not expire.")
	}
	if p.TrashDays < 1 || p.TrashDays > 3650 {
		return Invalid("trash_days", "Say for how many days what was thrown away can be brought back: 1 to 3,650.")
	}
	return p.Retention.Check()
}

// Expiry is the last day of consent given on a day, both as yyyy-mm-dd, where
// its record does not say otherwise; "" = it does not expire.
func (p Policy) Expiry(givenOn string, now time.Time) string {
	if p.ConsentMonths == 0 {
		return ""
	}
	from, err := time.Parse(time.DateOnly, givenOn)
	if err != nil {
		from = now.UTC()
	}
	return from.AddDate(0, p.ConsentMonths, 0).Format(time.DateOnly)
}
