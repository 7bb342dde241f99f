import { describe, expect, test } from "@jest/globals";
import { ManualClock } from "../helpers/manual-clock";
import { RecordingBus } from "../helpers/recording-bus";
import { VirtualCar } from "./car";
import { answer, answered, group01 } from "./car-readings";
import { builtInCar, CAR_NAMES, type Scene, scenesOf } from "./car-story";
import { parseFrame } from "./frame-text";

/*
 * What the cars answer. Of group 61 only the state of health is known: all behind it is invented filler of FF. So are
 * the bytes after the odometer in the cluster's group 01 (00), the ends of the longer forms of group 04 (FF), and the
 * serial numbers and VINs. Cell voltages are scattered like those of a real pack around their car's voltage.
 */
const LBC = { "01": "0x79B#022101", "02": "0x79B#022102", "04": "0x79B#022104", "06": "0x79B#022106" };
const HEALTH = "0x79B#022161";
const SERIAL = "0x79B#022184";
const TROUBLE = "0x79B#0319020E";
const VIN = "0x797#022181";
const METER = "0x743#022101";
const ODOMETER = "0x743#03220E01";
const RANGE = "0x743#03220E2E";
const VCM = ["1203", "1205", "1103", "1234", "114E", "1236", "115D", "1156", "1304", "121A"].map(
	(did) => `0x797#0322${did}`,
);

type Conduct = "values" | "refused" | "silent";
const every = (requests: readonly string[], conduct: Conduct) =>
	Object.fromEntries(requests.map((request) => [request, conduct]));

/** The whole plan of the poller, answered by all; each car says where it differs. */
const PLAN: Readonly<Record<string, Conduct>> = {
	...every([...Object.values(LBC), HEALTH, SERIAL, TROUBLE, VIN, ...VCM], "values"),
	...every([METER, ODOMETER, RANGE], "silent"),
};
/** Sources: Leaf protocol facts, 1.2 and 4.8 to 4.11. Which single identifier an AZE0 refuses is our own choice. */
const DIFFERENT: Readonly<Record<string, Readonly<Record<string, Conduct>>>> = {
	"ze0-24": { ...every([VIN, ...VCM], "silent"), [HEALTH]: "refused", [TROUBLE]: "refused" },
	"aze0-24": { [HEALTH]: "refused", "0x797#03221236": "refused", "0x797#0322121A": "refused" },
	"aze0-30": { [HEALTH]: "refused", [METER]: "values" },
	"env200-40": { [HEALTH]: "refused", "0x797#03221304": "refused" },
	"ze1-40": { [ODOMETER]: "values", [RANGE]: "values" },
	"ze1-62": {},
};
const FRAMES_OF_GROUP_02 = 29;

