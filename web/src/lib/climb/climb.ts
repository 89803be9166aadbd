import type { Rung, Step, Story } from '$lib/api/wire';

/**
 * passed: the story went through here; skipped: it was pulled past; here: it stands here now;
 * next: the next office up; ahead: further up.
 */
export type Place = 'passed' | 'skipped' | 'here' | 'next' | 'ahead';

export type Landing = {
	office: Rung;
	place: Place;
	/** The steps taken here, newest first. */
	steps: Step[];
	/** The steps by which the story was pulled past this office. */
	past: Step[];
};

export type Course = {
	/** From the highest office down to the origin: as people draw it. */
	landings: Landing[];
	/** The next office up, null at the top. */
	next: Rung | null;
	/** 0 at the origin, 1 at the top. */
	height: number;
};

type Standing = Pick<Story, 'stage' | 'stands_at' | 'offices'>;

/**
 * Lays the climb out: every office from the origin up, what the story did there, and where it goes next.
 * A step is told where it was taken: at the office it left, or the one it arrived at when it left none.
 * Offices that it went through before the tree was changed stay in the drawing, and closed ones are
 * passed by.
 */
export function course(story: Standing, trail: readonly Step[]): Course {
	const upwards = withFormer(story.offices ?? [], trail);
	const stood = Math.max(
		0,
		upwards.findIndex((office) => office.id === story.stands_at),
	);
	const visited = new Set<string>(upwards.slice(0, 1).map((office) => office.id));
	const undone = takenBack(trail);
	for (const step of trail) {
		if (undone.has(step.id) || step.undoes) continue;
		if (step.from_office) visited.add(step.from_office);
		if (step.to_office) visited.add(step.to_office);
	}
	const next = upwards.findIndex((office, index) => index > stood && !office.closed);
	const open = story.stage === 'waiting' || story.stage === 'kept';
	const landings = upwards.map((office, index): Landing => {
		const place: Place =
			index === stood
				? 'here'
				: index > stood
					? visited.has(office.id)
						? 'passed'
						: index === next && open
							? 'next'
							: 'ahead'
					: trail.length > 0 && !visited.has(office.id)
						? 'skipped'
						: 'passed';
		const steps = trail.filter((step) => (step.from_office || step.to_office) === office.id);
		const past = trail.filter(
			(step) => !undone.has(step.id) && step.skipped?.some((landing) => landing.id === office.id),
		);
		return { office, place, steps: steps.reverse(), past };
	});
	return {
		landings: landings.reverse(),
		next: upwards[next] ?? null,
		height: upwards.length > 1 ? stood / (upwards.length - 1) : 0,
	};
}

/** The ids of the steps that somebody took back. */
export function takenBack(trail: readonly Step[]): Set<string> {
	return new Set(trail.map((step) => step.undoes).filter(Boolean));
}

/** The way up, with the offices of the trail that do not belong to it any more put in after the origin. */
function withFormer(upwards: readonly Rung[], trail: readonly Step[]): Rung[] {
	const known = new Set(upwards.map((office) => office.id));
	const former: Rung[] = [];
	for (const step of trail)
		for (const [id, name] of [
			[step.from_office, step.from_name],
			[step.to_office, step.to_name],
		] as const) {
			if (!id || known.has(id)) continue;
			known.add(id);
			former.push({ id, name, level: '', slug: '', closed: true });
		}
	return [...upwards.slice(0, 1), ...former, ...upwards.slice(1)];
}

export type Point = { x: number; y: number };

/**
 * The small drawing: a flight of stairs from the origin at the start to the top office at the end.
 * Coordinates are in a box of `width` × `height`; right-to-left pages mirror the whole drawing.
 */
export function stairs(count: number, width: number, height: number, inset: number): Point[] {
	if (count <= 0) return [];
	if (count === 1) return [{ x: width / 2, y: height / 2 }];
	const across = (width - 2 * inset) / (count - 1);
	const up = (height - 2 * inset) / (count - 1);
	return Array.from({ length: count }, (_, index) => ({
		x: round(inset + across * index),
		y: round(height - inset - up * index),
	}));
}

/** The line through the landings: level first, then up, as stairs go. */
export function flight(points: readonly Point[]): string {
	return points.map(({ x, y }, index) => (index === 0 ? `M${x} ${y}` : `H${x}V${y}`)).join('');
}

function round(value: number): number {
	return Math.round(value * 100) / 100;
}
