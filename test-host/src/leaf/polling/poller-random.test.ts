import { expect, test } from "@jest/globals";
import fc from "fast-check";
import type { CarBus } from "../../../../src/leaf/car-bus";
import type { ReplyDefinition } from "../../../../src/leaf/diagnostics/reply";
import type { Poll } from "../../../../src/leaf/polling/poll";
import { Poller } from "../../../../src/leaf/polling/poller";
import { FakeCanBus } from "../../../helpers/fake-can-bus";
import { parseFrame } from "../../../virtual/frame-text";
import { CELLS, PLUG, requestFor, SERIAL, STATE } from "./sample-polls";
import { type Behaviour, SimulatedControlUnit } from "./simulated-control-unit";

const PLAN: readonly Poll[] = [STATE, CELLS, { ...PLUG, periodMs: 10_000 }, { ...SERIAL, periodMs: 20_000 }];
const ALLOWED = [
	...PLAN.map(requestFor),
	...["0x79B", "0x797"].flatMap((id) => [`${id}#3000190000000000`, `${id}#3200190000000000`]),
];
const isRequest = (frame: string) => /#0/.test(frame);

/** Something that happens; most of it takes time. */
type Happening =
	| { readonly what: "lives" | "sleeps" | "stalls"; readonly ms: number }
	| { readonly what: "frame"; readonly frame: string }
	| { readonly what: "tester"; readonly poll: Poll }
	| { readonly what: "bus-off" };

/** A poller in a car, and a notary who watches what it does. */
class World {
	readonly #bus: CarBus;
	readonly #can = new FakeCanBus();
	readonly #poller: Poller;
	readonly #car: SimulatedControlUnit;
	#now = 0;
	#awake = false;
	#lastHeard = Number.NEGATIVE_INFINITY;
	#lastReply = Number.NEGATIVE_INFINITY;
	#lastTester = Number.NEGATIVE_INFINITY;
	#lastBusOff = Number.NEGATIVE_INFINITY;
	#lastEnd = Number.NEGATIVE_INFINITY;
	/** End of the last request that was not dropped. */
	#lastOutcome = Number.NEGATIVE_INFINITY;
	#lastBusy = Number.NEGATIVE_INFINITY;
	#outstanding: string | undefined;
	#unanswered = 0;
	replies = 0;

	constructor(bus: CarBus, behaviours: readonly Behaviour[]) {
		this.#bus = bus;
		this.#car = new SimulatedControlUnit(PLAN, behaviours);
		const onReply = (reply: ReplyDefinition, payload: Uint8Array) => this.#checkReply(reply, payload);
		this.#poller = new Poller({ bus, plan: PLAN, vin: false, onReply });
	}

	get asking(): boolean {
		return this.#poller.next(this.#now)?.waits === "asking";
	}

	happen(happening: Happening): void {
		if (happening.what === "frame") this.#hear(happening.frame);
		else if (happening.what === "tester") this.#visit(requestFor(happening.poll));
		else if (happening.what === "bus-off") this.#leaveBus();
		else {
			if (happening.what !== "stalls") this.#awake = happening.what === "lives";
			if (!this.#awake) this.#car.stop();
			this.#pass(happening.ms, happening.what !== "stalls");
		}
	}

	#visit(request: string): void {
		this.#pass(300, true);
		this.#hear(request);
		if (this.#awake) this.#car.receive(request, this.#now);
		this.#pass(50, true);
	}

	#leaveBus(): void {
		this.#lastBusOff = this.#now;
		this.#drop();
		this.#poller.busOff(this.#now);
		this.#notice();
	}

	/** Frames are heard when the firmware is not stalled; a stalled one hears the last two, as the chip has room for. */
	#pass(ms: number, running: boolean): void {
		const end = this.#now + ms;
		let missed: string[] = [];
		for (; this.#now < end; this.#now += 10) {
			const frames = this.#car.send(this.#now);
			if (running) for (const frame of frames) this.#hear(frame);
			else missed = [...missed, ...frames].slice(0, 2);
			if (running && this.#now % 50 === 0) this.#tick();
		}
		for (const frame of missed) this.#hear(frame);
	}

