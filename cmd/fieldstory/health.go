package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"time"
)

// healthCmd is for images without curl.
type healthCmd struct {
	URL string `arg:"" default:"http://127.0.0.1:8080/readyz" help:"What to ask."`
}

func (c healthCmd) Run(p *process, _ *slog.Logger) error {
	ctx, cancel := context.WithTimeout(p.ctx, 5*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.URL, nil)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	body, _ := io.ReadAll(io.LimitReader(resp.Body, 1000))
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answers %s: %s", c.URL, resp.Status, strings.TrimSpace(string(body)))
	}
	return nil
}
