package e2e

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"
)

// kill -9 of everything, in the middle of an upload and in the middle of a
// render. Started again on the same folder, the upload goes on at the offset
// that HEAD says, the clip becomes ready, and every story is there.
func TestKilledInTheMiddle(t *testing.T) {
	t.Parallel()
	dir := dataDir(t)
	d := &demo{program: up(t, dir), dir: dir}
	author := newPerson(t, d.url, dir, "admin@localhost")
	d.people = []*person{author}
	for _, title := range []string{"One", "Two", "Three"} {
		other := author.newStory(t, title)
		must[storyCard](t, author, "POST", "/api/v1/stories/"+other.ID+"/submit", map[string]any{"note": "for " + title})
	}
	card := author.newStory(t, "Killed in the middle")
	before := d.everything(t)
	file := film(t, "long.mp4", scene("640x360", 20)...)
	sum := sha256.Sum256(file)
	u := author.begin(t, card.ID, "long.mp4", int64(len(file)), "sha256", hex.EncodeToString(sum[:]))
	third := int64(len(file) / 3)
	at, err := u.send(t, 0, bytes.NewReader(file[:third]))
	if err != nil || at != third {
		t.Fatalf("%d of %d bytes taken: %v", at, third, err)
	}

	// The second third is on its way, and stays there, when the power goes.
	body, tap := io.Pipe()
	sent := make(chan error, 1)
	go func() {
		_, err := u.send(t, third, body)
		sent <- err
	}()
	if _, err := tap.Write(file[third : 2*third]); err != nil {
		t.Fatal(err)
	}
	shown := author.follow(t, u.clip, patience, "more of it is stored", func(c clipCard) bool { return c.Offset > third }).Offset
	d.restart(t)
	tap.Close()
	if err := <-sent; err == nil {
		t.Error("the request outlived its server")
	}

	u.who = d.person(t, author)
	if at, err = u.offset(t); err != nil || at < shown || at > 2*third {
		t.Fatalf("after the kill HEAD says %d (%v), want between %d, which was shown as stored, and %d, which was sent", at, err, shown, 2*third)
	}
	t.Logf("%d of %d bytes in flight were kept", at-third, third)
	if at, err = u.send(t, at, bytes.NewReader(file[at:])); err != nil || at != int64(len(file)) {
		t.Fatalf("resumed up to %d of %d: %v", at, len(file), err)
	}
	u.who.follow(t, u.clip, patience, "the ladder is being made", func(c clipCard) bool {
		return c.State == "rendering" && c.Progress > 0.1 || c.ended()
	})
	d.restart(t)
	author = d.person(t, author)
	c := author.ready(t, u.clip, patience)
	judge(t, author, c)
	if c.Receipt.SHA256 != hex.EncodeToString(sum[:]) || c.Receipt.Bytes != int64(len(file)) {
		t.Errorf("the receipt says %+v, want %x over %d bytes", c.Receipt, sum, len(file))
	}
	_, _, original := author.fetch(t, "GET", "/api/v1/clips/"+c.ID+"/original", nil)
	if !bytes.Equal(original, file) {
		t.Errorf("the original comes back with %d bytes that differ from the %d sent", len(original), len(file))
	}
	if after := d.everything(t); !slices.Equal(before, after) {
		t.Errorf("stories before:\n%s\nand after two kills:\n%s", strings.Join(before, "\n"), strings.Join(after, "\n"))
	}
	d.interrupt(t)
	until(t, 2*time.Second, "no process is left", func() bool { return len(processesOf(d.dir)) == 0 })
}

// restart kills the server and starts it again on the same folder.
func (d *demo) restart(t testing.TB) {
	t.Helper()
	d.kill()
	d.program = up(t, d.dir)
}

// person is somebody from before a restart, at the new port.
func (d *demo) person(t testing.TB, was *person) *person {
	t.Helper()
	return enter(t, d.url, was.token, was.name)
}

// everything is each story as everybody sees it together, without what
// machines do to its clips.
func (d *demo) everything(t testing.TB) []string {
	t.Helper()
	var lines []string
	for _, p := range d.people {
		p = &person{url: d.url, token: p.token, name: p.name}
		list := must[struct {
			Items []storyCard `json:"items"`
			Next  string      `json:"next_cursor"`
		}](t, p, "GET", "/api/v1/stories?limit=100", nil)
		if list.Next != "" {
			t.Fatal("more than one page of stories")
		}
		for _, s := range list.Items {
			trail := must[struct {
				Items []struct{ Verb, Note string } `json:"items"`
			}](t, p, "GET", "/api/v1/stories/"+s.ID+"/trail", nil)
			lines = append(lines, fmt.Sprintf("%s %s %q %s at %s %v", p.name, s.ID, s.Title, s.Stage, s.StandsAt, trail.Items))
		}
	}
	slices.Sort(lines)
	return lines
}
