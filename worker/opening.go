package worker

import (
	"context"

	"fieldstory/story"
)

// original is the name of every original in its scratch folder: what people
// call their files reaches no tool.
const original = "original"

// open does what people wait for first: it finds out what the file is, makes
// something to watch, then the pictures. What browsers play is copied, and the
// ladder waits for another turn; of anything else a small beginning is watched, then the
// ladder while it is made.
func (j *job) open(ctx context.Context) (next story.Due, err error) {
	b, err := j.beginning(ctx)
	defer func() { b.end(ctx, err) }()
	if err != nil {
		return "", err
	}
	if b != nil {
		b.begin(ctx)
		if err := j.original.whole(ctx); err != nil {
			return "", err
		}
		<-b.live.started // nothing else is as urgent
	}
	ahead := j.tools.Ahead(ctx, j.dir.path, original)
	if ahead != nil {
		defer ahead.Stop()
	}
	f, err := j.tools.Inspect(ctx, j.dir.path, original, j.cfg.Now())
	if err != nil {
		return "", err
	}
	if err := j.rows.SaveFacts(ctx, j.Lease, f); err != nil {
		return "", err
	}
	j.Clip.Facts = f
	watchable := len(j.Clip.Renditions) > 0
	if ready, why := f.WebReady(); ready {
		// Side by side, for both are short and both are waited for.
		err = together(ctx, j.posterOf, func(ctx context.Context) error {
			made, err := j.source(ctx, ahead)
			watchable = watchable || made
			return err
		})
		if err != nil {
			return "", err
		}
	} else {
		j.log.DebugContext(ctx, "not playable as it is", "why", why)
		if ahead != nil {
			ahead.Stop()
		}
	}
	if watchable {
		b.stop()
		// The ladder's turn begins with how loud the clip is. Pictures leave a
		// core to find that out.
		return story.DueLadder, together(ctx, j.pictures, j.listen)
	}
	if j.Piece != nil {
		return story.DuePieces, j.pictures(ctx) // another try has come so far
	}
	if b == nil {
		b = &beginning{job: j, file: original, facts: f, ends: true, whole: true}
		b.begin(ctx)
	}
	<-b.live.started
	// Of most clips they take a second, which nobody waits for the ladder to be made in.
	if !f.ManySprites() {
		if err := j.sprites(ctx); err != nil {
			return "", err
		}
	}
	// The ladder would take from the beginning what whoever watches is in need of, and be
	// done no sooner.
	<-b.done
	if cut := j.cut(true); cut != nil {
		return story.DuePieces, j.openPieces(ctx, cut)
	}
	v := j.newLive(j.Clip, j.Lease)
	var made story.Made
	err = together(ctx,
		func(ctx context.Context) (err error) {
			made, err = j.makeLadder(ctx, v)
			return err
		},
		j.pictures,
	)
	if err != nil {
		v.end(ctx)
		return "", err
	}
	return "", j.tell(ctx, made.Rungs, [][]byte{made.Seen}, made.Heard)
}

// source makes the clip watchable by a copy; false where that did not work out.
func (j *job) source(ctx context.Context, begun story.Ahead) (bool, error) {
	source, err := j.tools.Remux(ctx, j.dir.path, original, j.Clip.Facts, j.Clip.Size, begun)
	if err != nil {
		return false, j.orSkip(ctx, j.log, "remux", err)
	}
	return true, j.keep(ctx, source)
}

// pictures makes all that stand still and is not there yet. A poster is small and the
// first that anybody sees; what is looked through takes a while of a long clip.
func (j *job) pictures(ctx context.Context) error {
	if err := j.posterOf(ctx); err != nil {
		return err
	}
	return j.sprites(ctx)
}

// posterOf makes the poster, where none comes of the beginning.
func (j *job) posterOf(ctx context.Context) error {
	if j.glimpsed != nil {
		<-j.glimpsed
	}
	if j.posted {
		return nil
	}
	path, err := j.tools.Poster(ctx, j.dir.path, original, j.Clip.Facts)
	if err != nil {
		return j.orSkip(ctx, j.log, "poster", err)
	}
	return j.keepPoster(ctx, path)
}

func (j *job) keepPoster(ctx context.Context, path string) error {
	if err := j.putFile(ctx, story.PosterObject(j.Clip.ID), "image/jpeg", path); err != nil {
		return err
	}
	j.posted = true
	return j.rows.SavePoster(ctx, j.Lease)
}
