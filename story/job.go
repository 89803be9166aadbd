package story

import "fmt"

// Job is a nudge to the workers. It carries ids, never data: whoever gets it
// looks first at what is owed, and an old or doubled nudge does nothing.
type Job interface {
	// Kind is stored in the queue and never follows a rename of the Go type.
	Kind() string
	// TaskID is the same for the same nudge, so that it waits in the queue once.
	TaskID() string
}

// RenderClip asks for everything a clip owes: inspection, poster, sprites,
// renditions. Attempt is the row's, so that a lost attempt can be nudged again.
type RenderClip struct {
	Clip    ClipID `json:"clip"`
	Attempt int    `json:"attempt"`
}

func (RenderClip) Kind() string { return "clip.render" }

func (j RenderClip) TaskID() string {
	return fmt.Sprintf("%s:%s:%d", j.Kind(), j.Clip, j.Attempt)
}
