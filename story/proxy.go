package story

import "time"

// ProxyID names a small copy of a clip that is sent ahead of it.
type ProxyID string

// ProxyKept is how long a small copy can still be played by those who have its
// address, once the original can be watched and it is offered no longer.
const ProxyKept = time.Hour

// Proxy is a small copy of a clip, made by whoever sends the clip and sent
// ahead of it, so that editors watch over a thin link what will take the night
// to arrive. It never takes the original's place: it is no clip, counts for
// nothing but room, and goes once the original can be watched.
type Proxy struct {
	ID      ProxyID
	Clip    ClipID
	Size    int64 // bytes of the file as it was sent
	Attempt int   // of the work, 1 = the first
}

// Preview is what was made of a proxy: something to watch while the original
// is on its way. It is stored as JSON; names of fields are part of the stored
// form.
type Preview struct {
	Proxy     ProxyID  `json:"-"`
	Width     int      `json:"width"` // as shown
	Height    int      `json:"height"`
	FrameRate float64  `json:"frame_rate"`
	Bandwidth int64    `json:"bandwidth"` // peak, bits per second
	Bytes     int64    `json:"bytes"`
	Duration  float64  `json:"duration"` // seconds
	HasPoster bool     `json:"has_poster"`
	Sprites   *Sprites `json:"sprites,omitempty"` // nil = not made
}

// PreviewName is the name under which a preview stands among a clip's
// renditions.
const PreviewName = "proxy"

// Objects of a proxy, below its folder.
const (
	ProxySent    = "sent"
	ProxyWatch   = "watch.mp4"
	ProxyPoster  = "poster.jpg"
	ProxySprites = "sprites.jpg"
)

// ProxyFolder is the beginning of every name that a proxy uses; all of it may
// be removed once the proxy has ended.
func ProxyFolder(p ProxyID) string { return "proxies/" + string(p) + "/" }

// ProxyObject is where a part of a proxy lies, e.g. [ProxyWatch].
func ProxyObject(p ProxyID, part string) ObjectName { return ObjectName(ProxyFolder(p) + part) }

// Complete tells whether a rendition of the original, with pictures, is
// complete.
func (c *Clip) Complete() bool {
	for _, r := range c.Renditions {
		if r.Kind != KindAudio {
			return true
		}
	}
	return false
}

// PreviewOnly tells whether all that can be watched of the clip in full length
// is a small copy that was sent ahead.
func (c *Clip) PreviewOnly() bool { return c.Preview != nil && !c.Complete() }

// NewProxyUpload opens the row of a small copy of a clip that who is sending,
// or refuses it before its first byte. Of the client's metadata proxy_for (the
// clip), filename, filetype and sha256 are read. Whether the clip is theirs and
// still on its way is for [ProxyWelcome] to say.
func NewProxyUpload(who Scope, metadata map[string]string, size int64, lim UploadLimits, now time.Time) (*Upload, error) {
	if err := lim.takes(size); err != nil {
		return nil, err
	}
	clip, err := ParseID[ClipID](metadata["proxy_for"])
	if err != nil {
		return nil, err
	}
	if _, err := expectedSHA256(metadata); err != nil {
		return nil, err
	}
	u := newUpload(who, metadata, size, lim, now)
	u.Proxy, u.ProxyFor = NewID[ProxyID](now), clip
	u.Object = ProxyObject(u.Proxy, ProxySent)
	return u, nil
}

// ProxyWelcome decides whether a small copy of size bytes may be sent ahead of
// a clip: by whoever sends the clip, while it is on its way, and only where it
// is smaller. sender is who sends the original, "" = nobody any more; here
// tells that one has arrived already.
func (c *Clip) ProxyWelcome(who Scope, sender MemberID, size int64, here bool) error {
	switch {
	case sender != who.Member:
		return NotFound()
	case c.State != Receiving:
		return Conflict("proxy_late", "The original has arrived, so a small copy is needed no longer.")
	case here:
		return Conflict("proxy_here", "A small copy of this file is here already. Only the original is still to come.")
	case size >= 0 && c.Size >= 0 && size >= c.Size:
		return Invalid("proxy_large", "The small copy is not smaller than the file itself. Send the file alone.")
	}
	return nil
}
