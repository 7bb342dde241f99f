import { describe, expect, test } from "@jest/globals";
import { seeded } from "../../helpers/seeded";
import { ClientRig } from "./rig";

const FRAME = { id: 0x79b, dlc: 8, data: Uint8Array.of(2, 0x21, 1, 0, 0, 0, 0, 0) };
const SENT = "t79B80221010000000000\r";
const BELL = "\u0007";

describe("opening", () => {
	test("closes what is open, sets the bit rate and listens", () => {
		const rig = new ClientRig();
		expect(rig.peer.options).toMatchObject({ host: "car.lan", port: 3333 });
		rig.peer.offer();
		expect(rig.said()).toBe("C\rS6\rL\r");
		expect(rig.can.mode).toBeUndefined();
		rig.hear(`${BELL}\r\r`);
		expect(rig.can.mode).toBe("listen-only");
		expect(rig.errors).toEqual([]);
	});

	test.each([
		[{ bitrate: 33_333 }, "bad-bitrate"],
		[{ accept: { replies: [], always: [0x800], inTurn: [] } }, "bad-accept"],
		[{ accept: { replies: [-1], always: [], inTurn: [] } }, "bad-accept"],
	])("with %j is a mistake: %s", (options, reason) => {
		expect(() => new ClientRig(options)).toThrow(reason);
	});

	test.each([
		[10_000, "S0"],
		[125_000, "S4"],
		[1_000_000, "S8"],
	])("%d bit/s are %s", (bitrate, command) => {
		const rig = new ClientRig({ bitrate });
		rig.peer.offer();
		expect(rig.said()).toContain(`${command}\r`);
	});
});

describe("frames", () => {
	test("are handed out, however they come; only those that are wanted", () => {
		const rig = new ClientRig({ accept: { replies: [0x7bb], always: [0x1db], inTurn: [0x55b] } }).begin();
		rig.hear("t55B2A5").hear("C0\rt1DB0\rt1DC0\rt7BB100\rt1DA0").hear("\r");
		expect(rig.frames).toEqual(["55B#A5C0", "1DB#", "7BB#00"]);
		expect(rig.can.counters.received).toBe(3);
	});

	test("with a time stamp are understood; remote and extended ones are counted", () => {
		const rig = new ClientRig().begin();
		rig.hear("t100101EA5F\rT0000010010A\rr1000\rR000001000\r");
		expect(rig.frames).toEqual(["100#01"]);
		expect(rig.can.counters.unwanted).toBe(3);
	});
});

describe("sending", () => {
	test("is a line for each change of mode, and none for one that is none", () => {
		const rig = new ClientRig().begin();
		rig.can.setMode("normal");
		rig.can.setMode("one-shot");
		expect(rig.can.send(FRAME)).toBe(true);
		rig.can.setMode("listen-only");
		rig.can.setMode("listen-only");
		expect(rig.said()).toBe(`C\rO\r${SENT}C\rL\r`);
		rig.can.setMode("sleep");
		expect(rig.said()).toBe("C\r");
	});

	test("is counted as sent or refused by what the other side says", () => {
		const rig = new ClientRig().begin();
		rig.can.setMode("normal");
		for (let count = 0; count < 3; count++) rig.can.send(FRAME);
		rig.hear(`\r\rz\r${BELL}\r`);
		expect(rig.can.counters).toMatchObject({ sent: 2, refused: 1 });
		expect(rig.errors).toEqual([]);
	});

	test("is not done while listening, without a bus, or with too many answers outstanding", () => {
		const rig = new ClientRig();
		rig.can.setMode("normal");
		expect(rig.can.send(FRAME)).toBe(false);
		rig.begin();
		expect(rig.can.send(FRAME)).toBe(false);
		rig.can.setMode("normal");
		const taken = Array.from({ length: 20 }, () => rig.can.send(FRAME));
		expect(taken.filter((each) => each).length).toBe(10);
		// There is still room for what must not wait.
		rig.said();
		rig.can.setMode("listen-only");
		expect(rig.said()).toBe("C\rL\r");
	});

	test("waits for the socket", () => {
		const rig = new ClientRig().begin();
		rig.peer.offer(3);
		rig.can.setMode("normal");
		rig.can.send(FRAME);
		expect(rig.said()).toBe("C\rO");
		rig.peer.offer(100);
		expect(rig.said()).toBe(`\r${SENT}`);
	});

	test("is refused by one that only shows its bus: that is told, and listening goes on", () => {
		const rig = new ClientRig().begin();
		rig.can.setMode("normal");
		rig.can.send(FRAME);
		rig.said();
		rig.hear(`\r${BELL}${BELL}`);
		expect(rig.errors).toEqual(["mode-refused"]);
		expect(rig.can.mode).toBe("listen-only");
		expect(rig.said()).toBe("C\rL\r");
		expect(rig.can.counters.refused).toBe(1);
	});
});

