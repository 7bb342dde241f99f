import { describe, expect, test } from "@jest/globals";
import { Session, type SessionOptions } from "../../../modules/can-tcp/session";
import type { SlcanFrame } from "../../../modules/can-tcp/slcan";
import { ManualClock } from "../../helpers/manual-clock";
import { seeded } from "../../helpers/seeded";
import { FakePeer } from "../mqtt/fake-tcp";
import { bytesOf, textOf } from "./rig";

const FRAME = { id: 0x55b, dlc: 2, data: Uint8Array.of(0xa5, 0xc0, 0, 0, 0, 0, 0, 0) };
const BELL = "\u0007";

/** A client that is served, in the hands of a test. */
function setUp(options: Partial<SessionOptions> = {}) {
	const clock = new ManualClock();
	const peer = new FakePeer();
	const ended: Session[] = [];
	const session = new Session(
		peer.TCP as never,
		{},
		{
			...{ speed: 6, now: () => clock.monotonic(), onEnd: (one) => void ended.push(one) },
			...options,
		},
	);
	peer.offer(100_000);
	const hear = () => {
		session.frame(FRAME);
		session.poll();
		return textOf(peer.take());
	};
	const say = (text: string) => {
		peer.deliver(bytesOf(text));
		return textOf(peer.take());
	};
	return { clock, peer, session, ended, hear, say };
}

describe("commands", () => {
	test.each([
		["C\r", "\r"],
		["S6\r", "\r"],
		["S5\r", BELL],
		["S\r", BELL],
		["S66\r", BELL],
		["s0123\r", BELL],
		["O\r", "\r"],
		["L\r", "\r"],
		["L1\r", BELL],
		["V\r", "V1013\r"],
		["N\r", "NLEAF\r"],
		["F\r", BELL],
		["L\rF\r", "\rF00\r"],
		["Z1\r", "\r"],
		["Z2\r", BELL],
		["M00000000\rmFFFFFFFF\r", "\r\r"],
		["M0000000\r", BELL],
		["\r\r\n\r", ""],
		["Q\r", BELL],
		[`${"t".repeat(99)}\r`, BELL],
		// As SavvyCAN and python-can begin.
		["C\rS6\rO\r", "\r\r\r"],
		["C\rS6\r\rO\rO\r", "\r\r\r\r"],
	])("%j gets %j", (command, answer) => {
		expect(setUp().say(command)).toBe(answer);
	});
});

describe("frames from the bus", () => {
	test("come when the client has opened it, until it closes it", () => {
		const { hear, say } = setUp();
		expect(hear()).toBe("");
		say("L\r");
		expect(hear()).toBe("t55B2A5C0\r");
		say("C\r");
		expect(hear()).toBe("");
		say("O\r");
		expect(hear()).toBe("t55B2A5C0\r");
	});

	test("have time stamps of a minute after Z1, none after Z0", () => {
		const { clock, hear, say } = setUp();
		say("Z1\rL\r");
		clock.advance(119_999.5);
		expect(hear()).toBe("t55B2A5C0EA5F\r");
		clock.advance(0.5);
		expect(hear()).toBe("t55B2A5C00000\r");
		say("Z0\r");
		expect(hear()).toBe("t55B2A5C0\r");
	});

	test("are lost by a client that is too slow, counted, and told by a flag; memory does not grow", () => {
		const { peer, session, say } = setUp();
		say("L\r");
		peer.offer(0);
		for (let count = 0; count < 10_000; count++) session.frame(FRAME);
		expect(session.dropped).toBeGreaterThan(9000);
		peer.offer(1_000_000);
		const kept = textOf(peer.take());
		expect(kept).toBe("t55B2A5C0\r".repeat(10_000 - session.dropped));
		expect(say("F\rF\r")).toBe("F08\rF00\r");
	});
});

