package api

import (
	"fmt"
	"mime"
	"net/http"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"

	"fieldstory/story"
)

// Receipt tells that the file arrived whole.
type Receipt struct {
	_          struct{}  `nullable:"true"`
	Bytes      int64     `json:"bytes"`
	SHA256     string    `json:"sha256"`
	ReceivedAt time.Time `json:"received_at"`
	KeptAt     string    `json:"kept_at" doc:"Bucket and object as S3 tools write them, e.g. s3://fieldstory/originals/…: for the operator; it opens nothing by itself; empty where originals are restricted and not for the caller"`
	Verified   bool      `json:"verified" doc:"The stored object was read back and agrees: the card is safe to wipe"`
	URL        string    `json:"url" doc:"The receipt as a text file to keep"`
}

// receiptView is nil until every byte is stored. The place is told from the
// clip and the bucket in use, so a receipt stays true when an operator moves
// the bucket.
func (a *API) receiptView(who story.Scope, c story.Clip, st *story.Story) *Receipt {
	r := c.Receipt
	if r == nil {
		return nil
	}
	v := &Receipt{Bytes: r.Bytes, SHA256: r.SHA256, ReceivedAt: r.ReceivedAt, Verified: !r.VerifiedAt.IsZero(), URL: fmt.Sprintf("/api/v1/clips/%s/receipt", c.ID)}
	if who.MayHaveSource(st) {
		v.KeptAt = a.Media.Where(story.OriginalObject(c.ID))
	}
	return v
}

// receipt hands the receipt out as a text file, to everyone who sees the clip.
func (a *API) receipt(w http.ResponseWriter, r *http.Request) {
	c, s, err := a.clip(r.Context(), chi.URLParam(r, "id"))
	if err == nil && c.Receipt == nil {
		err = story.Conflict("receiving", "There is no receipt yet: this clip is still on its way.")
	}
	if err != nil {
		a.fail(w, r, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": c.Filename + ".receipt.txt"}))
	h.Set("Cache-Control", "private, no-cache") // it changes once, when the object was read back
	who, _ := story.ScopeOf(r.Context())
	fmt.Fprint(w, receiptText(c, s, a.receiptView(who, c, &s)))
}

// receiptText is a list that sha256sum understands too: laid beside the file,
// "sha256sum -c NAME.receipt.txt" says whether a copy is the one that arrived.
// Lines that begin with # are comments there.
func receiptText(c story.Clip, s story.Story, r *Receipt) string {
	var b strings.Builder
	line := func(name, value string) { fmt.Fprintf(&b, "# %-12s %s\n", name, value) }
	fmt.Fprintln(&b, "# Receipt from Fieldstory")
	line("file", c.Filename)
	line("bytes", fmt.Sprint(r.Bytes))
	line("sha-256", r.SHA256)
	line("received", r.ReceivedAt.UTC().Format(time.RFC3339))
	if r.KeptAt != "" {
		line("kept at", r.KeptAt)
	}
	line("story", strings.Join(strings.Fields(s.Title), " "))
	line("clip", string(c.ID))
	switch {
	case c.Problem != nil && c.Problem.Code == story.StoredDiffers().Code:
		line("read back", "it differs: do NOT wipe the card; send the file again")
	case r.Verified:
		line("read back", c.Receipt.VerifiedAt.UTC().Format(time.RFC3339)+", it is the same: the card may be wiped")
	default:
		line("read back", "not yet: keep the card until a receipt says so")
	}
	fmt.Fprintf(&b, "%s  %s\n", r.SHA256, c.Filename)
	return b.String()
}
