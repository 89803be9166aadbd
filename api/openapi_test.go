package api_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"

	"log/slog"

	"fieldstory/api"
	"fieldstory/web"
)

var update = flag.Bool("update", false, "write golden files anew")

type openDoor struct{ api.Door }

func (openDoor) Recognise(next http.Handler) http.Handler { return next }

// The document in the repository is what the code serves: whoever changes an
// operation changes it knowingly, and the web app's types with it.
func TestOpenAPIGolden(t *testing.T) {
	t.Parallel()
	a, err := api.New(api.Config{Door: openDoor{}, Uploads: http.NotFoundHandler(), App: http.NotFoundHandler(),
		Metrics: http.NotFoundHandler(), Pages: web.Pages(), Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
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
		if err := os.WriteFile("openapi.json", got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Bytes(), want) {
		t.Error("openapi.json is not what the code serves; run go test ./api -run OpenAPI -update, then npm run types in web/")
	}
}
