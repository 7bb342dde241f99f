import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { HeadFilter } from "../../../modules/http-server/head-filter";

const KEPT = ["host", "cookie", "x-token"];

/** What comes through of a request, cut into pieces of so many bytes, and the status of its refusal. */
function filter(
	request: string | Uint8Array,
	piece = 1_000_000,
): { through: string; status: number | undefined } {
	let through = "";
	const filter = new HeadFilter({
		...{ headers: KEPT, peer: "192.168.4.2" },
		encode: (text) => Buffer.from(text),
		decode: (bytes) => Buffer.from(bytes).toString(),
		pass: (bytes) => {
			through += Buffer.from(bytes).toString("latin1");
			return true;
		},
	});
	const bytes = Buffer.from(request);
	for (let at = 0; at < bytes.length; at += piece) {
		const status = filter.take(bytes.subarray(at, at + piece));
		if (status !== undefined) return { through, status };
	}
	return { through, status: undefined };
}

const GET = "GET /x HTTP/1.1\r\n";
const head = (...lines: string[]) => `${GET}${lines.map((line) => `${line}\r\n`).join("")}\r\n`;

describe("a request", () => {
	const request = `POST /api?x=1 HTTP/1.1\r\nHost: a\r\nUser-Agent: much\r\nX-Token:t\r\nContent-Length: 4\r\n\r\nbodymore`;
	const through =
		"POST /api?x=1 HTTP/1.1\r\nremote-address: 192.168.4.2\r\nHost: a\r\nX-Token:t\r\nContent-Length: 4\r\n\r\nbody";

	test.each([1, 2, 3, 7, 64, 1000])("in pieces of %i bytes comes through with what is wanted", (piece) => {
		expect(filter(request, piece)).toEqual({ through, status: undefined });
	});

	test("cannot say for itself from where it is", () => {
		expect(filter(head("Remote-Address: 192.168.4.9", "Host: a")).through).toBe(
			head("remote-address: 192.168.4.2", "Host: a"),
		);
	});

	test("that another one follows is the only one", () => {
		expect(filter(`${head("host: a")}${head("host: b")}`).through).not.toContain("host: b");
	});

	test.each<[string, string, number]>([
		["two hosts", head("Host: a", "host: b"), 400],
		["two lengths, even the same", head("content-length: 1", "Content-Length: 1"), 400],
		["two cookies", head("cookie: a", "cookie: b"), 400],
		["chunks", head("Transfer-Encoding: chunked"), 501],
		["chunks and a length", head("content-length: 3", "transfer-encoding: chunked"), 501],
		["a negative length", head("content-length: -1"), 400],
		["a length that is a list", head("content-length: 1, 1"), 400],
		["a length in hexadecimal", head("content-length: 0x10"), 400],
		["a length without end", head("content-length: 12345678901"), 400],
		["no length", head("content-length:"), 400],
		["a blank before the colon", head("Host : a"), 400],
		["a line that goes on", head("Host: a", " b"), 400],
		["no colon", head("Host"), 400],
		["no name", head(": a"), 400],
		["a control character", head("Host: a\0b"), 400],
		["a bare line feed", `${GET}Host: a\n\r\n`, 400],
		["a bare carriage return", `${GET}Host: a\rX: b\r\n\r\n`, 400],
		["an empty first line", `\r\n${GET}\r\n`, 400],
		["nonsense", "\x16\x03\x01\x02\x00\x01\r\n", 400],
		["two words", "GET /\r\n", 400],
		["four words", "GET / x HTTP/1.1\r\n", 400],
		["an address of elsewhere", "GET http://a/ HTTP/1.1\r\n", 400],
		["a tunnel", "CONNECT a:443 HTTP/1.1\r\n", 400],
		["a letter that is none of ASCII", "GET /é HTTP/1.1\r\n", 400],
		["an old version", "GET / HTTP/1.0\r\n", 505],
		["a new version", "PRI * HTTP/2.0\r\n", 505],
		["a long path", `GET /${"x".repeat(2000)} HTTP/1.1\r\n`, 414],
		["a long line", head(`x: ${"x".repeat(2000)}`), 431],
		["many lines", head(...Array(2000).fill("x: y")), 431],
	])("with %s is refused", (_what, bad, status) => {
		for (const piece of [1, 1_000_000]) expect(filter(bad, piece).status).toBe(status);
	});

	test("that has no end takes no more room than one line", () => {
		const { through, status } = filter("A".repeat(100_000), 100);
		expect([through, status]).toEqual(["", 414]);
	});

	test("of any kind lets nothing through that could mislead", () => {
		const line = fc.oneof(
			fc.constantFrom("Host: a", "content-length: 2", "Cookie: b", "x: y", "transfer-encoding: x", ""),
			fc.string({ unit: "binary-ascii" }),
		);
		const anyRequest = fc
			.tuple(fc.constantFrom(GET, "POST / HTTP/1.1\r\n"), fc.array(line))
			.map(([first, lines]) => `${first}${lines.join("\r\n")}\r\n\r\nrest`);
		fc.assert(
			fc.property(anyRequest, fc.integer({ min: 1, max: 50 }), (text, piece) => {
				const { through: passed } = filter(text, piece);
				const names = [...(passed.split("\r\n\r\n")[0] ?? "").matchAll(/^([^:\r\n]+):/gm)].map(([, name]) =>
					name?.toLowerCase(),
				);
				expect(new Set(names).size).toBe(names.length);
				for (const name of names) {
					expect(["remote-address", "content-length", ...KEPT]).toContain(name);
				}
				expect(passed.length).toBeLessThan(8192 + 100);
				expect(filter(text).through.startsWith(passed.slice(0, 20))).toBe(true);
			}),
			{ numRuns: 1000 },
		);
	});
});
