//go:build !linux

package transcode

import "syscall"

// The cage is Linux's; elsewhere, which is for development only, the tools
// run with their allow-lists and time bounds alone.
const cageable = false

func standingWalls() Walls { return Walls{} }

func groupedToDie() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }
