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
	AddToken(ctx context.Context, member story.MemberID, name string, hash []byte, now time.Time) error
	TokenMember(ctx context.Context, hash []byte, now time.Time) (story.MemberID, error)
}

// Config is what the door is built with.
type Config struct {
	Rows     Rows
	Sessions scs.CtxStore
	Secure   bool          // cookies over HTTPS only: whenever the public address is
	Lifetime time.Duration // of a session, 0 = 30 days
	Idle     time.Duration // a session unused this long ends, 0 = 14 days
	Log      *slog.Logger
	Now      func() time.Time
}

// Door lets people in. Safe for use by many goroutines.
type Door struct {
	Config
	sessions *scs.SessionManager
}

// away is the answer while nobody can be recognised (RFC 9457).
const away = `{"type":"about:blank","title":"Service Unavailable","status":503,"code":"away","fault":"dependency",` +
	`"detail":"Signing in does not work at the moment. Please try again in a minute."}`

// member is the session's key for who it is.
const member = "member"

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
		m.IdleTimeout = 14 * 24 * time.Hour
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
		c.Log.ErrorContext(r.Context(), "session store", "cause", err)
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
		token, ok := bearer(r)
		if !ok {
			d.serveAs(next, story.MemberID(d.sessions.GetString(r.Context(), member)), w, r)
			return
		}
		id, err := d.Rows.TokenMember(r.Context(), hashOf(token), d.Now())
		if err != nil && !errors.Is(err, story.NotFound()) {
			d.ErrorFunc(w, r, err)
			return
		}
		d.serveAs(next, id, w, r)
	}))
}

// ErrorFunc answers when the rows are away.
func (d *Door) ErrorFunc(w http.ResponseWriter, r *http.Request, err error) {
	d.sessions.ErrorFunc(w, r, err)
}

func (d *Door) serveAs(next http.Handler, id story.MemberID, w http.ResponseWriter, r *http.Request) {
	if id != "" {
		who, err := d.Rows.Scope(r.Context(), id)
		switch {
		case err == nil:
			r = r.WithContext(story.WithScope(r.Context(), who))
		case !errors.Is(err, story.NotFound()):
			d.ErrorFunc(w, r, err)
			return
		}
	}
	next.ServeHTTP(w, r)
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
	id, hash, err := d.Rows.PasswordHash(ctx, strings.TrimSpace(email))
	if errors.Is(err, story.NotFound()) {
		hash, err = stranger(), nil
	}
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
	return d.start(ctx, id)
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
	return d.start(ctx, id)
}

// start begins a session under a new name, so that one planted before
// signing in is worth nothing (session fixation).
func (d *Door) start(ctx context.Context, id story.MemberID) error {
	if err := d.sessions.RenewToken(ctx); err != nil {
		return err
	}
	d.sessions.Put(ctx, member, string(id))
	return nil
}

// SignOut ends the session.
func (d *Door) SignOut(ctx context.Context) error { return d.sessions.Destroy(ctx) }

// SetPassword gives a member a new password.
func (d *Door) SetPassword(ctx context.Context, id story.MemberID, password string) error {
	hash, err := HashPassword(ctx, password)
	if err != nil {
		return err
	}
	return d.Rows.SavePasswordHash(ctx, id, hash)
}

// NewLink makes a one-time sign-in link's secret for a member: what stands
// behind /sign-in/ in the address.
func (d *Door) NewLink(ctx context.Context, id story.MemberID, lifetime time.Duration) (secret string, err error) {
	secret, hash := newSecret()
	return secret, d.Rows.AddLink(ctx, id, hash, d.Now().Add(lifetime))
}

// NewToken makes an API token for a member. It is shown once; only its hash is kept.
func (d *Door) NewToken(ctx context.Context, id story.MemberID, name string) (token string, err error) {
	secret, hash := newSecret()
	return tokenPrefix + secret, d.Rows.AddToken(ctx, id, name, hash, d.Now())
}
