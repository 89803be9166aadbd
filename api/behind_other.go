//go:build !linux

package api

// behindOthers does something; niceness of a thread is Linux's.
func behindOthers(do func()) { do() }
