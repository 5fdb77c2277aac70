/**
 * Moves labels apart so that neighbours are at least `gap` from each other, each as near to its wish as
 * that allows, all within the bounds while they fit.
 */
export function spread(wishes: readonly number[], gap: number, from: number, to: number): number[] {
	const order = wishes.map((wish, index) => ({ wish, index })).sort((a, b) => a.wish - b.wish);
	// Groups of labels that touch share one centre: the mean of what they wish for.
	let groups = order.map(({ wish, index }) => ({ members: [index], centre: wish }));
	for (let moved = true; moved; ) {
		moved = false;
		for (const group of groups) {
			const half = ((group.members.length - 1) * gap) / 2;
			group.centre = Math.min(Math.max(group.centre, from + half), Math.max(from + half, to - half));
		}
		const merged: typeof groups = [];
		for (const group of groups) {
			const before = merged.at(-1);
			const need = before === undefined ? 0 : ((before.members.length + group.members.length) / 2) * gap;
			if (before === undefined || group.centre - before.centre >= need - 1e-9) {
				merged.push(group);
				continue;
			}
			const members = [...before.members, ...group.members];
			before.centre = members.reduce((sum, index) => sum + (wishes[index] as number), 0) / members.length;
			before.members = members;
			moved = true;
		}
		groups = merged;
	}
	const places: number[] = new Array(wishes.length).fill(0);
	for (const { members, centre } of groups) {
		for (const [rank, index] of members.entries())
			places[index] = centre + (rank - (members.length - 1) / 2) * gap;
	}
	return places;
}
