package api_test

import (
	"fmt"
	"mime"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestReceipt: the receipt is a file that says what arrived, when and where it
// is kept, and that checks a copy by itself; the card may only be wiped once
// the stored object was read back.
func TestReceipt(t *testing.T) {
	t.Parallel()
	d := newDock(t, newHouse(t), nil)
	s := d.sender(t, "amina")
	data, name := noise(70_000), "بئر القرية.mp4"
	a := s.tus("POST", "/api/v1/uploads", nil, "Upload-Length", fmt.Sprint(len(data)), "Upload-Metadata", metadata("story", s.story, "filename", name))
	clip := a.header.Get("Fieldstory-Clip")
	at := "/api/v1/clips/" + clip + "/receipt"
	if status, out := s.ask("GET", at, nil); status != http.StatusConflict || out["code"] != "receiving" {
		t.Errorf("the receipt of a clip on its way = %d %v, want 409 receiving", status, out)
	}
	s.mustPatch(a.header.Get("Location"), 0, data)
	r := s.arrived(clip, data)["receipt"].(map[string]any)
	if want := "s3://fieldstory-test/originals/" + clip; r["kept_at"] != want || r["url"] != at {
		t.Errorf("receipt = %v, want it kept at %s and to be had at %s", r, want, at)
	}
	status, h, raw := s.raw("GET", at, nil, nil)
	_, params, err := mime.ParseMediaType(h.Get("Content-Disposition"))
	if status != http.StatusOK || err != nil || params["filename"] != name+".receipt.txt" {
		t.Errorf("receipt = %d, %v", status, h)
	}
	if !strings.Contains(string(raw), "not yet: keep the card") {
		t.Errorf("the receipt lets the card be wiped before anybody read the object back:\n%s", raw)
	}
	if err := d.up.VerifyAll(t.Context()); err != nil {
		t.Fatal(err)
	}
	_, _, raw = s.raw("GET", at, nil, nil)
	for _, want := range []string{name, "70000", sumOf(data), "s3://fieldstory-test/originals/" + clip, "the card may be wiped"} {
		if !strings.Contains(string(raw), want) {
			t.Errorf("the receipt lacks %q:\n%s", want, raw)
		}
	}
	dir := t.TempDir()
	for file, content := range map[string][]byte{name: data, "receipt.txt": raw} {
		if err := os.WriteFile(filepath.Join(dir, file), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	check := exec.Command("sha256sum", "--strict", "-c", "receipt.txt")
	check.Dir = dir
	if out, err := check.CombinedOutput(); err != nil {
		t.Errorf("sha256sum -c: %v\n%s", err, out)
	}
	if status, out := d.sender(t, "zora").ask("GET", at, nil); status != http.StatusNotFound {
		t.Errorf("a stranger's look at the receipt = %d %v, want 404", status, out)
	}
}
