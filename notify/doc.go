// Package notify brings what happened to people and programs outside: signed
// webhooks. What is owed stands in rows that were written in the transaction of
// what they tell of, so a receiver that is away delays and never loses. It
// promises at least once, not once: receivers tell repetitions by their id.
package notify
