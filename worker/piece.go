package worker

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sync/errgroup"

	"fieldstory/story"
)

// openPieces makes the first piece of a clip, and leaves the others to whoever is free.
func (j *job) openPieces(ctx context.Context, cut []story.Span) error {
	run := story.NewID[story.LiveID](j.cfg.Now())
	l, err := j.rows.CutClip(ctx, j.Lease, run, cut, j.Clip.Facts.Audio == nil, j.cfg.Lease)
	if err != nil {
		return err
	}
	v := j.newTry(run, l)
	err = together(ctx,
		func(ctx context.Context) error {
			renew := func(ctx context.Context) error { return j.rows.Heartbeat(ctx, l, j.cfg.Lease) }
			err := j.underLease(ctx, renew, j.log, func(ctx context.Context) error {
				return j.makePiece(ctx, story.Piece{Number: 1, Span: cut[0], Run: run}, l, v)
			})
			if err != nil {
				j.insist(ctx, j.log, func(ctx context.Context) error { return j.rows.HandBackClip(ctx, l, 0, false, nil) })
			}
			return err
		},
		j.pictures,
	)
	if err != nil {
		return err
	}
	return j.rows.SaveFacts(ctx, j.Lease, j.Clip.Facts) // with how loud it is
}

// piece is the turn of one piece.
func (j *job) piece(ctx context.Context, p story.Piece, l story.Lease) error {
	return j.makePiece(ctx, p, l, j.newTry(p.Run, l))
}

// newTry is one try at a piece: what it stores is under its own name, in the
// making that all pieces share.
func (j *job) newTry(run story.LiveID, l story.Lease) *live {
	v := j.newLive(j.Clip, l)
	v.by, v.run, v.begun = string(v.run), run, true
	return v
}

// errEnds tells that the footage ends before its header says.
var errEnds = errors.New("the footage ends in the middle of a piece")

// makePiece makes and stores every segment of a piece. A file that breaks in
// the middle is made in one instead, which mends more.
func (j *job) makePiece(ctx context.Context, p story.Piece, l story.Lease, v *live) error {
	st, err := j.stretch(ctx, p)
	if err != nil {
		return err
	}
	made, err := j.tools.Ladder(ctx, j.dir.path, original, j.Clip.Facts, st, j.progress(ctx, l, j.log), v.take)
	if err == nil && made.Segments < p.End-p.First {
		err = errEnds
	}
	switch {
	case err == nil:
		return j.rows.FinishPiece(ctx, l, made)
	case ctx.Err() == nil && !j.dir.full() && (errors.Is(err, errEnds) || story.AsProblem(err).Fault == story.FaultFile):
		j.log.InfoContext(ctx, "the clip cannot be made in pieces; it is made in one", "error", err)
		return j.rows.UnbrokenClip(ctx, l)
	}
	v.end(ctx)
	return err
}

// stretch says what a piece needs of those who made others: how its rungs
// begin, and for all but the first the sound, which it puts into the folder.
func (j *job) stretch(ctx context.Context, p story.Piece) (story.Stretch, error) {
	st := story.Stretch{Span: p.Span, Idle: j.Clip.Anew}
	rungs, err := j.rows.MadeRungs(ctx, p.Run)
	if err != nil || len(rungs) == 0 {
		return st, err
	}
	st.Heads = map[string][]byte{}
	var sound []byte
	for _, r := range rungs {
		st.Heads[r.Name] = r.Head
		if r.Kind == story.KindAudio {
			sound = r.Head
		}
	}
	file := j.tools.Outline(j.Clip.Facts).SoundFile
	if p.First == 0 || file == "" {
		return st, nil
	}
	st.Sound = true
	if sound == nil {
		return st, nil // the track is empty
	}
	path := filepath.Join(j.dir.path, file)
	if err := os.WriteFile(path, sound, 0o600); err != nil {
		return st, err
	}
	_, err = j.gather(ctx, p.Run, soundName, p.Span, path, int64(len(sound)))
	return st, err
}

