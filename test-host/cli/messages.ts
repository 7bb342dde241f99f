import { aux292 } from "../../src/leaf/broadcast/aux-292";
import { body60d } from "../../src/leaf/broadcast/body-60d";
import { capacity59e } from "../../src/leaf/broadcast/capacity-59e";
import { charge5bc } from "../../src/leaf/broadcast/charge-5bc";
import { chargeStatus1d4 } from "../../src/leaf/broadcast/charge-status-1d4";
import { chargeTime5b9 } from "../../src/leaf/broadcast/charge-time-5b9";
import { charger5bf } from "../../src/leaf/broadcast/charger-5bf";
import { charger390 } from "../../src/leaf/broadcast/charger-390";
import { climate54c } from "../../src/leaf/broadcast/climate-54c";
import { health5b3 } from "../../src/leaf/broadcast/health-5b3";
import { history5c0 } from "../../src/leaf/broadcast/history-5c0";
import { odometer5c5 } from "../../src/leaf/broadcast/odometer-5c5";
import { pack1db } from "../../src/leaf/broadcast/pack-1db";
import { range5a9 } from "../../src/leaf/broadcast/range-5a9";
import { selector421 } from "../../src/leaf/broadcast/selector-421";
import { shift11a } from "../../src/leaf/broadcast/shift-11a";
import { soc55b } from "../../src/leaf/broadcast/soc-55b";
import { speed284 } from "../../src/leaf/broadcast/speed-284";
import { speed355 } from "../../src/leaf/broadcast/speed-355";
import { charger1ed } from "../../src/leaf/decode-only/charger-1ed";
import { charger380 } from "../../src/leaf/decode-only/charger-380";
import { limits1dc } from "../../src/leaf/decode-only/limits-1dc";
import { wake50b } from "../../src/leaf/decode-only/wake-50b";
import type { Layout } from "../../src/leaf/generation";
import { decode, type Message } from "../../src/leaf/message";

/** Every broadcast message that is decoded, by rising id. */
export const MESSAGES: readonly Message[] = Object.freeze([
	shift11a,
	chargeStatus1d4,
	pack1db,
	limits1dc,
	charger1ed,
	speed284,
	aux292,
	speed355,
	charger380,
	charger390,
	selector421,
	wake50b,
	climate54c,
	soc55b,
	capacity59e,
	range5a9,
	health5b3,
	chargeTime5b9,
	charge5bc,
	charger5bf,
	history5c0,
	odometer5c5,
	body60d,
]);

/** A signal's value for people: codes as texts, `null` where the car has no value. */
export type SignalValue = number | string | null;

/** Of signals that are codes: the text of each code, from 0 on. Codes without one mean nothing. */
type Texts = Readonly<Record<string, readonly (string | null)[]>>;

const TEXTS: ReadonlyMap<Message, Texts> = new Map<Message, Texts>([
	[shift11a, { gear: ["P", "P", "R", "N", "D"], onOff: [null, "on", "off"] }],
	[history5c0, { kind: [null, "max", "avg", "min"] }],
	[body60d, { state: ["off", "accessory", "starting", "on"] }],
]);

/** The message with an id, if it is decoded. */
export function messageWithId(id: number): Message | undefined {
	return MESSAGES.find((message) => message.id === id);
}

/**
 * Every signal of a layout by name, for people: codes that have a text are given as such, such as gear `P`.
 *
 * @param layout Left out: only the signals that mean the same in every generation.
 * @param data 8 bytes of a frame that has passed the message's check.
 */
export function decodeBroadcast(
	message: Message,
	layout: Layout | undefined,
	data: Uint8Array,
): Record<string, SignalValue> {
	const values: Record<string, SignalValue> = decode(message, layout, data);
	for (const [name, texts] of Object.entries(TEXTS.get(message) ?? {})) {
		const code = values[name];
		if (typeof code === "number") values[name] = texts[code] ?? null;
	}
	return values;
}
