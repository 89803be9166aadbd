package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"fieldstory/embedded"
	"fieldstory/notify"
	"fieldstory/storage/postgres"
	"fieldstory/transcode"
)

// doctorCmd looks at everything that Fieldstory needs and changes nothing.
type doctorCmd struct {
	dataSettings    `embed:""`
	scratchSettings `embed:""`
	mailSettings    `embed:""`
	outside         `embed:""`
}

// finding is one line of the doctor's report.
type finding struct {
	what string
	said string // what was found
	err  error  // what is wrong; nil = well
	hint bool   // it runs all the same
}

func (c doctorCmd) Run(p *process, log *slog.Logger) error {
	ctx, cancel := context.WithTimeout(p.ctx, time.Minute)
	defer cancel()
	dir, err := c.dir()
	if err != nil {
		return err
	}
	findings := []finding{{what: "fieldstory", said: version + ", " + runtime.Version() + ", " + runtime.GOOS + "/" + runtime.GOARCH}}
	findings = append(findings, examineMedia(ctx)...)
	findings = append(findings, c.examinePostgres(ctx), c.examineRedis(ctx), c.examineS3(ctx), c.examineMail(ctx))
	findings = append(findings, c.examineRows(ctx, dir, log)...)
	findings = append(findings, examineFolder(dir)...)
	findings = append(findings, c.examineScratch(dir))
	ill := 0
	for _, f := range findings {
		mark, said := "ok ", f.said
		switch {
		case f.err != nil && f.hint:
			mark, said = "?? ", sentence(f.err)
		case f.err != nil:
			mark, said = "!! ", sentence(f.err)
			ill++
		}
		fmt.Fprintf(p.stdout, "%s %-16s %s\n", mark, f.what, strings.ReplaceAll(said, "\n", "\n                     "))
	}
	if ill > 0 {
		return fmt.Errorf("%d of the things above have to be put right.", ill)
	}
	return nil
}

func examineMedia(ctx context.Context) []finding {
	t, err := transcode.New(ctx, transcode.NewConfig(), slog.New(slog.DiscardHandler))
	if err != nil {
		return []finding{{what: "ffmpeg", err: err}}
	}
	list := []finding{{what: "ffmpeg", said: "runs in its cage"}}
	walls := finding{what: "cage", said: "Landlock, seccomp and limits stand", hint: true}
	if w := t.Walls(); !w.Landlock || !w.Seccomp || !w.Limits {
		walls.err = fmt.Errorf("not every wall stands (Landlock %t, seccomp %t, limits %t). Footage is still checked, but a flaw in ffmpeg would reach further; a kernel of 5.13 or newer with Landlock closes that.", w.Landlock, w.Seccomp, w.Limits)
	}
	return append(list, walls, examineEncoders(ctx, t))
}

// examineEncoders tries what could make ladders on this machine.
func examineEncoders(ctx context.Context, t *transcode.Transcoder) finding {
	f := finding{what: "encoders", hint: true}
	dir, err := os.MkdirTemp("", "fieldstory-doctor-")
	if err != nil {
		f.err = err
		return f
	}
	defer os.RemoveAll(dir)
	var work []string
	for _, e := range transcode.Encoders {
		switch err := t.Try(ctx, dir, e); {
		case err == nil:
			work = append(work, string(e))
		case e == transcode.X264:
			f.err, f.hint = fmt.Errorf("ffmpeg cannot encode with x264; install one that was built with it: %w", err), false
			return f
		}
	}
	f.said = "what works here for FIELDSTORY_ENCODER: " + strings.Join(work, ", ")
	return f
}

func (c doctorCmd) examinePostgres(ctx context.Context) finding {
	f := finding{what: "PostgreSQL"}
	if c.DatabaseURL == "" {
		f.said, f.err = embedded.Programs("postgres")
		return f
	}
	db, err := postgres.Open(ctx, string(c.DatabaseURL))
	if err != nil {
		f.err = unreachable("The PostgreSQL of FIELDSTORY_DATABASE_URL", err)
		return f
	}
	defer db.Close()
	f.said, f.err = "answers, and its tables are up to date", db.CheckSchema(ctx)
	return f
}