// soundName is the rung of sound alone.
const soundName = "audio"

// gatherers is how many segments are read at the same time: they are small, and
// a store may be far.
const gatherers = 8

// gather writes the stored segments of a rung into a file, one behind another,
// from an offset on. It gives where they lie.
func (r *running) gather(ctx context.Context, run story.LiveID, rung string, of story.Span, path string, at int64) (list []story.Segment, err error) {
	defer story.Wrap(&err, "gather(%s, %s)", run, rung)
	parts, err := r.rows.MadeParts(ctx, run, rung, of)
	if err != nil {
		return nil, err
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	all, ctx := errgroup.WithContext(ctx)
	all.SetLimit(gatherers)
	for i, p := range parts {
		if p.Number != of.First+i {
			all.Go(func() error { return fmt.Errorf("segment %d is missing", of.First+i) })
			break
		}
		from := at
		all.Go(func() error {
			return r.fetchInto(ctx, file, from, story.LiveObject(run, rung, p.By, story.LivePartName(p.Number)), story.ByteRange{Length: p.Bytes})
		})
		list = append(list, story.Segment{ByteRange: story.ByteRange{Offset: at, Length: p.Bytes}, Duration: p.Duration})
		at += p.Bytes
	}
	return list, errors.Join(all.Wait(), file.Close())
}

// join makes one object of each rung whose pieces are all there, and the clip
// is ready. Rungs follow each other, so that the folder holds one at a time.
func (j *job) join(ctx context.Context) error {
	if j.Piece == nil || j.Clip.Facts == nil {
		return errors.New("a clip without pieces is to be joined")
	}
	began := time.Now()
	made, err := j.rows.MadeRungs(ctx, j.Piece.Run)
	if err != nil {
		return err
	}
	making, err := j.newMaking(ctx)
	if err != nil {
		return err
	}
	outline := j.tools.Outline(j.Clip.Facts)
	var rungs []story.Rendered
	var rows []story.Rendition
	for _, want := range outline.Rungs {
		i := indexOf(made, want.Name)
		if i < 0 && want.Kind == story.KindAudio {
			continue // the track of sound is empty
		}
		if i < 0 {
			return fmt.Errorf("nothing was made of %s", want.Name)
		}
		o, err := j.joinRung(ctx, made[i], making, outline.Segments)
		if err != nil {
			return err
		}
		rungs, rows = append(rungs, o), append(rows, o.Rendition)
	}
	if err := j.rows.SaveRenditions(ctx, j.Lease, rows); err != nil {
		return err
	}
	j.log.DebugContext(ctx, "joined", "rungs", len(rungs), "took", time.Since(began))
	seen, heard, err := j.rows.Noticed(ctx, j.Clip.ID)
	if err != nil {
		return err
	}
	return j.tell(ctx, rungs, seen, heard)
}

// joinRung stores one rung whole.
func (j *job) joinRung(ctx context.Context, r story.MadeRung, making story.MakingID, segments int) (story.Rendered, error) {
	path := filepath.Join(j.dir.path, r.Name)
	defer os.Remove(path)
	list, err := j.gather(ctx, j.Piece.Run, r.Name, story.Span{}, path, 0)
	if err != nil {
		return story.Rendered{}, err
	}
	if r.Kind == story.KindLadder && len(list) != segments {
		return story.Rendered{}, fmt.Errorf("%d segments of %s are there, %d belong to it", len(list), r.Name, segments)
	}
	o, err := j.tools.Join(j.dir.path, r.Name, r.Rendition, r.Head, list)
	if err != nil {
		return o, err
	}
	o.Made = making
	return o, j.putRendered(ctx, o.Object(j.Clip.ID), o)
}

func indexOf(list []story.MadeRung, name string) int {
	for i, r := range list {
		if r.Name == name {
			return i
		}
	}
	return -1
}
