import { deepFreeze } from "../deep-freeze";
import type { CarBus } from "./car-bus";
import { GENERATIONS, type Generation } from "./generation";

/** Something by which generations differ. */
export interface Clue {
	/** For people, without a full stop: `50B has 6 bytes`. */
	readonly because: string;
	/** The generations of which it is true. */
	readonly speaksFor: readonly Generation[];
	/** 1 a hint, 2 a sign, 3 as good as proof. It takes more than one clue, or a proof, to decide. */
	readonly weight: number;
}

/** A clue in a broadcast frame. */
export interface FrameClue extends Clue {
	readonly bus: CarBus;
	/** CAN identifier. */
	readonly id: number;
	/** The frame's length must be this. */
	readonly dlc?: number;
	/** What the data must be like; just having been sent is enough when left out. */
	readonly shows?: (data: Uint8Array) => boolean;
}

/** A clue in a positive diagnostic reply. */
export interface ReplyClue extends Clue {
	/** The request, such as `79B 21 01`. */
	readonly request: string;
	/** Length of the payload in bytes, `61 01` included. */
	readonly length?: number;
	readonly shows?: (payload: Uint8Array) => boolean;
}

const OLD: readonly Generation[] = Object.freeze(["ZE0", "AZE0"]);
const NEW: readonly Generation[] = Object.freeze(["AZE0", "ZE1"]);
const ZE0: readonly Generation[] = Object.freeze(["ZE0"]);
const AZE0: readonly Generation[] = Object.freeze(["AZE0"]);
const ZE1: readonly Generation[] = Object.freeze(["ZE1"]);

const byte = (data: Uint8Array, index: number) => data[index] as number;

/** SOC in whole percent; ZE0 and ZE1 send 0, and 127 is sent before there is a value. */
const hasUsableSoc = (data: Uint8Array) => byte(data, 4) > 0 && byte(data, 4) <= 100;
const alternates = (data: Uint8Array) => byte(data, 2) === 0x55 || byte(data, 2) === 0xaa;
const isSilent = (data: Uint8Array) => byte(data, 2) === 0;
/** Dashboard SOC in half percent. */
const hasDashSoc = (data: Uint8Array) => byte(data, 7) > 0 && byte(data, 7) <= 200;
const countsInTop = (data: Uint8Array) => byte(data, 0) >> 6 !== 0;
const countsInBottom = (data: Uint8Array) => byte(data, 0) >> 6 === 0 && (byte(data, 0) & 7) !== 0;

/**
 * How the generations differ on EV-CAN (Leaf protocol facts, 1.3, 2.2, 2.4, 2.6, 2.7). 0x5BF is a hint only: the
 * battery of a ZE1 was once heard on a bench together with it.
 */
export const FRAME_CLUES: readonly FrameClue[] = deepFreeze([
	onEvCan(0x1db, AZE0, 3, "1DB byte 4 carries the dashboard's SOC", { shows: hasUsableSoc }),
	onEvCan(0x55b, OLD, 2, "55B byte 2 alternates between 55 and AA", { shows: alternates }),
	onEvCan(0x55b, ZE1, 2, "55B byte 2 is 00", { shows: isSilent }),
	onEvCan(0x50b, ZE0, 3, "50B has 6 bytes", { dlc: 6 }),
	onEvCan(0x50b, NEW, 2, "50B has 7 bytes", { dlc: 7 }),
	onEvCan(0x59e, NEW, 2, "59E is sent"),
	onEvCan(0x59e, ZE1, 2, "59E byte 7 carries the dashboard's SOC", { shows: hasDashSoc }),
	onEvCan(0x5c0, OLD, 2, "5C0 counts in the upper bits of byte 0", { shows: countsInTop }),
	onEvCan(0x5c0, ZE1, 2, "5C0 counts in the lower bits of byte 0", { shows: countsInBottom }),
	onEvCan(0x1cb, ZE1, 3, "1CB is sent"),
	onEvCan(0x390, NEW, 2, "390 is sent"),
	onEvCan(0x5bf, ZE0, 1, "5BF is sent"),
	onEvCan(0x5b9, ZE0, 2, "5B9 has 5 bytes", { dlc: 5 }),
	onEvCan(0x5b9, AZE0, 3, "5B9 has 7 bytes", { dlc: 7 }),
	onEvCan(0x5a9, OLD, 1, "5A9 is sent"),
	// Factory 40 kWh e-NV200 mirror both from CAR-CAN, too.
	onEvCan(0x355, NEW, 1, "355 is sent on EV-CAN"),
	onEvCan(0x5c5, NEW, 1, "5C5 is sent on EV-CAN"),
]);

/** How they differ in what they answer (Leaf protocol facts, 4.2, 4.6, 4.8, 4.9). */
export const REPLY_CLUES: readonly ReplyClue[] = deepFreeze([
	onReply("79B 21 01", OLD, 2, "group 01 has 41 bytes", { length: 41 }),
	onReply("79B 21 01", AZE0, 3, "group 01 has 43 bytes", { length: 43 }),
	onReply("79B 21 01", NEW, 2, "group 01 has 53 bytes", { length: 53 }),
	onReply("79B 21 04", AZE0, 2, "group 04 of 16 bytes has no third sensor", {
		length: 16,
		shows: (payload) => byte(payload, 8) === 0xff && byte(payload, 9) === 0xff,
	}),
	onReply("797 21 81", NEW, 2, "the VCM tells the VIN"),
	onReply("797 22 12 03", NEW, 2, "the VCM counts quick charges"),
]);

/** What the plug says (Leaf protocol facts, 1.1): on EV-CAN, nothing. */
export const BUS_CLUES: Readonly<Record<CarBus, Clue | undefined>> = deepFreeze({
	"ev-can": undefined,
	"car-can": { speaksFor: OLD, weight: 3, because: "the device is on CAR-CAN" },
	"obd-gateway": { speaksFor: ZE1, weight: 5, because: "the device is behind the gateway of 2018+ cars" },
});

/** The generations a clue speaks for, for people: `AZE0 or ZE1`. */
export function spoken({ speaksFor }: Clue): string {
	return GENERATIONS.filter((generation) => speaksFor.includes(generation)).join(" or ");
}

function onEvCan(
	id: number,
	speaksFor: readonly Generation[],
	weight: number,
	because: string,
	when: Pick<FrameClue, "dlc" | "shows"> = {},
): FrameClue {
	return { bus: "ev-can", id, speaksFor, weight, because, ...when };
}

function onReply(
	request: string,
	speaksFor: readonly Generation[],
	weight: number,
	because: string,
	when: Pick<ReplyClue, "length" | "shows"> = {},
): ReplyClue {
	return { request, speaksFor, weight, because, ...when };
}
