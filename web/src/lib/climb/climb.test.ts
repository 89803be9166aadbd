import { describe, expect, it } from 'vitest';
import type { Stage, Step } from '$lib/api/wire';
import { course, flight, stairs, takenBack } from './climb';

const offices = ['field', 'country', 'region', 'head'].map((id) => ({
	id,
	name: id,
	level: '',
	slug: id,
	closed: false,
}));
const story = (stands_at: string, stage: Stage = 'waiting') => ({ stands_at, stage, offices });
const step = (verb: string, from: string, to: string, at: string): Step => ({
	id: at,
	verb,
	at,
	by: null,
	from_office: from,
	from_name: '',
	to_office: to,
	to_name: '',
	from_stage: 'waiting',
	to_stage: 'waiting',
	undoes: '',
	skipped: [],
	note: '',
});
const places = (stands: string, trail: Step[], stage: Stage = 'waiting') =>
	Object.fromEntries(
		course(story(stands, stage), trail).landings.map(({ office, place }) => [office.id, place]),
	);

describe('the climb', () => {
	it('has headquarters on top', () => {
		expect(course(story('field'), []).landings.map(({ office }) => office.id)).toEqual([
			'head',
			'region',
			'country',
			'field',
		]);
	});

	it('tells where the story was, stands, and goes next', () => {
		const trail = [step('submit', '', 'field', '1'), step('raise', 'field', 'country', '2')];
		expect(places('country', trail)).toEqual({
			field: 'passed',
			country: 'here',
			region: 'next',
			head: 'ahead',
		});
	});

	it('marks offices that were pulled past', () => {
		const trail = [step('submit', '', 'field', '1'), step('pull', 'field', 'region', '2')];
		expect(places('region', trail)).toEqual({
			field: 'passed',
			country: 'skipped',
			region: 'here',
			head: 'next',
		});
	});

	it('forgets where a step led that was taken back', () => {
		const raised = step('raise', 'field', 'country', '2');
		const trail = [
			step('submit', '', 'field', '1'),
			raised,
			{ ...step('undo', 'country', 'field', '3'), undoes: raised.id },
		];
		expect(places('field', trail)).toMatchObject({ field: 'here', country: 'next' });
		expect(takenBack(trail)).toEqual(new Set(['2']));
	});

	it('tells an office that it was passed over', () => {
		const trail = [
			step('submit', '', 'field', '1'),
			{ ...step('pull', 'field', 'region', '2'), skipped: [{ id: 'country', name: 'Country' }] },
		];
		const told = course(story('region'), trail).landings;
		expect(told.find(({ office }) => office.id === 'country')?.past).toEqual([trail[1]]);
	});

	it('keeps an office that the tree has been changed around since', () => {
		const trail = [
			step('submit', '', 'field', '1'),
			step('raise', 'field', 'old', '2'),
			step('raise', 'old', 'region', '3'),
		];
		expect(places('region', trail)).toEqual({
			field: 'passed',
			old: 'passed',
			country: 'skipped',
			region: 'here',
			head: 'next',
		});
	});

	it('goes past an office that is closed', () => {
		const closed = offices.map((office) => ({ ...office, closed: office.id === 'country' }));
		const { next, landings } = course({ stands_at: 'field', stage: 'waiting', offices: closed }, []);
		expect(next?.id).toBe('region');
		expect(landings.map(({ place }) => place)).toEqual(['ahead', 'next', 'ahead', 'here']);
	});

	it('promises no next office to a story that has ended', () => {
		expect(places('country', [step('submit', '', 'field', '1')], 'declined')).toMatchObject({
			region: 'ahead',
		});
	});

	it('has nothing above the top', () => {
		expect(course(story('head'), []).next).toBeNull();
		expect(course(story('head'), []).height).toBe(1);
	});

	it('stands at its origin where the office is unknown', () => {
		expect(places('elsewhere', [])).toMatchObject({ field: 'here' });
	});

	it('tells each step at the office where it was taken, the newest first', () => {
		const trail = [
			step('submit', '', 'field', '2026-01-01'),
			step('raise', 'field', 'country', '2026-01-02'),
			step('return', 'country', 'field', '2026-01-03'),
			step('submit', 'field', 'country', '2026-01-04'),
		];
		const told = course(story('country'), trail).landings;
		expect(told.find(({ office }) => office.id === 'field')?.steps.map(({ verb }) => verb)).toEqual([
			'submit',
			'raise',
			'submit',
		]);
		expect(told.find(({ office }) => office.id === 'country')?.steps.map(({ verb }) => verb)).toEqual([
			'return',
		]);
		expect(told.flatMap(({ steps }) => steps)).toHaveLength(trail.length);
	});

	it('can be drawn for an organisation of one office and of none', () => {
		expect(course({ ...story('x'), offices: [] }, []).landings).toEqual([]);
		expect(course({ ...story('field'), offices: offices.slice(0, 1) }, []).height).toBe(0);
	});
});

describe('the stairs', () => {
	it('rise from the lower start to the upper end, inside their box', () => {
		const points = stairs(4, 100, 40, 5);
		expect(points[0]).toEqual({ x: 5, y: 35 });
		expect(points[3]).toEqual({ x: 95, y: 5 });
		for (let index = 1; index < points.length; index++) {
			expect(points[index]!.x).toBeGreaterThan(points[index - 1]!.x);
			expect(points[index]!.y).toBeLessThan(points[index - 1]!.y);
		}
	});

	it('are a point for one office and nothing for none', () => {
		expect(stairs(1, 100, 40, 5)).toEqual([{ x: 50, y: 20 }]);
		expect(stairs(0, 100, 40, 5)).toEqual([]);
	});

	it('are drawn level first, then up', () => {
		expect(flight(stairs(2, 100, 40, 5))).toBe('M5 35H95V5');
		expect(flight([])).toBe('');
	});
});
