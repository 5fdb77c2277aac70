import { LocaldnsError } from "@localdns/core";
import { type LabRecord, listLabs } from "./lab-record.ts";

/**
 * The lab that is meant: the named one, or the only one.
 * @throws LocaldnsError LDNS205 that lists what there is
 */
export function chooseLab(id: string | undefined): LabRecord {
	const labs = listLabs();
	const found = id === undefined && labs.length === 1 ? labs[0] : labs.find((each) => each.id === id);
	if (found !== undefined) return found;
	const ids = labs.map((each) => each.id).join(", ");
	if (labs.length === 0) throw new LocaldnsError("LDNS205", "no lab is up");
	throw new LocaldnsError(
		"LDNS205",
		id === undefined ? `several labs are up: ${ids}` : `no lab ${JSON.stringify(id)} is up; there is ${ids}`,
		{
			hint: `name one: localdns lab down ${labs[0]?.id}, localdns lab exec --id ${labs[0]?.id} pod/direct -- cat /etc/resolv.conf`,
		},
	);
}
