package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"

	"fieldstory/story"
)

// examine reads a form or recording of consent back, before its sender hears
// that it arrived: it is small, and there is no second copy on a card. It tells
// what kind of file it is, and refuses what shows no consent.
func (up *Uploads) examine(ctx context.Context, u *story.Upload, sum string) (media string, err error) {
	defer story.Wrap(&err, "examine(%s)", u.ConsentFile)
	r, err := up.Bytes.Get(ctx, u.Object)
	if err != nil {
		return "", err
	}
	defer r.Close()
	head := make([]byte, 4096)
	n, err := io.ReadFull(r, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return "", err
	}
	h := sha256.New()
	h.Write(head[:n])
	if _, err := io.CopyBuffer(h, r, make([]byte, blockSize)); err != nil {
		return "", err
	}
	if hex.EncodeToString(h.Sum(nil)) != sum {
		return "", errors.Join(story.StoredDiffers(), up.refuse(ctx, u, story.StoredDiffers()))
	}
	if media = story.EvidenceType(head[:n]); media == "" {
		return "", errors.Join(story.NotEvidence(), up.refuse(ctx, u, story.NotEvidence()))
	}
	return media, nil
}
