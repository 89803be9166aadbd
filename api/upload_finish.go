package api

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"time"

	"fieldstory/story"
)

// remember is how long a finished upload still answers its client.
const remember = 24 * time.Hour

// finish makes an upload that has all its bytes one object, checks it, and
// hands its clip to the workers with a receipt. It may be called again after
// dying anywhere in it: the row is written last. The caller holds the upload.
func (up *Uploads) finish(ctx context.Context, u *story.Upload) (err error) {
	defer story.Wrap(&err, "finish(%s)", u.ID)
	if !u.FinishedAt.IsZero() {
		return nil
	}
	lineOf(ctx).rest()
	h, err := resumeHash(u.HashState)
	if err != nil {
		return err
	}
	sum := hex.EncodeToString(h.Sum(nil))
	if err := u.Check(sum); err != nil && !u.Partial {
		return errors.Join(err, up.refuse(ctx, u, story.AsProblem(err)))
	}
	if err := up.assemble(ctx, u); err != nil {
		return up.unlessLost(ctx, u, err)
	}
	now := up.Now()
	receipt := story.Receipt{Bytes: u.Size, SHA256: sum, ReceivedAt: now}
	if u.ConsentFile != "" {
		if receipt.Type, err = up.examine(ctx, u, sum); err != nil {
			return err
		}
	}
	forget := now.Add(remember)
	if u.Partial {
		forget = u.ExpiresAt // it waits for the others of its file
	}
	if err := up.Rows.FinishUpload(ctx, u, receipt, forget); err != nil {
		return err
	}
	u.FinishedAt = now
	if u.Partial {
		return nil
	}
	if err := up.Bytes.RemoveUnder(ctx, story.UploadFolder(u.ID)); err != nil {
		up.Log.WarnContext(ctx, "tails are freed later", "upload", u.ID, "cause", err)
	}
	switch {
	case u.Proxy != "":
		return nil // the workers look for small copies by themselves
	case u.Clip == "":
		return nil
	}
	if err := up.Nudge(ctx, story.RenderClip{Clip: u.Clip, Attempt: 1}); err != nil {
		up.Log.WarnContext(ctx, "could not hurry the workers; the sweep will find the clip", "clip", u.Clip, "cause", err)
	}
	up.kick()
	if u.Size > story.ReadBackAtOnce {
		time.AfterFunc(story.ReadBackPause+100*time.Millisecond, up.kick)
	}
	return nil
}

// assemble leaves one object of the right size under the upload's name, or
// answers [story.StillJoining].
func (up *Uploads) assemble(ctx context.Context, u *story.Upload) error {
	if len(u.Tails) > 0 {
		if err := up.closeLast(ctx, u); err != nil {
			return err
		}
	}
	var failed error
	if u.Multipart != "" {
		parts, err := up.Rows.UploadParts(ctx, u.ID)
		if err != nil {
			return err
		}
		failed = up.Bytes.Complete(ctx, u.Object, u.Multipart, parts)
		if failed != nil && !final(failed) {
			return failed
		}
	}
	// A Complete that fails because an earlier one succeeded leaves the object.
	size, err := up.Bytes.Stat(ctx, u.Object)
	switch {
	case err == nil && size == u.Size:
		return nil
	case err == nil:
		err = fmt.Errorf("the stored object has %d bytes, not %d", size, u.Size)
	case !final(err):
		return errors.Join(failed, err)
	case u.Multipart != "" && failed == nil:
		// It agreed, and the object is not there: an earlier request, whose
		// client went away, is still at it. However long that takes, no part
		// is lost.
		return story.StillJoining().Because(err)
	}
	return story.PartsLost().Because(errors.Join(failed, err))
}

// final tells whether the store said a no that another try will not change.
// Nothing counts as one but its own word: a file must not be given up because
// a connection broke in a new way.
func final(err error) bool {
	p, said := errors.AsType[*story.Problem](err)
	return said && (p.Code == story.NotFound().Code || p.Code == "store_refused")
}

// unlessLost ends an upload whose bytes are lost, so that nobody waits for it
// until it expires. The store has to say so for as long as GiveUp: one that
// replaces a part by removing it first has none for a moment, while an earlier
// request for the same part, which we gave up, still runs. Other errors pass:
// the client, or the sweep, tries again.
func (up *Uploads) unlessLost(ctx context.Context, u *story.Upload, err error) error {
	if !errors.Is(err, story.PartsLost()) {
		return err
	}
	since, failed := up.Rows.DoubtUpload(ctx, u.ID)
	if failed != nil || up.Now().Sub(since) < up.GiveUp {
		return story.PartsDoubted().Because(errors.Join(err, failed))
	}
	up.Log.ErrorContext(ctx, "the store lost parts of an upload", "upload", u.ID, "clip", u.Clip, "multipart", u.Multipart, "cause", err)
	return errors.Join(err, up.refuse(ctx, u, story.AsProblem(err)))
}

