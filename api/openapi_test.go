package api_test

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"flag"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"log/slog"

	"fieldstory/api"
	"fieldstory/web"
)

var update = flag.Bool("update", false, "write golden files anew")

//go:embed openapi.json
var golden []byte

// here is this folder: the embedded store changes the working folder.
var here, _ = os.Getwd()

type openDoor struct{ api.Door }

func (openDoor) Recognise(next http.Handler) http.Handler { return next }

// The document in the repository is what the code serves: whoever changes an
// operation changes it knowingly, and the web app's types with it.
func TestOpenAPIGolden(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	w := httptest.NewRecorder()
	a.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/api/openapi.json", nil))
	if w.Code != http.StatusOK {
		t.Fatalf("GET /api/openapi.json = %d", w.Code)
	}
	var got bytes.Buffer
	if err := json.Indent(&got, w.Body.Bytes(), "", "  "); err != nil {
		t.Fatal(err)
	}
	got.WriteByte('\n')
	if *update {
		if err := os.WriteFile(filepath.Join(here, "openapi.json"), got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if !*update && !bytes.Equal(got.Bytes(), golden) {
		t.Error("openapi.json is not what the code serves; run go test ./api -run OpenAPI -update, then npm run types in web/")
	}
}

// newAPI is the API with nothing behind it: enough to ask what it serves.
func newAPI(t *testing.T) *api.API {
	t.Helper()
	a, err := api.New(api.Config{Door: openDoor{}, Uploads: noUploads{http.NotFoundHandler()}, App: http.NotFoundHandler(),
		Metrics: http.NotFoundHandler(), Pages: web.Pages(), Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	return a
}
