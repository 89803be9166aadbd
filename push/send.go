package push

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"fieldstory/story"
)

// Status is what became of a file.
type Status string

const (
	Sent       Status = "sent"           // the server has it now
	Already    Status = "already there"  // the server had it before
	Refused    Status = "refused"        // the server, or a look at the file, says no
	Unreadable Status = "cannot be read" // the card or disk says no
	Pending    Status = "not finished"   // run the same command again
)

// Result is a clip's line in the summary.
type Result struct {
	Path   string    `json:"path"`             // of its file, or the first of those that were joined
	Joined []string  `json:"joined,omitempty"` // all of them, where there are several
	Name   string    `json:"name"`             // of the clip
	Story  string    `json:"story,omitempty"`
	Size   int64     `json:"size"`
	At     time.Time `json:"captured_at"`
	Status Status    `json:"status"`
	SHA256 string    `json:"sha256,omitempty"`
	Clip   string    `json:"clip,omitempty"`
	// Safe is set when the server has read back what it stored and it is the
	// file: the card may be wiped.
	Safe    bool     `json:"safe_to_wipe"`
	Proxy   bool     `json:"proxy,omitempty"` // a small copy went ahead
	Receipt *Receipt `json:"receipt,omitempty"`
	Detail  string   `json:"detail,omitempty"`
}

// job is a take on its way.
type job struct {
	index  int // in the summary
	take   *take
	group  *group
	key    string    // in the memory
	begun  begunTake // what an earlier run knows
	result Result
	pieces []string // SHA-256 of each file

	opening sync.Mutex   // held while its upload is found or made
	stored  atomic.Int64 // bytes that the server was last seen to have
	proxied atomic.Bool  // a small copy was sent ahead

	mu   sync.Mutex
	clip string // that its upload becomes, "" = none is open
	over bool   // nothing of it is left to send
}

// place is a clip that the server has.
type place struct {
	story string
	clip  remoteClip
}

// courier sends the takes of a plan, two at a time.
type courier struct {
	*server
	memory   memory
	manifest *manifest
	show     show
	throttle *throttle
	witness  *witness
	ahead    *ahead
	paths    []string // as they were named

	mu     sync.Mutex
	titles map[string]string // of stories that were met, by id
	have   map[string]place  // what the stories have, by SHA-256
	going  map[string]*claim // by SHA-256 of what is being sent
	moved  time.Time         // when the last byte was acknowledged
}

func (c *courier) takeKey(t *take) string { return takeKey(c.base, c.conf.Story, t) }

func (c *courier) storyKey(g *group) string { return storyKey(c.base, g.title, g.began, c.paths) }

// send brings one take to the server, as far as its last byte; the witness
// says what became of it. The error is for what ends the whole run.
func (c *courier) send(ctx context.Context, j *job) (err error) {
	defer story.Wrap(&err, "%s", j.take.path())
	r := &j.result
	if j.take.size() == 0 {
		r.Status, r.Detail = Refused, "The file is empty: it has 0 bytes."
		return nil
	}
	if err := c.find(ctx, j.group); err != nil {
		return err
	}
	src, err := j.take.open()
	if err != nil {
		r.Status, r.Detail = Unreadable, cannotRead(err)
		return nil
	}
	defer src.Close()
	err = c.bring(ctx, j, src)
	j.mu.Lock()
	j.over = true
	j.mu.Unlock()
	if refused, ok := errors.AsType[*refusal](err); ok && !errors.Is(err, errLater) && refused.status != http.StatusUnauthorized {
		r.Status, r.Detail = Refused, refused.detail
		c.memory.forget(j.key)
		return nil
	}
	if unread, ok := errors.AsType[*unreadable](err); ok {
		r.Status, r.Detail = Unreadable, cannotRead(unread.err)
		return nil
	}
	return err
}

// unreadable is the card's failure, not the link's.
type unreadable struct{ err error }

func (u *unreadable) Error() string { return u.err.Error() }

func cannotRead(err error) string {
	return "It cannot be read; is the card still in, and whole? " + err.Error()
}

func (c *courier) bring(ctx context.Context, j *job, src *reel) error {
	offset, done, err := c.openUpload(ctx, j, src)
	if err != nil || done == nil {
		return err
	}
	defer done()
	if err := c.stream(ctx, j, src, offset); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	r := &j.result
	// The same footage twice on a card is sent once.
	c.have[r.SHA256] = place{r.Story, remoteClip{ID: r.Clip, Receipt: &Receipt{SHA256: r.SHA256, Bytes: r.Size}}}
	return nil
}

