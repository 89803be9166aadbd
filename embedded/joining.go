package embedded

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/versity/versitygw/backend"
	"github.com/versity/versitygw/backend/meta"
)

// partList is the attribute in which the gateway notes where the parts of a
// joined object began (backend/posix/posix.go, mpMetaKey, v1.8.0).
const partList = "mp-metadata"

// short leaves the list of parts out, and keeps which upload the object came
// of, by which the gateway knows a request to join that is sent again. The list
// serves requests for an object by part number, which nobody here makes; with
// it an object of a thousand parts, 8 GB, has more attributes than ext4 keeps
// (4 KiB a file), and could never be joined.
type short struct{ meta.MetadataStorer }

func (s short) StoreAttribute(f *os.File, bucket, object, attribute string, value []byte) error {
	if attribute == partList {
		list, err := backend.UnmarshalMpUploadMetadata(value, false)
		if err != nil {
			return err
		}
		list.Parts = nil
		if value, err = backend.MarshalMpUploadMetadata(list, false); err != nil {
			return err
		}
	}
	return s.MetadataStorer.StoreAttribute(f, bucket, object, attribute, value)
}

// putBack gives uploads their names again whose parts were being joined when
// the process died. The gateway renames them meanwhile, and would answer for
// ever that somebody is at it.
func putBack(dir string) error {
	if dir == "" {
		return nil
	}
	list, err := filepath.Glob(filepath.Join(dir, "*", ".sgwtmp", "multipart", "*", "*.inprogress"))
	if err != nil {
		return err
	}
	for _, path := range list {
		upload, _, _ := strings.Cut(filepath.Base(path), ".")
		if err := os.Rename(path, filepath.Join(filepath.Dir(path), upload)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}
