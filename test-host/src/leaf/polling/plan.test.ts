import { describe, expect, test } from "@jest/globals";
import { IsoTpSender } from "../../../../src/can/iso-tp-sender";
import { CAR_BUSES, type CarBus } from "../../../../src/leaf/car-bus";
import { GENERATIONS, type Generation } from "../../../../src/leaf/generation";
import { PLAN } from "../../../../src/leaf/polling/plan";
import type { Poll } from "../../../../src/leaf/polling/poll";
import { outgoing } from "../../../../src/leaf/polling/requests";
import { Schedule } from "../../../../src/leaf/polling/schedule";
import { formatFrame } from "../../../virtual/frame-text";

/** Frames of a request as they go out. */
function frame({ reply }: Poll): string {
	const sender = new IsoTpSender();
	sender.start(reply.ecu.request, reply.request, 0);
	const frame = sender.next(0);
	expect(sender.state).toBe("sent");
	return frame === undefined ? "" : formatFrame(outgoing(frame)).replace(/0+$/, "");
}

/** What is asked at all: the requests with their periods in seconds. */
function asked(bus: CarBus, generation?: Generation, charging = false, vin = false): Record<string, number> {
	const schedule = new Schedule(
		PLAN.filter(({ buses }) => buses.includes(bus)),
		vin,
	);
	schedule.setGeneration(generation);
	schedule.setCharging(charging);
	const found: Record<string, number> = {};
	for (let poll = schedule.next(0); poll !== undefined; poll = schedule.next(0)) {
		found[frame(poll)] = poll.periodMs / 1000;
		schedule.unsupported(poll);
	}
	return found;
}

const BATTERY = {
	"0x79B#022101": 10,
	"0x79B#022102": 60,
	"0x79B#022104": 60,
	"0x79B#0319020E": 3600,
};
const BALANCING = { "0x79B#022106": 60 };
const HEALTH = { "0x79B#022161": 900 };
const CHARGES = { "0x797#03221203": 3600, "0x797#03221205": 3600 };
const VCM = {
	...{ "0x797#03221234": 60, "0x797#0322114E": 60, "0x797#03221304": 60 },
	...{ "0x797#03221156": 60, "0x797#0322115D": 60 },
};

describe("the plan", () => {
	test("for a car that nothing is known of", () => {
		expect(asked("ev-can")).toEqual(BATTERY);
		expect(asked("car-can")).toEqual({ ...BATTERY, ...VCM, "0x743#022101": 60 });
		expect(asked("obd-gateway")).toEqual({ ...BATTERY, ...VCM, "0x743#03220E01": 60, "0x743#03220E2E": 60 });
	});

	test("for each generation on its EV-CAN", () => {
		expect(asked("ev-can", "ZE0")).toEqual({ ...BATTERY, ...BALANCING });
		expect(asked("ev-can", "AZE0")).toEqual({ ...BATTERY, ...BALANCING, ...CHARGES });
		expect(asked("ev-can", "ZE1")).toEqual({ ...BATTERY, ...HEALTH, ...CHARGES });
		expect(asked("ev-can", "ZE1", true)).toEqual({ ...BATTERY, ...HEALTH, ...CHARGES, ...BALANCING });
	});

	test("asks for the VIN every hour where there is one, if the owner wants it", () => {
		const vins = GENERATIONS.map((generation) => asked("car-can", generation, false, true)["0x797#022181"]);
		expect(vins).toEqual([undefined, 3600, 3600]);
	});

	test("begins with what changes fastest", () => {
		expect(frame(PLAN[0] as Poll)).toBe("0x79B#022101");
		const periods = PLAN.map(({ periodMs }) => periodMs);
		expect(periods).toEqual([...periods].sort((a, b) => a - b));
	});

	test("leaves the bus free most of the time", () => {
		for (const bus of CAR_BUSES) {
			const perMinute = Object.values(asked(bus, "ZE1", true, true)).reduce(
				(sum, period) => sum + 60 / period,
				0,
			);
			expect(perMinute).toBeLessThan(20);
		}
	});
});
