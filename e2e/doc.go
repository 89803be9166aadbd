// Package e2e tries the whole system as people meet it: the compiled program,
// its lines on the terminal, HTTP, and ffmpeg as the judge of what comes out.
// Nothing of the house is called from here but the parts below it
// (e2e/parts), for tests in which they run elsewhere.
//
// One server with the example organisation is shared by the tests that only
// use it; tests that stop or kill one have their own. Real footage is found by
// FIELDSTORY_FOOTAGE, or beside the repository; clips made by ffmpeg are tried
// wherever the tests run.
package e2e
