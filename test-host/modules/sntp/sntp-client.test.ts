import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Answer } from "../../../modules/sntp/query";
import { SNTPClient } from "../../../modules/sntp/sntp-client";
import { ManualClock } from "../../helpers/manual-clock";
import { seeded } from "../../helpers/seeded";
import { answerTo, writeTime } from "../../virtual/time-server";
import { datagram, fakeUdp } from "./fake-udp";

const SERVER = "192.0.2.1";
const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 10, 23);

/** A client, the names that it can find, and the answers that it has got. */
function setUp(names: Record<string, string> = { "time.example": SERVER }) {
	const clock = new ManualClock();
	const udp = fakeUdp();
	const answers: Answer[] = [];
	const asked: string[] = [];
	const client = new SNTPClient({
		UDP: udp.io,
		random: seeded(1),
		now: () => clock.monotonic(),
		after: (ms, callback) => clock.after(ms, callback),
		resolve: (host, onResolved) => {
			asked.push(host);
			if (names[host] !== "never") clock.after(5, () => onResolved(names[host]));
		},
	});
	const ask = (server = "time.example") => client.ask(server, (answer) => void answers.push(answer));
	/** Asks, and waits until the question is on its way. */
	const send = () => {
		const cancel = ask();
		clock.advance(5);
		return cancel;
	};
	const question = () => udp.sent.at(-1)?.bytes ?? new Uint8Array(48);
	const reply = (change: (packet: Buffer) => void = () => {}, from = SERVER, port = 123) => {
		const packet = answerTo(question(), NOW);
		change(packet);
		udp.sockets.at(-1)?.deliver(datagram(packet, from, port));
	};
	const kiss = (code: string) =>
		reply((packet) => {
			packet.writeUInt8(0, 1);
			packet.write(code, 12);
		});
	return { clock, udp, answers, asked, ask, send, question, reply, kiss };
}

test("asks port 123 of the server's address, and tells its time", () => {
	const { send, reply, udp, answers, asked } = setUp();
	send();
	expect([asked, udp.sent.map(({ address, port }) => [address, port])]).toEqual([
		["time.example"],
		[[SERVER, 123]],
	]);
	expect(answers).toEqual([]);
	reply();
	expect([answers, udp.sockets.map(({ open }) => open)]).toEqual([[{ utc: NOW }], [false]]);
});

describe("the way of the answer", () => {
	test.each([
		["half of the way there and back is added", 400, 0, 200],
		["without the time that the server had it", 400, 300, 50],
		["a server that claims to have had it longer is not believed", 400, 90_000, 0],
		["nor one that answered before it was asked", 400, -90_000, 200],
	])("%s", (_, elapsed, held, added) => {
		const { send, reply, clock, answers } = setUp();
		send();
		clock.advance(elapsed);
		reply((packet) => writeTime(packet, 32, NOW - held));
		expect(answers).toEqual([{ utc: NOW + added }]);
	});

	test("is never more wrong than half of it", () => {
		const way = fc.nat(1400);
		fc.assert(
			fc.property(way, way, fc.nat(100), (there, back, held) => {
				const { send, clock, answers, udp, question } = setUp();
				send();
				const sentAt = NOW + there + held;
				const packet = answerTo(question(), sentAt);
				writeTime(packet, 32, NOW + there);
				clock.advance(there + held + back);
				udp.sockets.at(-1)?.deliver(datagram(packet, SERVER));
				const [answer] = answers as [{ utc: number }];
				expect(Math.abs(answer.utc - (sentAt + back))).toBeLessThanOrEqual((there + back) / 2 + 1);
			}),
		);
	});
});

