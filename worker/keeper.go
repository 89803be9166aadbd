package worker

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"fieldstory/story"
)

// KeeperRows is what a keeper looks after.
type KeeperRows interface {
	SealAudit(ctx context.Context, limit int, all bool) (n int, err error)
	LapsedStories(ctx context.Context, today string, after story.StoryID, limit int) ([]story.StoryID, error)
	UpholdStory(ctx context.Context, id story.StoryID, now time.Time) error
	EndingStories(ctx context.Context, now time.Time, after story.StoryID, limit int) ([]story.StoryID, error)
	TellEnding(ctx context.Context, id story.StoryID, now time.Time) error
	OverdueStories(ctx context.Context, now time.Time, after []story.Overdue, limit int) ([]story.Overdue, error)
	TickStory(ctx context.Context, id story.StoryID, now time.Time) (done story.Call, full bool, err error)
	RetirableStories(ctx context.Context, now time.Time, after story.RetentionPlace, limit int) (due []story.RetentionPlace, room int, err error)
	RetireStory(ctx context.Context, id story.StoryID, room int, now time.Time) (done, full bool, err error)
	OwedWeeks(ctx context.Context, now time.Time) (map[story.OfficeID]string, error)
	TellWeek(ctx context.Context, office story.OfficeID, week string, now time.Time) error
}

// Keeper does what days and clocks ask for: it closes stories whose consent has
// ended and tells of those whose consent ends soon, reminds of those that wait and
// has them rise, puts those into the trash that the organisation's rules take,
// tells offices of their week, and lengthens the chain of the audit log. Any number
// of processes may run one, and everything it does may be done twice.
type Keeper struct {
	Rows  KeeperRows
	Log   *slog.Logger
	Now   func() time.Time
	Pause time.Duration // between two looks, 0 = 5 s: as long as an entry may be unsealed

	// Where the next look goes on with a list that is longer than one look takes
	// up: what fails again and again holds up nothing behind it.
	lapsed, ending story.StoryID
	retired        story.RetentionPlace
	ticked         []story.Overdue // of each office that has more
}

// keepLimit is how much is taken up at once, so that no transaction is long.
const keepLimit = 500

// tickEvery is how many looks pass between two at what waits and what lies:
// limits are hours, days and months.
const tickEvery = 12

// wholeEvery is how many looks pass between two that look through the whole
// audit log, for entries whose transaction took very long.
const wholeEvery = 720

// Run looks again and again until ctx ends. What fails is logged and tried
// with the next look.
func (k *Keeper) Run(ctx context.Context) error {
	pause := k.Pause
	if pause == 0 {
		pause = 5 * time.Second
	}
	tick := time.NewTicker(pause)
	defer tick.Stop()
	for n := 0; ; n++ {
		if err := k.look(ctx, n%tickEvery == 0, n%wholeEvery == 0); err != nil && ctx.Err() == nil {
			k.Log.WarnContext(ctx, "keeping failed; it is tried again", "cause", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// Look does once what is due now.
func (k *Keeper) Look(ctx context.Context) error { return k.look(ctx, true, true) }

func (k *Keeper) look(ctx context.Context, tick, whole bool) error {
	// One that cannot be done hinders no other.
	err := k.uphold(ctx)
	if tick {
		err = errors.Join(err, k.ends(ctx), k.tick(ctx), k.retire(ctx), k.week(ctx))
	}
	return errors.Join(err, k.seal(ctx, whole))
}

func (k *Keeper) uphold(ctx context.Context) error {
	now := k.Now()
	list, err := k.Rows.LapsedStories(ctx, now.UTC().Format(time.DateOnly), k.lapsed, keepLimit)
	for _, id := range list {
		err = errors.Join(err, k.Rows.UpholdStory(ctx, id, now))
	}
	k.lapsed = rest(list)
	return err
}

// rest is where a list goes on of which this was taken up, its beginning where
// this was its end.
func rest[T any](list []T) (after T) {
	if len(list) == keepLimit {
		after = list[keepLimit-1]
	}
	return after
}

// ends tells of public stories in which a consent ends soon. It comes after
// uphold, which closes those in which one has ended.
func (k *Keeper) ends(ctx context.Context) error {
	now := k.Now()
	list, err := k.Rows.EndingStories(ctx, now, k.ending, keepLimit)
	for _, id := range list {
		err = errors.Join(err, k.Rows.TellEnding(ctx, id, now))
	}
	k.ending = rest(list)
	return err
}

// tick reminds of what waits and has it rise. Once an office has had enough for
// today, what else waits there is left for tomorrow, when those come first again
// that have waited longest.
func (k *Keeper) tick(ctx context.Context) error {
	now := k.Now()
	list, err := k.Rows.OverdueStories(ctx, now, k.ticked, keepLimit)
	type desk struct {
		at    story.OfficeID
		rises bool
	}
	enough, seen := map[desk]bool{}, map[desk]int{}
	k.ticked = nil
	for _, o := range list {
		at := desk{o.At, o.Rises()}
		if enough[at] {
			continue
		}
		_, full, fault := k.Rows.TickStory(ctx, o.Story, now)
		if err = errors.Join(err, fault); ctx.Err() != nil {
			return err
		}
		enough[at] = full
		if seen[at]++; seen[at] == keepLimit && !full {
			k.ticked = append(k.ticked, o)
		}
	}
	return err
}

// retire puts into the trash what rules of the organisation take, until enough
// have gone for today. One that cannot go hinders no other: neither those behind
// it, nor, where as many as one look takes up fail, those that the next one does.
func (k *Keeper) retire(ctx context.Context) error {
	now := k.Now()
	list, room, err := k.Rows.RetirableStories(ctx, now, k.retired, keepLimit)
	gone, enough := 0, false
	for _, due := range list {
		done, full, fault := k.Rows.RetireStory(ctx, due.ID, room, now)
		if done {
			gone++
		}
		err = errors.Join(err, fault)
		if enough = full || ctx.Err() != nil; enough {
			break
		}
	}
	k.retired = rest(list)
	if enough {
		k.retired = story.RetentionPlace{} // tomorrow those first that have lain longest
	}
	if gone > 0 {
		k.Log.InfoContext(ctx, "put into the trash by the organisation's rules", "stories", gone)
	}
	return err
}

// week tells offices of what came up to them.
func (k *Keeper) week(ctx context.Context) error {
	now := k.Now()
	owed, err := k.Rows.OwedWeeks(ctx, now)
	for office, week := range owed {
		err = errors.Join(err, k.Rows.TellWeek(ctx, office, week, now))
	}
	return err
}

func (k *Keeper) seal(ctx context.Context, whole bool) error {
	for {
		n, err := k.Rows.SealAudit(ctx, keepLimit, whole)
		if err != nil || n < keepLimit {
			return err
		}
	}
}