describe.each(CAR_NAMES)("%s", (name) => {
	const car = builtInCar(name);
	const scenes = scenesOf(car);
	const driving = scenes.find(({ atMs }) => atMs === 12_000) as Scene;
	const plan = { ...PLAN, ...DIFFERENT[name] };

	test("answers the whole plan, refuses or is silent, as such a car does", () => {
		const conduct = Object.keys(plan).map((request) => {
			const said = answer(driving, request);
			return [request, typeof said === "string" ? said : "values"];
		});
		expect(Object.fromEntries(conduct)).toEqual(plan);
	});

	test("tells something in every answer", () => {
		for (const scene of scenes.slice(1)) {
			for (const request of scene.payloads.keys())
				expect([request, answer(scene, request)]).not.toEqual([request, {}]);
		}
	});

	test("is asked nothing else", () => {
		const requests = [...driving.payloads.keys()].filter((request) => !(request in plan));
		expect(requests.filter((request) => !request.startsWith("0x743#03220E2"))).toEqual([]);
	});

	test("has 96 cells that make up its pack", () => {
		const told = scenes.filter(({ change }) =>
			change.replies?.some(({ request, frames }) => request === LBC["02"] && frames.length > 0),
		);
		expect(told.length).toBeGreaterThanOrEqual(3);
		for (const scene of told) {
			const frames = scene.change.replies?.find(({ request }) => request === LBC["02"])?.frames;
			expect(frames).toHaveLength(FRAMES_OF_GROUP_02);
			const [sum, trail] = ["cellSumV", "packVoltageTrailV"].map(
				(each) => answered(scene, LBC["02"], each) ?? 0,
			);
			expect(sum).toBeCloseTo(trail as number, 1);
			// The first reply of the car behind the gateway says no voltage.
			const [volts] = scenes
				.slice(scenes.indexOf(scene))
				.map((each) => group01(each)?.packVoltageV)
				.filter((each) => each !== undefined);
			expect(Math.abs((sum as number) - (volts as number))).toBeLessThan(0.1);
			const spread =
				(answered(scene, LBC["02"], "cellMaxMv") ?? 0) - (answered(scene, LBC["02"], "cellMinMv") ?? 0);
			expect(spread).toBeGreaterThan(5);
			expect(spread).toBeLessThan(60);
		}
	});

	test("drains some cells", () => {
		expect(answered(driving, LBC["06"], "shuntsActive")).toBeGreaterThan(10);
		expect(answered(driving, LBC["06"], "shuntsActive")).toBeLessThan(60);
	});

	test("names its pack and, from 2013 on, itself", () => {
		expect(answer(driving, SERIAL)).toEqual({ batterySerial: expect.stringMatching(/^23\dUK\d{4}E\d{6}$/) });
		if (car.generation !== "ZE0")
			expect(answer(driving, VIN)).toEqual({ vin: expect.stringMatching(/^[A-Z]{7}\w{10}$/) });
	});
});

test.each([LBC["02"], HEALTH])("the virtual car sends the whole of %s to a tester", (request) => {
	const clock = new ManualClock();
	const bus = new RecordingBus(clock);
	const car = builtInCar("ze1-62");
	const virtual = new VirtualCar({ car: { ...car, timeline: [] }, bus, clock });
	virtual.receive(parseFrame(request));
	clock.advance(10);
	virtual.receive(parseFrame("0x79B#300000"));
	clock.advance(1000);
	virtual.stop();
	const heard = bus.take().map((line) => line.split(" ")[1]);
	const reply = car.replies?.find((each) => each.request === request)?.frames;
	expect(heard.filter((frame) => frame?.startsWith("0x7BB"))).toEqual(reply);
});

test("the health of ZE1 comes in 48 frames, and agrees with the broadcast", () => {
	const replies = builtInCar("ze1-62").replies ?? [];
	expect(replies.find(({ request }) => request === HEALTH)?.frames).toHaveLength(48);
	const at = (name: string) => scenesOf(builtInCar(name))[1] as Scene;
	expect(Math.floor(answered(at("ze1-62"), HEALTH, "sohPct") ?? 0)).toBe(91);
	expect(answered(at("ze1-40"), HEALTH, "sohPct")).toBeCloseTo((108.4973 / 115) * 100, 1);
});

test("some cars have trouble codes: none, one in a single frame, several", () => {
	const codes = (name: string) => {
		const values = answer(scenesOf(builtInCar(name))[1] as Scene, TROUBLE);
		return typeof values === "string" ? values : values.dtcs;
	};
	expect([codes("ze1-62"), codes("env200-40"), codes("aze0-24")]).toEqual([[], [], ["U1000"]]);
	expect(codes("aze0-30")).toEqual(["U1000", "P33D7"]);
});

test("an older VCM always says 7 bytes, with junk after the value", () => {
	const scene = scenesOf(builtInCar("aze0-24"))[1] as Scene;
	for (const did of VCM)
		if (answer(scene, did) !== "refused") expect(scene.payloads.get(did)).toHaveLength(7);
	expect(answered(scene, "0x797#03221203", "qcCount")).toBe(19);
	expect(answered(scene, "0x797#03221205", "acChargeCount")).toBe(3840);
});

test("the range of ZE1 is told only while it is ready to drive", () => {
	const scenes = scenesOf(builtInCar("ze1-40"));
	expect([scenes[0], scenes.at(-1)].map((scene) => answer(scene as Scene, RANGE))).toEqual([
		"silent",
		"silent",
	]);
	expect(answered(scenes[1] as Scene, RANGE, "rangeKm")).toBe(186);
});
