/**
 * Lets something that has to be fetched first live as long as an effect: `begin` gives the undos of what
 * it began. Gives what ends it, also when that comes before the beginning.
 */
export function during(begin: () => Promise<(() => void)[]>): () => void {
	let ended = false;
	let undo: (() => void)[] = [];
	begin().then(
		(begun) => {
			undo = begun;
			if (ended) end();
		},
		() => undefined, // a script that does not come is asked for again with the next page
	);
	const end = () => {
		for (const one of undo) one();
		undo = [];
	};
	return () => {
		ended = true;
		end();
	};
}
