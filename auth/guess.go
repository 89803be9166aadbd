package auth

import (
	"context"

	"fieldstory/story"
)

// attempt is one try at an account, counted before it is made.
type attempt struct {
	door *Door
	keys []limit
}

type limit struct {
	key []byte
	max int
}

// attempt counts a try and refuses it where there were too many. See
// [story.GuessWindow] for what is counted.
func (d *Door) attempt(ctx context.Context, v visit, email string, id story.MemberID) (*attempt, error) {
	device := hashOf(v.device)
	known, err := d.Rows.KnowsDevice(ctx, device, id)
	if err != nil {
		return nil, err
	}
	if known {
		return d.count(ctx, v, limit{hashOf("device " + v.device + " " + email), story.GuessesDevice})
	}
	return d.count(ctx, v, limit{hashOf("network " + v.network()), story.GuessesNetwork}, limit{hashOf("stranger " + email), story.GuessesStranger})
}

// count counts a try under each key and refuses it where there were too many.
func (d *Door) count(ctx context.Context, v visit, keys ...limit) (*attempt, error) {
	a := &attempt{door: d, keys: keys}
	for _, l := range a.keys {
		n, since, err := d.Rows.Guess(ctx, l.key)
		if err != nil {
			return nil, err
		}
		if n > l.max {
			d.Log.WarnContext(ctx, "too many attempts to sign in", "address", v.address, "attempts", n)
			return nil, story.TooManyGuesses(since.Add(story.GuessWindow).Sub(d.Now()))
		}
	}
	return a, nil
}

// right takes the try back: it was none.
func (a *attempt) right(ctx context.Context) error {
	for _, l := range a.keys {
		if err := a.door.Rows.Guessed(ctx, l.key); err != nil {
			return err
		}
	}
	return nil
}
