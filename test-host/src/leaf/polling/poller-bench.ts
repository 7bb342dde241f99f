import { expect } from "@jest/globals";
import type { CarBus } from "../../../../src/leaf/car-bus";
import type { Poll } from "../../../../src/leaf/polling/poll";
import { Poller } from "../../../../src/leaf/polling/poller";
import { FakeCanBus } from "../../../helpers/fake-can-bus";
import { parseFrame } from "../../../virtual/frame-text";
import { requestFor, STATE } from "./sample-polls";

/** The request for `STATE`, the plan of most tests. */
export const ASK = requestFor(STATE);
/** Our flow control to the battery controller. */
export const GO_ON = "0x79B#3000190000000000";

/** A payload that refuses, as the battery controller sends it. `nrc`: the code, two hexadecimal digits. */
export const refusal = (nrc: string) => `0x7BB#037F21${nrc}FFFFFFFF`;

/** A poller with its controller, its clock and what it has told. */
export function setUp(plan: readonly Poll[] = [STATE], bus: CarBus = "ev-can") {
	const got: string[] = [];
	const can = new FakeCanBus();
	const poller = new Poller({
		...{ bus, plan, vin: false },
		onReply: (reply, payload, now, values) =>
			void got.push(`${now} ${reply.name} ${payload.length} ${values["value"]}`),
	});
	let now = 0;
	const hear = (...frames: readonly string[]) => {
		for (const frame of frames) poller.receive(parseFrame(frame), now);
	};
	/** Time passes in steps of 50 ms up to and including `until`; what was done: `ms mode` or `ms frame`. */
	const pass = (until: number, alive: boolean, react: (entry: string) => void = () => {}) => {
		const done: string[] = [];
		for (; now <= until; now += 50) {
			if (alive) poller.busAlive(now);
			poller.tick(can, now);
			for (let entries = can.take(); entries.length > 0; entries = can.take()) {
				for (const entry of entries) {
					done.push(`${now} ${entry}`);
					react(entry);
				}
			}
		}
		now = until;
		return done;
	};
	return {
		...{ got, can, poller, hear },
		at: (time: number) => {
			now = time;
		},
		live: (until: number, react?: (entry: string) => void) => pass(until, true, react),
		silent: (until: number, react?: (entry: string) => void) => pass(until, false, react),
	};
}

/** A poller that has just asked, at 0 ms, and been answered nothing yet. */
export function asking(plan?: readonly Poll[]) {
	const parts = setUp(plan);
	expect(parts.live(0)).toEqual(["0 normal", `0 ${ASK}`]);
	return parts;
}

/** When a request was sent, ms. */
export const requestTimes = (done: readonly string[], request = ASK) =>
	done.filter((line) => line.endsWith(request)).map((line) => Number.parseInt(line, 10));
