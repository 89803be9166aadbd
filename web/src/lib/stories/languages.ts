/** The languages offered for a story: the six of the United Nations first, then those spoken where field offices are. */
const offered =
	'en fr ar es ru zh am az bn my ka ha hi ht ig id fa km rw ku ln mg ne om ps pt qu ro rn so sw tl ta ti tr uk ur vi wo yo zu'.split(
		' ',
	);

/** The list, with the one that a story already has. */
export function storyLanguages(present: string): string[] {
	return present && !offered.includes(present) ? [present, ...offered] : offered;
}
