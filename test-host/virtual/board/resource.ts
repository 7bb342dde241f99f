/** JSON of files in flash by name, in hexadecimal; put in by the bundler. */
declare const RESOURCES: string;
const files: Readonly<Record<string, string>> = JSON.parse(RESOURCES);

/** `Resource` of the virtual board: a file in flash. */
export default class Resource extends ArrayBuffer {
	constructor(name: string) {
		const pairs = files[name]?.match(/../g);
		if (!pairs) throw new URIError(`Resource not found: ${name}`);
		super(pairs.length);
		new Uint8Array(this).set(pairs.map((pair) => Number.parseInt(pair, 16)));
	}
}
