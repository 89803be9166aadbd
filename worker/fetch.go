package worker

import (
	"context"
	"fmt"
	"io"

	"fieldstory/story"
)

const fetchTries = 4 // that bring nothing, one after another

var errIncomplete = story.Refuse(story.FaultDependency, "original_incomplete", "The stored original does not have its full length just now. It will be tried again.")

// fetch brings an object of that size into the folder, whole, to be opened.
func (r *running) fetch(ctx context.Context, name story.ObjectName, size int64, dir *folder) error {
	a, err := r.arrive(ctx, name, size, story.Room(story.DueOpening, size), dir)
	if err != nil {
		return err
	}
	defer a.end()
	return a.whole(ctx)
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
