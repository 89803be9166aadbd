package api

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"time"

	tus "github.com/tus/tusd/v2/pkg/handler"

	"fieldstory/story"
)

// uploadsPath is where tus listens.
const uploadsPath = "/api/v1/uploads"

// UploadRows is where uploads keep what they know: offsets, parts, holds.
type UploadRows interface {
	AddUpload(ctx context.Context, who story.Scope, u *story.Upload, maxOpen int) error
	JoinedUpload(ctx context.Context, who story.MemberID, pieces []story.UploadID) (story.Upload, error)
	UploadOwner(ctx context.Context, id story.UploadID) (story.MemberID, error)
	Upload(ctx context.Context, id story.UploadID) (story.Upload, error)
	UploadParts(ctx context.Context, id story.UploadID) ([]story.Part, error)
	SetMultipart(ctx context.Context, id story.UploadID, multipart string) error
	SetUploadSize(ctx context.Context, u *story.Upload) error
	AdvanceUpload(ctx context.Context, u *story.Upload, from int64, part *story.Part) error

	HoldUpload(ctx context.Context, id story.UploadID, holder string, ttl time.Duration) (held bool, err error)
	KeepUpload(ctx context.Context, id story.UploadID, holder string, ttl time.Duration) (held, wanted bool, err error)
	ReleaseUpload(ctx context.Context, id story.UploadID, holder string) error

	FinishUpload(ctx context.Context, u *story.Upload, r story.Receipt, forget time.Time) error
	DoubtUpload(ctx context.Context, id story.UploadID) (since time.Time, err error)
	RefuseUpload(ctx context.Context, u *story.Upload, why *story.Problem) error
	DiscardUpload(ctx context.Context, u *story.Upload) error
	ForgetUpload(ctx context.Context, id story.UploadID) error

	EndedUploads(ctx context.Context, limit int) ([]story.Upload, error)
	OwedUploads(ctx context.Context, limit int) ([]story.UploadID, error)
	ShowUploads(ctx context.Context) error
	FoldRoom(ctx context.Context) error
	ClaimUnverified(ctx context.Context) (story.ClipID, story.Receipt, bool, error)
	Verified(ctx context.Context, id story.ClipID) error
	Unverified(ctx context.Context, id story.ClipID, why *story.Problem) error
	ReleaseUnverified(ctx context.Context, id story.ClipID, wait time.Duration) error
}

// UploadBytes is where their bytes go. Bodies that are io.Seekers may be read
// more than once.
type UploadBytes interface {
	Put(ctx context.Context, name story.ObjectName, contentType string, size int64, r io.Reader) error
	Get(ctx context.Context, name story.ObjectName) (io.ReadCloser, error)
	GetRange(ctx context.Context, name story.ObjectName, offset, length int64) (io.ReadCloser, error)
	Stat(ctx context.Context, name story.ObjectName) (size int64, err error)
	Remove(ctx context.Context, name story.ObjectName) error
	RemoveUnder(ctx context.Context, prefix string) error
	NewMultipart(ctx context.Context, name story.ObjectName, contentType string) (id string, err error)
	PutPart(ctx context.Context, name story.ObjectName, id string, n int, size int64, r io.Reader) (story.Part, error)
	Complete(ctx context.Context, name story.ObjectName, id string, parts []story.Part) error
	Abort(ctx context.Context, name story.ObjectName, id string) error
}

