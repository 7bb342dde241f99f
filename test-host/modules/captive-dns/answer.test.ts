import { describe, expect, test } from "@jest/globals";
import { answer } from "../../../modules/captive-dns/answer";
import { decodeDns, encodeDns } from "../../helpers/dns-message";
import { seeded } from "../../helpers/seeded";
import { hostilePacket } from "./hostile-packet";

const ADDRESS = Uint8Array.of(192, 168, 4, 1);
const QUERY = { id: 0xabcd, flags: 0x0100 };
/** Authoritative, recursion desired as it was asked and available, no error. */
const FLAGS = 0x8580;

const bufferOf = (bytes: Uint8Array): ArrayBuffer => bytes.slice().buffer as ArrayBuffer;

function ask(...questions: readonly string[]) {
	const bytes = answer(bufferOf(encodeDns({ ...QUERY, questions })), ADDRESS);
	return bytes && decodeDns(bytes);
}

/** A query of this type and class for `example.org`, as bytes. */
function queryOf(type: number, kind: number): Uint8Array {
	const bytes = encodeDns({ ...QUERY, questions: ["A example.org"] });
	new DataView(bytes.buffer).setUint16(bytes.length - 4, type);
	new DataView(bytes.buffer).setUint16(bytes.length - 2, kind);
	return bytes;
}

describe("whoever asks for an address", () => {
	test.each(["connectivitycheck.gstatic.com", "captive.apple.com", "x", "", `${"a".repeat(63)}.org`])(
		"of %p gets that of the board",
		(name) => {
			expect(ask(`A ${name}`)).toEqual({
				id: 0xabcd,
				flags: FLAGS,
				questions: [`A ${name}`],
				answers: [`A ${name} 192.168.4.1 10`],
				authorities: [],
				additionals: [],
			});
		},
	);

	test("asks as it likes: recursion or not, capitals, EDNS", () => {
		const plain = answer(bufferOf(encodeDns({ id: 1, questions: ["A eXaMple.ORG"] })), ADDRESS);
		expect(decodeDns(plain ?? ADDRESS)).toMatchObject({
			id: 1,
			flags: FLAGS & ~0x0100,
			questions: ["A eXaMple.ORG"],
			answers: ["A eXaMple.ORG 192.168.4.1 10"],
		});
		const edns = Uint8Array.of(...queryOf(1, 1), 0, 0, 41, 16, 0, 0, 0, 0, 0, 0, 0);
		edns[11] = 1;
		expect(answer(bufferOf(edns), ADDRESS)).toEqual(answer(bufferOf(queryOf(1, 1)), ADDRESS));
	});
});

test.each([
	["AAAA", 28, 1],
	["HTTPS", 65, 1],
	["SVCB", 64, 1],
	["TXT", 16, 1],
	["ANY", 255, 1],
	["A of class CH", 1, 3],
	["A of any class", 1, 255],
	["nothing known", 0xffff, 0xffff],
])("of %s there is nothing, which is no error", (_, type, kind) => {
	const query = queryOf(type, kind);
	const bytes = answer(bufferOf(query), ADDRESS) ?? ADDRESS;
	expect(decodeDns(bytes)).toMatchObject({ id: 0xabcd, flags: FLAGS, answers: [] });
	expect(bytes.subarray(12)).toEqual(query.subarray(12));
});

describe("no answer is given", () => {
	const good = queryOf(1, 1);
	const changed = (...changes: readonly (readonly [at: number, value: number])[]) => {
		const bytes = good.slice();
		for (const [at, value] of changes) bytes[at] = value;
		return bytes;
	};

	test.each([
		["to an answer", changed([2, 0x80])],
		["to another kind of query", changed([2, 0x28])],
		["without a question", changed([5, 0])],
		["to two questions", encodeDns({ ...QUERY, questions: ["A a.org", "A b.org"] })],
		["to so many questions", changed([4, 255])],
		["to what has answers", changed([7, 1])],
		["to what has authorities", changed([9, 1])],
		["to what has more than one thing more", changed([11, 2])],
		["to a pointer for a name", changed([12, 0xc0], [13, 12])],
		["to a label of no known kind", changed([12, 0x40])],
		["to a label longer than the rest", changed([12, 63])],
		["to a name of 256 bytes", encodeDns({ ...QUERY, questions: [`A ${"a.".repeat(126)}aaa`] })],
		["to more than 512 bytes", Uint8Array.of(...good, ...new Uint8Array(513 - good.length))],
	])("%s", (_, bytes) => expect(answer(bufferOf(bytes), ADDRESS)).toBeUndefined());

	test("to what is cut off anywhere", () => {
		for (let length = 0; length < good.length; length++) {
			expect(answer(bufferOf(good.subarray(0, length)), ADDRESS)).toBeUndefined();
		}
	});

	test("but to a name of 255 bytes and to 512 bytes it is", () => {
		const name = `${"a.".repeat(126)}a`;
		expect(ask(`A ${name}`)?.answers).toEqual([`A ${name} 192.168.4.1 10`]);
		const padded = Uint8Array.of(...good, ...new Uint8Array(512 - good.length));
		expect(answer(bufferOf(padded), ADDRESS)).toHaveLength(good.length + 16);
	});
});

const ROUNDS = 100_000;

test(`${ROUNDS} packets that chance has made or spoilt: each answer is to the same question, and little longer`, () => {
	const seed = Number(process.env["FUZZ_SEED"] ?? 20261123);
	const random = seeded(seed);
	const counts = { silent: 0, empty: 0, address: 0 };
	for (let round = 0; round < ROUNDS; round++) {
		const packet = hostilePacket(random);
		const before = packet.slice();
		const bytes = answer(packet.buffer as ArrayBuffer, ADDRESS);
		const context = () => `seed ${seed}, round ${round}: ${Buffer.from(before).toString("hex")}`;
		if (Buffer.compare(packet, before) !== 0) throw new Error(`the query was changed; ${context()}`);
		if (bytes === undefined) counts.silent += 1;
		else if (!isFit(bytes, before)) throw new Error(`a wrong answer; ${context()}`);
		else counts[bytes[7] === 1 ? "address" : "empty"] += 1;
	}
	// Otherwise it would not have been worth it.
	expect(Math.min(counts.silent, counts.empty, counts.address)).toBeGreaterThan(ROUNDS / 50);
});

/** Whether it is the answer to this query: id and question the same, nothing but one record more. */
function isFit(bytes: Uint8Array, query: Uint8Array): boolean {
	const records = bytes[7] === 1 ? 16 : 0;
	const end = bytes.length - records;
	const same = bytes.subarray(12, end).every((byte, at) => byte === query[12 + at]);
	const counts = [...bytes.subarray(4, 12)].join(" ");
	const ok = bytes[0] === query[0] && bytes[1] === query[1] && (bytes[2] ?? 0) >> 3 === 0x10;
	const record = [...bytes.subarray(end)].join(" ");
	const expected = records === 0 ? "" : "192 12 0 1 0 1 0 0 0 10 0 4 192 168 4 1";
	if (counts !== `0 1 0 ${records / 16} 0 0 0 0` || record !== expected) return false;
	const view = Buffer.from(query);
	const wanted = view.readUInt16BE(end - 4) === 1 && view.readUInt16BE(end - 2) === 1;
	return ok && same && query.length >= end && wanted === records > 0;
}
