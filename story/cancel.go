package story

// mayStop tells whether the person may stop and start the preparation of a
// story's clips: its author, an editor where it stands, an administrator.
func (s Scope) mayStop(st *Story) error {
	if !s.Sees(st) {
		return NotFound()
	}
	if st.Author.ID == s.Member || s.May(ActCurate, st.StandsPath) || s.May(ActAdminister, st.StandsPath) {
		return nil
	}
	return Forbidden("Only the author, or an editor at %s or above, can stop or start the preparation of this clip.", st.StandsName)
}

// Cancel stops the work on a clip. Its original stays, and what was complete
// of it. Asking twice changes nothing.
func (c *Clip) Cancel(who Scope, st *Story) (changed bool, err error) {
	if err := who.mayStop(st); err != nil {
		return false, err
	}
	switch {
	case c.State == Cancelled:
		return false, nil
	case c.State == Receiving:
		return false, Conflict("still_arriving", "This clip is still arriving. Stop its upload instead.")
	case !c.State.Owed():
		return false, Conflict("nothing_to_stop", "Nothing is being prepared for this clip, so there is nothing to stop.")
	}
	c.State, c.Progress = Cancelled, 0
	return true, nil
}

// Start begins the work on a clip anew that was cancelled, or that we failed.
// Asking twice changes nothing.
func (c *Clip) Start(who Scope, st *Story) (changed bool, err error) {
	if err := who.mayStop(st); err != nil {
		return false, err
	}
	switch c.State {
	case Cancelled, Failed:
		if c.Receipt == nil {
			return false, Conflict("nothing_to_start", "The original of this clip is not here. Please send the file again.")
		}
		c.State, c.Progress, c.Problem, c.Attempt = Received, 0, nil, 1
		return true, nil
	case Received, Inspecting, Rendering:
		return false, nil
	}
	return false, Conflict("nothing_to_start", "Nothing was stopped for this clip, so there is nothing to start again.")
}

// MayDo is what the person may do to the work on a clip: tried on a copy,
// not described.
func (c Clip) MayDo(who Scope, st *Story) []string {
	may := []string{}
	for _, v := range []struct {
		name string
		do   func(*Clip, Scope, *Story) (bool, error)
	}{{"cancel", (*Clip).Cancel}, {"start", (*Clip).Start}} {
		tried := c
		if changed, err := v.do(&tried, who, st); err == nil && changed {
			may = append(may, v.name)
		}
	}
	return may
}
