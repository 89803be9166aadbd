import type { Sprites } from '$lib/api/wire';

/** How many pictures the sheet holds. */
export function count(sprites: Sprites): number {
	const room = sprites.columns * sprites.rows;
	return Math.min(room, sprites.count || room);
}

/** Where picture `index` lies on the sheet, as CSS background-position. */
export function position(sprites: Sprites, index: number): string {
	const column = index % sprites.columns;
	const row = Math.floor(index / sprites.columns);
	const share = (at: number, of: number) => (of > 1 ? (at / (of - 1)) * 100 : 0);
	return `${share(column, sprites.columns)}% ${share(row, sprites.rows)}%`;
}

/** Which picture belongs to a place along the poster, from 0 to 1. */
export function at(share: number, pictures: number): number {
	return Math.min(pictures - 1, Math.max(0, Math.floor(share * pictures)));
}
