import type { CanBus } from "../../can/can-bus";
import type { CanFrame } from "../../can/frame";
import { flowControl, singleFrame } from "../../can/iso-tp";
import { IsoTpReceiver } from "../../can/iso-tp-receiver";
import { decodeGroup01, type Group01 } from "../diagnostics/group-01";
import { parseResponse } from "../diagnostics/response";
import { PollPolicy } from "./poll-policy";

/** The battery controller (LBC) is asked on the first and answers on the second (Leaf protocol facts, section 3). */
const LBC_REQUEST = 0x79b;
const LBC_REPLY = 0x7bb;

/** What the poller must hear. */
export const POLLED_IDS: readonly number[] = Object.freeze([LBC_REQUEST, LBC_REPLY]);

/** KWP service 0x21, readDataByLocalIdentifier: the only one that is ever sent, and it only reads. */
const READ_GROUP_01 = Object.freeze([0x21, 0x01]);

/** Longest group 01 reply, bytes, with room to spare. Replies to other testers may be longer: they are passed over. */
const LONGEST_REPLY = 64;

/** How long to wait for an answer that is announced as pending, ms (Leaf protocol facts, 4.1). */
const PENDING_WAIT = 5000;

/** What the poller is told and whom it tells. */
export interface PollerOptions {
	/** See `PollPolicy`. */
	readonly silentBusAllowed: boolean;
	/** A reply, to us or to another tester. */
	onGroup01(group: Group01, now: number): void;
}

/**
 * Asks the battery for what it does not broadcast. Sends only while it asks: before and after, and whenever the
 * policy says no, the controller listens only and cannot be noticed. Times are monotonic ms.
 */
export class Poller {
	readonly #policy: PollPolicy;
	readonly #onGroup01: PollerOptions["onGroup01"];
	readonly #receiver = new IsoTpReceiver({ maxLength: LONGEST_REPLY });
	/** The bus while a request of ours is under way. */
	#asking: CanBus | undefined = undefined;

	constructor(options: PollerOptions) {
		this.#policy = new PollPolicy(options.silentBusAllowed);
		this.#onGroup01 = options.onGroup01;
	}

	/** The bus has spoken since the last look at the clock. */
	busAlive(now: number): void {
		this.#policy.heard(now);
	}

	/** Takes the frames with the identifiers of `POLLED_IDS`. */
	receive(frame: CanFrame, now: number): void {
		if (frame.id === LBC_REPLY) this.#receiveReply(frame, now);
		else if (frame.id === LBC_REQUEST) {
			this.#policy.heardTester(now);
			this.#end((policy) => policy.failed(now));
		}
	}

	/** Looks at the clock: asks when it is time, gives up when no answer came. To be called every 50 ms or so. */
	tick(bus: CanBus, now: number): void {
		if (this.#receiver.tick(now) === "timeout") this.#end((policy) => policy.failed(now));
		if (this.#asking !== undefined || this.#policy.verdict(now) !== "now") return;
		bus.setMode("normal");
		this.#asking = bus;
		this.#receiver.expect(now);
		bus.send(singleFrame(LBC_REQUEST, READ_GROUP_01));
	}

	#receiveReply(frame: CanFrame, now: number): void {
		switch (this.#receiver.accept(frame, now)) {
			case "send-flow-control":
				this.#asking?.send(flowControl(LBC_REQUEST));
				return;
			case "complete":
				this.#take(now);
				return;
			case "timeout":
			case "sequence-gap":
			case "too-long":
			case "malformed":
				this.#end((policy) => policy.failed(now));
				return;
		}
	}

	#take(now: number): void {
		const response = parseResponse(this.#receiver.payload);
		if (response.kind === "negative" && response.pending && this.#asking !== undefined) {
			this.#receiver.expect(now, PENDING_WAIT, PENDING_WAIT);
			return;
		}
		const group = decodeGroup01(this.#receiver.payload);
		if ("reason" in group) {
			this.#end((policy) => policy.failed(now));
			return;
		}
		this.#end((policy) => policy.answered(now));
		this.#onGroup01(group, now);
	}

	/** Our request, if there is one, has come to its end. */
	#end(tell: (policy: PollPolicy) => void): void {
		if (this.#asking === undefined) return;
		this.#asking.abort();
		this.#asking.setMode("listen-only");
		this.#asking = undefined;
		tell(this.#policy);
	}
}
