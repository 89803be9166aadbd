// Package worker does what clips owe: inspection, poster, sprites, renditions.
//
// PostgreSQL says what is owed, and [story.NextTurn] whose turn it is. A nudge
// through the queue hurries it; the sweep finds what no nudge came for. Whoever
// works on a clip holds a lease, renewed while it works: a worker that dies
// loses the clip to another. Everything may run twice, state is written last.
package worker

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"time"

	"fieldstory/story"
)

// Rows is where work is claimed and results are saved.
type Rows interface {
	ClaimTurn(ctx context.Context, worker string, lease time.Duration, choose func([]story.Pending) int) (t story.Turn, ok bool, err error)
	Heartbeat(ctx context.Context, l story.Lease, lease time.Duration) error
	SaveFacts(ctx context.Context, l story.Lease, f *story.Facts) error
	SaveProgress(ctx context.Context, l story.Lease, progress float64) error
	SavePoster(ctx context.Context, l story.Lease) error
	SaveWaveform(ctx context.Context, l story.Lease) error
	SaveSprites(ctx context.Context, l story.Lease, s story.Sprites) error
	BeginMaking(ctx context.Context, l story.Lease, id story.MakingID) error
	EndedMakings(ctx context.Context, kept time.Duration, limit int) ([]story.Making, error)
	ForgetMaking(ctx context.Context, id story.MakingID) error
	SaveRenditions(ctx context.Context, l story.Lease, list []story.Rendition) error
	BeginLive(ctx context.Context, l story.Lease, run story.LiveID) error
	SaveLive(ctx context.Context, l story.Lease, run story.LiveID, by string, list []story.Grown) error
	EndedLive(ctx context.Context, kept time.Duration, limit int) ([]story.LiveID, error)
	ForgetLive(ctx context.Context, run story.LiveID) error
	Abandoned(ctx context.Context, run story.LiveID) (bool, error)
	// Listen calls hear for every change, until ctx ends or the connection is
	// lost.
	Listen(ctx context.Context, ready func(), hear func(story.Event)) error
	CutClip(ctx context.Context, l story.Lease, run story.LiveID, cut []story.Span, silent bool, first time.Duration) (piece story.Lease, err error)
	MadeRungs(ctx context.Context, run story.LiveID) ([]story.MadeRung, error)
	MadeParts(ctx context.Context, run story.LiveID, rung string, of story.Span) ([]story.MadePart, error)
	Noticed(ctx context.Context, clip story.ClipID) (seen [][]byte, heard []byte, err error)
	FinishPiece(ctx context.Context, l story.Lease, made story.Made) error
	UnbrokenClip(ctx context.Context, l story.Lease) error
	HandOnClip(ctx context.Context, l story.Lease, due story.Due) error
	FinishClip(ctx context.Context, l story.Lease) error
	RefuseClip(ctx context.Context, l story.Lease, p *story.Problem, cause string) error
	HandBackClip(ctx context.Context, l story.Lease, pause time.Duration, counts bool, cause error) error

	ClaimProxy(ctx context.Context, worker string, lease time.Duration) (p story.Proxy, ok bool, err error)
	KeepProxy(ctx context.Context, p story.Proxy, worker string, lease time.Duration) error
	SavePreview(ctx context.Context, p story.Proxy, worker string, made story.Preview) error
	DropProxy(ctx context.Context, p story.Proxy, worker string) error
	HandBackProxy(ctx context.Context, p story.Proxy, worker string, pause time.Duration, counts bool) error
	EndedProxies(ctx context.Context, limit int) ([]story.ProxyID, error)
	ForgetProxy(ctx context.Context, id story.ProxyID) error
}

// Store is where originals and renditions lie.
type Store interface {
	GetRange(ctx context.Context, name story.ObjectName, offset, length int64) (io.ReadCloser, error)
	Put(ctx context.Context, name story.ObjectName, contentType string, size int64, r io.Reader) error
	RemoveUnder(ctx context.Context, prefix string) error
}

