// Package story is the language of Fieldstory: what an office, a story, a
// clip and a step are, who may do what, and what happens then.
//
// It decides and never stores: callers load a [Dossier], let a method of it
// decide, and save what changed, all in one transaction. It imports the
// standard library only, so that every room of the house may import it.
package story
