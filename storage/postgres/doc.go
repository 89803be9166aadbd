// Package postgres keeps the rows: offices, people, stories, trails, clips,
// uploads. It loads and saves; what may happen is decided by package story,
// whose methods run inside the transactions of this package.
//
// Public methods open a transaction where they need one; lower-case twins take
// a tx and do the work. Every query that reads stories or clips for a person
// takes a [story.Scope]; [seen] is the one place where it becomes SQL.
//
// Changes reach open pages through NOTIFY, sent in the transaction that made
// them, so nobody hears of what was rolled back.
package postgres