// Tools turn footage into what browsers play, see package transcode.
type Tools interface {
	// Beginning tells what makes a file of so many seconds of a file's beginning, nil =
	// it does not say. slow tells that the whole takes long to open, however soon it is
	// there. r waits for what is not there.
	Beginning(r io.ReaderAt, size int64, seconds float64) (_ *story.Excerpt, slow bool)
	Inspect(ctx context.Context, dir, file string, now time.Time) (*story.Facts, error)
	// InspectBeginning is Inspect for a file that is no more than the beginning of one.
	InspectBeginning(ctx context.Context, dir, file string, now time.Time) (*story.Facts, error)
	Poster(ctx context.Context, dir, file string, f *story.Facts) (path string, err error)
	// Glimpsed gives the best picture that a beginning made alone has shown so far, "" =
	// none yet; telling tells that there is something to see in it.
	Glimpsed(dir string) (path string, telling bool)
	Sprites(ctx context.Context, dir, file string, f *story.Facts) (path string, s story.Sprites, err error)
	// Ahead begins what Remux is for, before Inspect has told whether it will be of
	// use; nil = that is unlikely. Remux takes it.
	Ahead(ctx context.Context, dir, file string) story.Ahead
	Remux(ctx context.Context, dir, file string, f *story.Facts, size int64, begun story.Ahead) (story.Rendered, error)
	// Hear adds to the facts how loud the clip is, where Inspect left it.
	Hear(ctx context.Context, dir, file string, f *story.Facts)
	// Notice reads what is worth telling from what stretches saw and heard, and
	// draws the sound; nil = there is none.
	Notice(f *story.Facts, seen [][]byte, heard []byte) ([]story.Finding, []byte)
	// Outline tells what a ladder will be.
	Outline(f *story.Facts) story.Outline
	// Join completes a rung whose segments lie in a file of the folder.
	Join(dir, file string, r story.Rendition, head []byte, segments []story.Segment) (story.Rendered, error)
	Ladder(ctx context.Context, dir, file string, f *story.Facts, st story.Stretch, progress func(float64), grow story.Grow) (story.Made, error)
}

// Queue hurries work. It may lose everything at any time.
type Queue interface {
	Nudge(ctx context.Context, j story.Job) error
	Serve(ctx context.Context, jobs int, handlers map[string]func(ctx context.Context, payload []byte)) error
}

// Config says how much a worker does, and how patiently.
type Config struct {
	Name    string // unique among all workers; "" = made up
	Scratch string // folder for files in work; made if it is not there
	// ScratchLimit is how many bytes clips in work may take altogether, 0 = as
	// many as the disk has. What would take more waits.
	ScratchLimit int64
	Jobs         int // clips at the same time
	// Door is whether one clip more is opened while all of these are in work, if it
	// is the first in a while of whoever sent it: ladders take minutes, and people
	// wait to see what they sent.
	Door  bool
	Lease time.Duration // of a clip; a dead worker's clip waits this long
	Sweep time.Duration // between two looks for work that no nudge came for
	Retry time.Duration // pause after a dependency failed
	Piece int           // segments of a long clip that are one turn; 0 = story.PieceSegments
	// LiveKept is how long segments stay that were published while a ladder was
	// made, once it is complete, and renditions once others took their place: for
	// players that know of nothing newer yet.
	LiveKept time.Duration
	// Now gives the time of day; tests move it.
	Now func() time.Time
}

// NewConfig gives the settings that suit most machines. jobs is how many clips to
// work on at the same time, 0 = as many as half the cores and the memory bear, of the
// machine or of the control group that it runs in.
func NewConfig(jobs int) Config {
	cores, memory := machine()
	if jobs == 0 {
		jobs = jobsFor(cores, memory)
	}
	return Config{
		Jobs: jobs, Door: doorFor(jobs, memory), Lease: 15 * time.Second, Sweep: time.Second, Retry: 10 * time.Second, LiveKept: time.Hour, Now: time.Now,
	}
}

// Worker does the work of one process.
type Worker struct {
	cfg   Config
	rows  Rows
	store Store
	tools Tools
	queue Queue
	log   *slog.Logger
	slots chan struct{} // one for each job at the same time
	door  chan struct{} // one more, to be opened; nothing goes in where there is none
}

// New joins a worker to its parts.
func New(cfg Config, rows Rows, store Store, tools Tools, queue Queue, log *slog.Logger) *Worker {
	if cfg.Name == "" {
		cfg.Name = story.NewID[string](cfg.Now())
	}
	w := &Worker{cfg: cfg, rows: rows, store: store, tools: tools, queue: queue, log: log.With("worker", cfg.Name), slots: make(chan struct{}, cfg.Jobs)}
	if cfg.Door {
		w.door = make(chan struct{}, 1)
	}
	return w
}

// Run works until ctx ends; what is in hand then is handed back at once, for
// another worker to take. It returns nil when ctx ended. It may be called once.
func (w *Worker) Run(ctx context.Context) error {
	scratch, err := openScratch(w.cfg.Scratch, w.cfg.Name, w.cfg.ScratchLimit)
	if err != nil {
		return err
	}
	defer scratch.close()
	r := &running{Worker: w, ctx: ctx, scratch: scratch, shelf: newShelf(scratch), hands: map[*hand]story.ClipID{}, proxying: make(chan struct{}, 1)}
	hearing := make(chan struct{})
	go func() {
		defer close(hearing)
		r.hear(ctx)
	}()
	swept := make(chan struct{})
	go func() {
		defer close(swept)
		r.sweep(ctx)
	}()
	err = w.queue.Serve(ctx, w.cfg.Jobs+cap(w.door), map[string]func(context.Context, []byte){
		story.RenderClip{}.Kind(): r.nudged,
	})
	<-swept
	<-hearing
	r.direct.Wait()
	if ctx.Err() != nil {
		return nil
	}
	return errors.Join(errors.New("the queue stopped serving"), err)
}
