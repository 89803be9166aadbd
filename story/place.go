package story

import (
	"slices"
	"strings"
	"time"
)

// PlaceState is how far a place is with taking a story down.
type PlaceState string

const (
	PlaceThere PlaceState = "there" // it is shown there
	PlaceAsked PlaceState = "asked" // they were asked to take it down
	PlaceGone  PlaceState = "gone"  // it is not there any more
)

// Place is somewhere outside of what this house can close where a story was
// published: a video platform, a partner's page, a broadcaster. The list is
// kept by hand, and when consent is withdrawn it says who has to be asked.
type Place struct {
	ID        PlaceID
	Name      string // an address or words, 1 to 500 characters
	State     PlaceState
	Note      string // up to 1,000 characters
	AddedAt   time.Time
	ChangedAt time.Time
	ChangedBy Actor
}

// AddPlace puts a place on a publication's list, open or closed. Whoever
// curates or publishes the story keeps the list.
func (d *Dossier) AddPlace(who Scope, pub PublicationID, name, note string, now time.Time) (Place, error) {
	p, err := d.publication(who, pub)
	if err != nil {
		return Place{}, err
	}
	place := Place{ID: NewID[PlaceID](now), Name: name, State: PlaceThere, Note: note, AddedAt: now, ChangedAt: now, ChangedBy: who.Actor()}
	if err := place.check(); err != nil {
		return place, err
	}
	p.Places = append(slices.Clip(p.Places), place)
	d.Entries = append(d.Entries, NewEntry(DeedPlaceAdded, who, string(place.ID), now).Of(&d.Story))
	return place, nil
}

// MarkPlace says how far a place is with taking the story down.
func (d *Dossier) MarkPlace(who Scope, pub PublicationID, id PlaceID, state PlaceState, note string, now time.Time) error {
	p, err := d.publication(who, pub)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(p.Places, func(o Place) bool { return o.ID == id })
	if i < 0 {
		return NotFound()
	}
	place := p.Places[i]
	place.State, place.Note, place.ChangedAt, place.ChangedBy = state, note, now, who.Actor()
	if err := place.check(); err != nil {
		return err
	}
	p.Places = slices.Clone(p.Places)
	p.Places[i] = place
	d.Entries = append(d.Entries, NewEntry(DeedPlaceMarked, who, string(id), now).Of(&d.Story).With("state", string(state)))
	return nil
}

func (p *Place) check() error {
	p.Name, p.Note = strings.TrimSpace(p.Name), strings.TrimSpace(p.Note)
	if n := len([]rune(p.Name)); n == 0 || n > 500 {
		return Invalid("place_name", "Say where it is shown, with an address or in words, in at most 500 characters.")
	}
	if len([]rune(p.Note)) > 1000 {
		return Invalid("place_note", "The note is longer than 1,000 characters. Please shorten it.")
	}
	if p.State != PlaceThere && p.State != PlaceAsked && p.State != PlaceGone {
		return Invalid("place_state", "It is one of: there, asked, gone.")
	}
	return nil
}

func (d *Dossier) publication(who Scope, id PublicationID) (*Publication, error) {
	if !who.May(ActCurate, d.Story.StandsPath) && !who.May(ActPublish, d.Story.StandsPath) {
		return nil, d.deny(who, "Only editors and publishers of %s keep the list of places.", d.Story.StandsName)
	}
	for i := range d.Publications {
		if d.Publications[i].ID == id {
			return &d.Publications[i], nil
		}
	}
	return nil, NotFound()
}
