/** What a step took, and the largest memory of the process until its end. */
export interface Step {
	readonly seconds: number;
	readonly cpuSeconds: number;
	readonly peakMiB: number;
}

/** Every step so far, by name. */
export const steps: Record<string, Step> = {};

/** Does a step and notes what it took. */
export async function timed<T>(name: string, work: () => Promise<T> | T): Promise<T> {
	const began = performance.now();
	const before = process.cpuUsage();
	const result = await work();
	const { user, system } = process.cpuUsage(before);
	steps[name] = {
		seconds: (performance.now() - began) / 1000,
		cpuSeconds: (user + system) / 1e6,
		peakMiB: process.resourceUsage().maxRSS / 1024,
	};
	return result;
}
