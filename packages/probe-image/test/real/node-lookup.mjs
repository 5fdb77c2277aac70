// Resolves its argument with the C library's getaddrinfo and prints the addresses as JSON.
import { lookup } from "node:dns";

lookup(process.argv[2], { all: true }, (error, found) => {
	process.stdout.write(JSON.stringify(error === null ? found.map((each) => each.address) : []));
});
