// Progress of the set-up: one line per step that does something, on stderr, so that stdout stays the result's.

export function say(line) {
	process.stderr.write(`${line}\n`);
}

/** Something that the person at the keyboard can mend. */
export class SetupError extends Error {
	constructor(message, hint, exitCode = 3) {
		super(message);
		this.hint = hint;
		this.exitCode = exitCode;
	}
}

/** Times a step and says so; on a terminal the elapsed seconds tick. */
export async function step(name, work) {
	const began = Date.now();
	const seconds = () => `${((Date.now() - began) / 1000).toFixed(0)} s`;
	const live = process.stderr.isTTY === true;
	const timer = live
		? setInterval(() => process.stderr.write(`\rset-up: ${name} … ${seconds()} `), 1000)
		: undefined;
	if (live) process.stderr.write(`set-up: ${name} …`);
	else say(`set-up: ${name} …`);
	try {
		await work();
	} finally {
		clearInterval(timer);
	}
	say(`${live ? "\r" : ""}set-up: ${name} done in ${seconds()}`);
}
