package worker_test

import (
	"bytes"
	"context"
	"testing"
	"time"

	"fieldstory/story"
)

// proxied puts a clip on its way, with a small copy of it that arrived.
func (h *house) proxied(content []byte) (story.ClipID, story.ProxyID) {
	h.t.Helper()
	now := time.Now()
	clip, id := story.NewID[story.ClipID](now), story.NewID[story.ProxyID](now)
	if err := h.store.Put(h.t.Context(), story.ProxyObject(id, story.ProxySent), "", int64(len(content)), bytes.NewReader(content)); err != nil {
		h.t.Fatal(err)
	}
	for _, row := range []struct {
		sql  string
		args []any
	}{
		{`INSERT INTO clips (id, story, filename, state, size, created_at, updated_at) VALUES ($1, $2, 'clip.mp4', 'receiving', 100000000, $3, $3)`, []any{clip, h.story, now}},
		{`INSERT INTO proxies (id, clip, size, received_at, created_at) VALUES ($1, $2, $3, $4, $4)`, []any{id, clip, len(content), now}},
	} {
		if _, err := h.db.Pool().Exec(h.t.Context(), row.sql, row.args...); err != nil {
			h.t.Fatal(err)
		}
	}
	return clip, id
}

// arrive stores the original of a clip that was on its way.
func (h *house) arrive(id story.ClipID, content []byte) {
	h.t.Helper()
	if err := h.store.Put(h.t.Context(), story.OriginalObject(id), "", int64(len(content)), bytes.NewReader(content)); err != nil {
		h.t.Fatal(err)
	}
	if _, err := h.db.Pool().Exec(h.t.Context(), `UPDATE clips SET state = 'received', size = $2, received = $2, sha256 = repeat('0', 64), received_at = now() WHERE id = $1`, id, len(content)); err != nil {
		h.t.Fatal(err)
	}
}

// preview is what the rows say of a small copy, nil when there is nothing.
func (h *house) preview(id story.ProxyID) (p *story.Preview) {
	h.t.Helper()
	if err := h.db.Pool().QueryRow(context.Background(), `SELECT made FROM proxies WHERE id = $1`, id).Scan(&p); err != nil {
		h.t.Fatal(err)
	}
	return p
}

func TestProxyIsWatchableBeforeItsOriginalArrived(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	clip, id := h.proxied(film(t, "4", "-metadata", "location=+06.5244+003.3792/"))
	other, webm := h.proxied(film(t, "2", "-c:v", "libvpx", "-b:v", "200k", "-c:a", "libopus", "-f", "webm"))
	broken, _ := h.proxied([]byte("this is no film"))
	h.work(h.config(), h.db, h.store, h.queue)

	c := h.await(clip, "watchable", func(c story.Clip) bool { return c.Watchable })
	if c.State != story.Receiving || len(c.Renditions) != 0 || c.HasPoster || c.Facts != nil {
		t.Errorf("a clip with a small copy is %+v, want it receiving and nothing of its own", c)
	}
	p := h.preview(id)
	if p == nil || p.Width != 640 || p.Height != 360 || p.Duration < 3.9 || p.Duration > 4.2 || !p.HasPoster || p.Sprites == nil {
		t.Errorf("preview = %+v", p)
	}
	watch := h.object(story.ProxyObject(id, story.ProxyWatch))
	if got := frames(t, watch); got != 100 {
		t.Errorf("the small copy decodes to %d frames, want 100", got)
	}
	if int64(len(watch)) != p.Bytes || bytes.Contains(watch, []byte("+06.5244")) {
		t.Errorf("the small copy has %d bytes, the row says %d; or it tells the place", len(watch), p.Bytes)
	}
	for _, part := range []string{story.ProxyPoster, story.ProxySprites} {
		if b := h.object(story.ProxyObject(id, part)); !bytes.HasPrefix(b, []byte("\xff\xd8\xff")) {
			t.Errorf("%s is no JPEG", part)
		}
	}

	h.await(other, "watchable from WebM", func(c story.Clip) bool { return c.Watchable })
	if got := frames(t, h.object(story.ProxyObject(webm, story.ProxyWatch))); got != 50 {
		t.Errorf("a small copy in WebM decodes to %d frames, want 50", got)
	}

	// A broken one is dropped, and its clip goes on.
	h.arrive(broken, film(t, "1"))
	h.await(broken, "ready", is(story.Ready))
	var ended *time.Time
	if err := h.db.Pool().QueryRow(t.Context(), `SELECT ends_at FROM proxies WHERE clip = $1`, broken).Scan(&ended); err == nil && ended == nil {
		t.Error("a broken small copy was not dropped")
	}

	h.arrive(clip, film(t, "4"))
	c = h.await(clip, "ready", is(story.Ready))
	if !c.HasPoster || len(c.Renditions) == 0 {
		t.Errorf("the original's own things are missing: %+v", c)
	}
	if err := h.db.Pool().QueryRow(t.Context(), `SELECT ends_at FROM proxies WHERE id = $1`, id).Scan(&ended); err != nil || ended == nil {
		t.Errorf("the small copy does not end though the original can be watched: %v %v", ended, err)
	}
}

// TestEndedProxyIsRemoved: objects and row go when its time is over.
func TestEndedProxyIsRemoved(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	_, id := h.proxied([]byte("small"))
	if _, err := h.db.Pool().Exec(t.Context(), `UPDATE proxies SET ends_at = now() - interval '1 second' WHERE id = $1`, id); err != nil {
		t.Fatal(err)
	}
	h.work(h.config(), h.db, h.store, noQueue{})
	done := h.receive(film(t, "1"))
	h.await(done, "ready", func(c story.Clip) bool {
		var left int
		if err := h.db.Pool().QueryRow(context.Background(), `SELECT count(*) FROM proxies`).Scan(&left); err != nil {
			t.Error(err)
		}
		return left == 0 && c.State == story.Ready
	})
	if r, err := h.store.Get(t.Context(), story.ProxyObject(id, story.ProxySent)); err == nil {
		r.Close()
		t.Error("the small copy's file is still stored")
	}
}
