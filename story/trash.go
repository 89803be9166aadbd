package story

import (
	"slices"
	"time"
)

// Trashed is a story, or one clip of a story, that lies in the trash: gone from
// everywhere but the trash itself, and brought back exactly as it was until a
// day that was said when it was put there.
type Trashed struct {
	ID       TrashID
	Story    StoryID
	Clip     ClipID // "" = the whole story
	At       time.Time
	By       Actor     // zero = the clock, by a rule of the organisation, see [Dossier.Retire]
	Note     string    // why; up to 4,000 characters, "" only where it was one's own, or by a rule
	Until    time.Time // from then on it is removed for good
	Removing bool      // that has begun: it does not come back
}

// RemovalPlace is a place in the list of what is due to be removed for good, the
// longest due first. The zero one is the beginning.
type RemovalPlace struct {
	Until time.Time
	ID    TrashID
}

// TrashLine is a line of the trash, with what tells a person what it is.
type TrashLine struct {
	Trashed
	Of       Story
	Filename string // of the clip; "" = the whole story
	Clips    int    // that go with it
	Bytes    int64  // of their originals
}

// SeesTrash tells whether the person sees what becomes of a story in the trash:
// its author, and administrators of where it stands. storage/postgres says the
// same in SQL, in one place.
func (s Scope) SeesTrash(st *Story) bool {
	return s.Member != "" && (st.Author.ID == s.Member || s.May(ActAdminister, st.StandsPath))
}

// Trash puts the whole story into the trash. Its author may while it is theirs,
// an administrator where it stands otherwise, and then the author is told why.
// Nothing that may be public goes: it is withdrawn first.
func (d *Dossier) Trash(who Scope, note string, now time.Time) (Trashed, error) {
	return d.throw(who, "", note, now)
}

// TrashClip does the same with a single clip.
func (d *Dossier) TrashClip(who Scope, clip ClipID, note string, now time.Time) (Trashed, error) {
	if !slices.ContainsFunc(d.Clips, func(c ClipBrief) bool { return c.ID == clip }) {
		return Trashed{}, NotFound()
	}
	return d.throw(who, clip, note, now)
}

func (d *Dossier) throw(who Scope, clip ClipID, note string, now time.Time) (t Trashed, err error) {
	if !d.mayTrash(who) {
		return t, d.deny(who, "Only its author can put this into the trash, before it is sent in, or an administrator of %s.", d.Story.StandsName)
	}
	if err := d.guarded(); err != nil {
		return t, err
	}
	if note, err = takeNote(note, d.Story.Author.ID != who.Member); err != nil {
		return t, err
	}
	t = d.discard(who.Actor(), clip, note, now)
	return t, nil
}

// discard is the one place where something goes into the trash.
func (d *Dossier) discard(by Actor, clip ClipID, note string, now time.Time) Trashed {
	t := Trashed{ID: NewID[TrashID](now), Story: d.Story.ID, Clip: clip, At: now, By: by, Note: note, Until: now.AddDate(0, 0, max(d.Policy.TrashDays, 1))}
	verb, deed := VerbTrash, DeedTrashed
	if clip != "" {
		verb, deed = VerbTrashClip, DeedClipTrashed
	}
	d.Story.Trashed = d.Story.Trashed || clip == ""
	d.Thrown = append(d.Thrown, t)
	d.step(verb, by, d.Story, note, now)
	d.logTrash(deed, t, by, now)
	return t
}

// MayTrash tells whether to offer it: the story could go into the trash now,
// and with it any of its clips.
func (d *Dossier) MayTrash(who Scope) bool { return d.mayTrash(who) && d.guarded() == nil }

func (d *Dossier) mayTrash(who Scope) bool {
	st := &d.Story
	mine := st.Author.ID == who.Member && who.Member != "" && (st.Stage == Draft || st.Stage == Returned)
	return mine || who.May(ActAdminister, st.StandsPath)
}

// guarded refuses what is public, or may become it at any moment.
func (d *Dossier) guarded() error {
	if d.Story.Stage == Cleared || slices.ContainsFunc(d.Publications, Publication.Open) {
		return d.conflict("trash_cleared", "This story is cleared for publication or public. Withdraw it first; then it can go into the trash.")
	}
	return nil
}

// MayRestore tells whether the person may bring it back: an administrator of
// where the story stands, and the author what nobody else put there. A clip
// goes back only into a story that they may add clips to.
func (d *Dossier) MayRestore(who Scope, t Trashed) bool {
	if t.Removing || t.Clip != "" && d.guarded() != nil {
		return false
	}
	return d.restores(who, t)
}

func (d *Dossier) restores(who Scope, t Trashed) bool {
	if who.May(ActAdminister, d.Story.StandsPath) {
		return true
	}
	own := d.Story.Author.ID == who.Member && (t.By.ID == "" || t.By.ID == who.Member)
	return who.SeesTrash(&d.Story) && own && (t.Clip == "" || d.mayEdit(who))
}

// Restore brings back what lies in the trash, to where it stood.
func (d *Dossier) Restore(who Scope, t Trashed, now time.Time) error {
	switch {
	case !who.SeesTrash(&d.Story):
		return NotFound()
	case t.Clip != "" && d.Story.Trashed:
		return NotFound() // it lies in a story that lies there itself
	case !d.restores(who, t):
		return Forbidden("Somebody else put this into the trash, or the story is with another office now. Ask an administrator of %s to bring it back.", d.Story.StandsName)
	case t.Removing:
		return Conflict("trash_removing", "This is being removed for good and cannot be brought back any more.")
	case t.Clip != "" && d.guarded() != nil:
		return d.conflict("trash_cleared_since", "The story has been cleared for publication without this clip, so it cannot come back into it now.")
	}
	verb, deed := VerbRestore, DeedRestored
	if t.Clip != "" {
		verb, deed = VerbRestoreClip, DeedClipRestored
	}
	d.Story.Trashed = d.Story.Trashed && t.Clip != ""
	d.Restored = append(d.Restored, t)
	d.step(verb, who.Actor(), d.Story, "", now)
	d.logTrash(deed, t, who.Actor(), now)
	return nil
}

// Due tells whether the clock removes it for good now. What is public, or may
// become it, never goes: the same rule that guards the way into the trash.
func (d *Dossier) Due(t Trashed, now time.Time) bool {
	gone := t.Clip == "" && (!d.Story.Trashed || d.guarded() != nil)
	return !gone && (t.Removing || !now.Before(t.Until))
}

// removedTitle stands for a story whose card is gone.
const removedTitle = "—"

// Removed says that what lay in the trash is gone for good. Of a story the row
// stays, with its trail: neither card nor people are left in it.
func (d *Dossier) Removed(t Trashed, now time.Time) {
	verb, deed := VerbRemove, DeedRemoved
	if t.Clip != "" {
		verb, deed = VerbRemoveClip, DeedClipRemoved
	}
	st := &d.Story
	if t.Clip == "" {
		st.Title, st.Text, st.Language, st.Place, st.HappenedOn = removedTitle, "", "", "", ""
		d.People = nil
	}
	d.step(verb, Actor{}, d.Story, "", now)
	d.logTrash(deed, t, Actor{}, now)
}

func (d *Dossier) logTrash(deed Deed, t Trashed, by Actor, now time.Time) {
	e := NewEntry(deed, Scope{Member: by.ID, Name: by.Name}, string(t.Clip), now).Of(&d.Story)
	d.Entries = append(d.Entries, e.With("until", t.Until.UTC().Format(time.DateOnly)))
}
