/** A path without `.`, `..` and double slashes (Go's filepath.Clean for absolute paths). */
export function cleanPath(path: string): string {
	const parts: string[] = [];
	for (const part of path.split("/")) {
		if (part === "..") parts.pop();
		else if (part !== "" && part !== ".") parts.push(part);
	}
	return `/${parts.join("/")}`;
}

/** Path of what is named relative to a folder. */
export const pathFrom = (folder: string, name: string): string =>
	name.startsWith("/") ? cleanPath(name) : cleanPath(`${folder}/${name}`);

/** The folder that holds a file. */
export const folderOf = (path: string): string => path.slice(0, path.lastIndexOf("/")) || "/";
