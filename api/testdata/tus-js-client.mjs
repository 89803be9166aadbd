// Sends files with tus-js-client in the ways its own end-to-end specs do, and
// prints what came of each as one line of JSON. TestTusJSClient runs it and
// looks at what the server has.
//
//	node tus-js-client.mjs PATH-OF-TUS-JS-CLIENT ENDPOINT TOKEN STORY FILE
import { createReadStream, readFileSync } from 'node:fs';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';

const [lib, endpoint, token, story, file] = process.argv.slice(2);
const tus = createRequire(import.meta.url)(lib);
const data = readFileSync(file);
const sum = createHash('sha256').update(data).digest('hex');
const links = new tus.FileUrlStorage(join(mkdtempSync(join(tmpdir(), 'tus-')), 'links.json'));

// send starts an upload and resolves with what the server said about it.
function send(body, more = {}, during = () => {}) {
	const seen = { clip: '', sent: 0 };
	return new Promise((resolve, reject) => {
		const upload = new tus.Upload(body, {
			endpoint,
			headers: { Authorization: `Bearer ${token}` },
			metadata: { story, filename: 'well.mp4', filetype: 'video/mp4' },
			urlStorage: links,
			retryDelays: [100, 500, 1000],
			onAfterResponse: (req, res) => {
				seen.clip = res.getHeader('Fieldstory-Clip') ?? seen.clip;
			},
			onError: reject,
			onSuccess: () => resolve({ ...seen, url: upload.url }),
			onProgress: (n) => during(upload, n, resolve, seen),
			...more,
		});
		upload.start();
	});
}

const half = (act) => {
	let done = false;
	return (upload, n, resolve, seen) => {
		if (done || n < data.length / 2) return;
		done = true;
		act(upload, resolve, seen);
	};
};

const cases = {
	'a buffer': () => send(data),
	'in chunks': () => send(data, { chunkSize: 1_000_000 }),
	'with a sum': () => send(data, { metadata: { story, filename: 'sum.mp4', sha256: sum, again: '1' } }),
	'with the creation': () => send(data, { uploadDataDuringCreation: true }),
	// Not of a Node stream: 4.3.1 then sends a last request with no bytes and no
	// length whose body it never ends, to whatever server.
	'of deferred length': () => send(data, { uploadLengthDeferred: true, chunkSize: 700_001 }),
	'a stream of known length': () => send(createReadStream(file), { uploadSize: data.length, chunkSize: 5_000_000 }),
	'in parallel': () => send(data, { parallelUploads: 4 }),
	'in parallel and chunks': () => send(data, { parallelUploads: 3, chunkSize: 300_000 }),
	'paused and resumed': () =>
		send(data, { chunkSize: 500_000 }, half((upload) => upload.abort().then(() => upload.start()))),
	'paused in parallel': () =>
		send(data, { chunkSize: 200_000, parallelUploads: 2 }, half((upload) => upload.abort().then(() => upload.start()))),
	'by another after a crash': async () => {
		const first = await send(data, { chunkSize: 500_000, fingerprint: async () => 'crash' }, half((upload, resolve, seen) => {
			upload.abort().then(() => resolve({ ...seen }));
		}));
		return new Promise((resolve, reject) => {
			const again = new tus.Upload(data, {
				endpoint, urlStorage: links, headers: { Authorization: `Bearer ${token}` },
				fingerprint: async () => 'crash', onError: reject, onSuccess: () => resolve({ ...first, url: again.url }),
			});
			again.findPreviousUploads().then((list) => {
				if (list.length !== 1) return reject(new Error(`${list.length} earlier uploads are remembered, want 1`));
				again.resumeFromPreviousUpload(list[0]);
				again.start();
			});
		});
	},
	'discarded': () => send(data, { chunkSize: 500_000 }, half((upload, resolve, seen) => {
		upload.abort(true).then(() => resolve({ ...seen, url: upload.url, discarded: true }));
	})),
	'over the draft': () => send(data, { protocol: 'ietf-draft-05', endpoint: `${endpoint}?story=${story}` }),
};

for (const [name, run] of Object.entries(cases)) {
	try {
		console.log(JSON.stringify({ name, ...(await run()) }));
	} catch (err) {
		console.log(JSON.stringify({ name, error: String(err) }));
	}
}
