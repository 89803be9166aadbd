package main

import (
	"fmt"
	"log/slog"
)

// serveCmd is the web app and API alone.
type serveCmd struct {
	webSettings    `embed:""`
	uploadSettings `embed:""`
	notifySettings `embed:""`
	signInSettings `embed:""`
	outside        `embed:""`
}

func (c serveCmd) Run(p *process, log *slog.Logger) error {
	var m mistakes
	c.webSettings.check(&m)
	c.uploadSettings.check(&m)
	c.signInSettings.check(&m, c.webSettings)
	c.notifySettings.check(&m, c.PublicURL)
	c.outside.check(&m)
	if err := m.err(); err != nil {
		return err
	}
	l, err := listen(c.Addr)
	if err != nil {
		return err
	}
	defer l.Close()
	h, err := openHouse(p.ctx, c.outside, log)
	if err != nil {
		return err
	}
	defer h.close()
	if err := h.rows.CheckSchema(p.ctx); err != nil {
		return err
	}
	s, err := h.site(c.webSettings, c.uploadSettings, c.signInSettings, c.notifySettings)
	if err != nil {
		return err
	}
	beside := newBackground()
	s.run(beside, log, h.rows, h.bytes, c.notifySettings, c.PublicURL)
	server := serveOn(l, s.api.Handler(), log)
	fmt.Fprintf(p.stdout, "ready: http://%s\n", l.Addr())
	err = wait(p, server, beside, nil)
	stopServing(server, beside)
	return err
}

// wait returns nil when the process is asked to stop, or what ended before.
func wait(p *process, server *webServer, beside *background, parts <-chan error) error {
	var ended <-chan error
	if server != nil {
		ended = server.ended
	}
	select {
	case <-p.ctx.Done():
		return nil
	case err := <-ended:
		return err
	case err := <-beside.failed:
		return err
	case err := <-parts:
		return err
	}
}

// stopServing ends what runs beside the requests, event streams and jobs among
// it, while the requests end.
func stopServing(server *webServer, beside *background) {
	beside.cancel()
	server.stop()
	beside.stop(stopWithin / 3)
}
