// `npm run fuzz -- 10m [SEED]`: feeds generated and mutated Corefiles to CoreDNS' own parser and to ours for as long
// as asked, a new seed each time unless one is named. Ends with 1 at the first disagreement, which it prints small.
import { formatDuration, LocaldnsError, parseDuration } from "../packages/core/src/index.ts";
import { openCorefileOracle, provideCorefileOracle } from "../packages/lab/src/oracle/index.ts";
import { fuzz } from "../packages/lab/test/oracle/fuzz.ts";

const [duration = "10m", seed = String(Date.now())] = process.argv.slice(2);
const durationMs = parseDuration(duration);
const say = (line: string): boolean => process.stderr.write(`${line}\n`);
if (durationMs === undefined) {
	say(`fuzz: read ${JSON.stringify(duration)}; a duration such as 10m is expected`);
	process.exitCode = 2;
} else {
	try {
		await using oracle = openCorefileOracle(await provideCorefileOracle(say));
		say(`seed ${seed}, ${formatDuration(durationMs)}`);
		const end = Date.now() + durationMs;
		const { tally, disagreement } = await fuzz(oracle, seed, () => Date.now() < end);
		const refused = [...tally.refused].sort().map(([code, times]) => `${code} ${times}`);
		process.stdout.write(
			`${tally.generated} generated, ${tally.mutated} mutated, seed ${seed}; ${tally.accepted} accepted; refused: ${refused.join(", ")}\n${disagreement ?? "no disagreement"}\n`,
		);
		process.exitCode = disagreement === undefined ? 0 : 1;
	} catch (error) {
		if (!(error instanceof LocaldnsError)) throw error;
		say(`${error.code}: ${error.message}`);
		process.exitCode = error.exitCode;
	}
}
