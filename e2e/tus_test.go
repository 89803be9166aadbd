package e2e

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"testing"
)

// upload is a file on its way, as any tus 1.0 client would send it.
type upload struct {
	who  *person
	path string // on the server, so that it outlives a change of port
	clip string
}

// begin creates an upload (tus 1.0, creation extension). more are further
// pairs of metadata.
func (p *person) begin(t testing.TB, story, filename string, size int64, more ...string) upload {
	t.Helper()
	meta := "story " + base64.StdEncoding.EncodeToString([]byte(story)) +
		",filename " + base64.StdEncoding.EncodeToString([]byte(filename)) +
		",filetype " + base64.StdEncoding.EncodeToString([]byte("video/mp4"))
	for i := 0; i+1 < len(more); i += 2 {
		meta += "," + more[i] + " " + base64.StdEncoding.EncodeToString([]byte(more[i+1]))
	}
	req := p.request(t, "POST", "/api/v1/uploads", nil)
	req.Header.Set("Tus-Resumable", "1.0.0")
	req.Header.Set("Upload-Length", strconv.FormatInt(size, 10))
	req.Header.Set("Upload-Metadata", meta)
	resp, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusCreated {
		answer, _ := io.ReadAll(resp.Body)
		t.Fatalf("creating an upload = %d %s", resp.StatusCode, answer)
	}
	at, err := url.Parse(resp.Header.Get("Location"))
	if err != nil {
		t.Fatal(err)
	}
	u := upload{who: p, path: at.Path, clip: resp.Header.Get("Fieldstory-Clip")}
	if u.clip == "" || u.path == "" {
		t.Fatalf("creating an upload names no clip or no place: %v", resp.Header)
	}
	return u
}

// send sends bytes from an offset and gives the new one.
func (u upload) send(t testing.TB, offset int64, body io.Reader) (int64, error) {
	t.Helper()
	req := u.who.request(t, "PATCH", u.path, body)
	if l, ok := body.(*io.LimitedReader); ok {
		req.ContentLength = l.N // as every client of tus says it
	}
	req.Header.Set("Tus-Resumable", "1.0.0")
	req.Header.Set("Content-Type", "application/offset+octet-stream")
	req.Header.Set("Upload-Offset", strconv.FormatInt(offset, 10))
	resp, err := client.Do(req)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusNoContent {
		answer, _ := io.ReadAll(resp.Body)
		return 0, fmt.Errorf("PATCH at %d = %d %s", offset, resp.StatusCode, answer)
	}
	return strconv.ParseInt(resp.Header.Get("Upload-Offset"), 10, 64)
}

// offset asks how far the server has it.
func (u upload) offset(t testing.TB) (int64, error) {
	t.Helper()
	req := u.who.request(t, "HEAD", u.path, nil)
	req.Header.Set("Tus-Resumable", "1.0.0")
	resp, err := client.Do(req)
	if err != nil {
		return 0, err
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return 0, errors.New("HEAD = " + resp.Status)
	}
	return strconv.ParseInt(resp.Header.Get("Upload-Offset"), 10, 64)
}

// upload sends a whole file into a story and gives its clip's id.
func (p *person) upload(t testing.TB, story, filename string, file []byte) string {
	t.Helper()
	u := p.begin(t, story, filename, int64(len(file)))
	at, err := u.send(t, 0, bytes.NewReader(file))
	if err != nil || at != int64(len(file)) {
		t.Fatalf("%d of %d bytes of %s taken: %v", at, len(file), filename, err)
	}
	return u.clip
}
