package auth

import (
	"context"
	"errors"
	"strings"

	"fieldstory/story"
)

// NewCodes gives whoever is asking new recovery codes, as people copy them, in
// place of those before. They are shown this once.
func (d *Door) NewCodes(ctx context.Context) (codes []string, err error) {
	who, err := d.mayArm(ctx)
	if err != nil {
		return nil, err
	}
	var hashes [][]byte
	for range story.RecoveryCodes {
		code := newText()[:story.CodeLength]
		codes, hashes = append(codes, story.WriteCode(code)), append(hashes, codeHash(who.Member, code))
	}
	return codes, d.Rows.SaveCodes(ctx, who.Member, hashes)
}

// mayArm is whoever is asking, in person, when they may make themselves
// another way in.
func (d *Door) mayArm(ctx context.Context) (who story.Scope, err error) {
	who, _ = story.ScopeOf(ctx)
	if err := who.InPerson(); err != nil {
		return who, err
	}
	in, err := d.Rows.SignIn(ctx, who.SignIn)
	if err != nil {
		return who, err
	}
	return who, in.MayArm(d.Now())
}

// codeHash is what is stored of a code: whose it is keeps equal ones apart.
func codeHash(id story.MemberID, code string) []byte {
	return hashOf("code " + string(id) + " " + code)
}

// UseCode spends a recovery code and starts a session. It is a guess like any
// other, and whatever is wrong gives the same answer.
func (d *Door) UseCode(ctx context.Context, email, code string) error {
	email = strings.ToLower(strings.TrimSpace(email))
	id, err := d.Rows.Standing(ctx, email)
	if err != nil {
		return err
	}
	try, err := d.attempt(ctx, visitOf(ctx), email, id)
	if err != nil {
		return err
	}
	err = d.Rows.UseCode(ctx, id, codeHash(id, story.ReadCode(code)))
	if errors.Is(err, story.NotFound()) {
		return story.Refuse(story.FaultPermission, "sign_in_code", "Address and code do not go together, or the code was used already. Check both, or take the next code.")
	}
	if err != nil {
		return err
	}
	if err := try.right(ctx); err != nil {
		return err
	}
	return d.start(ctx, id, "code")
}
