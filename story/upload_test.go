package story_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"fieldstory/story"
)

func TestPartSize(t *testing.T) {
	t.Parallel()
	for _, size := range []int64{-1, 1, story.MinPart, 50 << 30, 1e11, 1e12, 5e12} {
		p := story.PartSize(size)
		if p < story.MinPart || p*story.MaxParts < size {
			t.Errorf("PartSize(%d) = %d: %d parts do not hold the file, or are too small", size, p, story.MaxParts)
		}
	}
	if got := story.PartSize(12e9); got != story.MinPart {
		t.Errorf("PartSize of 12 GB = %d, want the smallest", got)
	}
}

// TestTailsStayFew: a slow link that brings a little every few seconds makes
// few objects, and no byte is copied many times.
func TestTailsStayFew(t *testing.T) {
	t.Parallel()
	u := story.Upload{Size: -1, PartSize: story.PartSize(1e12)}
	var written int64
	r := rand.New(rand.NewPCG(1, 2))
	for u.Offset < u.PartSize {
		n := min(10_000+r.Int64N(40_000), u.PartSize-u.Offset)
		keep := u.Keep(n)
		size := n
		for _, tail := range u.Tails[keep:] {
			size += tail.Size
		}
		before := u.Offset
		u.Kept(keep, story.Tail{Number: u.TailCount + 1, Size: size}, n)
		written += size
		if u.Offset != before+n || u.TailSize() != u.Offset || size > story.MinPart+50_000 {
			t.Fatalf("after %d: offset %d, tails hold %d, last %d", before, u.Offset, u.TailSize(), size)
		}
		if len(u.Tails) > 60 {
			t.Fatalf("%d tails at %d bytes", len(u.Tails), u.Offset)
		}
	}
	if written > 12*u.PartSize {
		t.Errorf("%d bytes written for %d received", written, u.PartSize)
	}
}

func TestDeclare(t *testing.T) {
	t.Parallel()
	big := story.PartSize(1e12)
	u := story.Upload{Size: -1, PartSize: big, Offset: 100, Tails: []story.Tail{{Number: 1, Size: 100}}}
	if err := u.Declare(50); err == nil {
		t.Error("a size below what arrived was taken")
	}
	if err := u.Declare(1000); err != nil || u.Size != 1000 || u.PartSize != story.MinPart {
		t.Errorf("Declare = %v, size %d, parts of %d", err, u.Size, u.PartSize)
	}
	if err := u.Declare(2000); err == nil {
		t.Error("a size was told twice")
	}
	far := story.Upload{Size: -1, PartSize: big, Offset: 2 * story.MinPart, Tails: []story.Tail{{Number: 1, Size: 2 * story.MinPart}}}
	if err := far.Declare(1e8); err != nil || far.PartSize != big {
		t.Errorf("Declare = %v, parts of %d: stored bytes would move", err, far.PartSize)
	}
	if err := (&story.Upload{Size: -1}).Declare(0); err == nil {
		t.Error("an empty file was taken")
	}
}

func TestNewUpload(t *testing.T) {
	t.Parallel()
	now, who := time.Now(), story.Scope{Member: story.NewID[story.MemberID](time.Now())}
	lim := story.UploadLimits{MaxSize: 1000, MaxOpen: 1, Expires: time.Hour}
	meta := map[string]string{"story": string(story.NewID[story.StoryID](now)), "filename": "a\x00b\xff.mp4"}
	u, err := story.NewUpload(who, meta, 1000, lim, now)
	if err != nil || u.Clip == "" || u.Metadata["filename"] != "ab\uFFFD.mp4" || !u.ExpiresAt.Equal(now.Add(time.Hour)) {
		t.Errorf("NewUpload = %+v, %v", u, err)
	}
	for _, size := range []int64{0, 1001} {
		if _, err := story.NewUpload(who, meta, size, lim, now); err == nil {
			t.Errorf("a file of %d bytes was taken", size)
		}
	}
	p, err := story.NewPartialUpload(who, nil, -1, lim, now)
	if err != nil || p.Clip != "" || !p.Partial || p.Object != story.PartialObject(p.ID) {
		t.Errorf("NewPartialUpload = %+v, %v", p, err)
	}
}