// UploadConfig is what uploads are built with.
type UploadConfig struct {
	Rows  UploadRows
	Bytes UploadBytes
	// Nudge hurries the workers. Its failure is logged and forgotten: the rows
	// say what is owed.
	Nudge func(context.Context, story.Job) error
	// Settle returns when an object would outlive a power cut. A store that
	// answers only then needs none: it does nothing by default. Its error
	// fs.ErrNotExist leaves it to the reading back to say what is missing.
	Settle func(context.Context, story.ObjectName) error
	Log    *slog.Logger
	Now    func() time.Time

	Limits story.UploadLimits
	// Memory is how many bytes all uploads of this process hold together
	// before they are stored. Too little and fast uploads wait for the store;
	// too much and fifty slow ones fill a small machine.
	Memory int64
	// Flush is how long bytes of a slow link may wait in memory. Shorter means
	// less to send again when the process dies, and more small objects.
	Flush time.Duration
	// Quiet is how long a connection may bring nothing before it is cut.
	Quiet time.Duration
	// Patience is how long a request waits for an upload that somebody else
	// is writing to, who is asked to stop.
	Patience time.Duration
	// GiveUp is how long the store may go on refusing to give back or join
	// what it took before that counts as lost. Too short and a request of ours
	// that still runs in the store, unheard, is taken for a loss; too long and
	// a person waits for a file that never arrives.
	GiveUp time.Duration
	// Sweep is how often unfinished business is looked for.
	Sweep time.Duration
}

// NewUploadConfig gives the defaults for everything but the seams.
func NewUploadConfig() UploadConfig {
	return UploadConfig{
		Log: slog.Default(), Now: time.Now,
		Nudge:    func(context.Context, story.Job) error { return nil },
		Settle:   func(context.Context, story.ObjectName) error { return nil },
		Limits:   story.UploadLimits{MaxSize: 1e12, MaxOpen: 500, Expires: 7 * 24 * time.Hour},
		Memory:   16 << 20, // one fast upload at full speed: a part being read, one on its way
		Flush:    3 * time.Second,
		Quiet:    time.Minute,
		Patience: 15 * time.Second,
		GiveUp:   10 * time.Minute,
		Sweep:    5 * time.Second,
	}
}

// Uploads receives files over tus 1.0 and over the IETF's draft of resumable
// uploads, which tusd's handler speaks; what is kept, where and when is ours.
//
// How bytes travel, and why so:
//
//   - A body is read into small blocks from a budget that all uploads of the
//     process share (upload_block.go). Fifty slow links hold a block or two
//     each, a fast one as many as its parts need, and no file is on disk.
//   - Blocks that fill a part are stored as that part while the next is read
//     (upload_receive.go). Its number follows from the offset, so a part that
//     failed is sent again under its own number.
//   - What a cut, a slow link or a full budget leaves short of a part is
//     stored as a tail, an object of its own, and counts. The part it belongs
//     to is later put together from the tails and what came after; tails go
//     only when that part is in the rows.
//   - The offset in the row is raised after bytes are stored, with the state
//     of the SHA-256 up to there, so any process can go on from it.
//   - One process writes to an upload at a time (upload_hold.go). A request
//     that comes later asks the one before to stop, for behind a dead link
//     the new one is the person.
//   - What a process left undone when it died is found in the rows and done
//     by the sweep (upload_sweep.go).
type Uploads struct {
	UploadConfig
	budget *budget
	holds  *holds
	tus    http.Handler
	kicked chan struct{} // there is something to verify
}

// NewUploads builds the tus endpoint. Run must go on beside it.
func NewUploads(c UploadConfig) (*Uploads, error) {
	if c.Rows == nil || c.Bytes == nil || c.Limits.MaxSize <= 0 || c.Memory < 1<<20 {
		return nil, errors.New("uploads need rows, bytes, a largest size and at least 1 MiB of memory")
	}
	up := &Uploads{UploadConfig: c, budget: newBudget(c.Memory), kicked: make(chan struct{}, 1)}
	up.holds = newHolds(c.Rows, c.Log)
	parts := tus.NewStoreComposer()
	parts.UseCore(up)
	parts.UseTerminater(up)
	parts.UseConcater(up)
	parts.UseLengthDeferrer(up)
	parts.UseLocker(up.holds)
	h, err := tus.NewHandler(tus.Config{
		StoreComposer: parts, BasePath: uploadsPath + "/", MaxSize: c.Limits.MaxSize,
		EnableExperimentalProtocol: true, DisableDownload: true,
		RespectForwardedHeaders:          true, // only the asker reads the address made from them
		Cors:                             &tus.CorsConfig{Disable: true},
		PreUploadCreateCallback:          up.beforeCreate,
		Logger:                           quietLog(c.Log),
		NetworkTimeout:                   c.Quiet,
		AcquireLockTimeout:               c.Patience,
		GracefulRequestCompletionTimeout: 30 * time.Second, // to store what arrived before a cut
	})
	if err != nil {
		return nil, err
	}
	up.tus = http.StripPrefix(uploadsPath, h)
	return up, nil
}