func (c doctorCmd) examineRedis(ctx context.Context) finding {
	f := finding{what: "Redis"}
	if c.RedisURL == "" {
		f.said, f.err = embedded.Programs("redis")
		return f
	}
	f.said = "answers"
	q, err := openQueue(c.RedisURL, slog.New(slog.DiscardHandler))
	if err == nil {
		err = q.Ping(ctx)
		q.Close()
	}
	if err != nil {
		f.err = unreachable("The Redis of FIELDSTORY_REDIS_URL", err)
	}
	return f
}

func (c doctorCmd) examineS3(ctx context.Context) finding {
	f := finding{what: "S3"}
	if c.S3.Endpoint == "" {
		f.said = "in this process"
		return f
	}
	bucket, err := openBucket(c.S3)
	if err == nil {
		err = bucket.Ping(ctx)
	}
	f.said = "answers, and the bucket is there"
	if err != nil {
		f.err = unreachable("The S3 store of FIELDSTORY_S3_ENDPOINT", err)
	}
	return f
}

// examineMail signs in to the mail server, and sends nothing.
func (c doctorCmd) examineMail(ctx context.Context) finding {
	f := finding{what: "mail"}
	if c.SMTP == "" {
		f.said = "is not sent: FIELDSTORY_SMTP_URL names no server"
		return f
	}
	var m mistakes
	c.mailSettings.check(&m, "not asked here")
	if f.err = m.err(); f.err != nil {
		return f
	}
	mailer, err := notify.NewMailer(c.mailSettings.config())
	if err == nil {
		err = mailer.Check(ctx)
	}
	f.said = "the server answers and lets us in"
	if err != nil {
		f.err = unreachable("The mail server of FIELDSTORY_SMTP_URL", err)
	}
	return f
}

// examineScratch looks at where clips lie that are being worked on.
func (c doctorCmd) examineScratch(data string) finding {
	f := finding{what: "scratch", hint: true}
	dir, err := c.scratch(filepath.Join(data, "scratch"))
	if err != nil {
		f.err = err
		return f
	}
	limit, err := c.limit()
	if err != nil {
		f.err, f.hint = errors.New("FIELDSTORY_SCRATCH_LIMIT (--scratch-limit) is no size of 1GB or more, e.g. 200GB."), false
		return f
	}
	dir = nearest(dir)
	free, err := freeIn(dir)
	switch {
	case err != nil:
		f.err = err
	case free < 2<<30:
		f.err = fmt.Errorf("only %.1f GB are free in %s for clips in work; a clip takes up to four times its own size there, and waits until there is room.", float64(free)/1e9, dir)
	case limit > 0:
		f.said = fmt.Sprintf("clips in work may take %.0f GB of the %.0f GB free in %s", float64(limit)/1e9, float64(free)/1e9, dir)
	default:
		f.said = fmt.Sprintf("%.0f GB are free for clips in work in %s", float64(free)/1e9, dir)
	}
	return f
}

// nearest is the folder, or the nearest one above it that is there.
func nearest(dir string) string {
	for {
		if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) || dir == "/" {
			return dir
		}
		dir = filepath.Dir(dir)
	}
}

// freeIn is what is left on a folder's disk, in bytes.
func freeIn(dir string) (int64, error) {
	var st syscall.Statfs_t
	if err := syscall.Statfs(dir, &st); err != nil {
		return 0, err
	}
	if st.Blocks == 0 {
		return 0, fmt.Errorf("the file system of %s does not tell how much room it has.", dir)
	}
	return int64(st.Bavail) * st.Bsize, nil
}

// examineFolder looks at the data folder, or at the nearest one above it that
// is there.
func examineFolder(dir string) []finding {
	dir = nearest(dir)
	space := finding{what: "room", hint: true}
	if free, err := freeIn(dir); err != nil {
		space.err = err
	} else if free < 10<<30 {
		space.err = fmt.Errorf("only %.1f GB are free in %s; an hour of 1080p footage with its renditions takes about 15 GB.", float64(free)/1e9, dir)
	} else {
		space.said = fmt.Sprintf("%.0f GB are free in %s", float64(free)/1e9, dir)
	}
	attributes := finding{what: "attributes", said: "the file system keeps extended attributes", hint: true}
	if err := embedded.Attributes(dir); err != nil {
		attributes.err = fmt.Errorf("the file system of %s has no extended attributes (%w); metadata of objects will be kept in files beside them.", dir, err)
		if errors.Is(err, os.ErrPermission) {
			attributes.err = fmt.Errorf("%s cannot be written by this user; name another folder with --data.", dir)
		}
	}
	return []finding{space, attributes}
}
