/**
 * Number of episodes among failures: failures less than `gapMs` apart, on any node, belong to one.
 * Under bursts the information is in the episodes, not in the failures.
 *
 * @param times Instants of the failures in ascending order, ms.
 */
export function countEpisodes(times: ArrayLike<number>, gapMs: number): number {
	let episodes = 0;
	for (let i = 0; i < times.length; i++) {
		if (i === 0 || (times[i] as number) - (times[i - 1] as number) >= gapMs) episodes++;
	}
	return episodes;
}
