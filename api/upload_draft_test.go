package api_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/textproto"
	"strings"
	"testing"
)

// TestUploadIETFCut: the address comes in an interim answer (104), before the
// body has ended. A phone whose link breaks then asks there how much arrived,
// and sends only the rest.
func TestUploadIETFCut(t *testing.T) {
	t.Parallel()
	d := newDock(t, newHouse(t), nil)
	s := d.sender(t, "amina")
	data := noise(part + 200_000)
	for _, version := range []string{"3", "4", "5", "6"} {
		complete := func(yes bool) []string {
			switch {
			case version == "3":
				return []string{"Upload-Incomplete", map[bool]string{true: "?0", false: "?1"}[yes]}
			default:
				return []string{"Upload-Complete", map[bool]string{true: "?1", false: "?0"}[yes]}
			}
		}
		at := make(chan string, 1)
		ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{Got1xxResponse: func(code int, head textproto.MIMEHeader) error {
			if code == 104 && head.Get("Location") != "" {
				at <- head.Get("Location")
			}
			return nil
		}})
		body, tap := io.Pipe()
		req, err := http.NewRequestWithContext(ctx, "POST", d.url+"/api/v1/uploads?again=1&story="+s.story, body)
		if err != nil {
			t.Fatal(err)
		}
		req.ContentLength = int64(len(data))
		for i, h := 0, append(complete(true), "Upload-Draft-Interop-Version", version, "Authorization", "Bearer "+s.token, "Content-Type", "video/quicktime"); i < len(h); i += 2 {
			req.Header.Set(h[i], h[i+1])
		}
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			if resp, err := http.DefaultClient.Do(req); err == nil {
				t.Errorf("version %s: an answer %d to half a body", version, resp.StatusCode)
				resp.Body.Close()
			}
		}()
		if _, err := tap.Write(data[:100_000]); err != nil {
			t.Fatal(err)
		}
		where := <-at // before the body has ended
		d.held(t, where)
		tap.Write(data[100_000:300_000])
		tap.CloseWithError(errors.New("the link broke"))
		<-ended
		speak := append([]string{"Upload-Draft-Interop-Version", version}, complete(true)...)
		head := s.tus("HEAD", where, nil, "Upload-Draft-Interop-Version", version)
		off := head.offset(t)
		if off > 300_000 || off == 0 {
			t.Fatalf("version %s: HEAD = %d, of 300000 sent", version, off)
		}
		if got := s.patch(where, off, data[off:], append(speak, "Content-Type", "application/partial-upload")...); got.status >= 300 {
			t.Fatalf("version %s: PATCH = %d %+v", version, got.status, got.problem)
		}
		var clip string
		if err := d.db.Pool().QueryRow(t.Context(), `SELECT clip FROM uploads WHERE id = $1`, where[strings.LastIndexByte(where, '/')+1:]).Scan(&clip); err != nil {
			t.Fatal(err)
		}
		s.arrived(clip, data)
	}
}

// TestUploadIETF speaks the draft that phones do: no metadata, the story in
// the address, an interim answer with the upload's own.
func TestUploadIETF(t *testing.T) {
	t.Parallel()
	d := newDock(t, newHouse(t), nil)
	s := d.sender(t, "amina")
	data := noise(200_000)
	a := s.tus("POST", "/api/v1/uploads?story="+s.story, bytes.NewReader(data[:120_000]), "Upload-Draft-Interop-Version", "6",
		"Upload-Complete", "?0", "Content-Type", "video/quicktime", "Content-Disposition", `attachment; filename="IMG_1.MOV"`)
	if a.status != http.StatusCreated {
		t.Fatalf("creation = %d %+v", a.status, a.problem)
	}
	at := a.header.Get("Location")
	if got := s.tus("HEAD", at, nil, "Upload-Draft-Interop-Version", "6"); got.offset(t) != 120_000 || got.header.Get("Upload-Complete") != "?0" {
		t.Errorf("HEAD = %d %v", got.status, got.header)
	}
	if got := s.patch(at, 120_000, data[120_000:], "Upload-Draft-Interop-Version", "6", "Upload-Complete", "?1", "Content-Type", "application/partial-upload"); got.status != http.StatusNoContent {
		t.Fatalf("PATCH = %d %+v", got.status, got.problem)
	}
	c := s.arrived(a.header.Get("Fieldstory-Clip"), data)
	if c["filename"] != "IMG_1.MOV" || c["filetype"] != "video/quicktime" {
		t.Errorf("clip = %v, %v", c["filename"], c["filetype"])
	}
}