	#tick(): void {
		if (this.#awake && this.#bus !== "obd-gateway") {
			this.#lastHeard = this.#now;
			this.#poller.busAlive(this.#now);
		}
		this.#poller.tick(this.#can, this.#now);
		this.#notice();
	}

	#hear(text: string): void {
		const frame = parseFrame(text);
		const [id, request] = [frame.id, [0x79b, 0x797, 0x745, 0x7df].includes(frame.id)];
		if (request) this.#lastTester = this.#now;
		if (request) this.#drop();
		if (id === 0x7bb || id === 0x79a) {
			this.#lastReply = this.#now;
			this.#lastHeard = this.#now;
			this.#unanswered = 0;
			if (/#037F2.21/.test(text)) this.#lastBusy = this.#now;
		}
		this.#poller.receive(frame, this.#now);
		this.#notice();
	}

	/** A request that the poller must drop has not remained without an answer. */
	#drop(): void {
		if (this.#outstanding !== undefined) this.#unanswered = Math.max(0, this.#unanswered - 1);
		this.#outstanding = undefined;
	}

	/** Looks at what the poller has done to the bus. */
	#notice(): void {
		for (const entry of this.#can.take()) {
			if (entry === "listen-only") {
				this.#lastEnd = this.#now;
				if (this.#outstanding !== undefined) this.#lastOutcome = this.#now;
				this.#outstanding = undefined;
			} else if (entry.startsWith("0x")) this.#checkSent(entry);
		}
	}

	#checkSent(frame: string): void {
		expect(ALLOWED).toContain(frame);
		expect(this.#now - this.#lastBusOff).toBeGreaterThanOrEqual(600_000);
		expect(this.#now - this.#lastTester).toBeGreaterThanOrEqual(10_000);
		if (this.#bus === "obd-gateway") this.#checkGateway(frame);
		else expect(this.#now - this.#lastHeard).toBeLessThanOrEqual(1000);
		if (isRequest(frame)) this.#checkRequest(frame);
		if (this.#awake) this.#car.receive(frame, this.#now);
	}

	#checkRequest(frame: string): void {
		if (this.#outstanding === undefined) expect(this.#now - this.#lastEnd).toBeGreaterThanOrEqual(100);
		else {
			expect(frame).toBe(this.#outstanding);
			expect(this.#now - this.#lastBusy).toBeGreaterThanOrEqual(200);
			this.#lastBusy = Number.POSITIVE_INFINITY;
		}
		expect(this.#now - this.#lastReply).toBeGreaterThanOrEqual(100);
		this.#outstanding = frame;
	}

	/** Without an answer to the last request there is but one frame, and then a pause. */
	#checkGateway(frame: string): void {
		const pauses = [0, 2000, 10_000, 60_000];
		if (!isRequest(frame)) return;
		expect(this.#now - this.#lastOutcome).toBeGreaterThanOrEqual(pauses[this.#unanswered] ?? 600_000);
		if (this.#outstanding === undefined) this.#unanswered += 1;
	}

	/** A payload that has not come from one answer alone is not all of one byte. */
	#checkReply({ request, maxLength }: ReplyDefinition, payload: Uint8Array): void {
		this.replies += 1;
		expect(payload.subarray(0, request.length)).toEqual(
			Uint8Array.from(request, (byte, index) => (index === 0 ? byte + 0x40 : byte)),
		);
		expect(payload.length).toBe(maxLength);
		expect(new Set(payload.subarray(request.length)).size).toBe(1);
	}
}

const behaviour = fc.constantFrom<Behaviour>(
	...([
		"answer",
		"answer",
		"silent",
		"pending, then answer",
		"pending",
		"frame lost",
		"frame doubled",
	] as const),
	...(["breaks off", "too long", "wake-up form", "answers somebody else"] as const),
	...(["nrc 12", "nrc 21", "nrc 22", "nrc 31"] as const),
);
const NOISE = [
	...["0x79B#0210C00000000000", "0x745#0221010000000000", "0x7DF#0201000000000000", "0x79B#3000000000000000"],
	...["0x7BB#2111111111111111", "0x7BB#3000190000000000", "0x7BB#", "0x7BB#00", "0x7BB#037F2212FFFFFFFF"],
	...["0x79A#047F1212FFFFFFFF", "0x7A0#0221010000000000", "0x1DB#0221010000000000"],
];
/** In steps of 10 ms. */
const ms = (most: number) => fc.integer({ min: 1, max: most / 10 }).map((steps) => steps * 10);
const happening: fc.Arbitrary<Happening> = fc.oneof(
	{ weight: 6, arbitrary: fc.record({ what: fc.constant("lives" as const), ms: ms(30_000) }) },
	{ weight: 2, arbitrary: fc.record({ what: fc.constant("sleeps" as const), ms: ms(30_000) }) },
	{ weight: 1, arbitrary: fc.record({ what: fc.constant("stalls" as const), ms: ms(800) }) },
	{
		weight: 1,
		arbitrary: fc.record({ what: fc.constant("frame" as const), frame: fc.constantFrom(...NOISE) }),
	},
	{
		weight: 1,
		arbitrary: fc.record({ what: fc.constant("tester" as const), poll: fc.constantFrom(...PLAN) }),
	},
);

test.each(["ev-can", "obd-gateway"] as const)(
	"on %s nothing that happens makes the poller break its rules",
	(bus) => {
		const life = fc.record({
			behaviours: fc.array(behaviour, { minLength: 1, maxLength: 6 }),
			happenings: fc.array(happening, { maxLength: 25 }),
			busOffAfter: fc.option(fc.nat(25)),
		});
		fc.assert(
			fc.property(life, ({ behaviours, happenings, busOffAfter }) => {
				const world = new World(bus, behaviours);
				happenings.forEach((each, index) => {
					if (index === busOffAfter) world.happen({ what: "bus-off" });
					world.happen(each);
				});
				world.happen({ what: "sleeps", ms: 25_000 });
				// Behind the gateway a single try, which is soon over, may have just begun.
				if (world.asking) world.happen({ what: "sleeps", ms: 300 });
				expect(world.asking).toBe(false);
			}),
			{ numRuns: 150 },
		);
	},
);
