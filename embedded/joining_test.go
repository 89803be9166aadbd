package embedded

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/versity/versitygw/backend"
	"github.com/versity/versitygw/backend/meta"
)

// TestManyPartsAreNoted: an object of as many parts as there may be is joined
// on a file system that keeps few attributes, and the gateway knows it again.
func TestManyPartsAreNoted(t *testing.T) {
	t.Parallel()
	side, err := meta.NewSideCar(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for name, store := range map[string]meta.MetadataStorer{"attributes": meta.XattrMeta{}, "side files": side} {
		dir := t.TempDir()
		if name == "attributes" && Attributes(dir) != nil {
			continue // then side files are what is used here
		}
		f, err := os.Create(filepath.Join(dir, "object"))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		list := backend.MpUploadMetadata{UploadID: "9d77b47f-22d6-4fa4-871d-0c777a1d7ec7"}
		for i := range int64(10_000) {
			list.Parts = append(list.Parts, (i+1)*8<<20)
		}
		raw, err := backend.MarshalMpUploadMetadata(list, false)
		if err != nil {
			t.Fatal(err)
		}
		if err := (short{store}).StoreAttribute(f, dir, "object", partList, raw); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if raw, err = store.RetrieveAttribute(f, dir, "object", partList); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got, err := backend.UnmarshalMpUploadMetadata(raw, false); err != nil || got.UploadID != list.UploadID {
			t.Errorf("%s: %+v, %v; want the upload %s", name, got, err, list.UploadID)
		}
	}
}

// TestJoiningIsPutBack: what was being joined when the process died can be
// joined again.
func TestJoiningIsPutBack(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	under := filepath.Join(dir, "fieldstory", ".sgwtmp", "multipart", "0a1b")
	for _, name := range []string{"9d77b47f-22d6-4fa4-871d-0c777a1d7ec7.a585-1536.inprogress", "11111111-22d6-4fa4-871d-0c777a1d7ec7"} {
		if err := os.MkdirAll(filepath.Join(under, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 {
		if err := putBack(dir); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"9d77b47f-22d6-4fa4-871d-0c777a1d7ec7", "11111111-22d6-4fa4-871d-0c777a1d7ec7"} {
			if _, err := os.Stat(filepath.Join(under, name)); err != nil {
				t.Error(err)
			}
		}
	}
}
