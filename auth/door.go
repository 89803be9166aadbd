package auth

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"

	"fieldstory/story"
)

// Rows is what the door needs to know of members.
type Rows interface {
	Scope(ctx context.Context, id story.MemberID) (story.Scope, error)
	PasswordHash(ctx context.Context, email string) (story.MemberID, string, error)
	SavePasswordHash(ctx context.Context, id story.MemberID, hash string) error
	AddLink(ctx context.Context, member story.MemberID, hash []byte, expires time.Time) error
	UseLink(ctx context.Context, hash []byte, now time.Time) (story.MemberID, error)
	AddToken(ctx context.Context, member story.MemberID, t story.Token, hash []byte) error
	TokenMember(ctx context.Context, hash []byte, now time.Time) (story.MemberID, story.TokenReach, error)
	Member(ctx context.Context, id story.MemberID) (story.Member, error)

	AddSignIn(ctx context.Context, in story.SignIn, device []byte) error
	SignIn(ctx context.Context, id story.SignInID) (story.SignIn, error)
	EndSignIn(ctx context.Context, who story.Scope, id story.SignInID) error
	EndSignIns(ctx context.Context, member story.MemberID, but story.SignInID, device []byte) error
	KnowsDevice(ctx context.Context, hash []byte, member story.MemberID) (bool, error)
	// Arrive finds or makes whoever single sign-on says this is.
	Arrive(ctx context.Context, i story.Identity) (story.Member, error)
	UntieOwn(ctx context.Context, who story.Scope) error
	Standing(ctx context.Context, email string) (story.MemberID, error)
	SaveCodes(ctx context.Context, id story.MemberID, hashes [][]byte) error
	UseCode(ctx context.Context, id story.MemberID, hash []byte) error
	PasskeyData(ctx context.Context, id story.MemberID) ([][]byte, error)
	AddPasskey(ctx context.Context, id story.MemberID, p story.Passkey, credential, data []byte, count uint32) error
	Passkey(ctx context.Context, credential []byte) (m story.Member, data []byte, err error)
	UsePasskey(ctx context.Context, credential, data []byte, count uint32, now time.Time) error
	PasskeyCloned(ctx context.Context, credential []byte) error
	AddCeremony(ctx context.Context, key, data []byte, expires time.Time) error
	TakeCeremony(ctx context.Context, key []byte, now time.Time) (data []byte, err error)

	Guess(ctx context.Context, key []byte) (n int, since time.Time, err error)
	Guessed(ctx context.Context, key []byte) error
}

// Config is what the door is built with.
type Config struct {
	Rows     Rows
	Sessions scs.CtxStore
	Secure   bool          // cookies over HTTPS only: whenever the public address is
	Lifetime time.Duration // of a session, 0 = 30 days
	Idle     time.Duration // a session unused this long ends, 0 = [story.SignInIdle]
	Single   Single        // the zero one = there is none
	Log      *slog.Logger
	Now      func() time.Time
}

// Door lets people in. Safe for use by many goroutines.
type Door struct {
	Config
	sessions *scs.SessionManager
	single   single
}

// away is the answer while nobody can be recognised (RFC 9457).
const away = `{"type":"about:blank","title":"Service Unavailable","status":503,"code":"away","fault":"dependency",` +
	`"detail":"Signing in does not work at the moment. Please try again in a minute."}`

// signIn is the session's key for the sign-in that it goes on with.
const signIn = "sign-in"

// New builds the door.
func New(c Config) *Door {
	m := scs.New()
	m.Store = c.Sessions
	m.HashTokenInStore = true
	m.Lifetime = c.Lifetime
	if m.Lifetime == 0 {
		m.Lifetime = 30 * 24 * time.Hour
	}
	m.IdleTimeout = c.Idle
	if m.IdleTimeout == 0 {
		m.IdleTimeout = story.SignInIdle
	}
	m.Cookie.Name = "fieldstory"
	if c.Secure {
		m.Cookie.Name = "__Host-fieldstory" // RFC 6265bis, section 4.1.3.2
	}
	m.Cookie.Secure = c.Secure
	m.Cookie.HttpOnly = true
	m.Cookie.SameSite = http.SameSiteLaxMode
	m.Cookie.Path = "/"
	m.ErrorFunc = func(w http.ResponseWriter, r *http.Request, err error) {
		if r.Context().Err() == nil { // else whoever asked has gone, and nothing is wrong
			c.Log.ErrorContext(r.Context(), "session store", "cause", err)
		}
		w.Header().Set("Content-Type", "application/problem+json")
		w.WriteHeader(http.StatusServiceUnavailable)
		io.WriteString(w, away)
	}
	return &Door{Config: c, sessions: m}
}

// Recognise puts who is asking into the context of every request: the owner
// of the bearer token where there is one, else of the session's cookie, else
// nobody. A token that does not hold is answered as nobody, never as the cookie.
func (d *Door) Recognise(next http.Handler) http.Handler {
	return d.sessions.LoadAndSave(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r = d.visited(w, r)
		who, err := d.who(r)
		switch {
		case err == nil:
			r = r.WithContext(story.WithScope(r.Context(), who))
		case !errors.Is(err, story.NotFound()):
			d.ErrorFunc(w, r, err)
			return
		}
		next.ServeHTTP(w, r)
	}))
}

