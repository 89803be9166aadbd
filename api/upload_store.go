package api

import (
	"cmp"
	"context"
	"io"
	"maps"
	"net/url"
	"strings"

	tus "github.com/tus/tusd/v2/pkg/handler"

	"fieldstory/story"
)

var (
	_ tus.DataStore               = (*Uploads)(nil)
	_ tus.TerminaterDataStore     = (*Uploads)(nil)
	_ tus.ConcaterDataStore       = (*Uploads)(nil)
	_ tus.LengthDeferrerDataStore = (*Uploads)(nil)
	_ tus.Upload                  = (*upload)(nil)
)

// upload is one upload as tus' handler sees it during one request.
type upload struct {
	up *Uploads
	u  story.Upload
}

// beforeCreate refuses what will not be taken, before the first byte, and
// answers with the id of the clip that the upload will become.
//
// The IETF's draft has no metadata: there the story (and a SHA-256) come in
// the address, ?story=…&sha256=…, or ?proxy_for=… for a small copy.
func (up *Uploads) beforeCreate(h tus.HookEvent) (resp tus.HTTPResponse, change tus.FileInfoChanges, err error) {
	who, _ := story.ScopeOf(h.Context)
	meta := maps.Clone(map[string]string(h.Upload.MetaData))
	if meta == nil {
		meta = map[string]string{}
	}
	if at, err := url.Parse(h.HTTPRequest.URI); err == nil {
		for _, key := range []string{"story", "proxy_for", "sha256", "filename"} {
			if v := at.Query().Get(key); v != "" && meta[key] == "" {
				meta[key] = v
			}
		}
	}
	size := h.Upload.Size
	if h.Upload.SizeIsDeferred {
		size = -1
	}
	var u *story.Upload
	switch {
	case h.Upload.IsPartial:
		u, err = story.NewPartialUpload(who, meta, size, up.Limits, up.Now())
	case meta["proxy_for"] != "":
		u, err = story.NewProxyUpload(who, meta, size, up.Limits, up.Now())
	default:
		u, err = story.NewUpload(who, meta, size, up.Limits, up.Now())
	}
	if err != nil {
		return resp, change, up.asTus(h.Context, err)
	}
	if h.Upload.IsFinal {
		u.Final = true
		for _, id := range h.Upload.PartialUploads {
			u.Joins = append(u.Joins, story.UploadID(id))
		}
	}
	if err := up.Rows.AddUpload(h.Context, who, u, up.Limits.MaxOpen); err != nil {
		return resp, change, up.asTus(h.Context, err)
	}
	switch clip := cmp.Or(u.Clip, u.ProxyFor); {
	case clip != "":
		resp.Header = tus.HTTPHeader{"Fieldstory-Clip": string(clip)}
	case u.ConsentFile != "":
		resp.Header = tus.HTTPHeader{"Fieldstory-Consent-File": string(u.ConsentFile)}
	}
	change.ID = string(u.ID)
	return resp, change, nil
}

// NewUpload finds the upload that beforeCreate made.
func (up *Uploads) NewUpload(ctx context.Context, info tus.FileInfo) (tus.Upload, error) {
	return up.GetUpload(ctx, info.ID)
}

// GetUpload loads an upload for its sender, nobody else; tus asks for partial
// uploads through it too.
func (up *Uploads) GetUpload(ctx context.Context, raw string) (tus.Upload, error) {
	id, err := story.ParseID[story.UploadID](strings.Trim(raw, "/"))
	if err != nil {
		return nil, tus.ErrNotFound
	}
	u, err := up.Rows.Upload(ctx, id)
	if err != nil {
		return nil, up.asTus(ctx, err)
	}
	if who, _ := story.ScopeOf(ctx); who.Member != u.Member {
		return nil, tus.ErrNotFound
	}
	return &upload{up: up, u: u}, nil
}

