/** Gigabytes as typed, in bytes: 0 for an empty field, null for what is no size. */
export function readRoom(text: string): number | null {
	const plain = text
		.trim()
		.replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
		.replace(/[,٫]/, '.');
	if (plain === '') return 0;
	if (!/^\d+(\.\d+)?$/.test(plain)) return null;
	return Math.round(Number(plain) * 1e9);
}

/** The other way round, without digits that nobody typed. */
export function writeRoom(quota: number): string {
	return quota > 0 ? String(quota / 1e9) : '';
}
