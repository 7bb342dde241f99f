/** Why a server that was asked gave no time. */
export type Unserved =
	/** It does not know the time itself (RFC 4330, 5: leap indicator 3, stratum 0 or above 15, time 0). */
	| { readonly reason: "unsynchronised"; readonly detail?: string }
	/** A kiss-o'-death that asks to be left alone; the detail is its code, such as `RATE` (RFC 5905, 7.4). */
	| { readonly reason: "kissed"; readonly detail: string };

/** The time in an answer. */
export interface Served {
	/** When the server sent it, ms since 1970 UTC. */
	readonly sent: number;
	/** How long the server had the question, ms. Any number: it is the server's word. */
	readonly held: number;
}

/** A header without extension fields (RFC 5905, 7.3), bytes. */
const LENGTH = 48;
/** What a server repeats of a question, bytes: the client's transmit timestamp. */
export const NONCE_LENGTH = 8;

/** Offsets in the header, bytes. */
const STRATUM = 1;
const REFERENCE = 12;
const ORIGINATE = 24;
const RECEIVE = 32;
const TRANSMIT = 40;

const VERSION = 4;
const CLIENT = 3;
const SERVER = 4;
/** Leap indicator: the clock is not synchronised. */
const ALARM = 3;
/** 16 means not synchronised, more is reserved. */
const HIGHEST_STRATUM = 15;
/** From 1900 to 1970, s. */
const NTP_TO_UNIX = 2_208_988_800;
const ERA = 2 ** 32;
/** Codes that a client must obey; the others tell of a server that is not ready (RFC 5905, 7.4). */
const FAREWELLS: readonly string[] = Object.freeze(["DENY", "RSTR", "RATE"]);

/**
 * A question whose transmit timestamp is random: nobody who does not see it can answer it, and it tells nothing of
 * our clock.
 *
 * @param nonce 8 bytes.
 */
export function question(nonce: Uint8Array): Uint8Array {
	const bytes = new Uint8Array(LENGTH);
	bytes[0] = (VERSION << 3) | CLIENT;
	bytes.set(nonce, TRANSMIT);
	return bytes;
}

/** What a datagram says; `undefined` when it is no answer to the question with this nonce. */
export function answerIn(datagram: ArrayBuffer, nonce: Uint8Array): Served | Unserved | undefined {
	if (datagram.byteLength < LENGTH) return undefined;
	const view = new DataView(datagram);
	const first = view.getUint8(0);
	const version = (first >> 3) & 7;
	const ours = nonce.every((byte, index) => view.getUint8(ORIGINATE + index) === byte);
	if ((first & 7) !== SERVER || version < 3 || version > VERSION || !ours) return undefined;
	const stratum = view.getUint8(STRATUM);
	if (stratum === 0) return kiss(view);
	const timeless = view.getUint32(TRANSMIT) === 0 && view.getUint32(TRANSMIT + 4) === 0;
	if (first >> 6 === ALARM || stratum > HIGHEST_STRATUM || timeless) return { reason: "unsynchronised" };
	const sent = timeAt(view, TRANSMIT);
	return { sent, held: sent - timeAt(view, RECEIVE) };
}

function kiss(view: DataView): Unserved {
	const letters = Array.from({ length: 4 }, (_, index) => view.getUint8(REFERENCE + index));
	// Any byte may come, and a person may read it.
	if (letters.some((letter) => letter < 0x41 || letter > 0x5a)) return { reason: "unsynchronised" };
	const detail = String.fromCharCode(...letters);
	return { reason: FAREWELLS.includes(detail) ? "kissed" : "unsynchronised", detail };
}

/** A timestamp as ms since 1970 UTC. With the top bit clear it counts from 2036 on (RFC 4330, 3): good until 2104. */
function timeAt(view: DataView, offset: number): number {
	const seconds = view.getUint32(offset);
	const fraction = view.getUint32(offset + 4) / ERA;
	return (seconds + (seconds < ERA / 2 ? ERA : 0) - NTP_TO_UNIX + fraction) * 1000;
}
