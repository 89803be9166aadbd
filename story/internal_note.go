package story

import (
	"slices"
	"time"
)

// InternalNote is what those who decide on a story write for each other. The
// author never reads one of their own story, whatever roles they hold, and no
// contributor or viewer does: see [Scope.ReadsInternalNotes].
type InternalNote struct {
	ID     InternalNoteID
	By     Actor
	At     time.Time
	Text   string  // 1 to 4,000 characters; it is in no notice, mail or webhook
	Moment Moment  // zero = the whole story
	Named  []Actor // members who were mentioned; names are filled when notes are read
}

// ReadsInternalNotes tells whether the person reads and writes the internal
// notes of a story. storage/postgres says the same in SQL, in one place.
func (s Scope) ReadsInternalNotes(st *Story) bool {
	return s.Sees(st) && st.Author.ID != s.Member && st.Stage != Draft && s.decides(st)
}

// MayReadInternalNotes answers a stranger that the story is not there, and
// anybody else who may not that these notes are not for them.
func (s Scope) MayReadInternalNotes(st *Story) error {
	switch {
	case !s.Sees(st):
		return NotFound()
	case !s.ReadsInternalNotes(st):
		return Forbidden("Internal notes are for those who decide on this story. Write a comment instead.")
	}
	return nil
}

// WriteInternalNote adds an internal note. Only those who are mentioned are
// told, without its text: they read it where it is checked that they may.
func (d *Dossier) WriteInternalNote(who Scope, w Writing, now time.Time) (InternalNote, error) {
	if err := who.MayReadInternalNotes(&d.Story); err != nil {
		return InternalNote{}, err
	}
	named, err := d.check(&w, who, func(s Scope) bool { return s.ReadsInternalNotes(&d.Story) })
	if err != nil {
		return InternalNote{}, err
	}
	n := InternalNote{ID: NewID[InternalNoteID](now), By: who.Actor(), At: now, Text: w.Text, Moment: w.Moment, Named: named}
	d.InternalNotes = append(d.InternalNotes, n)
	if len(named) > 0 {
		var ids []MemberID
		for _, m := range named {
			ids = append(ids, m.ID)
		}
		d.Tell(NoteMentioned, who.Actor(), "", now, ids...)
	}
	return n, nil
}

// InternalReaders are the roles, at the offices above the story, that read its
// internal notes; its author never does.
func InternalReaders() []Role {
	list := RolesFor(ActCurate)
	for _, r := range RolesFor(ActPublish) {
		if !slices.Contains(list, r) {
			list = append(list, r)
		}
	}
	return list
}
