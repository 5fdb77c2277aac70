import { isMap } from "./field-tree.ts";

/**
 * What the API server fills in inside of lists and maps that it keeps as a whole, where nobody is told to own it:
 * `protocol` of a port, `apiVersion` of a fieldRef (kubernetes/kubernetes: pkg/apis/core/v1/defaults.go).
 */
const filledIn = new Map<string, unknown>([
	["protocol", "TCP"],
	["apiVersion", "v1"],
]);

/** Fields whose values are quantities, or maps of them. */
const ofQuantities = new Set(["limits", "requests", "sizeLimit"]);

/** Whether values below this field are quantities, which the API server writes its own way: `0.1` is `100m`. */
export const holdsQuantities = (field: string): boolean => ofQuantities.has(field);

/** Whether the API server drops it when it stands for nothing. */
export const isEmpty = (value: unknown): boolean =>
	value === undefined ||
	value === null ||
	value === "" ||
	(Array.isArray(value) ? value.length === 0 : isMap(value) && Object.keys(value).length === 0);

/**
 * Whether a value as wanted is the value as the API server has it: as a whole, but for what the server fills in.
 *
 * @param quantities whether scalars are quantities
 */
export function isSame(wanted: unknown, live: unknown, quantities = false): boolean {
	if (isEmpty(wanted) && isEmpty(live)) return true;
	if (Array.isArray(wanted) && Array.isArray(live)) {
		return (
			wanted.length === live.length && wanted.every((item, index) => isSame(item, live[index], quantities))
		);
	}
	if (isMap(wanted) && isMap(live)) {
		const names = new Set([...Object.keys(wanted), ...Object.keys(live)]);
		return [...names].every((name) => {
			const given = wanted[name] ?? filledIn.get(name);
			return isSame(given, live[name] ?? filledIn.get(name), quantities || holdsQuantities(name));
		});
	}
	return wanted === live || (quantities && areEqualQuantities(wanted, live));
}

const scales: Readonly<Record<string, number>> = {
	n: 1e-9,
	u: 1e-6,
	m: 1e-3,
	"": 1,
	k: 1e3,
	M: 1e6,
	G: 1e9,
	T: 1e12,
	P: 1e15,
	E: 1e18,
	Ki: 2 ** 10,
	Mi: 2 ** 20,
	Gi: 2 ** 30,
	Ti: 2 ** 40,
	Pi: 2 ** 50,
	Ei: 2 ** 60,
};

function areEqualQuantities(a: unknown, b: unknown): boolean {
	const [one, other] = [amount(a), amount(b)];
	if (one === undefined || other === undefined) return false;
	return Math.abs(one - other) <= Math.abs(one) * 1e-12;
}

/** A quantity as a number (kubernetes/apimachinery: pkg/api/resource/quantity.go); undefined for none. */
function amount(text: unknown): number | undefined {
	const [, number, suffix = ""] =
		/^([-+]?(?:\d{1,30}(?:\.\d{0,30})?|\.\d{1,30})(?:[eE][-+]?\d{1,3})?)([numkMGTPE]|[KMGTPE]i)?$/.exec(
			String(text),
		) ?? [];
	return number === undefined ? undefined : Number(number) * (scales[suffix] as number);
}
