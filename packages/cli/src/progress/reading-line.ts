/** One line that is written over: what is being read. Only where somebody can see it go by. */
export function readingLine(stream: NodeJS.WriteStream): (what: string) => void {
	if (!stream.isTTY) return () => {};
	return (what) => stream.write(`\r\u001b[2K${what === "" ? "" : `reading ${what} …`}`);
}
