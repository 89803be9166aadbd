package api

import (
	"cmp"
	"context"
	"io"
	"mime"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"

	"fieldstory/story"
)

func (a *API) masterPlaylist(w http.ResponseWriter, r *http.Request) {
	a.playlist(w, r, "", func(list []story.Rendition, live []story.LiveRung) string {
		return story.MasterPlaylist(list, live, func(name string) string { return name + ".m3u8" })
	})
}

// mediaPlaylist gives the playlist of a rung: of the whole when it is
// complete, and until then, at the same address, of as much as is made.
func (a *API) mediaPlaylist(w http.ResponseWriter, r *http.Request) {
	rung := chi.URLParam(r, "rung")
	a.playlist(w, r, rung, func(list []story.Rendition, live []story.LiveRung) string {
		for _, x := range list {
			if x.Name == rung && x.Streamable() {
				return story.MediaPlaylist(x, renditionFrom(x))
			}
		}
		for _, x := range live {
			return story.EventPlaylist(x, func(run story.LiveID, part string) string {
				return "../renditions/" + rung + ".mp4?live=" + string(run) + "&part=" + part
			})
		}
		return ""
	})
}

// playlist answers with what write makes of a clip's renditions, and of what
// is made of the named rung ("" = all) where no rung is complete.
func (a *API) playlist(w http.ResponseWriter, r *http.Request, rung string, write func([]story.Rendition, []story.LiveRung) string) {
	c, s, err := a.clip(r.Context(), chi.URLParam(r, "id"))
	if err != nil {
		a.fail(w, r, err)
		return
	}
	list, err := a.Rows.Playlists(r.Context(), c.ID)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	who, _ := story.ScopeOf(r.Context())
	list = who.Watches(&s, list)
	var live []story.LiveRung
	if c.State.Owed() && len(list) == 0 {
		if live, err = a.Rows.LiveRungs(r.Context(), c.ID, rung); err != nil {
			a.fail(w, r, err)
			return
		}
	}
	text := write(list, live)
	if text == "" {
		a.fail(w, r, story.NotFound())
		return
	}
	w.Header().Set("Content-Type", story.PlaylistType)
	w.Header().Set("Cache-Control", "private, no-cache")
	io.WriteString(w, text)
}

// livePart serves a segment that was published while its rung was made. It is
// there for a while after, for players that have the older playlist.
func (a *API) livePart(w http.ResponseWriter, r *http.Request) {
	rung, part := chi.URLParam(r, "rung"), r.URL.Query().Get("part")
	a.clipObject(w, r, "video/mp4", func(c story.Clip, _ story.Story) (story.ObjectName, error) {
		run, err := story.ParseID[story.LiveID](r.URL.Query().Get("live"))
		if err != nil {
			return "", err
		}
		n, err := strconv.Atoi(strings.TrimSuffix(part, ".m4s"))
		if part == story.LiveInit {
			n = -1
		} else if err != nil || n < 0 || part != story.LivePartName(n) {
			return "", story.NotFound()
		}
		return a.Rows.LivePart(r.Context(), c.ID, run, rung, n)
	})
}

// renditionFrom is where a rendition lies, seen from its playlist.
func renditionFrom(x story.Rendition) string {
	at := "../renditions/" + x.Name + ".mp4"
	if x.Made != "" {
		at += "?made=" + string(x.Made)
	}
	return at
}

var plainRung = regexp.MustCompile(`^[a-z0-9]{1,20}$`)

// rendition serves a rung, whole or, with ?live=, a part of it that was
// published while it was made.
func (a *API) rendition(w http.ResponseWriter, r *http.Request) {
	if r.URL.Query().Has("live") {
		a.livePart(w, r)
		return
	}
	who, _ := story.ScopeOf(r.Context())
	a.clipObject(w, r, "video/mp4", func(c story.Clip, s story.Story) (story.ObjectName, error) {
		rung := chi.URLParam(r, "rung")
		if rung == story.SourceName && !who.MayHaveSource(&s) {
			return "", story.OriginalRefused(&s)
		}
		if made := r.URL.Query().Get("made"); made != "" {
			// Of that making, also when another has taken its place: who watches it
			// has its playlist.
			id, err := story.ParseID[story.MakingID](made)
			if err != nil || !plainRung.MatchString(rung) {
				return "", story.NotFound()
			}
			return story.RenditionObject(c.ID, id, rung), nil
		}
		if rung == story.PreviewName && c.Preview != nil {
			return story.ProxyObject(c.Preview.Proxy, story.ProxyWatch), nil
		}
		for _, x := range c.Renditions {
			if x.Name == rung {
				return x.Object(c.ID), nil
			}
		}
		return "", story.NotFound()
	})
}

func (a *API) poster(w http.ResponseWriter, r *http.Request) {
	a.clipObject(w, r, "image/jpeg", func(c story.Clip, _ story.Story) (story.ObjectName, error) {
		switch p := ofPreview(r, c); {
		case p != nil && p.HasPoster:
			return story.ProxyObject(p.Proxy, story.ProxyPoster), nil
		case p == nil && c.HasPoster:
			return story.PosterObject(c.ID), nil
		}
		return "", story.NotFound()
	})
}