describe("a connection that", () => {
	test("cannot be made is told once, and tried again after longer and longer pauses", () => {
		const rig = new ClientRig();
		const attempts: number[] = [];
		for (let known = 0; attempts.length < 8; rig.run(50)) {
			if (rig.peers.length === known) continue;
			known = rig.peers.length;
			attempts.push(rig.clock.monotonic());
			rig.peer.fail(new Error("refused"));
		}
		const pauses = attempts.slice(1).map((at, index) => at - (attempts[index] as number));
		expect(pauses).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
		expect(rig.errors).toEqual(["no-connection"]);
		rig.run(30_000).begin();
		expect(rig.errors).toEqual(["no-connection", "restarted"]);
	});

	test("never stands is given up", () => {
		const rig = new ClientRig().run(9950);
		expect(rig.errors).toEqual([]);
		rig.run(50);
		expect(rig.errors).toEqual(["no-connection"]);
		expect(rig.peer.closed).toBe(1);
	});

	test("the platform refuses is told by poll", () => {
		const broken = new Error("no socket");
		const io = class {
			constructor() {
				throw broken;
			}
		} as never;
		const rig = new ClientRig({ socket: { io } });
		expect(rig.errors).toEqual([]);
		rig.run(50);
		expect(rig.errors).toEqual(["no-connection"]);
	});

	test("ends is told, made again, and listens, whatever was before", () => {
		const rig = new ClientRig().begin();
		rig.can.setMode("normal");
		rig.peer.fail();
		expect(rig.errors).toEqual(["connection-lost"]);
		expect(rig.can.mode).toBeUndefined();
		rig.run(1000).begin().hear("t1000\r");
		expect(rig.errors).toEqual(["connection-lost", "restarted"]);
		expect(rig.can.mode).toBe("listen-only");
		expect(rig.frames).toEqual(["100#"]);
		// The first pause again, not the second.
		rig.peer.fail();
		rig.run(1000);
		expect(rig.peers.length).toBe(3);
	});

	test("breaks in the middle of a call is told later", () => {
		const rig = new ClientRig().begin();
		rig.peer.writeError = new Error("gone");
		rig.can.setMode("normal");
		expect(rig.errors).toEqual([]);
		rig.run(50);
		expect(rig.errors).toEqual(["connection-lost"]);
	});

	test.each(["\u0007", "\r\u0007", "\r\r\u0007"])("is refused with %j is told so", (answers) => {
		const rig = new ClientRig();
		rig.peer.offer();
		rig.hear(answers);
		const hangsUp = answers.length === 1;
		if (hangsUp) rig.peer.fail();
		expect(rig.errors).toEqual(["connection-refused"]);
		expect(rig.peer.closed).toBe(1);
	});

	test("does not answer is lost; one that never did speaks something else", () => {
		const rig = new ClientRig().begin();
		rig.run(1000);
		expect(rig.said()).toBe("F\r");
		rig.run(2000);
		expect(rig.errors).toEqual(["connection-lost"]);
		rig.run(1000);
		rig.peer.offer();
		rig.run(2000);
		expect(rig.errors).toEqual(["connection-lost", "not-slcan"]);
	});

	test("answers is kept", () => {
		const rig = new ClientRig().begin();
		for (let second = 0; second < 60; second++) {
			rig.run(1000);
			rig.hear(second % 2 ? "F00\r" : BELL);
		}
		expect(rig.errors).toEqual([]);
	});

	test.each([
		"HTTP/1.1 400 Bad Request\r\n".repeat(8),
		"SSH-2.0\r\n".repeat(8),
		`${"x".repeat(99)}\r`.repeat(8),
	])("says something else is ended: %j", (text) => {
		const rig = new ClientRig();
		rig.peer.offer();
		rig.hear(text);
		expect(rig.errors).toEqual(["not-slcan"]);
	});

	test("is closed says nothing more", () => {
		const rig = new ClientRig().begin();
		rig.can.close();
		rig.can.close();
		expect(rig.peer.closed).toBe(1);
		rig.run(60_000);
		expect(rig.peers.length).toBe(1);
		expect(rig.errors).toEqual([]);
		expect(rig.can.send(FRAME)).toBe(false);
	});
});

describe("flags", () => {
	test("that say passive with errors are taken for bus-off: told once, and listening only", () => {
		const rig = new ClientRig().begin();
		rig.can.setMode("normal");
		rig.hear("\r\r");
		rig.run(1000);
		rig.said();
		rig.hear("FA4\r");
		expect(rig.errors).toEqual(["bus-off"]);
		expect(rig.said()).toBe("C\rL\r");
		rig.hear("\r\r").run(1000).hear("FA0\r").run(1000).hear("F00\r").run(1000).hear("FA0\r");
		expect(rig.errors).toEqual(["bus-off", "bus-off"]);
	});

	test.each(["F20", "F80", "F0F", "F5F"])("%s is not", (flags) => {
		const rig = new ClientRig().begin().run(1000).hear(`${flags}\r`);
		expect(rig.errors).toEqual([]);
	});
});

test("100,000 bytes of anything do no harm", () => {
	const random = seeded(7);
	const pieces = ["\r", BELL, "z\r", "F00\r", "t100211", "22\r", "T00000100", "0\r", "\n", "tr", "A5"];
	const rig = new ClientRig();
	for (let heard = 0; heard < 100_000; heard += 50) {
		const any = () => String.fromCharCode(Math.floor(random() * 256));
		const likely = () => pieces[Math.floor(random() * pieces.length)] as string;
		if (rig.peer.closed === 0) {
			if (rig.peer.credit === 0) rig.begin();
			rig.hear(Array.from({ length: 50 }, random() < 0.1 ? any : likely).join(""));
		}
		rig.run(50);
		rig.can.setMode(random() < 0.5 ? "normal" : "listen-only");
		rig.can.send(FRAME);
	}
	expect(rig.peers.length).toBeGreaterThan(10);
	expect(rig.frames.length).toBeGreaterThan(0);
	const after = rig.frames.length;
	const connections = rig.peers.length;
	rig.peer.fail();
	while (rig.peers.length === connections) rig.run(50);
	rig.begin().hear("t1000\r");
	expect(rig.frames.slice(after)).toContain("100#");
	expect(rig.can.mode).toBe("listen-only");
});
