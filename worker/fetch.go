package worker

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"golang.org/x/sync/errgroup"

	"fieldstory/story"
)

// An original comes in ranges, several at a time: one connection to the store
// seldom fills the line, and one that breaks costs what is left of its range
// instead of twelve gigabytes.
const (
	fetchRange  = 32 << 20
	fetchAtOnce = 4
	fetchTries  = 4 // that bring nothing, one after another
)

var errIncomplete = story.Refuse(story.FaultDependency, "original_incomplete", "The stored original does not have its full length just now. It will be tried again.")

// fetch brings an object of that size into the folder, whole: from the shelf
// where it lies there.
func (r *running) fetch(ctx context.Context, name story.ObjectName, size int64, dir *folder) (err error) {
	defer story.Wrap(&err, "fetch(%s)", name)
	if err := dir.roomFor(size, r.shelf.weight(name)); err != nil && (!r.shelf.clear(name) || dir.roomFor(size, r.shelf.weight(name)) != nil) {
		return err
	}
	if there, err := r.shelf.take(name, dir); there || err != nil {
		return err
	}
	file, err := os.OpenFile(filepath.Join(dir.path, original), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	all, ctx := errgroup.WithContext(ctx)
	all.SetLimit(fetchAtOnce)
	for from := int64(0); from < size; from += fetchRange {
		all.Go(func() error {
			return r.fetchInto(ctx, file, from, name, story.ByteRange{Offset: from, Length: min(fetchRange, size-from)})
		})
	}
	return errors.Join(all.Wait(), file.Close())
}

// fetchInto copies a range of an object into a file, from at on, and goes on where
// a connection broke.
func (r *running) fetchInto(ctx context.Context, file io.WriterAt, at int64, name story.ObjectName, of story.ByteRange) error {
	for tries := 1; ; tries++ {
		n, err := r.copyRange(ctx, io.NewOffsetWriter(file, at), name, of)
		if n > 0 {
			at, of.Offset, of.Length, tries = at+n, of.Offset+n, of.Length-n, 1
		}
		switch {
		case of.Length == 0:
			return nil
		case err == nil:
			return errIncomplete.Because(fmt.Errorf("%s ends at %d bytes", name, of.Offset))
		case ctx.Err() != nil, tries >= fetchTries:
			return err
		}
	}
}

func (r *running) copyRange(ctx context.Context, into io.Writer, name story.ObjectName, of story.ByteRange) (int64, error) {
	body, err := r.store.GetRange(ctx, name, of.Offset, of.Length)
	if err != nil {
		return 0, err
	}
	defer body.Close()
	return io.Copy(into, io.LimitReader(body, of.Length))
}