// ofPreview gives the small copy whose picture is asked for, nil = the clip's own is.
func ofPreview(r *http.Request, c story.Clip) *story.Preview {
	if r.URL.Query().Get("of") != story.PreviewName {
		return nil
	}
	return cmp.Or(c.Preview, &story.Preview{})
}

func (a *API) waveform(w http.ResponseWriter, r *http.Request) {
	a.clipObject(w, r, story.WaveformType, func(c story.Clip, _ story.Story) (story.ObjectName, error) {
		if !c.HasWaveform {
			return "", story.NotFound()
		}
		return story.WaveformObject(c.ID), nil
	})
}

func (a *API) sprites(w http.ResponseWriter, r *http.Request) {
	a.clipObject(w, r, "image/jpeg", func(c story.Clip, _ story.Story) (story.ObjectName, error) {
		switch p := ofPreview(r, c); {
		case p != nil && p.Sprites != nil:
			return story.ProxyObject(p.Proxy, story.ProxySprites), nil
		case p == nil && c.Sprites != nil:
			return story.SpritesObject(c.ID), nil
		}
		return "", story.NotFound()
	})
}

// original hands out the file as it came, to whom [story.Scope.MayHaveOriginal]
// names. It is always a download, never shown: whatever it holds,
// a browser must not run it on this site.
func (a *API) original(w http.ResponseWriter, r *http.Request) {
	who, _ := story.ScopeOf(r.Context())
	a.clipObject(w, r, "application/octet-stream", func(c story.Clip, s story.Story) (story.ObjectName, error) {
		if !who.MayHaveOriginal(&s) {
			return "", story.OriginalRefused(&s)
		}
		if c.Receipt == nil {
			return "", stillOnItsWay()
		}
		// Every piece is noted: one that begins at the second byte is nearly all.
		if r.Method == http.MethodGet {
			e := story.NewEntry(story.DeedOriginalTaken, who, string(c.ID), a.Now()).Of(&s).With("range", r.Header.Get("Range"))
			if s.Restricted {
				e = e.With("restricted", "yes")
			}
			if err := a.Rows.Log(r.Context(), e); err != nil {
				return "", err
			}
		}
		w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": c.Filename}))
		return story.OriginalObject(c.ID), nil
	})
}

func stillOnItsWay() error {
	return story.Conflict("receiving", "This clip is still on its way. It can be downloaded when all of it has arrived.")
}

// clipObject serves one object of a clip that the asker sees.
func (a *API) clipObject(w http.ResponseWriter, r *http.Request, contentType string, pick func(story.Clip, story.Story) (story.ObjectName, error)) {
	c, s, err := a.clip(r.Context(), chi.URLParam(r, "id"))
	var name story.ObjectName
	if err == nil {
		name, err = pick(c, s)
	}
	if err != nil {
		w.Header().Del("Content-Disposition")
		a.fail(w, r, err)
		return
	}
	w.Header().Set("Cache-Control", "private, max-age=3600")
	if w.Header().Get("Content-Disposition") != "" {
		// A browser that kept an original could hand it out where nobody notes it.
		w.Header().Set("Cache-Control", "private, no-store")
	}
	a.serveObject(w, r, name, contentType)
}

// serveObject serves an object with byte ranges (RFC 9110, section 14).
func (a *API) serveObject(w http.ResponseWriter, r *http.Request, name story.ObjectName, contentType string) {
	size, err := a.Media.Stat(r.Context(), name)
	if err != nil {
		w.Header().Del("Content-Disposition")
		a.fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", contentType)
	// Objects are written once, so their name is their version.
	w.Header().Set("ETag", `"`+etagOf(name, size)+`"`)
	o := &object{ctx: r.Context(), media: a.Media, name: name, size: size}
	defer o.Close()
	http.ServeContent(w, r, "", time.Time{}, o)
}

// object reads a stored object as http.ServeContent asks for it: it seeks,
// then reads on; the store is asked once a seek, and only for what is read.
type object struct {
	ctx   context.Context
	media Media
	name  story.ObjectName
	size  int64
	at    int64
	open  io.ReadCloser
}

func (o *object) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += o.at
	case io.SeekEnd:
		offset += o.size
	}
	if offset != o.at {
		o.Close()
	}
	o.at = offset
	return offset, nil
}

func (o *object) Read(p []byte) (n int, err error) {
	if o.at >= o.size {
		return 0, io.EOF
	}
	if o.open == nil {
		if o.open, err = o.media.GetRange(o.ctx, o.name, o.at, o.size-o.at); err != nil {
			return 0, err
		}
	}
	n, err = o.open.Read(p)
	o.at += int64(n)
	return n, err
}

// Close lets go of the store. It may be called twice.
func (o *object) Close() error {
	if o.open == nil {
		return nil
	}
	err := o.open.Close()
	o.open = nil
	return err
}
