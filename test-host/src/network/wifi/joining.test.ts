import { describe, expect, test } from "@jest/globals";
import { Joining } from "../../../../src/network/wifi/joining";
import type { WifiEvents, WifiNetwork } from "../../../../src/network/wifi-radio";
import { ManualClock } from "../../../helpers/manual-clock";

const HOME = { ssid: "home" };
const WORK = { ssid: "work" };

/** A radio that says whatever a test wants it to say, at any time. */
function setUp() {
	const heard: string[] = [];
	const attempts: WifiEvents[] = [];
	const clock = new ManualClock();
	const joining = new Joining({
		radio: {
			join: (_: WifiNetwork, events: WifiEvents) => void attempts.push(events),
			leave: () => void heard.push("leave"),
		},
		clock,
		onTry: ({ ssid }) => void heard.push(`try ${ssid}`),
		onUp: ({ ssid }) => void heard.push(`up ${ssid}`),
		onFailed: ({ ssid, reason }) => void heard.push(`failed ${ssid} ${reason}`),
		onLost: ({ ssid, reason }) => void heard.push(`lost ${ssid} ${reason}`),
	});
	return { joining, heard, attempts, clock };
}

describe("a radio that talks too much", () => {
	test("is heard once about each network that it is to join", () => {
		const { joining, heard, attempts, clock } = setUp();
		joining.begin([HOME, WORK]);
		attempts[0]?.onDown("wifi-lost");
		attempts[0]?.onDown("wifi-lost");
		attempts[0]?.onUp();
		attempts[1]?.onUp();
		attempts[1]?.onUp();
		attempts[0]?.onDown("wifi-password");
		clock.advance(60_000);
		attempts[1]?.onDown("wifi-lost");
		attempts[1]?.onDown("wifi-lost");
		attempts[1]?.onUp();
		expect(heard).toEqual(["try home", "try work", "up work", "lost work wifi-lost"]);
	});

	test("is not heard after it was told to leave", () => {
		const { joining, heard, attempts, clock } = setUp();
		joining.begin([HOME]);
		joining.leave();
		attempts[0]?.onUp();
		attempts[0]?.onDown("wifi-lost");
		clock.advance(60_000);
		expect(heard).toEqual(["try home", "leave"]);
	});
});

test("with nothing to join it fails at once", () => {
	const { joining, heard } = setUp();
	joining.begin([]);
	expect(heard).toEqual(["failed undefined wifi-absent"]);
});