describe("frames from the client", () => {
	const FRAMES = ["t79B80221010000000000", "T000001001AA", "r1000", "R000001000", "t1000", "t10", "t"];

	test.each(FRAMES)("%s gets a BEL from a server that only shows, however it was opened", (text) => {
		const { say } = setUp();
		expect(say(`${text}\rL\r${text}\rO\r${text}\rC\r${text}\r`)).toBe(`${BELL}\r${BELL}\r${BELL}\r${BELL}`);
	});

	test("go out where there is somebody to take them, after O alone", () => {
		const sent: string[] = [];
		let taken = true;
		const transmit = ({ id, dlc, data, extended, remote }: SlcanFrame) => {
			const hex = Buffer.from(data.subarray(0, dlc)).toString("hex");
			sent.push(`${id.toString(16)}#${remote ? "R" : hex}${extended ? " long" : ""}`);
			return taken;
		};
		const { say } = setUp({ transmit });
		expect(say("t1001AA\rL\rt1001AA\r")).toBe(`${BELL}\r${BELL}`);
		expect(sent).toEqual([]);
		expect(say("O\rt1001AA\rT000001001BB\rr1000\rR000001000\r")).toBe("\rz\rZ\rz\rZ\r");
		expect(sent).toEqual(["100#aa", "100#bb long", "100#R", "100#R long"]);
		expect(say("t10\rt1001AA0000\rt9991AA\r")).toBe(BELL.repeat(3));
		taken = false;
		expect(say("t1001AA\r")).toBe(BELL);
		expect(sent.length).toBe(5);
	});
});

describe("a client", () => {
	test("that hangs up is gone", () => {
		const { peer, session, ended, hear, say } = setUp();
		say("L\r");
		peer.fail();
		expect(ended).toEqual([session]);
		expect(hear()).toBe("");
		expect(peer.closed).toBe(1);
	});

	test("whose connection breaks while something is sent is gone", () => {
		const { peer, ended, session, say } = setUp();
		say("L\r");
		peer.writeError = new Error("gone");
		session.frame(FRAME);
		session.poll();
		expect(ended).toEqual([session]);
	});

	test("that opens nothing is gone after a while; one that listens to a silent bus stays", () => {
		const idle = setUp();
		const listening = setUp();
		listening.say("L\r");
		const pass = (ms: number) => {
			for (const { clock, session } of [idle, listening]) {
				clock.advance(ms);
				session.poll();
			}
		};
		pass(29_999);
		expect(idle.ended.length).toBe(0);
		pass(1);
		expect(idle.ended.length).toBe(1);
		expect(listening.ended.length).toBe(0);
	});

	test("that takes nothing any more is gone after a while", () => {
		const { peer, clock, session, ended, say } = setUp();
		say("L\r");
		peer.offer(0);
		session.frame(FRAME);
		clock.advance(30_000);
		session.poll();
		expect(ended).toEqual([session]);
	});

	test("that talks without end and reads nothing is gone", () => {
		const { peer, ended, say } = setUp();
		peer.offer(0);
		say("V\r".repeat(2000));
		expect(ended.length).toBe(1);
	});

	test("that was closed by us is not told of", () => {
		const { session, ended, peer } = setUp();
		session.close();
		session.close();
		expect(peer.closed).toBe(1);
		expect(ended).toEqual([]);
	});
});

test("100,000 bytes of anything reach no bus, and do no harm", () => {
	const random = seeded(3);
	const letters = bytesOf("CSOLVNFZMmtTrR0123456789ABCDEF\r\r\r\r\r\n\u0007");
	const { peer, ended, say, hear } = setUp();
	let answers = 0;
	for (let sent = 0; sent < 100_000; sent += 100) {
		const any = () => Math.floor(random() * 256);
		const likely = () => letters[Math.floor(random() * letters.length)] as number;
		peer.deliver(Array.from({ length: 100 }, random() < 0.1 ? any : likely));
		const answer = textOf(peer.take());
		answers += answer.length;
		expect(answer).not.toMatch(/[zZ]\r/);
		hear();
	}
	expect(answers).toBeGreaterThan(1000);
	expect(ended).toEqual([]);
	say("\rC\rZ0\rL\r");
	expect(hear()).toBe("t55B2A5C0\r");
});
