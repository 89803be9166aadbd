package embedded

import (
	"context"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"time"

	"github.com/versity/versitygw/auth"
	"github.com/versity/versitygw/backend/meta"
	"github.com/versity/versitygw/backend/posix"
	"github.com/versity/versitygw/embedgw"
	"golang.org/x/sys/unix"
)

// region is what the gateway calls its one place; clients sign with it.
const region = "us-east-1"

// gateway is the S3 gateway in this process. An object is a plain file under
// objects/BUCKET, so footage can be got at even without Fieldstory.
type gateway struct {
	dir     string // objects
	sidecar string // "" = metadata in extended attributes
	access  string
	key     string
	port    int

	cancel context.CancelFunc
	ended  chan struct{}
	err    error // why it ended; read after ended is closed
}

func newGateway(f *folder, cfg Config) (*gateway, error) {
	g := &gateway{dir: f.path("objects"), access: "fieldstory"}
	var err error
	if g.key, err = f.secret("s3"); err != nil {
		return nil, err
	}
	side, err := f.sideFiles(cfg.SideFiles)
	if err != nil {
		return nil, err
	}
	if side {
		g.sidecar = f.path("sidecar")
	}
	return g, nil
}

// sideFiles decides where the objects' metadata lives. The first start decides
// for good: metadata written in one way is not found in the other.
func (f *folder) sideFiles(wanted bool) (bool, error) {
	if fi, err := os.Stat(f.path("sidecar")); err == nil && fi.IsDir() {
		return true, nil
	}
	fresh, err := empty(f.path("objects"))
	if err != nil {
		return false, unwritable(f.dir, err)
	}
	able := Attributes(f.path("objects")) == nil
	if !fresh {
		if !able {
			return false, fault(nil, "Copy the folder again with its attributes (rsync -aX, cp -a, tar --xattrs), onto a file system that has them.",
				"The objects in %s keep their metadata in extended attributes, which this file system does not have.", f.dir)
		}
		return false, nil
	}
	if able && !wanted {
		return false, nil
	}
	if err := os.Mkdir(f.path("sidecar"), 0o700); err != nil {
		return false, unwritable(f.dir, err)
	}
	return true, nil
}

func empty(dir string) (bool, error) {
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		// The gateway's own scratch folder comes with its first start.
		if e.Name()[0] != '.' {
			return false, err
		}
	}
	return true, err
}

// Attributes tells why extended attributes cannot be kept in dir; nil = they
// can. It tries, for a mount option may forbid what the file system knows.
func Attributes(dir string) error {
	f, err := os.CreateTemp(dir, ".attributes-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	return unix.Fsetxattr(int(f.Fd()), "user.fieldstory", []byte("1"), 0)
}

// start runs the gateway until it answers.
func (g *gateway) start(ctx context.Context) error {
	var store meta.MetadataStorer = meta.XattrMeta{}
	if g.sidecar != "" {
		side, err := meta.NewSideCar(g.sidecar)
		if err != nil {
			return fmt.Errorf("embedded: side files: %w", err)
		}
		store = side
	}
	opts := posix.PosixOpts{}
	opts.SetNewDirPerm(fs.FileMode(0o700))
	opts.SetNewFilePerm(fs.FileMode(0o600))
	// opts.SideCarDir only checks the folder and prints its name.
	for _, dir := range []string{g.dir, g.sidecar} {
		if err := putBack(dir); err != nil {
			return fmt.Errorf("embedded: objects that were being joined: %w", err)
		}
	}
	store = short{store}
	back, err := posix.New(g.dir, store, opts)
	if err != nil {
		return fmt.Errorf("embedded: objects folder: %w", err)
	}
	joining := newAhead(back, store, g.dir)
	run, cancel := context.WithCancel(context.WithoutCancel(ctx))
	g.cancel, g.ended = cancel, make(chan struct{})
	go func() {
		defer close(g.ended)
		defer joining.close()
		g.err = embedgw.RunVersityGW(run, joining, &embedgw.Config{
			RootUserAccess: g.access, RootUserSecret: g.key, Region: region,
			Ports:          []string{loopback(g.port)},
			MaxConnections: 4096, MaxRequests: 1024, MultipartMaxParts: 10000,
			KeepAlive: true, Quiet: true, DisableACLs: true, HealthPath: healthPath,
			// Given by hand, for left to itself the gateway prints which it took.
			IAMService: auth.NewIAMServiceSingle(auth.Account{Access: g.access, Secret: g.key, Role: auth.RoleAdmin}),
		})
	}()
	return g.wait(ctx)
}

// healthPath cannot be a bucket's name, which is never hidden by it then.
const healthPath = "/-healthy"

func (g *gateway) wait(ctx context.Context) error {
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		if g.answers(ctx) {
			return nil
		}
		select {
		case <-g.ended:
			return fmt.Errorf("embedded: the S3 gateway ended while it was starting: %w", g.err)
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-tick.C:
		}
	}
}

func (g *gateway) answers(ctx context.Context) bool {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+loopback(g.port)+healthPath, nil)
	if err != nil {
		return false
	}
	req.Close = true
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return false
	}
	resp.Body.Close()
	return resp.StatusCode == http.StatusOK
}

// stop lets requests finish. The gateway itself would wait ten seconds for
// them; what is still running after the patience ends with the process, which
// loses nothing, for an object appears under its name only when it is whole.
func (g *gateway) stop(patience time.Duration) {
	g.cancel()
	select {
	case <-g.ended:
	case <-time.After(patience):
	}
}
