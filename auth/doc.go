// Package auth says who is at the door: by password, one-time link, session
// cookie or API token. It hands the rest of the house a [story.Scope] in the
// request's context and never decides what that scope may do.
package auth
