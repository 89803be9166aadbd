// Package api is the door over HTTP: uploads, curation, raising, publishing,
// watching. It translates; what may happen is decided by package story.
//
// [New] shows every route on one screen. Typed operations go through huma and
// make the OpenAPI document, which is kept as openapi.json beside this file;
// media, events, uploads and public pages are plain handlers.
package api
