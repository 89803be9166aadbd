import { readdirSync, readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { Failure } from '$lib/api/failure';
import { m } from '$lib/paraglide/messages';
import { overwriteGetLocale } from '$lib/paraglide/runtime';
import { later } from './later.svelte';
import { say } from './problem';

let locale: 'en' | 'fr' | 'ar' = 'en';
overwriteGetLocale(() => locale);

beforeEach(async () => {
	locale = 'en';
	await later.fetch();
});

describe('a problem in words', () => {
	it('is the sentence of the server for those who read English', () => {
		expect(say(new Failure('stage', 'state', 'It is kept at Region West now.', 409))).toBe(
			'It is kept at Region West now.',
		);
	});

	it('is the sentence of the catalogue for others', () => {
		locale = 'fr';
		expect(say(new Failure('stage', 'state', 'It is kept at Region West now.', 409))).toBe(m.problem_stage());
	});

	it('is the sentence of the server where the catalogue has none', () => {
		locale = 'ar';
		expect(say(new Failure('brand_new', 'state', 'Something new.', 409))).toBe('Something new.');
	});

	it('says whose move it is where there is no sentence at all', () => {
		expect(say(new Failure('brand_new', 'dependency', '', 503))).toBe(m.problem_fault_dependency());
		expect(say(new Failure('brand_new', 'us', '', 500))).toBe(m.problem_internal());
	});

	it('tells a lost connection from a broken program', () => {
		expect(say(new TypeError('Failed to fetch'))).toBe(m.problem_offline());
		expect(say(new Error('undefined is not a function'))).toBe(m.problem_internal());
	});

	it('reads what stands in the way of publication', () => {
		locale = 'fr';
		expect(say({ code: 'consent_unknown', detail: 'It is not known whether …' })).toBe(
			m.problem_consent_unknown(),
		);
	});
});

describe('an answer that is no success', () => {
	it('is read as RFC 9457 says', () => {
		const failure = Failure.from({ code: 'at_top', fault: 'state', detail: 'It is at the top.' }, 409);
		expect(failure).toMatchObject({
			code: 'at_top',
			fault: 'state',
			detail: 'It is at the top.',
			status: 409,
		});
	});

	it('is our mistake, or the sign of a part that is away, when it is no problem document', () => {
		expect(Failure.from('<html>', 500)).toMatchObject({ code: 'internal', fault: 'us' });
		expect(Failure.from(null, 502)).toMatchObject({ fault: 'dependency' });
		expect(Failure.from(undefined, 401)).toMatchObject({ code: 'signed_out' });
	});
});

/** The Go sources of the server, by name. */
function sources(folder = '..'): [name: string, text: string][] {
	return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
		const path = `${folder}/${entry.name}`;
		if (entry.isDirectory())
			return /^(node_modules|\..*|web|e2e|bench|push)$/.test(entry.name) ? [] : sources(path);
		return /(?<!_test)\.go$/.test(entry.name) ? [[path, readFileSync(path, 'utf8')] as [string, string]] : [];
	});
}

it('has words for every problem that the server can answer', () => {
	const codes = new Map<string, string>();
	for (const [path, text] of sources())
		for (const pattern of [
			/\b(?:Invalid|Conflict|conflict|refuse|person)\("(\w+)"/g,
			/\bRefuse\((?:\w+\.)?Fault\w+, "(\w+)"/g,
			/\bCode: *"(\w+)"/g,
			/"(consent_\w+)": *\{/g,
		])
			for (const [, code] of text.matchAll(pattern)) codes.set(code!, path);
	expect(codes.size, 'codes found in the sources').toBeGreaterThan(100);
	locale = 'fr';
	// The interface offers these values as choices or makes them itself, so they cannot be wrong …
	const made = [
		'removed',
		'consent_state',
		'consent_side',
		'root_exists',
		'idempotency_key',
		'came_up_from',
		'place_state',
		'captured_until',
	];
	const sent = ['cursor', 'sha256', 'story_missing'];
	// … and these are between the parts of the server, or said where it is started.
	const inside = ['lease_ended', 'other_encoder', 'schema_old', 'schema_new'];
	const known = new Set([...made, ...sent, ...inside]);
	const silent = [...codes].filter(
		([code]) => !known.has(code) && say({ code, detail: 'as the server says' }) === 'as the server says',
	);
	expect(silent).toEqual([]);
});
