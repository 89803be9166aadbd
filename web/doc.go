// Package web holds the built web app and serves it.
//
// It owns nothing but files: what they say to the API is the browser's
// business. The app is one page for every address (the page decides what an
// address means), so whatever is not a file is answered with that page.
//
// Files under _app/immutable carry a hash in their name and may be kept for
// ever; everything else is asked for again each time and answered with 304
// where nothing changed. Compressed twins made at build time are served as
// they lie, so no request costs a compression.
package web
