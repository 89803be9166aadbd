package story

// Quota is the room an office has: for its own clips and those of every
// office below it.
type Quota struct {
	Office string // its name, for the sentence
	Limit  int64  // bytes
	Used   int64  // bytes of clips, small copies and consent forms, there or on their way
}

// Takes refuses a file for which there is no room. size -1 = not known yet:
// such a file passes while any room is left, so an office may come to lie over
// its quota by one file of each person, which is kinder than to refuse a file
// whose bytes have come.
func (q Quota) Takes(size int64) error {
	if q.Used+max(size, 1) <= q.Limit {
		return nil
	}
	left := max(q.Limit-q.Used, 0)
	return Conflict("quota", "%s has room for %d MB more, of %d MB, and this file does not fit. Nothing was sent. Please ask your administrator for more room.",
		q.Office, left/1e6, q.Limit/1e6)
}

// MayCount tells whether the person may know how much an office keeps.
func (o *Office) MayCount(who Scope) error {
	if !who.May(ActAdminister, o.Path) {
		return Forbidden("Only an administrator of %s can see how much room it has.", o.Name)
	}
	return nil
}

// SetQuota gives an office room for so many bytes, 0 = as much as the offices
// above it have. An office cannot give room to itself: whoever administers the
// one above does, and headquarters its own.
func (o *Office) SetQuota(who Scope, bytes int64) error {
	if !who.May(ActAdminister, o.Path.Above()) {
		return Forbidden("Only an administrator of the office above %s can change how much room it has.", o.Name)
	}
	if bytes < 0 {
		return Invalid("quota_negative", "The room of an office is a number of bytes, or 0 for no limit.")
	}
	o.Quota = bytes
	return nil
}
