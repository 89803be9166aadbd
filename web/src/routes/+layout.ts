// The Go server hands out one page; everything else happens in the browser.
export const ssr = false;
export const prerender = false;
