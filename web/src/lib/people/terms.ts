import type { Filmed } from '$lib/api/wire';
import { m } from '$lib/paraglide/messages';
import { consentFormName, consentScopeName, reachName } from '$lib/words/consent';
import { day, languageName } from '$lib/words/format';

type Answered = Pick<Filmed, 'form' | 'use' | 'reach' | 'expires' | 'version' | 'language'>;

/** What an answer says besides yes or no, in one line. */
export function terms(answer: Answered): string {
	return [
		answer.reach && reachName(answer.reach),
		answer.form && consentFormName(answer.form),
		answer.use && consentScopeName(answer.use),
		answer.version > 0 &&
			m.record_wording({ version: answer.version, language: languageName(answer.language) }),
		answer.expires && m.person_until({ day: day(answer.expires) }),
	]
		.filter(Boolean)
		.join(' · ');
}