// GetInfo tells what arrived. An upload that has all its bytes but was never
// finished, because a process died there, is finished now: its client would
// not come back, seeing nothing left to send.
func (x *upload) GetInfo(ctx context.Context) (tus.FileInfo, error) {
	u := &x.u
	if u.Whole() && u.FinishedAt.IsZero() {
		if err := x.FinishUpload(ctx); err != nil {
			return tus.FileInfo{}, err
		}
	}
	info := tus.FileInfo{
		ID: string(u.ID), Size: max(u.Size, 0), SizeIsDeferred: u.Size < 0, Offset: u.Offset,
		MetaData: u.Metadata, IsPartial: u.Partial, IsFinal: u.Final,
	}
	for _, id := range u.Joins {
		info.PartialUploads = append(info.PartialUploads, string(id))
	}
	return info, nil
}

// WriteChunk stores src behind the offset and returns how much of it is kept.
func (x *upload) WriteChunk(ctx context.Context, _ int64, src io.Reader) (int64, error) {
	l := lineOf(ctx)
	if x.u.Whole() {
		// The request only told the size, and nothing is left to come. Its body
		// is not waited for: tus-js-client 4.3.1 never ends an empty one.
		if l != nil {
			l.last()
		}
		return 0, nil
	}
	if l == nil {
		n, err := x.up.receive(ctx, &x.u, src)
		return n, x.up.asTus(ctx, x.up.unlessLost(ctx, &x.u, err))
	}
	n, err := x.up.receive(ctx, &x.u, yielding{src, l})
	err = x.up.unlessLost(ctx, &x.u, err)
	if err == nil && l.yielded() && !x.u.Whole() {
		return n, tus.ErrUploadInterrupted
	}
	return n, x.up.asTus(ctx, err)
}

// FinishUpload makes the bytes one object and hands it over.
func (x *upload) FinishUpload(ctx context.Context) error {
	return x.up.asTus(ctx, x.up.finish(ctx, &x.u))
}

// GetReader is not offered: originals are read through their clip.
func (x *upload) GetReader(context.Context) (io.ReadCloser, error) {
	return nil, tus.ErrNotImplemented
}

func (up *Uploads) AsTerminatableUpload(x tus.Upload) tus.TerminatableUpload { return x.(*upload) }
func (up *Uploads) AsConcatableUpload(x tus.Upload) tus.ConcatableUpload     { return x.(*upload) }
func (up *Uploads) AsLengthDeclarableUpload(x tus.Upload) tus.LengthDeclarableUpload {
	return x.(*upload)
}

// Terminate discards an unfinished upload and its clip, and forgets a finished one,
// whose clip stays. The decision counts at once; bytes that the store does not free
// now go with the sweep.
func (x *upload) Terminate(ctx context.Context) error {
	if err := x.up.Rows.DiscardUpload(ctx, &x.u); err != nil {
		return x.up.asTus(ctx, err)
	}
	if err := x.up.free(ctx, &x.u); err != nil {
		x.up.Log.WarnContext(ctx, "a discarded upload is freed later", "upload", x.u.ID, "cause", err)
	}
	return nil
}

// DeclareLength sets a size that was deferred.
func (x *upload) DeclareLength(ctx context.Context, size int64) error {
	err := x.u.Declare(size)
	if err == nil {
		err = x.up.Rows.SetUploadSize(ctx, &x.u)
	}
	return x.up.asTus(ctx, err)
}

// ConcatUploads joins the partial uploads that the row names. What remains
// when it is cut off is done by the sweep.
func (x *upload) ConcatUploads(ctx context.Context, _ []tus.Upload) error {
	return x.up.asTus(ctx, x.up.joinHeld(ctx, x.u.ID))
}

// contentType passes on what a client calls a file only where it is harmless
// to store; whoever serves an original decides its type anew.
func contentType(filetype string) string {
	if strings.HasPrefix(filetype, "video/") && len(filetype) < 100 && !strings.ContainsAny(filetype, "\r\n") {
		return filetype
	}
	return "application/octet-stream"
}
