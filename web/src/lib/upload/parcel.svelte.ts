import { Failure } from '$lib/api/failure';
import type { Trip } from './carrier';
import type { Entry, Found, Hold, Stored, UploadState } from './ledger';
import { Pace } from './pace';
import { noPreview, type Preview } from './preview';

/** What changes of an entry while it is on its way. */
const moving = [
	'story',
	'state',
	'hold',
	'url',
	'clip',
	'sent',
	'spent',
	'mark',
	'sha256',
	'read',
	'kept',
	'again',
	'hurry',
	'found',
	'preview',
	'left',
] as const satisfies (keyof Entry)[];

/** One file on its way to one story, as pages see it. */
export class Parcel {
	story = $state('');
	state = $state<UploadState>('reading');
	hold = $state<Hold>('');
	/** Bytes gone out; after a break, what the server has. */
	sent = $state(0);
	spent = $state(0);
	/** Seconds left, null while nobody can know. */
	left = $state<number | null>(null);
	/** How much of the file is looked through, 0 to 1. */
	read = $state(0);
	clip = $state('');
	sha256 = $state('');
	kept = $state<Entry['kept']>('');
	found = $state.raw<Found | null>(null);
	preview = $state.raw<Preview>(noPreview);
	failure = $state.raw<Failure | null>(null);

	url = '';
	mark = '';
	again = false;
	hurry = false;
	/** Asked for as it was chosen; lives as long as the page. */
	file: Blob | null = null;
	handle: FileSystemFileHandle | null = null;
	tries = 0;
	trip: Trip | null = null;
	timer: ReturnType<typeof setTimeout> | undefined;
	/** Ends the reading of the file. */
	reading: AbortController | null = null;
	readonly pace = new Pace();

	constructor(
		readonly key: string,
		readonly member: string,
		readonly name: string,
		readonly type: string,
		readonly size: number,
		readonly modified: number,
		readonly since: number,
	) {}

	static of(entry: Entry): Parcel {
		const parcel = new Parcel(
			entry.key,
			entry.member,
			entry.name,
			entry.type,
			entry.size,
			entry.modified,
			entry.since,
		);
		parcel.apply(entry);
		return parcel;
	}

	get share(): number {
		return this.size > 0 ? this.sent / this.size : this.state === 'done' ? 1 : 0;
	}

	/** Whether it goes on by itself. */
	get moving(): boolean {
		return ['reading', 'waiting', 'sending', 'retrying', 'offline', 'held'].includes(this.state);
	}

	/** Whether the file would have to be chosen again if this page went. */
	get fragile(): boolean {
		return (
			this.file !== null && this.kept === '' && !['done', 'failed', 'here', 'asking'].includes(this.state)
		);
	}

	/** Takes over what another tab, or an earlier visit, knows. */
	apply(entry: Entry): void {
		for (const field of moving)
			// An entry that an older version of the app wrote has fewer.
			if (entry[field] !== undefined) (this as Record<string, unknown>)[field] = entry[field];
		const { failure } = entry;
		this.failure = failure && new Failure(failure.code, failure.fault, failure.detail, failure.status);
	}

	/** As it is told to other tabs. */
	entry(): Entry {
		const { key, member, name, type, size, modified, since, failure } = this;
		const told = { key, member, name, type, size, modified, since } as Entry;
		for (const field of moving) (told as Record<string, unknown>)[field] = this[field];
		told.failure = failure && {
			code: failure.code,
			fault: failure.fault,
			detail: failure.detail,
			status: failure.status,
		};
		return told;
	}

	/** As it is kept. */
	stored(): Stored {
		return { ...this.entry(), ...(this.handle ? { handle: this.handle } : {}) };
	}
}
