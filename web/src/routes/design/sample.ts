import type { Clip, Step, Story } from '$lib/api/wire';

/** A story as the API would give it, for the page that shows every component. */

export const sampleClip: Clip = {
	id: '0199a000-0000-7000-8000-00000000c001',
	story: '0199a000-0000-7000-8000-000000005001',
	filename: 'harbour-morning.mp4',
	filetype: 'video/mp4',
	state: 'rendering',
	watchable: false,
	progress: 0.42,
	left_seconds: 95,
	may: ['cancel'],
	waits: null,
	anew: false,
	size: 184_000_000,
	offset: 184_000_000,
	receipt: null,
	facts: null,
	problem: null,
	poster: '',
	sprites: null,
	waveform: '',
	hls: '',
	renditions: [],
	captured_at: '2026-05-03T06:40:00Z',
	clock: null,
	created_at: '2026-05-03T09:00:00Z',
};

/** What stands in the way of a clip, and what is done to one that is ready. */
export const sampleStates: Clip[] = [
	{ ...sampleClip, id: 'waits', state: 'received', waits: { code: 'scratch_full', detail: '' } },
	{ ...sampleClip, id: 'anew', state: 'ready', anew: true },
];

const step = (
	id: string,
	verb: string,
	at: string,
	by: string,
	from: string,
	to: string,
	note = '',
): Step => ({
	id,
	verb,
	at,
	by: by ? { id: by, name: by } : null,
	from_office: from,
	from_name: '',
	to_office: to,
	to_name: '',
	from_stage: 'waiting',
	to_stage: 'waiting',
	undoes: '',
	skipped: [],
	note,
});

export const sampleTrail: Step[] = [
	step('1', 'submit', '2026-05-03T09:20:00Z', 'Amina Diallo', 'field', 'field'),
	step(
		'2',
		'raise',
		'2026-05-03T15:05:00Z',
		'Moussa Ba',
		'field',
		'country',
		'Strong pictures. The second clip is the one.',
	),
	step('3', 'rise', '2026-05-04T10:00:00Z', '', 'country', 'region'),
];

export const sampleStory: Story = {
	id: '0199a000-0000-7000-8000-000000005001',
	title: 'The boats go out again',
	text: 'For the first time since the storm, the boats of the cooperative left the harbour.',
	language: 'en',
	place: 'Old harbour',
	happened_on: '2026-05-03',
	office: 'field',
	office_name: 'Coast team',
	stage: 'waiting',
	stands_at: 'region',
	stands_at_name: 'Region West',
	author: { id: 'amina', name: 'Amina Diallo' },
	risk: 'low',
	removed: [],
	do_not_publish: false,
	people: [],
	sees_people: true,
	clips: [sampleClip],
	publications: [],
	may: [],
	may_edit: false,
	may_trash: false,
	may_record: false,
	reads_notes: true,
	gate: [],
	offices: [
		{ id: 'field', name: 'Coast team', level: 'Field team', slug: 'coast', closed: false },
		{ id: 'country', name: 'Senegal', level: 'Country office', slug: 'senegal', closed: false },
		{ id: 'region', name: 'Region West', level: 'Regional office', slug: 'west', closed: false },
		{ id: 'head', name: 'Headquarters', level: 'Headquarters', slug: 'hq', closed: false },
	],
	last: sampleTrail[2]!,
	since: '2026-05-04T10:00:00Z',
	captured_at: '2026-05-03T06:40:00Z',
	created_at: '2026-05-03T09:00:00Z',
	updated_at: '2026-05-04T10:00:00Z',
};
