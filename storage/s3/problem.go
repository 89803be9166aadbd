package s3

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"fieldstory/story"

	"github.com/minio/minio-go/v7"
)

var errStalled = errors.New("the store did not answer in time")

// asProblem turns the store's answer into a problem, by its code:
// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
// InsufficientStorage and QuotaExceeded are versitygw's (s3err/s3err.go),
// XMinioStorageFull is MinIO's. Problems and cancellations pass unchanged.
func asProblem(err error) error {
	if err == nil {
		return nil
	}
	if _, ok := errors.AsType[*story.Problem](err); ok {
		return err
	}
	e, answered := errors.AsType[minio.ErrorResponse](err)
	if !answered {
		if errors.Is(err, context.Canceled) && !errors.Is(err, errStalled) {
			return err
		}
		return away(err)
	}
	switch e.Code {
	case minio.NoSuchKey, minio.NoSuchUpload, minio.NoSuchVersion:
		return story.NotFound().Because(err)
	case "InsufficientStorage", "QuotaExceeded", "XMinioStorageFull":
		return story.Refuse(story.FaultDependency, "store_full",
			"There is no room left where footage is kept. What arrived so far is safe; sending goes on once your administrator has made room.").Because(err)
	case minio.NoSuchBucket:
		return away(err)
	}
	if e.StatusCode == http.StatusForbidden || e.StatusCode == http.StatusUnauthorized {
		// A key or a policy: an operator mends it, and then the upload goes on.
		return story.Refuse(story.FaultDependency, "store_denied",
			"The place where footage is kept does not let this server in. What arrived so far is safe; please tell your administrator.").Because(err)
	}
	switch {
	case e.StatusCode == http.StatusNotFound:
		return story.NotFound().Because(err)
	case e.StatusCode >= 500 || e.StatusCode == http.StatusTooManyRequests || e.StatusCode == 0:
		return away(err)
	}
	return story.Refuse(story.FaultUs, "store_refused",
		"The place where footage is kept refused a request of ours. Please tell your administrator.").Because(err)
}

func away(err error) error {
	return story.Refuse(story.FaultDependency, "store_away",
		"The place where footage is kept cannot be reached right now. What arrived so far is safe; please try again in a moment.").Because(err)
}

// passes tells whether an error may be gone at the next try.
func passes(err error) bool {
	e, answered := errors.AsType[minio.ErrorResponse](err)
	if !answered {
		return true // the connection broke or stood still
	}
	switch e.StatusCode {
	case http.StatusNotImplemented, http.StatusInsufficientStorage:
		return false
	case http.StatusRequestTimeout, http.StatusTooManyRequests:
		return true
	case http.StatusBadRequest:
		// A store says why. This comes from before it: whoever reads requests
		// there lost its place in what came on this connection, as the server
		// under versitygw does now and then behind a body that was signed in
		// chunks. minio-go then gives the status for a code.
		return e.Code == "" || strings.HasPrefix(e.Code, "400")
	}
	return e.StatusCode >= 500 || e.Code == minio.IncompleteBody
}
