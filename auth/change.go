package auth

import (
	"context"
	"errors"

	"fieldstory/story"
)

// SetPassword gives whoever is asking a new password, and ends every other
// sign-in of theirs. See [story.MayChangePassword] for when old is needed.
func (d *Door) SetPassword(ctx context.Context, old, password string) error {
	who, _ := story.ScopeOf(ctx)
	if err := who.InPerson(); err != nil {
		return err
	}
	m, err := d.Rows.Member(ctx, who.Member)
	if err != nil {
		return err
	}
	if err := d.mayChange(ctx, who, m.Email, old); err != nil {
		return err
	}
	hash, err := HashPassword(ctx, password, m.Name, m.Email)
	if err != nil {
		return err
	}
	if err := d.Rows.SavePasswordHash(ctx, m.ID, hash); err != nil {
		return err
	}
	return d.SignOutElsewhere(ctx)
}

func (d *Door) mayChange(ctx context.Context, who story.Scope, email, old string) error {
	_, hash, err := d.Rows.PasswordHash(ctx, email)
	if errors.Is(err, story.NotFound()) {
		return nil // there is none yet
	}
	if err != nil {
		return err
	}
	in, err := d.Rows.SignIn(ctx, who.SignIn)
	if err != nil {
		return err
	}
	right := false
	if old != "" {
		try, err := d.attempt(ctx, visitOf(ctx), email, who.Member)
		if err != nil {
			return err
		}
		if right, err = matches(ctx, old, hash); err != nil {
			return err
		}
		if right {
			if err := try.right(ctx); err != nil {
				return err
			}
		}
	}
	return story.MayChangePassword(in, right, d.Now())
}

// GivePassword is the operator's way: it asks for no old one.
func (d *Door) GivePassword(ctx context.Context, m story.Member, password string) error {
	hash, err := HashPassword(ctx, password, m.Name, m.Email)
	if err != nil {
		return err
	}
	return d.Rows.SavePasswordHash(ctx, m.ID, hash)
}

// Untie parts the account of whoever is asking from single sign-on. They came
// in within the hour, and have another way in.
func (d *Door) Untie(ctx context.Context) error {
	who, err := d.mayArm(ctx)
	if err != nil {
		return err
	}
	return d.Rows.UntieOwn(ctx, who)
}
