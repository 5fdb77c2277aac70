/** P(|T| ≤ t) for Student's t with a whole number of degrees of freedom, by its finite trigonometric sum. */
function studentTWithin(t: number, degrees: number): number {
	const angle = Math.atan(t / Math.sqrt(degrees));
	const sine = Math.sin(angle);
	const cosineSquare = Math.cos(angle) ** 2;
	const odd = degrees % 2 === 1;
	let term = odd ? Math.cos(angle) : 1;
	let sum = degrees === 1 ? 0 : term;
	for (let k = odd ? 3 : 2; k <= degrees - 2; k += 2) {
		term *= cosineSquare * ((k - 1) / k);
		sum += term;
	}
	return odd ? (2 / Math.PI) * (angle + sine * sum) : sine * sum;
}

/** The t beyond which 2.5 % lie on either side. Infinite without degrees of freedom. */
export function studentT95(degrees: number): number {
	if (degrees < 1) return Number.POSITIVE_INFINITY;
	let low = 1.9;
	let high = 13;
	for (let i = 0; i < 50; i++) {
		const middle = (low + high) / 2;
		if (studentTWithin(middle, degrees) < 0.95) low = middle;
		else high = middle;
	}
	return high;
}
