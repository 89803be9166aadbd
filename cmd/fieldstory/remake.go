package main

import (
	"errors"
	"fmt"
	"log/slog"

	"fieldstory/story"
)

// remakeCmd has ladders made anew, e.g. after an upgrade that makes better
// ones. Clips stay as they are until theirs is whole, and everything new comes
// first.
type remakeCmd struct {
	rowsSettings `embed:""`
	Clip         string `xor:"what" required:"" placeholder:"ID" help:"One clip."`
	Office       string `xor:"what" required:"" placeholder:"SLUG" help:"The clips of an office and of those below it, e.g. kenya."`
	All          bool   `xor:"what" required:"" help:"Every clip."`
}

func (c remakeCmd) Run(p *process, log *slog.Logger) error {
	db, done, err := c.open(p.ctx, quieter(log))
	if err != nil {
		return err
	}
	defer done()
	if c.Clip != "" {
		id, err := story.ParseID[story.ClipID](c.Clip)
		if err == nil {
			err = db.RemakeClip(p.ctx, id)
		}
		if errors.Is(err, story.NotFound()) {
			return fmt.Errorf("There is no ready clip %s.", c.Clip)
		}
		if err != nil {
			return err
		}
		fmt.Fprintln(p.stdout, "The clip is made anew when nothing else waits.")
		return nil
	}
	at, err := db.Root(p.ctx)
	if c.Office != "" {
		at, err = db.OfficeBySlug(p.ctx, c.Office)
	}
	if errors.Is(err, story.NotFound()) {
		return fmt.Errorf("There is no office %q.", c.Office)
	}
	if err != nil {
		return err
	}
	n, err := db.RemakeClips(p.ctx, []string{string(at.Path)})
	if err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "%d clips are made anew when nothing else waits.\n", n)
	return nil
}
