import { api, ask } from '$lib/api/client';
import type { Failure } from '$lib/api/failure';
import type { Filmed, Register, Wording } from '$lib/api/wire';

export type Reach = 'future' | 'all';

/** What pages do with people filmed beside a story. All of it throws a Failure when it did not happen. */
export const register = {
	find: async (q: string): Promise<Filmed[]> =>
		(await ask(api.GET('/api/v1/people', { params: { query: { q, limit: 6 } } }))).items,

	record: (person: string): Promise<Register> =>
		ask(api.GET('/api/v1/people/{person}', { params: { path: { person } } })),

	withdraw: (person: string, reach: Reach): Promise<Register> =>
		ask(api.POST('/api/v1/people/{person}/withdrawal', { params: { path: { person } }, body: { reach } })),

	link: async (person: string, language: string): Promise<string> =>
		(
			await ask(
				api.POST('/api/v1/people/{person}/links', { params: { path: { person } }, body: { language } }),
			)
		).link,

	wordings: async (): Promise<Wording[]> => (await ask(api.GET('/api/v1/wordings'))).items,

	/** Sends a form or a recording the way clips are sent; `report` hears how far it is, from 0 to 1. */
	async attach(
		person: string,
		side: 'own' | 'guardian',
		file: File,
		report: (progress: number) => void,
	): Promise<void> {
		const { tusCarrier } = await import('$lib/upload/tus');
		await new Promise<void>((done, failed) => {
			void tusCarrier(
				{ file, story: '', url: '', about: { consent_for: person, consent_side: side } },
				{
					opened: () => {},
					sent: (bytes) => report(file.size ? bytes / file.size : 0),
					kept: () => {},
					done,
					failed: (failure: Failure) => failed(failure),
				},
			);
		});
	},
};
