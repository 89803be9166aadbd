/** The classes that a rule can be set for, in the order of a story's way. */
export const classes = ['draft', 'returned', 'declined', 'kept', 'withdrawn'] as const;
export type Class = (typeof classes)[number];

/** Months for each class; 0 = for ever. */
export type Rules = Record<Class, number>;

/** A whole number as typed: 0 for an empty field, null for what is none, or too large. */
export function readCount(text: string, most: number): number | null {
	const plain = text.trim().replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660));
	if (plain === '') return 0;
	if (!/^\d{1,6}$/.test(plain) || Number(plain) > most) return null;
	return Number(plain);
}

/** The rules as typed, null where one of them is none. */
export function readRules(typed: Record<Class, string>): Rules | null {
	const rules = {} as Rules;
	for (const one of classes) {
		const months = readCount(typed[one], 1200);
		if (months === null) return null;
		rules[one] = months;
	}
	return rules;
}

export function sameRules(a: Rules, b: Rules): boolean {
	return classes.every((one) => a[one] === b[one]);
}
