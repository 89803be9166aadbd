package story

import (
	"testing"
	"time"
)

func TestLostWorkersCostAttemptsUntilTheClipFails(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 1, 8, 0, 0, 0, time.UTC)
	w := Work{State: Received, Due: DueOpening, Attempt: 1}
	for attempt := 1; attempt <= MaxAttempts; attempt++ {
		if got, want := w.Attempt, attempt; got != want {
			t.Fatalf("attempt %d, want %d", got, want)
		}
		if !w.Begin("a", now, time.Minute) {
			t.Fatalf("attempt %d did not begin", attempt)
		}
		if w.Begin("b", now, time.Minute) {
			t.Fatal("two workers have the same clip")
		}
		if changed, _ := w.Reclaim(now.Add(59 * time.Second)); changed {
			t.Fatal("a living lease was taken away")
		}
		now = now.Add(time.Minute)
		changed, failed := w.Reclaim(now)
		if !changed {
			t.Fatal("an ended lease was left alone")
		}
		if got, want := failed != nil, attempt == MaxAttempts; got != want {
			t.Fatalf("failed after attempt %d: %v, want %v", attempt, got, want)
		}
	}
	if w.State != Failed || w.Begin("c", now, time.Minute) {
		t.Errorf("a failed clip is worked on: %+v", w)
	}
}

func TestHandingBackCostsNothingUnlessItIsOurFault(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 1, 8, 0, 0, 0, time.UTC)
	w := Work{State: Received, Due: DueOpening, Attempt: 1}
	w.Begin("a", now, time.Minute)
	if failed := w.HandBack(now, 10*time.Second, false); failed != nil || w.Attempt != 1 {
		t.Errorf("a stop cost an attempt: %+v", w)
	}
	if w.Begin("a", now.Add(9*time.Second), time.Minute) {
		t.Error("began before the pause was over")
	}
	if !w.Begin("a", now.Add(10*time.Second), time.Minute) {
		t.Error("did not begin after the pause")
	}
	if w.HandBack(now, 0, true); w.Attempt != 2 {
		t.Errorf("our own fault cost no attempt: %+v", w)
	}
}
