package main

// notifySettings are how what happened goes out.
type notifySettings struct {
	Private bool `name:"webhooks-private" env:"FIELDSTORY_WEBHOOKS_PRIVATE" help:"Webhooks may go to addresses in your own network, and without https. Any administrator of an office can then have requests made there."`
}
