package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/go-chi/chi/v5/middleware"

	"fieldstory/story"
)

// logged writes one line a request. Links are secrets: what follows /sign-in/
// and /withdraw/ is left out.
func (a *API) logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		ww := middleware.NewWrapResponseWriter(w, r.ProtoMajor)
		next.ServeHTTP(ww, r.WithContext(context.WithValue(r.Context(), baseKey{}, baseOf(r))))
		path := r.URL.Path
		for _, door := range []string{"/sign-in/", "/withdraw/"} {
			if strings.HasPrefix(path, door) {
				path = door + "…"
			}
		}
		a.Log.DebugContext(r.Context(), "request", "method", r.Method, "path", path, "status", ww.Status(),
			"bytes", ww.BytesWritten(), "took", time.Since(began), "request", middleware.GetReqID(r.Context()))
	})
}

// baseKey is where a request's context carries the address it was sent to.
type baseKey struct{}

func baseOf(r *http.Request) string {
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// address is scheme and host for links that people carry elsewhere: the
// public address where one is set, else the one they used themselves.
func (a *API) address(ctx context.Context) string {
	if a.PublicURL != "" {
		return a.PublicURL
	}
	base, _ := ctx.Value(baseKey{}).(string)
	return base
}

// recovered turns a panic into a problem: one bad request ends alone.
func (a *API) recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			v := recover()
			if v == nil {
				return
			}
			if v == http.ErrAbortHandler {
				panic(v)
			}
			a.fail(w, r, fmt.Errorf("panic: %v\n%s", v, debug.Stack()))
		}()
		next.ServeHTTP(w, r)
	})
}

// bare is the policy of whatever is not a page.
const bare = "default-src 'none'; frame-ancestors 'none'"

// secured sets the headers that every answer carries. The app's pages bring
// their own content security policy; everything else may load nothing at all.
func (a *API) secured(next http.Handler) http.Handler {
	https := strings.HasPrefix(a.PublicURL, "https://")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Content-Security-Policy", bare)
		if https {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		if strings.HasPrefix(r.URL.Path, "/api/") {
			h.Set("Cache-Control", "no-store") // unless the handler knows better
		}
		next.ServeHTTP(w, r)
	})
}

// sameSite refuses what another site's page sends with a person's cookie.
func (a *API) sameSite(next http.Handler) http.Handler {
	guard := http.NewCrossOriginProtection()
	guard.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a.fail(w, r, story.Forbidden("This request came from another site's page and was refused. Open Fieldstory itself and try there."))
	}))
	return guard.Handler(next)
}

// readsOnly refuses changes through a token that may only read.
func (a *API) readsOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		who, _ := story.ScopeOf(r.Context())
		if who.ReadsOnly() && r.Method != http.MethodGet && r.Method != http.MethodHead && r.Method != http.MethodOptions {
			a.fail(w, r, story.Refuse(story.FaultPermission, "token_reach", "This token may only read. Use one that may send, or sign in."))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// origin finds the address of whoever asks: the last one in X-Forwarded-For
// that no proxy of ours has, where one of ours passed the request on. What
// stands before it the client may have made up.
func (a *API) origin(next http.Handler) http.Handler {
	ours := func(s string) bool {
		at, err := netip.ParseAddr(strings.TrimSpace(s))
		return err == nil && slices.ContainsFunc(a.Proxies, func(p netip.Prefix) bool { return p.Contains(at.Unmap().WithZone("")) })
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, port, err := net.SplitHostPort(r.RemoteAddr)
		hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
		for i := len(hops) - 1; i >= 0 && err == nil && ours(host); i-- {
			at, bad := netip.ParseAddr(strings.TrimSpace(hops[i]))
			if bad != nil {
				break
			}
			host = at.String()
		}
		if err == nil {
			r.RemoteAddr = net.JoinHostPort(host, port)
		}
		next.ServeHTTP(w, r)
	})
}

// otherwise answers what no route does: an unknown path of the API with a
// problem, everything else with the app.
func (a *API) otherwise(w http.ResponseWriter, r *http.Request) {
	if strings.HasPrefix(r.URL.Path, "/api/") {
		a.fail(w, r, story.NotFound())
		return
	}
	w.Header().Del("Content-Security-Policy")
	a.App.ServeHTTP(w, r)
}

func etagOf(name story.ObjectName, size int64) string {
	h := sha256.Sum256(fmt.Appendf(nil, "%s %d", name, size))
	return hex.EncodeToString(h[:12])
}

// healthz answers while the process lives; it asks nobody else, so that a
// database that is away does not make a supervisor kill what waits for it.
func (a *API) healthz(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	fmt.Fprintln(w, "ok")
}

// readyz answers 200 while everything behind answers too.
func (a *API) readyz(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 3*time.Second)
	defer cancel()
	if err := a.Ready(ctx); err != nil {
		a.fail(w, r, story.Refuse(story.FaultDependency, "not_ready", "A part behind this server does not answer. It will be tried again.").Because(err))
		return
	}
	a.healthz(w, r)
}