// begin opens the upload of a job before its lane comes to it, for a small
// copy to belong to. It is false where there is nothing to send ahead of.
func (c *courier) begin(ctx context.Context, j *job) (began bool, err error) {
	if err := c.find(ctx, j.group); err != nil {
		return false, err
	}
	src, err := j.take.open()
	if err != nil {
		return false, err
	}
	defer src.Close()
	j.opening.Lock()
	defer j.opening.Unlock()
	if clip, over := j.where(); clip != "" || over {
		return !over, nil // a lane was quicker
	}
	if _, err := c.known(ctx, j, src); err != nil {
		return false, err
	}
	done := c.tryClaim(j)
	if done == nil {
		return false, nil
	}
	defer done() // a lane claims it anew
	there, err := c.upload(ctx, j)
	return err == nil && !there, err
}

// openUpload finds or makes the upload of a job, unless the server has the
// file. It gives the offset to go on from, and done, to be called when no more
// is sent; nil = there is nothing to send.
func (c *courier) openUpload(ctx context.Context, j *job, src *reel) (offset int64, done func(), err error) {
	j.opening.Lock()
	offset, err = c.known(ctx, j, src)
	sum := j.result.SHA256
	j.opening.Unlock()
	if err != nil {
		return 0, nil, err
	}
	if done, err = c.claim(ctx, j, sum); err != nil {
		return 0, nil, err
	}
	j.opening.Lock()
	defer j.opening.Unlock()
	if there, err := c.upload(ctx, j); err != nil || there {
		done()
		return 0, nil, err
	}
	return offset, done, nil
}

// known finds out how far an earlier run came, and the sum of the file.
func (c *courier) known(ctx context.Context, j *job, src *reel) (offset int64, err error) {
	if offset, err = c.resume(ctx, j); err != nil || j.result.SHA256 != "" {
		return offset, err
	}
	return 0, c.sum(ctx, j, src)
}

// upload makes the upload of a job where there is none; there tells that the
// server has the file already.
func (c *courier) upload(ctx context.Context, j *job) (there bool, err error) {
	r := &j.result
	if c.alreadyThere(j) {
		c.discard(ctx, j)
		return true, nil
	}
	if err := c.ensure(ctx, j.group, r.SHA256); err != nil {
		return false, &fatal{err}
	}
	if c.alreadyThere(j) {
		c.discard(ctx, j)
		return true, nil
	}
	r.Story = j.group.story.ID
	if err := c.awaitWindow(ctx); err != nil {
		return false, err
	}
	if j.begun.Upload == "" {
		err := c.create(ctx, j)
		if found, ok := errors.AsType[*refusal](err); ok && found.code == "already_here" && found.clip != "" && found.story != "" {
			r.Status, r.Story, r.Clip, r.Detail = Already, found.story, found.clip, "It is in another story."
			return true, nil // the witness says whether it is safe there
		}
		if err != nil {
			return false, err
		}
		if err := c.memory.keep(j.key, j.begun); err != nil {
			c.show.note(j.take, "Could not remember this upload; if it is interrupted it begins again. "+err.Error())
		}
	}
	r.Clip = j.begun.Clip
	j.mu.Lock()
	defer j.mu.Unlock()
	j.clip = r.Clip
	return false, nil
}

// discard frees an upload that was opened for a file which the server turned
// out to have. One that stays expires.
func (c *courier) discard(ctx context.Context, j *job) {
	if j.begun.Upload == "" {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, c.conf.Quiet)
	defer cancel()
	if resp, err := c.do(ctx, http.MethodDelete, j.begun.Upload, nil, 0, map[string]string{"Tus-Resumable": "1.0.0"}); err == nil {
		resp.Body.Close()
	}
	j.begun = begunTake{}
}

// where tells the clip that a job's upload becomes, "" = none is open yet, and
// whether nothing is left to send.
func (j *job) where() (clip string, over bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.clip, j.over
}

// left is how many bytes the server does not have, as far as is known.
func (j *job) left() (over bool, n int64) {
	_, over = j.where()
	return over, j.take.size() - j.stored.Load()
}

