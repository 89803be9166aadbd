package main

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"

	"fieldstory/push"
)

// pushCmd sends files from the field.
type pushCmd struct {
	Paths  []string `arg:"" name:"path" help:"Files and folders, e.g. a memory card."`
	Server string   `env:"FIELDSTORY_SERVER" default:"http://127.0.0.1:8080" placeholder:"URL" help:"The Fieldstory to send to."`
	Token  Secret   `env:"FIELDSTORY_TOKEN" placeholder:"TOKEN" help:"Your API token, from whoever runs that Fieldstory."`
	Story  string   `placeholder:"ID" help:"Add to this story of yours; by default a new one is made."`
	Title  string   `help:"Title of the new story; by default the first path's name."`
	Submit bool     `help:"Send the story in when every file is there."`
	JSON   bool     `name:"json" help:"Write one JSON object a line, for scripts."`
}

func (c pushCmd) Run(p *process, _ *slog.Logger) error {
	conf := push.NewConfig()
	conf.Server, conf.Token, conf.Story, conf.Title, conf.Submit = c.Server, push.Token(c.Token), c.Story, c.Title, c.Submit
	conf.Out, conf.JSON, conf.Terminal = p.stdout, c.JSON, terminal(p.stdout) && !c.JSON
	if dir, err := os.UserCacheDir(); err == nil {
		conf.StateDir = filepath.Join(dir, "fieldstory", "push")
	}
	sum, err := push.Run(p.ctx, conf, c.Paths)
	code := push.ExitCode(sum, err)
	if code == push.ExitDone {
		return nil
	}
	if err == nil || errors.Is(err, context.Canceled) {
		return exitStatus{code: code} // the summary said it
	}
	return exitStatus{code: code, error: err}
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
