import type { CanFrame } from "../can/frame";
import type { Group01 } from "../leaf/diagnostics/group-01";
import type { Check, RejectReason } from "../leaf/integrity";
import { FOLLOWED, type FollowedSignal, type ReadingName } from "./followed";
import { type Pack, packOf } from "./pack";
import { Reading } from "./reading";

/** A broadcast value this old, ms, may be replaced by the slower diagnostic reply. */
const BROADCAST_LEADS_FOR = 5000;

/** Why frames were not taken, counted since boot. */
export type Rejected = Record<RejectReason | "implausible", number>;

/** A followed signal and where its value goes. */
interface Follower extends Omit<FollowedSignal, "reading"> {
	readonly reading: Reading;
	readonly next: Follower | undefined;
}

/** What becomes of the frames of one message. */
interface Input {
	readonly check: Check;
	/** A chain and not an array: XS takes fewer bytecodes to walk it, a hundred and more times a second. */
	readonly first: Follower | undefined;
}

/** The car as known now. Frames go in; readings with their age come out. */
export class Vehicle {
	readonly current = new Reading();
	readonly voltage = new Reading();
	readonly soc = new Reading();
	readonly soh = new Reading();
	readonly gids = new Reading();
	readonly fullCapacity = new Reading();
	readonly capacity = new Reading();
	readonly rejected: Rejected = { crc: 0, dlc: 0, implausible: 0 };
	/** Size of the pack, once a diagnostic reply has told it. */
	pack: Pack | undefined = undefined;
	readonly #inputs = new Map<number, Input>();

	constructor() {
		for (const { message, signals } of FOLLOWED) {
			let first: Follower | undefined;
			for (const signal of signals) first = { ...signal, reading: this[signal.reading], next: first };
			this.#inputs.set(message.id, { check: message.check, first });
		}
	}

	/** Takes one broadcast frame; unknown ids are ignored, bad frames counted. `now`: monotonic ms. */
	receive(frame: CanFrame, now: number): void {
		const input = this.#inputs.get(frame.id);
		if (input === undefined) return;
		const bad = input.check(frame);
		if (bad !== undefined) {
			this.rejected[bad] += 1;
			return;
		}
		const data = frame.data;
		for (let follower = input.first; follower !== undefined; follower = follower.next) {
			const value = follower.read(data);
			if (value === undefined) continue;
			if (value < follower.min || value > follower.max) {
				this.rejected.implausible += 1;
				continue;
			}
			const reading = follower.reading;
			reading.value = value;
			reading.at = now;
		}
	}

	/** Takes a complete group 01 reply of the battery. */
	receiveGroup01(group: Group01, now: number): void {
		this.#offer("voltage", group.packVoltageV, now);
		this.#offer("current", group.current2A, now);
		this.#offer("soc", group.socPct, now);
		this.#offer("capacity", group.capacityAh, now);
		if (group.capacityAh !== undefined) this.pack = packOf(group.payloadLen, group.capacityAh);
	}

	#offer(name: ReadingName | "capacity", value: number | undefined, now: number): void {
		const reading = this[name];
		if (value === undefined || reading.fresh(now, BROADCAST_LEADS_FOR) !== undefined) return;
		reading.value = value;
		reading.at = now;
	}
}
