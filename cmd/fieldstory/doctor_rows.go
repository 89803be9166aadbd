package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"fieldstory/storage/postgres"
	"fieldstory/story"
)

// examineRows asks the rows what only they know, where there are some to reach:
// the chain of the audit log, and what waits although it should not.
func (c doctorCmd) examineRows(ctx context.Context, dir string, log *slog.Logger) []finding {
	if _, err := os.Stat(filepath.Join(dir, "VERSION")); c.DatabaseURL == "" && err != nil {
		return nil // nothing was started here yet
	}
	db, done, err := rowsSettings{dataSettings: c.dataSettings, DatabaseURL: c.DatabaseURL}.open(ctx, quieter(log))
	if err != nil {
		return []finding{{what: "audit log", err: err}}
	}
	defer done()
	now := time.Now()
	mail, mailErr := db.OwedMail(ctx, now)
	hooks, hooksErr := db.OwedDeliveries(ctx, now)
	return []finding{examineAudit(ctx, db), examineWaiting(ctx, db),
		owing("waiting mail", "message", mail, mailErr), owing("webhooks", "delivery", hooks, hooksErr)}
}

// examineAudit walks the chain of the audit log.
func examineAudit(ctx context.Context, db *postgres.DB) finding {
	f := finding{what: "audit log"}
	r, err := db.CheckAudit(ctx)
	switch {
	case err != nil:
		f.err = err
	case r.Broken != "":
		f.err = fmt.Errorf("the log was changed behind the program's back: %s. Compare it with a backup.", r.Broken)
	default:
		f.said = fmt.Sprintf("%d entries are whole, %d wait to be sealed; head %x", r.Entries, r.Unsealed, r.Head)
	}
	return f
}

func examineWaiting(ctx context.Context, db *postgres.DB) finding {
	f := finding{what: "waiting clips", hint: true, said: "none waits although it is its turn"}
	if n, why, err := db.Waiting(ctx); err != nil {
		f.err = err
	} else if n > 0 {
		f.err = fmt.Errorf("%d wait although it is their turn. The longest: %s", n, why)
	}
	return f
}

// owing says in sentences what of all that goes out does not get there.
func owing(what, one string, o story.Owed, err error) finding {
	f := finding{what: what, hint: true, err: err}
	if err != nil {
		return f
	}
	if !o.Ill() {
		f.said = "nothing waits to be sent"
		if o.Waiting > 0 {
			f.said = "none is late; waiting for their time: " + many(o.Waiting, one)
		}
		return f
	}
	var said []string
	say := func(n int, what, rest string) {
		if n > 0 {
			said = append(said, what+": "+many(n, one)+"."+rest)
		}
	}
	say(o.Failing, "could not be sent so far, and tried again", "")
	say(o.Late, "due, and nobody tried", " Does a server run with the settings for it?")
	say(o.GivenUp, "given up in the last seven days", " Under Webhooks an administrator sends them again.")
	said = append(said, "The oldest is of "+o.Since.Local().Format("2006-01-02 15:04")+".")
	if o.Trouble != "" {
		said = append(said, "The last cause: "+o.Trouble+".")
	}
	f.err = fmt.Errorf("%s", strings.Join(said, "\n"))
	return f
}

// many is a number with its noun.
func many(n int, one string) string {
	switch {
	case n == 1:
		return "1 " + one
	case strings.HasSuffix(one, "y"):
		return fmt.Sprintf("%d %sies", n, strings.TrimSuffix(one, "y"))
	}
	return fmt.Sprintf("%d %ss", n, one)
}