// who is asking; NotFound for nobody.
func (d *Door) who(r *http.Request) (who story.Scope, err error) {
	ctx := r.Context()
	if token, ok := bearer(r); ok {
		id, reach, err := d.Rows.TokenMember(ctx, hashOf(token), d.Now())
		if err != nil {
			return who, err
		}
		who, err = d.Rows.Scope(ctx, id)
		return who.Narrow(reach), err
	}
	id := d.sessions.GetString(ctx, signIn)
	if id == "" {
		return who, story.NotFound()
	}
	in, err := d.Rows.SignIn(ctx, story.SignInID(id))
	if err != nil {
		return who, err
	}
	who, err = d.Rows.Scope(ctx, in.Member)
	who.SignIn = in.ID
	return who, err
}

// ErrorFunc answers when the rows are away.
func (d *Door) ErrorFunc(w http.ResponseWriter, r *http.Request, err error) {
	d.sessions.ErrorFunc(w, r, err)
}

// bearer reads a token of RFC 6750, section 2.1.
func bearer(r *http.Request) (string, bool) {
	scheme, token, ok := strings.Cut(r.Header.Get("Authorization"), " ")
	if !ok || !strings.EqualFold(scheme, "Bearer") {
		return "", false
	}
	return strings.TrimPrefix(strings.TrimSpace(token), tokenPrefix), true
}

// SignIn checks address and password and starts a session. Whatever is wrong
// gives the same answer in the same time.
func (d *Door) SignIn(ctx context.Context, email, password string) error {
	email = strings.ToLower(strings.TrimSpace(email))
	id, hash, err := d.Rows.PasswordHash(ctx, email)
	if errors.Is(err, story.NotFound()) {
		hash, err = stranger(), nil
	}
	if err != nil {
		return err
	}
	try, err := d.attempt(ctx, visitOf(ctx), email, id)
	if err != nil {
		return err
	}
	ok, err := matches(ctx, password, hash)
	if err != nil {
		return err
	}
	if !ok || id == "" {
		return story.Refuse(story.FaultPermission, "sign_in", "Address and password do not go together. Check both; your administrator can give you a sign-in link.")
	}
	if err := try.right(ctx); err != nil {
		return err
	}
	return d.start(ctx, id, "password")
}

// UseLink spends a one-time link and starts a session.
func (d *Door) UseLink(ctx context.Context, secret string) error {
	id, err := d.Rows.UseLink(ctx, hashOf(secret), d.Now())
	if errors.Is(err, story.NotFound()) {
		return story.Refuse(story.FaultInput, "link", "This sign-in link was used already or has expired. Ask your administrator for a new one.")
	}
	if err != nil {
		return err
	}
	return d.start(ctx, id, "link")
}

// start begins a session under a new name, so that one planted before
// signing in is worth nothing (session fixation).
func (d *Door) start(ctx context.Context, id story.MemberID, by string) error {
	if err := d.sessions.RenewToken(ctx); err != nil {
		return err
	}
	v := visitOf(ctx)
	in := story.SignIn{ID: story.NewID[story.SignInID](d.Now()), Member: id, By: by, Device: v.agent, Address: v.address, BeganAt: d.Now()}
	if err := d.Rows.AddSignIn(ctx, in, d.know(v)); err != nil {
		return err
	}
	d.sessions.Put(ctx, signIn, string(in.ID))
	return nil
}

// SignOut ends the session.
func (d *Door) SignOut(ctx context.Context) error {
	if who, ok := story.ScopeOf(ctx); ok && who.SignIn != "" {
		if err := d.Rows.EndSignIn(ctx, who, who.SignIn); err != nil && !errors.Is(err, story.NotFound()) {
			return err
		}
	}
	return d.sessions.Destroy(ctx)
}

// SignOutElsewhere ends every other session of whoever is asking.
func (d *Door) SignOutElsewhere(ctx context.Context) error {
	who, _ := story.ScopeOf(ctx)
	if err := who.InPerson(); err != nil {
		return err
	}
	return d.Rows.EndSignIns(ctx, who.Member, who.SignIn, hashOf(visitOf(ctx).device))
}

// NewLink makes a one-time sign-in link's secret for a member: what stands
// behind /sign-in/ in the address.
func (d *Door) NewLink(ctx context.Context, id story.MemberID, lifetime time.Duration) (secret string, err error) {
	secret, hash := newSecret()
	return secret, d.Rows.AddLink(ctx, id, hash, d.Now().Add(lifetime))
}

// NewToken makes an API token for a member. It is shown once; only its hash is kept.
func (d *Door) NewToken(ctx context.Context, id story.MemberID, t story.Token) (token string, err error) {
	secret, hash := newSecret()
	return tokenPrefix + secret, d.Rows.AddToken(ctx, id, t, hash)
}