var _ Inlet = (*Uploads)(nil)

// InTurn gives requests for one upload their turns as they come in.
func (up *Uploads) InTurn(next http.Handler) http.Handler { return up.holds.inTurn(next) }

// ServeHTTP answers everything below /api/v1/uploads. A stranger gets the same
// answer for an upload that exists and one that does not, before tus takes the
// upload from whoever is writing to it.
func (up *Uploads) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodOptions {
		up.serveTus(w, r)
		return
	}
	who, ok := story.ScopeOf(r.Context())
	if !ok {
		up.fail(w, r, signedOut)
		return
	}
	if id := uploadOf(r); id != "" {
		if err := up.mayTouch(r.Context(), who, id); err != nil {
			up.fail(w, r, err)
			return
		}
	}
	if up.joinedBefore(w, r, who) {
		return
	}
	if r.Method == http.MethodGet {
		up.show(w, r)
		return
	}
	up.serveTus(w, r)
}

// show sends a client that asks for the file, as many servers of tus let it, to
// the original of the clip, where it is decided who may have that.
func (up *Uploads) show(w http.ResponseWriter, r *http.Request) {
	id, err := story.ParseID[story.UploadID](uploadOf(r))
	var u story.Upload
	if err == nil {
		u, err = up.Rows.Upload(r.Context(), id)
	}
	switch {
	case err == nil && u.Clip == "":
		err = story.NotFound()
	case err == nil && u.FinishedAt.IsZero():
		err = stillOnItsWay()
	}
	if err != nil {
		up.fail(w, r, err)
		return
	}
	http.Redirect(w, r, "/api/v1/clips/"+string(u.Clip)+"/original", http.StatusSeeOther)
}

// uploadOf is the id in the address of an upload, "" where it names none.
func uploadOf(r *http.Request) string {
	return strings.Trim(strings.TrimPrefix(r.URL.Path, uploadsPath), "/")
}

// joinedBefore answers a client that asks again for its pieces to be joined,
// for it missed the answer: the pieces are gone, but the file is here. One
// that is still being joined goes on through tus.
func (up *Uploads) joinedBefore(w http.ResponseWriter, r *http.Request, who story.Scope) bool {
	list, final := strings.CutPrefix(r.Header.Get("Upload-Concat"), "final;")
	if !final || r.Method != http.MethodPost {
		return false
	}
	var pieces []story.UploadID
	for _, at := range strings.Fields(list) {
		id, err := story.ParseID[story.UploadID](at[strings.LastIndexByte(at, '/')+1:])
		if err != nil {
			return false
		}
		pieces = append(pieces, id)
	}
	u, err := up.Rows.JoinedUpload(r.Context(), who.Member, pieces)
	if err != nil || u.FinishedAt.IsZero() {
		return false
	}
	h := w.Header()
	h.Set("Tus-Resumable", "1.0.0")
	h.Set("Location", uploadsPath+"/"+string(u.ID))
	h.Set("Fieldstory-Clip", string(u.Clip))
	h.Set("Upload-Expires", u.ExpiresAt.UTC().Format(http.TimeFormat))
	w.WriteHeader(http.StatusCreated)
	return true
}

func (up *Uploads) mayTouch(ctx context.Context, who story.Scope, raw string) error {
	id, err := story.ParseID[story.UploadID](raw)
	if err != nil {
		return err
	}
	owner, err := up.Rows.UploadOwner(ctx, id)
	if err == nil && owner != who.Member {
		return story.NotFound()
	}
	return err
}

func (up *Uploads) serveTus(w http.ResponseWriter, r *http.Request) {
	pw := &plainWriter{ResponseWriter: w, up: up, r: r, line: newLine(w, r)}
	r = r.WithContext(context.WithValue(r.Context(), lineKey{}, pw.line))
	up.tus.ServeHTTP(pw, r)
	pw.end()
}
