// Command fieldstory is the one binary: the server, its workers, the field
// client and the operator's tools. It alone reads flags, the environment and
// signals, and joins the rooms of the house.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// grammar is everything that can be said on the command line. Whatever has an
// env name can be said in the environment as well, and a secret in a file
// named by the same variable with _FILE at its end.
type grammar struct {
	Up      upCmd      `cmd:"" help:"Start everything on this machine: database, queue, storage, web app and worker."`
	Serve   serveCmd   `cmd:"" help:"Serve the web app and API, on a PostgreSQL, Redis and S3 that run elsewhere."`
	Worker  workerCmd  `cmd:"" help:"Do the work of ffmpeg, on a PostgreSQL, Redis and S3 that run elsewhere. Start as many as you like."`
	Push    pushCmd    `cmd:"" help:"Send files and folders from the field, over any link."`
	Import  importCmd  `cmd:"" help:"Bring offices or people from a CSV file."`
	Migrate migrateCmd `cmd:"" help:"Bring the database's tables up to date."`
	Remake  remakeCmd  `cmd:"" help:"Make ladders anew that are ready already: of one clip, an office, or all."`
	Token   tokenCmd   `cmd:"" help:"Print an API token for a member."`
	Link    linkCmd    `cmd:"" help:"Print a one-time sign-in link for a member."`
	Doctor  doctorCmd  `cmd:"" help:"Check whether this machine has what Fieldstory needs."`
	Health  healthCmd  `cmd:"" help:"Ask a running server or worker whether it is well; for containers' health checks."`

	Log     logSettings      `embed:"" prefix:"log-"`
	Version kong.VersionFlag `help:"Print the version."`
}

// version is set by the linker, see the Makefile.
var version = "unknown"

// process is what a command gets from the world.
type process struct {
	ctx    context.Context // ends at the first Ctrl-C or SIGTERM
	stdout io.Writer
	stderr io.Writer
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	go func() {
		<-ctx.Done()
		stop() // from now on the next Ctrl-C ends the process at once
	}()
	os.Exit(run(&process{ctx: ctx, stdout: os.Stdout, stderr: os.Stderr}, os.Args[1:]))
}

// run is main without the world; it answers the exit status: 0 well, 1 it
// failed, 2 it was asked for wrongly.
func run(p *process, args []string) int {
	var g grammar
	parser, err := newParser(&g, p)
	if err != nil {
		panic(err) // the grammar itself is wrong, which every test shows
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	asked, err := parser.Parse(args)
	if err != nil {
		explain(p.stderr, err)
		return 2
	}
	log := g.Log.logger(p.stderr)
	for _, name := range strangers(parser.Model, os.Environ()) {
		log.Warn("this variable is not a setting of Fieldstory; see docs/settings.md", "name", name)
	}
	if err := asked.Run(p, log); err != nil {
		if err.Error() != "" {
			explain(p.stderr, err)
		}
		return statusOf(err)
	}
	return 0
}

func statusOf(err error) int {
	if own, ok := errors.AsType[exitStatus](err); ok {
		return own.code
	}
	if _, ok := errors.AsType[mistakes](err); ok {
		return 2
	}
	return 1
}

func newParser(g *grammar, p *process) (*kong.Kong, error) {
	return kong.New(g,
		kong.Name("fieldstory"),
		kong.Description("Stories from the field, on their way up. The documentation is in docs/, beginning with docs/operate.md."),
		kong.Vars{"version": version},
		kong.Writers(p.stdout, p.stderr),
		kong.Resolvers(kong.ResolverFunc(secretFromFile)),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
	)
}

// explain prints an error as a person should read it: one paragraph for each
// thing that is wrong.
func explain(w io.Writer, err error) {
	for _, e := range parts(err) {
		fmt.Fprintf(w, "fieldstory: %s\n", sentence(e))
	}
}
