/**
 * Whether a UTF-16 unit is what Go's unicode.IsSpace takes for a space; no space lies beyond the basic
 * plane. JavaScript's `\s` differs: it lacks U+0085 and has U+FEFF.
 */
export function isGoSpace(unit: number): boolean {
	if (unit < 0x80) return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d);
	if (unit < 0x1680) return unit === 0x85 || unit === 0xa0;
	if (unit >= 0x2000 && unit <= 0x200a) return true;
	return (
		unit === 0x1680 ||
		unit === 0x2028 ||
		unit === 0x2029 ||
		unit === 0x202f ||
		unit === 0x205f ||
		unit === 0x3000
	);
}
