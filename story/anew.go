package story

// MakingID names one making of a clip's renditions. Each has objects of its
// own, so that those who watch an older one are not disturbed.
type MakingID string

// Making is one making of a clip.
type Making struct {
	ID   MakingID
	Clip ClipID
}

// Remake asks for the ladder of a clip to be made anew, when nothing else
// waits. It stays ready, and what it has stays until the new one is whole.
// Asking twice changes nothing.
func (c *Clip) Remake(who Scope, st *Story) (changed bool, err error) {
	switch {
	case !who.Sees(st):
		return false, NotFound()
	case !who.May(ActAdminister, st.OfficePath) && !who.May(ActAdminister, st.StandsPath):
		return false, Forbidden("Only an administrator at %s or above can have this clip made anew.", st.StandsName)
	case c.State != Ready:
		return false, Conflict("not_ready", "This clip is not ready yet, so there is nothing to make anew.")
	case c.Anew:
		return false, nil
	}
	c.Anew = true
	return true, nil
}

// RemakeUnder tells whether the person may have the clips of an office, and of
// the offices below it, made anew.
func (s Scope) RemakeUnder(at *Office) error {
	if s.May(ActAdminister, at.Path) {
		return nil
	}
	for _, g := range s.Grants {
		if g.Path.Contains(at.Path) || at.Path.Contains(g.Path) {
			return Forbidden("Only an administrator of %s or above can have its clips made anew.", at.Name)
		}
	}
	return NotFound()
}
