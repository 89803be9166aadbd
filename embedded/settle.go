package embedded

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// Settle returns when an object of the embedded store lies on the disk, bytes,
// name and metadata, so that a power cut takes none of it. The gateway itself
// leaves that to the kernel. What the kernel kept in memory of its bytes is
// let go of: whoever reads the object next reads the disk. It may be called
// twice, and answers fs.ErrNotExist for an object that is not there.
func (s *System) Settle(ctx context.Context, bucket, name string) error {
	if s.gateway == nil {
		return errors.New("embedded: the store is somebody else's")
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := s.gateway.settle(bucket, name); err != nil {
		return fmt.Errorf("embedded: settling %s/%s: %w", bucket, name, err)
	}
	return nil
}

func (g *gateway) settle(bucket, name string) error {
	inside := filepath.Join(bucket, filepath.FromSlash(name))
	if !filepath.IsLocal(inside) {
		return fs.ErrNotExist
	}
	path := filepath.Join(g.dir, inside)
	if err := settleFile(path); err != nil {
		return err
	}
	if err := settleAbove(path, g.dir); err != nil || g.sidecar == "" {
		return err
	}
	side := filepath.Join(g.sidecar, inside)
	err := filepath.WalkDir(side, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return syncPath(path)
	})
	if err != nil {
		return err
	}
	return settleAbove(side, g.sidecar)
}

func settleFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := f.Sync(); err != nil {
		return err
	}
	// A file system that cannot do it reads from memory, as it always did.
	_ = unix.Fadvise(int(f.Fd()), 0, 0, unix.FADV_DONTNEED)
	return nil
}

// settleAbove syncs the folders from the one that holds path up to root: a new
// name is an entry in one of them.
func settleAbove(path, root string) error {
	for dir := filepath.Dir(path); ; dir = filepath.Dir(dir) {
		if err := syncPath(dir); err != nil {
			return err
		}
		if dir == root || len(dir) <= len(root) {
			return nil
		}
	}
}

func syncPath(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
