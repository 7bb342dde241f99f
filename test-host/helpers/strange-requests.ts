import { ROUTES } from "../../src/portal/routes";
import type { Random } from "./seeded";

const METHODS = ["GET", "POST", "HEAD", "PUT", "OPTIONS", "TRACE", "get", "G\0T", ""];
const PATHS = [
	...ROUTES.map(({ path }) => path),
	...[
		"/../etc/passwd",
		"//",
		"/%00",
		"/api/../api/status",
		"/api/status%20",
		"/API/STATUS",
		"*",
		"http://evil/",
	],
	...["/generate_204", "/?".padEnd(900, "x"), "/".padEnd(5000, "y"), ""],
];
const VERSIONS = ["HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "http/1.1", ""];
const HEADERS = [
	...["Host: 127.0.0.1", "Host: 127.0.0.1", "Host: evil.example", "Host:", "Host: [::1]:80"],
	...[
		"Origin: http://127.0.0.1",
		"Origin: http://evil.example",
		"Origin: null",
		"Sec-Fetch-Site: cross-site",
	],
	...["Content-Type: application/json", "Content-Type: text/plain", "Accept-Encoding: gzip"],
	...["Content-Length: 2", "Content-Length: 16384", "Content-Length: -5", "Content-Length: 99999999999"],
	...[
		"Transfer-Encoding: chunked",
		"Transfer-Encoding: identity",
		"Expect: 100-continue",
		"Connection: upgrade",
	],
	...["Cookie: leafcast=", `Cookie: leafcast=${"0".repeat(32)}`, "Cookie: leafcast=__proto__; leafcast=x"],
	...[`X-Leafcast-Token: ${"0".repeat(32)}`, "X-Leafcast-Token:", "Remote-Address: 192.168.4.2"],
	...["X: ".padEnd(3000, "z"), " folded", "No colon", "Sp ace: x", ": nameless", "If-None-Match: *"],
];
const BODIES = [
	...["{}", '{"password":"guess"}', '{"confirm":"reset"}', "[".repeat(5000), '{"__proto__":{"admin":"x"}}'],
	...["wifi.ssid=evil&mqtt.host=evil", "2\r\n{}\r\n0\r\n\r\n", "\0\xff\xfe", "x".repeat(20_000), ""],
];

function pick<Item>(random: Random, items: readonly Item[]): Item {
	return items[Math.floor(random() * items.length)] as Item;
}

/** A request as no browser sends it; about half of them are sound enough to be looked at. */
export function strangeRequest(random: Random): Buffer {
	const isSound = random() < 0.5;
	const method = isSound ? pick(random, ["GET", "POST"]) : pick(random, METHODS);
	const version = isSound ? "HTTP/1.1" : pick(random, VERSIONS);
	const path = isSound ? pick(random, ROUTES).path : pick(random, PATHS);
	const headers = Array.from({ length: Math.floor(random() * 6) }, () => pick(random, HEADERS));
	const body = pick(random, BODIES);
	if (isSound && random() < 0.8)
		headers.unshift("Host: 127.0.0.1", `Content-Length: ${Buffer.byteLength(body)}`);
	if (random() < 0.02) headers.push(...Array<string>(300).fill("Many: of them"));
	const bytes = Buffer.from(
		`${method} ${path} ${version}\r\n${headers.join("\r\n")}\r\n\r\n${body}`,
		"latin1",
	);
	// Bits turn over, and the end is missing.
	for (let flips = random() < 0.3 ? 3 : 0; flips > 0; flips--) {
		const at = Math.floor(random() * bytes.length);
		bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(random() * 8));
	}
	return random() < 0.1 ? bytes.subarray(0, Math.floor(random() * bytes.length)) : bytes;
}
