package story

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Comment is what is written about a story for everybody who sees it, its
// author first. An [InternalNote] is another thing: no operation, table or type
// holds both, so that none can be taken for the other.
type Comment struct {
	ID     CommentID
	By     Actor
	At     time.Time
	Text   string  // 1 to 4,000 characters
	Moment Moment  // zero = the whole story
	Named  []Actor // members who were mentioned; names are filled when comments are read
}

// Moment is a place in a clip.
type Moment struct {
	Clip    ClipID  // "" = none
	Seconds float64 // from its beginning, 0 to a day
}

// Writing is what a person writes, before it is a comment or an internal note.
type Writing struct {
	Text   string
	Moment Moment
	Named  []Scope // whom they mention, at most 20
}

// MayComment tells whether the person may write comments on the story: its
// author, and whoever decides on it or publishes it.
func (s Scope) MayComment(st *Story) bool {
	return s.Sees(st) && (st.Author.ID == s.Member || s.decides(st))
}

// decides tells whether the person curates or publishes stories where this one
// comes from or stands.
func (s Scope) decides(st *Story) bool {
	for _, at := range []Path{st.OfficePath, st.StandsPath} {
		if s.May(ActCurate, at) || s.May(ActPublish, at) {
			return true
		}
	}
	return false
}

// Comment adds a comment. The author and whoever decides where the story
// stands are told, and those who are mentioned; all of them may read it.
func (d *Dossier) Comment(who Scope, w Writing, now time.Time) (Comment, error) {
	if !who.MayComment(&d.Story) {
		return Comment{}, d.deny(who, "Only the author and those who decide on this story can comment on it.")
	}
	named, err := d.check(&w, who, func(s Scope) bool { return s.Sees(&d.Story) })
	if err != nil {
		return Comment{}, err
	}
	c := Comment{ID: NewID[CommentID](now), By: who.Actor(), At: now, Text: w.Text, Moment: w.Moment, Named: named}
	d.Comments = append(d.Comments, c)
	d.Tell(CommentWritten, who.Actor(), w.Text, now)
	spared := &d.Notices[len(d.Notices)-1]
	for _, m := range named {
		spared.Spared = append(spared.Spared, m.ID)
	}
	if len(named) > 0 {
		d.Tell(CommentMentioned, who.Actor(), w.Text, now, spared.Spared...)
	}
	return c, nil
}

// check takes what was written, and whom it mentions: only those who may read it.
func (d *Dossier) check(w *Writing, who Scope, reads func(Scope) bool) (named []Actor, err error) {
	w.Text = strings.TrimSpace(w.Text)
	if n := utf8.RuneCountInString(w.Text); n == 0 || n > 4000 {
		return nil, Invalid("comment_text", "Write 1 to 4,000 characters.")
	}
	if m := w.Moment; m != (Moment{}) {
		if !slices.ContainsFunc(d.Clips, func(c ClipBrief) bool { return c.ID == m.Clip }) {
			return nil, Invalid("comment_clip", "That clip is not in this story. Choose one that is.")
		}
		if !(m.Seconds >= 0 && m.Seconds <= 86_400) {
			return nil, Invalid("comment_moment", "The moment is in seconds from the beginning of the clip, up to a day.")
		}
	}
	if len(w.Named) > 20 {
		return nil, Invalid("comment_mentions", "Mention at most 20 people at once.")
	}
	for _, m := range w.Named {
		if m.Member == "" || !reads(m) {
			return nil, errCannotRead()
		}
		if m.Member != who.Member && !slices.ContainsFunc(named, func(a Actor) bool { return a.ID == m.Member }) {
			named = append(named, m.Actor())
		}
	}
	return named, nil
}

// errCannotRead says the same of somebody who is not there and of somebody who
// may not read it.
func errCannotRead() error {
	return Invalid("comment_mentions", "One of those you mention cannot read this, so nothing was saved. Choose them from the list.")
}

// CommentReaders are the roles, at the offices above the story, that may read
// its comments; its author does besides.
func CommentReaders(st Stage) []Role {
	if st == Draft {
		return RolesFor(ActAdminister)
	}
	return RolesFor(ActSee)
}
