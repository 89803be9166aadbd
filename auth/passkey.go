package auth

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"fieldstory/story"
)

// holder is a member as the library asks for one.
type holder struct {
	story.Member
	keys []webauthn.Credential
}

func (h holder) WebAuthnID() []byte                         { return []byte(h.ID) }
func (h holder) WebAuthnName() string                       { return h.Email }
func (h holder) WebAuthnDisplayName() string                { return h.Name }
func (h holder) WebAuthnCredentials() []webauthn.Credential { return h.keys }

// passkeys is the library, for an address of ours. Passkeys name their owner
// by themselves, and ask for a finger, a face or a PIN each time.
func passkeys(site string) (*webauthn.WebAuthn, error) {
	id, origin, ok := story.PasskeyPlace(site)
	if !ok {
		return nil, story.Refuse(story.FaultState, "passkey_place", "Passkeys work where Fieldstory has a name and https only. Sign in another way.")
	}
	yes := true
	limit := webauthn.TimeoutConfig{Enforce: true, Timeout: story.PasskeyLasts, TimeoutUVD: story.PasskeyLasts}
	return webauthn.New(&webauthn.Config{
		RPID: id, RPDisplayName: "Fieldstory", RPOrigins: []string{origin},
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{ResidentKey: protocol.ResidentKeyRequirementRequired, RequireResidentKey: &yes,
			UserVerification: protocol.VerificationRequired},
		Timeouts: webauthn.TimeoutsConfig{Login: limit, Registration: limit},
	})
}

// holding loads whoever makes a passkey, with those that they have.
func (d *Door) holding(ctx context.Context, id story.MemberID) (h holder, err error) {
	if h.Member, err = d.Rows.Member(ctx, id); err != nil {
		return h, err
	}
	list, err := d.Rows.PasskeyData(ctx, id)
	if err != nil {
		return h, err
	}
	for _, data := range list {
		var key webauthn.Credential
		if err := json.Unmarshal(data, &key); err != nil {
			return h, err
		}
		h.keys = append(h.keys, key)
	}
	return h, nil
}

// BeginPasskey gives what the browser makes a passkey for whoever is asking
// with, and the id under which to finish.
func (d *Door) BeginPasskey(ctx context.Context, site string) (id string, options any, err error) {
	who, err := d.mayArm(ctx)
	if err != nil {
		return "", nil, err
	}
	lib, err := passkeys(site)
	if err != nil {
		return "", nil, err
	}
	h, err := d.holding(ctx, who.Member)
	if err != nil {
		return "", nil, err
	}
	made, session, err := lib.BeginRegistration(h, webauthn.WithExclusions(webauthn.Credentials(h.keys).CredentialDescriptors()))
	if err != nil {
		return "", nil, err
	}
	id = newText()
	return id, made.Response, d.begin(ctx, "passkey-make", id, session, story.PasskeyLasts)
}

