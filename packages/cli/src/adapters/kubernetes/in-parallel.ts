/** Does something for each item, so many at a time, and keeps the order. The first failure ends it. */
export async function inParallel<T, R>(
	items: readonly T[],
	width: number,
	work: (item: T) => Promise<R>,
): Promise<R[]> {
	const results = new Array<R>(items.length);
	const queue = items.entries();
	const lane = async (): Promise<void> => {
		for (const [index, item] of queue) results[index] = await work(item);
	};
	await Promise.all(Array.from({ length: width }, lane));
	return results;
}
