package main

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"fieldstory/push"
)

// pushCmd sends files from the field.
type pushCmd struct {
	Paths    []string       `arg:"" name:"path" help:"Files, folders or a whole memory card."`
	Server   string         `env:"FIELDSTORY_SERVER" default:"http://127.0.0.1:8080" placeholder:"URL" help:"The Fieldstory to send to."`
	Token    Secret         `env:"FIELDSTORY_TOKEN" placeholder:"TOKEN" help:"Your API token, from whoever runs that Fieldstory."`
	DryRun   bool           `help:"Show what would be sent, how it is grouped and what is left out; send nothing."`
	Story    string         `placeholder:"ID" help:"Add everything to this story of yours; by default stories are made."`
	Title    string         `help:"Title of the new story; by default the first path's name. Where there are several, the time of filming is added."`
	Gap      time.Duration  `default:"2h" placeholder:"2h" help:"Begin a new story where nothing was filmed for so long; 0 puts all into one."`
	Submit   bool           `help:"Send the stories in when every file is there."`
	BWLimit  push.Rates     `name:"bwlimit" placeholder:"RATE" help:"Send no faster, all files together: 300k is 300,000 bytes a second. By time of day: 08:00-18:00=30k,300k. off is no limit."`
	Window   push.Window    `placeholder:"22:00-06:00" help:"Send only at this time of day, and wait otherwise; several with commas between."`
	Proxy    push.ProxyMode `enum:"auto,always,never" default:"auto" help:"Send small copies ahead, to be watched long before the footage has arrived: auto does where the link would take minutes and ffmpeg is on this computer. The footage follows in every case."`
	Clock    push.Clock     `placeholder:"+1h30m" help:"The camera's clock was wrong, for everything named: +1h30m where it was slow, -7h where it was fast, or what it said and what it was then, 2019-01-01T00:03=2026-11-20T09:15. Files stay as they are."`
	Manifest string         `type:"path" placeholder:"FILE" help:"Write the SHA-256 of every file that has arrived safely, as sha256sum -c reads it."`
	JSON     bool           `name:"json" help:"Write one JSON object a line, for scripts."`
}

// Help is what fieldstory push --help says below its first line.
func (pushCmd) Help() string {
	return `Give it a memory card, and it finds the footage: DCIM, AVCHD, XAVC and XDCAM,
GoPro, DJI, Canon, Nikon and others. Pieces of one AVCHD recording are joined into
one clip without loss; GoPro chapters and other cut recordings become numbered
parts of one story. Thumbnails, the camera's lists and the like are left out and
counted at the end; photos, sound and documents are not sent, and named.

It sends two files at a time, the smallest first and a big one beside. Whatever
happens - the link breaks, the laptop sleeps, the server restarts, Ctrl-C, no power -
give the same command again, and it goes on where it was; nothing that arrived is
sent twice.

At the end stands what was sent, what was there already and what was refused, and
why. The card is safe to wipe only if the last lines say so: then the server has
read back every file and it is the same.

Exit status:
  0  every file is on the server and was read back
  1  not finished (interrupted, for example): the same command goes on
  2  something is wrong with the command, or there is no footage
  3  some files were refused or cannot be read; the rest was sent
  4  the token is not accepted, or may not do this
  5  the server did not answer for half an hour: the same command goes on
  6  all was sent but not read back yet: the same command asks again`
}

func (c pushCmd) Run(p *process, _ *slog.Logger) error {
	conf := push.NewConfig()
	conf.Server, conf.Token, conf.Story, conf.Title, conf.Submit = c.Server, push.Token(c.Token), c.Story, c.Title, c.Submit
	conf.Gap, conf.DryRun, conf.Rates, conf.Window, conf.Manifest = c.Gap, c.DryRun, c.BWLimit, c.Window, c.Manifest
	conf.Proxy, conf.Clock = c.Proxy, c.Clock
	conf.Out, conf.JSON, conf.Terminal = p.stdout, c.JSON, terminal(p.stdout) && !c.JSON
	conf.StateDir = stateDir()
	sum, err := push.Run(p.ctx, conf, c.Paths)
	code := push.ExitCode(sum, err)
	if code == push.ExitDone || c.DryRun && err == nil {
		return nil
	}
	if err == nil || errors.Is(err, context.Canceled) {
		return exitStatus{code: code} // the summary said it
	}
	return exitStatus{code: code, error: err}
}

// stateDir is where push remembers what it began, "" = nowhere. It is no
// cache: what cleans caches must not make it send again.
func stateDir() string {
	dir := os.Getenv("XDG_STATE_HOME")
	if filepath.IsAbs(dir) {
		return filepath.Join(dir, "fieldstory", "push")
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	switch runtime.GOOS {
	case "windows", "darwin":
		if dir, err = os.UserConfigDir(); err != nil {
			return ""
		}
	default: // https://specifications.freedesktop.org/basedir-spec/latest/
		dir = filepath.Join(home, ".local", "state")
	}
	return filepath.Join(dir, "fieldstory", "push")
}

// exitStatus is an error with an exit status of its own; without an error in
// it there is nothing left to say.
type exitStatus struct {
	error
	code int
}

func (e exitStatus) Error() string {
	if e.error == nil {
		return ""
	}
	return e.error.Error()
}

func (e exitStatus) Unwrap() error { return e.error }

// terminal tells whether w is one.
func terminal(w any) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	fi, err := f.Stat()
	return err == nil && fi.Mode()&os.ModeCharDevice != 0
}
