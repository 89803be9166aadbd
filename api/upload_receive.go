package api

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding"
	"errors"
	"hash"
	"io"
	"time"

	"fieldstory/story"
)

// inFlight is how many whole parts of one upload may be on their way to the
// store while the next is read, where memory allows. One leaves either the
// link or the store idle; more would put more at risk when the process dies.
const inFlight = 2

// A link that needs longer than slowAfter for atRisk bytes is slow: what it
// brought is stored as a tail rather than wait for a whole part, so that no
// more has to be sent again when the process dies. A faster one sends that
// again in the time it takes to notice.
const (
	atRisk    = 4 << 20
	slowAfter = 400 * time.Millisecond
)

// receive reads src to its end and stores it behind u's offset. It returns how
// many bytes it stored, which count even with an error, and leaves u as the
// rows have it. The caller holds the upload.
func (up *Uploads) receive(ctx context.Context, u *story.Upload, src io.Reader) (n int64, err error) {
	defer story.Wrap(&err, "receive(%s, %d)", u.ID, u.Offset)
	sum, err := resumeHash(u.HashState)
	if err != nil {
		return 0, err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	began := u.Offset
	f := &filler{
		up: up, sum: sum, id: u.ID, object: u.Object, filetype: u.Metadata["filetype"], multipart: u.Multipart,
		size: u.Size, partSize: u.PartSize, partStart: u.PartStart(), at: u.Offset,
		cargo: make(chan *cargo, inFlight), window: make(chan struct{}, inFlight),
	}
	if l := lineOf(ctx); l != nil && l.length > 0 {
		f.until = u.Offset + l.length
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for c := range f.cargo {
			if context.Cause(ctx) == nil {
				if err := up.store(ctx, u, c); err != nil {
					cancel(err)
				}
			}
			c.drop(up.budget)
		}
	}()
	filled := f.fill(ctx, src)
	close(f.cargo)
	<-done
	u.Multipart = f.multipart
	if cause := context.Cause(ctx); cause != nil {
		filled = cause
	}
	return u.Offset - began, filled
}

func resumeHash(state []byte) (hash.Hash, error) {
	h := sha256.New()
	if len(state) == 0 {
		return h, nil
	}
	return h, h.(encoding.BinaryUnmarshaler).UnmarshalBinary(state)
}

// cargo is a run of bytes on its way to the store.
type cargo struct {
	blocks [][]byte
	n      int64
	end    int64  // offset behind it
	state  []byte // of the hash up to end

	closes    bool // completes a part, or the file
	number    int  // of that part; 0 = the file is this cargo and the tails before it
	multipart string
	sent      chan sent // of a whole part: already on its way
	live      bool      // since before it was whole
}

type sent struct {
	part story.Part
	err  error
}

func (c *cargo) drop(b *budget) {
	if c.sent != nil {
		<-c.sent // closed when the store no longer reads the blocks
	}
	b.give(c.blocks)
	c.blocks = nil
}

// filler reads a body into blocks and sends them off as cargo. It alone knows
// where in the file it reads; the row follows behind.
type filler struct {
	up        *Uploads
	sum       hash.Hash
	id        story.UploadID
	object    story.ObjectName
	filetype  string
	multipart string
	size      int64 // -1 = not known
	partSize  int64
	partStart int64
	at        int64
	until     int64 // where the request said it would end, 0 = not said

	live  *live // the part that is being read, on its way already
	tried bool  // whether to begin that was decided for this part

	blocks [][]byte
	n      int64
	since  time.Time // when the first byte of blocks came

	cargo  chan *cargo
	window chan struct{}
}

func (f *filler) fill(ctx context.Context, src io.Reader) error {
	defer func() {
		f.live.drop()
		f.up.budget.give(f.blocks)
	}()
	for {
		b, err := f.room(ctx)
		if err != nil {
			return err
		}
		n, err := src.Read(b)
		f.take(b[:n])
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err := f.begin(ctx); err != nil {
			return err
		}
		f.live.grow(f.blocks, f.n)
		if err2 := f.sendFull(ctx); err2 != nil {
			return err2
		}
		if err == io.EOF {
			return f.send(ctx, false)
		}
		if err != nil {
			return errors.Join(err, f.send(ctx, false))
		}
		if f.waitsTooLong() {
			if err := f.send(ctx, false); err != nil {
				return err
			}
		}
	}
}

// waitsTooLong tells whether what is in memory should be stored, part or not.
func (f *filler) waitsTooLong() bool {
	if f.n == 0 {
		return false
	}
	age := time.Since(f.since)
	return age >= f.up.Flush || f.n >= atRisk && age >= slowAfter
}

// room finds where the next bytes go: no further than the end of the part, of
// the file, or of what may lie in memory. When no memory is left for a while,
// what was read is stored as a tail, which frees some.
func (f *filler) room(ctx context.Context) ([]byte, error) {
	last := len(f.blocks) - 1
	if last < 0 || len(f.blocks[last]) == blockSize {
		var patience time.Duration
		if f.n > 0 {
			patience = 250 * time.Millisecond
		}
		b := f.up.budget.take(ctx, patience)
		if b == nil && f.n > 0 && ctx.Err() == nil {
			if err := f.send(ctx, false); err != nil {
				return nil, err
			}
			b = f.up.budget.take(ctx, 0)
		}
		if b == nil {
			return nil, context.Cause(ctx)
		}
		f.blocks = append(f.blocks, b)
		last = len(f.blocks) - 1
	}
	b := f.blocks[last]
	room := min(int64(blockSize-len(b)), f.limit())
	return b[len(b) : int64(len(b))+room], nil
}

// limit is how many bytes fit before cargo must leave; at the end of the file
// one more, so that a body that is too long meets tus' own check.
func (f *filler) limit() int64 {
	n := min(f.partStart+f.partSize-f.at, story.MinPart-f.n)
	if f.size >= 0 {
		n = min(n, f.size-f.at)
	}
	return max(n, 1)
}

func (f *filler) take(p []byte) {
	if len(p) == 0 {
		return
	}
	if f.n == 0 {
		f.since = time.Now()
	}
	last := len(f.blocks) - 1
	f.blocks[last] = f.blocks[last][:len(f.blocks[last])+len(p)]
	f.sum.Write(p)
	f.n += int64(len(p))
	f.at += int64(len(p))
}

// sendFull sends what is in memory when it completes a part or the file, or
// when no more may be.
func (f *filler) sendFull(ctx context.Context) error {
	switch {
	case f.n > 0 && (f.at == f.partStart+f.partSize || f.at == f.size):
		return f.send(ctx, true)
	case f.n >= story.MinPart:
		return f.send(ctx, false)
	}
	return nil
}

func (f *filler) send(ctx context.Context, closes bool) error {
	if f.n == 0 {
		return nil
	}
	state, err := f.sum.(encoding.BinaryMarshaler).MarshalBinary()
	if err != nil {
		return err
	}
	c := &cargo{blocks: f.blocks, n: f.n, end: f.at, state: state, closes: closes}
	if closes {
		if err := f.address(ctx, c, f.at); err != nil {
			return err
		}
		whole := f.at-f.n == f.partStart
		f.partStart, f.tried = f.at, false
		switch {
		case f.live != nil:
			c.sent, c.live, f.live = f.live.sent, true, nil
		case whole && !f.start(ctx, c):
			return context.Cause(ctx)
		}
	}
	f.live.drop()
	f.blocks, f.n, f.live = nil, 0, nil
	select {
	case f.cargo <- c:
		return nil
	case <-ctx.Done():
		c.drop(f.up.budget)
		return context.Cause(ctx)
	}
}

// address decides what cargo that closes at end becomes: a numbered part, or the
// whole file where that fits into one.
func (f *filler) address(ctx context.Context, c *cargo, end int64) (err error) {
	if f.partStart == 0 && end == f.size {
		return nil
	}
	if f.multipart == "" {
		if f.multipart, err = f.up.openMultipart(ctx, f.id, f.object, f.filetype); err != nil {
			return err
		}
	}
	c.number, c.multipart = int(f.partStart/f.partSize)+1, f.multipart
	return nil
}

// start sends a part that is whole in memory on its way, before the cargo
// ahead of it has arrived. False = the upload has failed meanwhile.
func (f *filler) start(ctx context.Context, c *cargo) bool {
	select {
	case f.window <- struct{}{}:
	case <-ctx.Done():
		return false
	}
	c.sent = make(chan sent, 1)
	body := &content{blocks: c.blocks}
	go func() {
		defer close(c.sent)
		defer func() { <-f.window }()
		part, err := f.up.put(ctx, f.object, f.filetype, c, body.size(), body)
		c.sent <- sent{part, err}
	}()
	return true
}

// put writes closing cargo, of size bytes, to the store.
func (up *Uploads) put(ctx context.Context, object story.ObjectName, filetype string, c *cargo, size int64, body io.Reader) (story.Part, error) {
	if c.number == 0 {
		return story.Part{Size: size}, missing(up.Bytes.Put(ctx, object, contentType(filetype), size, body))
	}
	part, err := up.Bytes.PutPart(ctx, object, c.multipart, c.number, size, body)
	return part, missing(err)
}

// openMultipart begins a multipart upload and has the rows know it at once.
func (up *Uploads) openMultipart(ctx context.Context, id story.UploadID, object story.ObjectName, filetype string) (string, error) {
	multipart, err := up.Bytes.NewMultipart(ctx, object, contentType(filetype))
	if err != nil {
		return "", err
	}
	return multipart, up.Rows.SetMultipart(ctx, id, multipart)
}

// store brings one cargo to its place and raises the offset behind it.
func (up *Uploads) store(ctx context.Context, u *story.Upload, c *cargo) error {
	next, old := *u, u.Tails
	next.HashState, next.ExpiresAt = c.state, up.Now().Add(up.Limits.Expires)
	var part *story.Part
	switch {
	case c.closes:
		p, err := up.storeClosing(ctx, u, c)
		if err != nil {
			return err
		}
		if c.number == 0 {
			next.Offset, next.Tails = c.end, nil
		} else {
			next.Stored(p)
			part = &p
		}
	default:
		keep := u.Keep(c.n)
		body := &content{ctx: ctx, bytes: up.Bytes, upload: u.ID, tails: u.Tails[keep:], blocks: c.blocks}
		defer body.close()
		t := story.Tail{Number: u.TailCount + 1, Try: rand.Text(), Size: body.size()}
		if err := up.Bytes.Put(ctx, story.TailObject(u.ID, t), "", t.Size, body); err != nil {
			return missing(err)
		}
		next.Kept(keep, t, c.n)
		old = u.Tails[keep:]
	}
	if err := up.Rows.AdvanceUpload(ctx, &next, u.Offset, part); err != nil {
		return err
	}
	multipart := u.Multipart
	*u = next
	u.Multipart = multipart
	up.removeTails(ctx, u.ID, old)
	return nil
}

func (up *Uploads) storeClosing(ctx context.Context, u *story.Upload, c *cargo) (story.Part, error) {
	if c.sent != nil {
		s := <-c.sent
		if s.err == nil || !c.live {
			return s.part, s.err
		}
	}
	body := &content{ctx: ctx, bytes: up.Bytes, upload: u.ID, tails: u.Tails, blocks: c.blocks}
	defer body.close()
	return up.put(ctx, u.Object, u.Metadata["filetype"], c, body.size(), body)
}

// removeTails frees tails whose bytes are stored elsewhere now. One that stays
// because the store is away goes with the upload's folder in the end.
func (up *Uploads) removeTails(ctx context.Context, id story.UploadID, tails []story.Tail) {
	for _, t := range tails {
		if err := up.Bytes.Remove(ctx, story.TailObject(id, t)); err != nil {
			up.Log.WarnContext(ctx, "a tail was left behind", "upload", id, "tail", t.Number, "cause", err)
		}
	}
}