// FinishPasskey saves the passkey that the browser made.
func (d *Door) FinishPasskey(ctx context.Context, site, id, name string, answer []byte) (p story.Passkey, err error) {
	who, err := d.mayArm(ctx)
	if err != nil {
		return p, err
	}
	lib, err := passkeys(site)
	if err != nil {
		return p, err
	}
	h, err := d.holding(ctx, who.Member)
	if err != nil {
		return p, err
	}
	if p, err = story.NewPasskey(name, len(h.keys), d.Now()); err != nil {
		return p, err
	}
	session, err := d.challenge(ctx, "passkey-make", id)
	if err != nil {
		return p, err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err != nil {
		return p, d.noPasskey(ctx, err)
	}
	key, err := lib.CreateCredential(h, session, parsed)
	if err != nil {
		return p, d.noPasskey(ctx, err)
	}
	data, err := json.Marshal(key)
	if err != nil {
		return p, err
	}
	return p, d.Rows.AddPasskey(ctx, who.Member, p, key.ID, data, key.Authenticator.SignCount)
}

// challenge is the one that was given under an id, to this browser, and not
// answered yet.
func (d *Door) challenge(ctx context.Context, kind, id string) (s webauthn.SessionData, err error) {
	err = d.finish(ctx, kind, id, &s)
	if errors.Is(err, story.NotFound()) {
		return s, story.Refuse(story.FaultState, "passkey_state", "That took longer than five minutes, or was done already. Please try again.")
	}
	return s, err
}

// noPasskey is the one answer to whatever is wrong with a passkey.
func (d *Door) noPasskey(ctx context.Context, cause error) error {
	if p, ok := errors.AsType[*protocol.Error](cause); ok && p.DevInfo != "" {
		d.Log.WarnContext(ctx, "passkey refused", "cause", cause, "info", p.DevInfo)
	} else {
		d.Log.WarnContext(ctx, "passkey refused", "cause", cause)
	}
	return story.Refuse(story.FaultPermission, "passkey", "This passkey does not open anything here. Try another one, or sign in another way.").Because(cause)
}

// BeginPasskeySignIn gives a challenge to whoever has a passkey of ours.
func (d *Door) BeginPasskeySignIn(ctx context.Context, site string) (id string, options any, err error) {
	lib, err := passkeys(site)
	if err != nil {
		return "", nil, err
	}
	v := visitOf(ctx)
	if _, err := d.count(ctx, v, limit{hashOf("challenges " + v.network()), story.PasskeyBeginnings}); err != nil {
		return "", nil, err
	}
	asked, session, err := lib.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired))
	if err != nil {
		return "", nil, err
	}
	id = newText()
	return id, asked.Response, d.begin(ctx, "passkey", id, session, story.PasskeyLasts)
}

// UsePasskey checks the answer to a challenge and starts a session.
func (d *Door) UsePasskey(ctx context.Context, site, id string, answer []byte) error {
	lib, err := passkeys(site)
	if err != nil {
		return err
	}
	v := visitOf(ctx)
	try, err := d.count(ctx, v, limit{hashOf("network " + v.network()), story.GuessesNetwork})
	if err != nil {
		return err
	}
	session, err := d.challenge(ctx, "passkey", id)
	if err != nil {
		return err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return d.noPasskey(ctx, err)
	}
	var owner holder
	var away error // the rows', which is nobody's passkey's fault
	_, key, err := lib.ValidatePasskeyLogin(func(credential, handle []byte) (webauthn.User, error) {
		m, data, err := d.Rows.Passkey(ctx, credential)
		if err == nil && string(m.ID) != string(handle) {
			err = story.NotFound()
		}
		if err != nil {
			if !errors.Is(err, story.NotFound()) {
				away = err
			}
			return nil, err
		}
		var key webauthn.Credential
		if err := json.Unmarshal(data, &key); err != nil {
			away = err
			return nil, err
		}
		owner = holder{m, []webauthn.Credential{key}}
		return owner, nil
	}, session, parsed)
	if away != nil {
		return away
	}
	if err != nil {
		return d.noPasskey(ctx, err)
	}
	if err := d.counted(ctx, key); err != nil {
		return err
	}
	if err := try.right(ctx); err != nil {
		return err
	}
	return d.start(ctx, owner.ID, "passkey")
}

// counted saves a passkey's own count, and refuses one whose count went back:
// it, or the one before, is a copy.
func (d *Door) counted(ctx context.Context, key *webauthn.Credential) error {
	data, err := json.Marshal(key)
	if err != nil {
		return err
	}
	err = story.NotFound()
	if !key.Authenticator.CloneWarning {
		err = d.Rows.UsePasskey(ctx, key.ID, data, key.Authenticator.SignCount, d.Now())
	}
	if !errors.Is(err, story.NotFound()) {
		return err
	}
	if err := d.Rows.PasskeyCloned(ctx, key.ID); err != nil {
		return err
	}
	return d.noPasskey(ctx, errors.New("its count went back: there is a copy of it"))
}