// closeLast stores the last part of a file whose size was told after its bytes
// had come: all of them lie in tails.
func (up *Uploads) closeLast(ctx context.Context, u *story.Upload) (err error) {
	c := &cargo{closes: true, end: u.Offset, state: u.HashState}
	if u.PartStart() > 0 || u.Multipart != "" {
		if c.multipart = u.Multipart; c.multipart == "" {
			if c.multipart, err = up.openMultipart(ctx, u.ID, u.Object, u.Metadata["filetype"]); err != nil {
				return err
			}
			u.Multipart = c.multipart
		}
		c.number = int(u.PartStart()/u.PartSize) + 1
	}
	return up.store(ctx, u, c)
}

// refuse ends an upload whose file cannot be taken, and frees its bytes now if
// the store allows, else with the sweep.
func (up *Uploads) refuse(ctx context.Context, u *story.Upload, why *story.Problem) error {
	if err := up.Rows.RefuseUpload(ctx, u, why); err != nil {
		return err
	}
	if err := up.free(ctx, u); err != nil {
		up.Log.WarnContext(ctx, "a refused upload is freed later", "upload", u.ID, "cause", err)
	}
	return nil
}

// free removes every byte of an upload that has ended, and then its row. What a
// finished one became is its clip's, or the small copy's, and stays.
func (up *Uploads) free(ctx context.Context, u *story.Upload) (err error) {
	defer story.Wrap(&err, "free(%s)", u.ID)
	if u.FinishedAt.IsZero() {
		if u.Multipart != "" {
			if err := up.Bytes.Abort(ctx, u.Object, u.Multipart); err != nil {
				return err
			}
		}
		if err := up.Bytes.Remove(ctx, u.Object); err != nil {
			return err
		}
	}
	if err := up.Bytes.RemoveUnder(ctx, story.UploadFolder(u.ID)); err != nil {
		return err
	}
	return up.Rows.ForgetUpload(ctx, u.ID)
}

// joinHeld takes a final upload and joins and finishes it.
func (up *Uploads) joinHeld(ctx context.Context, id story.UploadID) error {
	lineOf(ctx).rest()
	return up.held(ctx, id, func(ctx context.Context, u *story.Upload) error {
		if err := up.join(ctx, u); err != nil {
			return up.unlessLost(ctx, u, err)
		}
		return up.finish(ctx, u)
	})
}

// held runs do while this process alone works on the upload; when it is asked
// to yield, ctx ends.
func (up *Uploads) held(ctx context.Context, id story.UploadID, do func(context.Context, *story.Upload) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	lock, err := up.holds.NewLock(string(id))
	if err != nil {
		return err
	}
	wait, stop := context.WithTimeout(ctx, up.Patience)
	defer stop()
	if err := lock.Lock(wait, cancel); err != nil {
		return err
	}
	defer lock.Unlock()
	u, err := up.Rows.Upload(ctx, id)
	if err != nil {
		return err
	}
	return do(ctx, &u)
}

// join receives the partial uploads one after the other, as if a client sent
// them, from wherever an earlier try came to. The hash is computed by this
// reading back, for it cannot be had from the hashes of pieces.
func (up *Uploads) join(ctx context.Context, u *story.Upload) (err error) {
	defer story.Wrap(&err, "join(%s)", u.ID)
	if u.Whole() {
		return nil
	}
	skip := u.Offset
	for _, id := range u.Joins {
		piece, err := up.Rows.Upload(ctx, id)
		if err != nil {
			return missing(err)
		}
		if piece.Member != u.Member || !piece.Partial || piece.FinishedAt.IsZero() {
			return story.PartsLost().Because(story.PiecesMissing())
		}
		if skip >= piece.Size {
			skip -= piece.Size
			continue
		}
		n, err := up.joinPiece(ctx, u, &piece, skip)
		if err != nil {
			return err
		}
		if skip += n; skip != piece.Size {
			return io.ErrUnexpectedEOF
		}
		skip = 0
	}
	return nil
}

func (up *Uploads) joinPiece(ctx context.Context, u, piece *story.Upload, from int64) (int64, error) {
	r, err := up.Bytes.GetRange(ctx, piece.Object, from, piece.Size-from)
	if err != nil {
		return 0, missing(err)
	}
	defer r.Close()
	return up.receive(ctx, u, r)
}

// missing turns "not found" about bytes that were stored into their loss.
func missing(err error) error {
	if errors.Is(err, story.NotFound()) {
		return story.PartsLost().Because(err)
	}
	return err
}