// sentAhead remembers that a small copy need not be made again.
func (c *courier) sentAhead(j *job) {
	j.proxied.Store(true)
	j.opening.Lock()
	defer j.opening.Unlock()
	if _, over := j.where(); over {
		return
	}
	j.begun.Ahead = true
	if err := c.memory.keep(j.key, j.begun); err != nil {
		c.show.note(j.take, err.Error())
	}
}

// readyProxies looks for what makes small copies, if any are to be made.
func (c *courier) readyProxies() (err error) {
	if c.conf.Proxy == ProxyNever {
		return nil
	}
	c.ahead.make, err = newMaker(c.conf.FFmpeg)
	if c.ahead.make == nil && c.conf.Proxy == ProxyAlways {
		c.show.note(nil, "There is no ffmpeg on this computer, so no small copies are sent ahead.")
	}
	return err
}

// fatal is what no other file would mend either.
type fatal struct{ error }

func (f *fatal) Unwrap() error { return f.error }

// alreadyThere fills in what the server has of a job.
func (c *courier) alreadyThere(j *job) bool {
	there, ok := c.has(j.result.SHA256)
	if !ok {
		return false
	}
	r := &j.result
	r.Status, r.Story, r.Clip, r.Safe = Already, there.story, there.clip.ID, there.clip.Receipt.Verified
	if r.Safe {
		r.Receipt = there.clip.Receipt
	}
	if there.clip.refused() {
		r.Status, r.Safe, r.Detail = Refused, false, there.clip.Problem.Detail
	}
	return true
}

func (c *courier) has(sum string) (place, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	p, ok := c.have[sum]
	return p, ok
}

// sum reads the take once before it is sent: it tells whether the server has
// it, and lets the server check what arrives. Each file's own sum is for the
// manifest.
func (c *courier) sum(ctx context.Context, j *job, src *reel) error {
	c.show.reading(j.take)
	whole, buf := sha256.New(), make([]byte, 1<<20)
	j.pieces = nil
	for i, f := range src.files {
		piece := sha256.New()
		both := io.MultiWriter(whole, piece)
		for part := io.NewSectionReader(f, 0, j.take.pieces[i].size); ; {
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			n, err := part.Read(buf)
			both.Write(buf[:n])
			if err == io.EOF {
				break
			}
			if err != nil {
				return &unreadable{err}
			}
		}
		j.pieces = append(j.pieces, hex.EncodeToString(piece.Sum(nil)))
	}
	j.result.SHA256 = hex.EncodeToString(whole.Sum(nil))
	return nil
}

// resume asks how far an upload came that an earlier run began; one that is
// gone is forgotten. The sums of the earlier run hold as well: had the file
// changed, it would not be the same job, and the server checks the whole.
func (c *courier) resume(ctx context.Context, j *job) (offset int64, err error) {
	if j.begun.Upload == "" || j.begun.Story != j.group.story.ID || len(j.begun.Pieces) != len(j.take.pieces) {
		j.begun = begunTake{}
		return 0, nil
	}
	if err := c.awaitWindow(ctx); err != nil {
		return 0, err
	}
	err = c.patiently(ctx, func(ctx context.Context) (bool, error) {
		offset, err = c.offset(ctx, j.begun.Upload)
		return false, err
	})
	if refused, ok := errors.AsType[*refusal](err); ok && (refused.status == http.StatusNotFound || refused.status == http.StatusGone) {
		j.begun = begunTake{}
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	j.result.SHA256, j.pieces = j.begun.SHA256, j.begun.Pieces
	if offset > 0 {
		c.show.note(j.take, fmt.Sprintf("going on at %s", bytesOf(offset)))
	}
	return offset, nil
}

func (c *courier) offset(ctx context.Context, upload string) (int64, error) {
	ctx, cancel := context.WithTimeout(ctx, c.conf.Quiet)
	defer cancel()
	resp, err := c.do(ctx, http.MethodHead, upload, nil, 0, map[string]string{"Tus-Resumable": "1.0.0"})
	if err != nil {
		return 0, err
	}
	resp.Body.Close()
	return offsetOf(resp)
}

func offsetOf(resp *http.Response) (int64, error) {
	n, err := strconv.ParseInt(resp.Header.Get("Upload-Offset"), 10, 64)
	if err != nil || n < 0 {
		return 0, &refusal{status: resp.StatusCode, detail: "The server does not speak tus. Is the address right?"}
	}
	return n, nil
}
