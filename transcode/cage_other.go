//go:build !linux

package transcode

import (
	"os/exec"
	"syscall"

	"fieldstory/transcode/cage"
)

// The cage is Linux's; elsewhere, which is for development only, the tools
// run with their allow-lists and time bounds alone.
func (t *Transcoder) caged(c command, _ cage.Limits) (*exec.Cmd, error) {
	return exec.Command(c.program, c.args...), nil
}

func standingWalls() Walls { return Walls{} }

func groupedToDie() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }
