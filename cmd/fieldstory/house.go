package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"fieldstory/api"
	"fieldstory/auth"
	"fieldstory/notify"
	"fieldstory/queue"
	"fieldstory/storage/postgres"
	"fieldstory/storage/s3"
	"fieldstory/story"
	"fieldstory/web"
	"fieldstory/worker"
)

// house is the rooms that every way of starting joins.
type house struct {
	rows  *postgres.DB
	bytes *s3.Bucket
	queue *queue.Queue
	log   *slog.Logger
	// settle waits until an object would outlive a power cut, nil = the store
	// sees to that itself.
	settle func(ctx context.Context, name story.ObjectName) error
}

// openHouse reaches all three parts, or says what is wrong with each.
func openHouse(ctx context.Context, at outside, log *slog.Logger) (*house, error) {
	h := &house{log: log}
	var faults [3]error
	if h.rows, faults[0] = postgres.Open(ctx, string(at.DatabaseURL)); faults[0] != nil {
		faults[0] = unreachable("PostgreSQL", faults[0])
	}
	if h.bytes, faults[1] = openBucket(at.S3); faults[1] == nil {
		faults[1] = h.bytes.EnsureBucket(ctx)
	}
	if faults[1] != nil {
		faults[1] = unreachable("The S3 store", faults[1])
	}
	// Redis need not answer: the sweep finds what is owed until it does.
	h.queue, faults[2] = openQueue(at.RedisURL, log)
	if err := errors.Join(faults[:]...); err != nil {
		h.close()
		return nil, err
	}
	return h, nil
}

func openBucket(at bucket) (*s3.Bucket, error) {
	conf := s3.NewConfig()
	conf.Endpoint, conf.Region, conf.Bucket = at.Endpoint, at.Region, at.Bucket
	conf.AccessKey, conf.SecretKey = at.AccessKey, s3.Secret(at.SecretKey)
	conf.TrustedNetwork = at.Trusted
	return s3.New(conf)
}

func openQueue(url Secret, log *slog.Logger) (*queue.Queue, error) {
	conf := queue.NewConfig()
	conf.URL = string(url)
	return queue.Open(conf, log)
}

// close ends every connection. It does not wait long for requests that hold
// one: what they had not saved was not acknowledged.
func (h *house) close() {
	done := make(chan struct{})
	go func() {
		defer close(done)
		if h.queue != nil {
			h.queue.Close()
		}
		if h.rows != nil {
			h.rows.Close()
		}
	}()
	select {
	case <-done:
	case <-time.After(time.Second):
	}
}

// ready is nil while everything behind answers.
func (h *house) ready(ctx context.Context) error {
	return errors.Join(h.rows.Ping(ctx), h.bytes.Ping(ctx), h.queue.Ping(ctx))
}

// site is the web app and API.
type site struct {
	door    *auth.Door
	api     *api.API
	uploads *api.Uploads
}

func (h *house) site(w webSettings, u uploadSettings, in signInSettings, n notifySettings) (*site, error) {
	s := &site{door: door(h.rows, w.secure(), in.single(), h.log)}
	conf := api.NewUploadConfig()
	conf.Rows, conf.Bytes, conf.Nudge, conf.Log = h.rows, h.bytes, h.queue.Nudge, h.log
	if h.settle != nil {
		conf.Settle = h.settle
	}
	u.apply(&conf)
	var err error
	if s.uploads, err = api.NewUploads(conf); err != nil {
		return nil, err
	}
	s.api, err = api.New(api.Config{
		Rows: h.rows, Door: s.door, Media: h.bytes, Uploads: s.uploads,
		App: web.Handler(), Pages: web.Pages(), Metrics: metrics(), Queue: h.queue.Monitor(api.QueueRoot),
		Ready: h.ready, PublicURL: w.PublicURL, Proxies: w.proxies(), Log: h.log, Now: time.Now, PrivateWebhooks: n.Private,
	})
	return s, err
}

// run does what goes on beside the requests.
func (s *site) run(b *background, log *slog.Logger, rows *postgres.DB, bytes *s3.Bucket, n notifySettings, address string) {
	b.run(func(ctx context.Context) error { s.api.Run(ctx); return nil })
	b.run(func(ctx context.Context) error { s.uploads.Run(ctx); return nil })
	b.run(func(ctx context.Context) error { forget(ctx, rows, log); return nil })
	n.mail(b, log, rows, address)
	b.run((&notify.Webhooks{Rows: rows, Log: log, Now: time.Now, Private: n.Private}).Run)
	b.run((&worker.Keeper{Rows: rows, Log: log, Now: time.Now}).Run)
	b.run((&worker.Remover{Rows: rows, Store: bytes, Log: log, Now: time.Now}).Run)
}

// forget removes expired sessions and links, at the start and once an hour.
func forget(ctx context.Context, rows *postgres.DB, log *slog.Logger) {
	tick := time.NewTicker(time.Hour)
	defer tick.Stop()
	for {
		if _, err := rows.Forget(ctx); err != nil && ctx.Err() == nil {
			log.Warn("expired sessions could not be removed", "cause", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// metrics answers Prometheus.
func metrics() http.Handler {
	r := prometheus.NewRegistry()
	built := prometheus.NewGauge(prometheus.GaugeOpts{Name: "fieldstory_build_info", Help: "1, labelled with the version.", ConstLabels: prometheus.Labels{"version": version}})
	built.Set(1)
	r.MustRegister(built, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return promhttp.HandlerFor(r, promhttp.HandlerOpts{})
}
