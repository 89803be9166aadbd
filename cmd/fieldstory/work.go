package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"

	"fieldstory/transcode"
	"fieldstory/worker"
)

// workerCmd does the work of ffmpeg. Any number of them share it out.
type workerCmd struct {
	workSettings `embed:""`
	outside      `embed:""`
	Health       string `env:"FIELDSTORY_HEALTH_ADDR" placeholder:"HOST:PORT" help:"Where to answer /healthz and /metrics; by default nowhere."`
}

func (c workerCmd) Run(p *process, log *slog.Logger) error {
	var m mistakes
	c.workSettings.check(&m)
	c.outside.check(&m)
	if c.Health != "" {
		checkAddr(&m, "FIELDSTORY_HEALTH_ADDR (--health)", c.Health)
	}
	if err := m.err(); err != nil {
		return err
	}
	scratch, err := c.scratch(filepath.Join(os.TempDir(), "fieldstory"))
	if err != nil {
		return err
	}
	c.Scratch = scratch
	media, err := c.transcoder(p.ctx, log)
	if err != nil {
		return err
	}
	h, err := openHouse(p.ctx, c.outside, log)
	if err != nil {
		return err
	}
	defer h.close()
	if err := h.rows.CheckSchema(p.ctx); err != nil {
		return err
	}
	beside := newBackground()
	server, err := c.answerHealth(h, log)
	if err != nil {
		return err
	}
	h.work(beside, media, c.workSettings)
	log.Info("working", "jobs", c.config().Jobs)
	err = wait(p, server, beside, nil)
	stopServing(server, beside)
	return err
}

// answerHealth serves the two pages that watch a worker, if it is to.
func (c workerCmd) answerHealth(h *house, log *slog.Logger) (*webServer, error) {
	if c.Health == "" {
		return nil, nil
	}
	l, err := listen(c.Health)
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", metrics())
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, r *http.Request) {
		if err := h.ready(r.Context()); err != nil {
			w.WriteHeader(http.StatusServiceUnavailable)
			json.NewEncoder(w).Encode(map[string]string{"status": "A part behind this worker does not answer; it will be tried again."})
			return
		}
		json.NewEncoder(w).Encode(map[string]string{"status": "ok"})
	})
	return serveOn(l, mux, log), nil
}

// transcoder finds the tools and tries them.
func (w workSettings) transcoder(ctx context.Context, log *slog.Logger) (*transcode.Transcoder, error) {
	conf := transcode.NewConfig()
	ladder, err := transcode.NewLadder(w.Ladder...)
	if err != nil {
		return nil, fmt.Errorf("FIELDSTORY_LADDER: %w", err)
	}
	conf.Ladder = ladder
	conf.Preset, conf.Encoder, conf.Device = w.Preset, transcode.Encoder(w.Encoder), w.Device
	if jobs := w.config().Jobs; jobs >= runtime.GOMAXPROCS(0) && jobs > 1 {
		conf.Threads = 1 // the jobs keep the cores busy between them
	}
	t, err := transcode.New(ctx, conf, log)
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return nil, fault{"ffmpeg is not installed, or not where this program looks for others. On Debian and Ubuntu: apt install ffmpeg. Then start again.", err}
	case err != nil:
		return nil, fmt.Errorf("ffmpeg cannot be used: %w", err)
	}
	return t, nil
}

// config is how a worker goes about it: as suits the machine, with as many jobs as were
// asked for.
func (w workSettings) config() worker.Config {
	n, _ := w.Jobs.number() // checked before; 0 = it was not asked for
	return worker.NewConfig(n)
}

// work joins a worker to the house and lets it run beside whatever else does.
func (h *house) work(beside *background, media *transcode.Transcoder, w workSettings) {
	conf := w.config()
	conf.Scratch = w.Scratch
	conf.ScratchLimit, _ = w.limit() // checked before
	beside.run(worker.New(conf, h.rows, h.bytes, media, h.queue, h.log).Run)
}