describe("what is no answer to us is passed over, and the answer still counts", () => {
	test.each<[string, (bench: ReturnType<typeof setUp>) => void]>([
		["from another address", ({ reply }) => reply((packet) => writeTime(packet, 40, 0), "192.0.2.66")],
		["from another port", ({ reply }) => reply((packet) => writeTime(packet, 40, 0), SERVER, 1123)],
		["with another nonce", ({ reply }) => reply((packet) => packet.fill(0, 24, 32))],
		["too short", ({ udp }) => udp.sockets.at(-1)?.deliver(datagram(new Uint8Array(3), SERVER))],
		["our own question", ({ udp, question }) => udp.sockets.at(-1)?.deliver(datagram(question(), SERVER))],
	])("%s", (_, disturb) => {
		const bench = setUp();
		bench.send();
		disturb(bench);
		expect(bench.answers).toEqual([]);
		bench.reply();
		expect(bench.answers).toEqual([{ utc: NOW }]);
	});

	test("several at once", () => {
		const { send, question, udp, answers } = setUp();
		send();
		const wrong = datagram(new Uint8Array(48), SERVER);
		const right = datagram(answerTo(question(), NOW), SERVER);
		udp.sockets.at(-1)?.deliver(wrong, right, right, wrong);
		expect(answers).toEqual([{ utc: NOW }]);
	});

	test("whatever it is", () => {
		fc.assert(
			fc.property(fc.array(fc.uint8Array({ maxLength: 80 }), { maxLength: 5 }), (packets) => {
				const { send, reply, udp, answers } = setUp();
				send();
				udp.sockets.at(-1)?.deliver(...packets.map((bytes) => datagram(bytes, SERVER)));
				expect(answers).toEqual([]);
				reply();
				expect(answers).toEqual([{ utc: NOW }]);
			}),
		);
	});

	test("each question has a nonce of its own", () => {
		const { send, question } = setUp();
		const nonces = Array.from({ length: 50 }, () => {
			send();
			return Buffer.from(question().subarray(40)).toString("hex");
		});
		expect(new Set(nonces).size).toBe(50);
	});
});

describe("no time", () => {
	test.each<[string, Record<string, string>, string]>([
		["the name is not known", {}, "dns"],
		["no name server answers", { "time.example": "never" }, "dns"],
		["the server does not answer", { "time.example": SERVER }, "no-answer"],
	])("%s", (_, names, reason) => {
		const { ask, clock, answers, udp } = setUp(names);
		ask();
		clock.advance(3000);
		expect([answers, clock.pending, udp.sockets.map(({ open }) => open)]).toEqual([[{ reason }], 0, [false]]);
	});

	test("without an interface, and the name is not looked for", () => {
		const { ask, clock, answers, udp, asked } = setUp();
		udp.failures.open = true;
		ask();
		expect(answers).toEqual([]);
		clock.advance(0);
		expect([answers, asked, clock.pending]).toEqual([[{ reason: "no-socket" }], [], 0]);
	});

	test("without a way to the server", () => {
		const { send, answers, udp, clock } = setUp();
		udp.failures.write = true;
		send();
		expect([answers, clock.pending]).toEqual([[{ reason: "send-failed" }], 0]);
	});

	test("from a server that has none", () => {
		const { send, reply, answers } = setUp();
		send();
		reply((packet) => packet.writeUInt8(16, 1));
		expect(answers).toEqual([{ reason: "unsynchronised" }]);
	});
});

test("what comes after the end finds nobody", () => {
	const { send, reply, clock, answers } = setUp();
	send()();
	reply();
	clock.advance(10_000);
	expect([answers, clock.pending]).toEqual([[], 0]);
	const late = setUp();
	late.ask()();
	late.clock.advance(10_000);
	expect([late.answers, late.udp.sent]).toEqual([[], []]);
});

describe("a kiss-o'-death", () => {
	test.each([
		["RATE", 1],
		["DENY", 24],
		["RSTR", 24],
	])("%s is obeyed for %d h", (code, hours) => {
		const { send, kiss, clock, answers, udp } = setUp();
		send();
		kiss(code);
		expect(answers).toEqual([{ reason: "kissed", detail: code }]);
		clock.advance(hours * HOUR - 6);
		send();
		expect([answers.at(-1), udp.sent.length]).toEqual([{ reason: "kissed", detail: "not asked again" }, 1]);
		clock.advance(1);
		send();
		expect(udp.sent).toHaveLength(2);
	});

	test("is for one server of a pool, not for its name", () => {
		const names = { "time.example": SERVER };
		const { send, kiss, reply, answers } = setUp(names);
		send();
		kiss("DENY");
		names["time.example"] = "192.0.2.2";
		send();
		reply(undefined, "192.0.2.2");
		expect(answers.at(-1)).toEqual({ utc: NOW });
	});

	test("of the first of many servers is forgotten, for want of room", () => {
		const names = { "time.example": "" };
		const { send, udp, question } = setUp(names);
		for (let last = 1; last <= 9; last++) {
			names["time.example"] = `192.0.2.${last}`;
			send();
			const packet = answerTo(question(), NOW);
			packet.writeUInt8(0, 1);
			packet.write("DENY", 12);
			udp.sockets.at(-1)?.deliver(datagram(packet, names["time.example"]));
		}
		expect(udp.sent).toHaveLength(9);
		names["time.example"] = "192.0.2.2";
		send();
		expect(udp.sent).toHaveLength(9);
		names["time.example"] = "192.0.2.1";
		send();
		expect(udp.sent).toHaveLength(10);
	});
});
