import { isName, wireName } from "./name";
import type { Found } from "./packet";

/** Types of records (RFC 1035, 3.2.2; RFC 2782; RFC 3596; RFC 4034, 4), and the question for all of them. */
export const Type = Object.freeze({ A: 1, PTR: 12, TXT: 16, AAAA: 28, SRV: 33, NSEC: 47, ANY: 255 });

/** How long records with a host's name are good, and others, s (RFC 6762, 10). */
const HOST_TTL = 120;
const OTHER_TTL = 4500;
/** Before the host's name in the data of a SRV record: priority, weight and port (RFC 2782). */
const SRV_HEAD = 6;

/** A record of our own. */
export interface OwnRecord {
	/** As it is sent, in lower case. */
	readonly name: Uint8Array;
	readonly type: number;
	/** Seconds. */
	readonly ttl: number;
	/** Nobody else may have one of this name and type (RFC 6762, 2). */
	readonly unique: boolean;
	readonly data: Uint8Array;
}

/** What is to be known in the network. */
export interface Offer {
	/** The host's name without `.local`: lower case ASCII. */
	readonly label: string;
	/** IPv4 address as text. */
	readonly address: string;
	/** TCP port of the web page. */
	readonly port: number;
}

/** The two records that must not be another's; then those that follow from them. */
export function ownRecords({ label, address, port }: Offer): readonly OwnRecord[] {
	const host = wireName(label, "local");
	const kind = wireName("_http", "_tcp", "local");
	const instance = wireName(label, "_http", "_tcp", "local");
	const every = wireName("_services", "_dns-sd", "_udp", "local");
	const place = joined(Uint8Array.of(0, 0, 0, 0, port >> 8, port & 0xff), host);
	const record = (name: Uint8Array, type: number, ttl: number, data: Uint8Array): OwnRecord => {
		return { name, type, ttl, data, unique: type !== Type.PTR };
	};
	return [
		record(host, Type.A, HOST_TTL, Uint8Array.from(address.split("."), Number)),
		record(instance, Type.SRV, HOST_TTL, place),
		// Whoever asks for an IPv6 address would otherwise wait for it (RFC 6762, 6.1).
		record(host, Type.NSEC, HOST_TTL, joined(host, Uint8Array.of(0, 1, 0x80 >> Type.A))),
		// Of a service that has nothing more to say (RFC 6763, 6.1).
		record(instance, Type.TXT, OTHER_TTL, Uint8Array.of(0)),
		record(kind, Type.PTR, OTHER_TTL, instance),
		record(every, Type.PTR, OTHER_TTL, kind),
	];
}

function joined(head: Uint8Array, tail: Uint8Array): Uint8Array {
	const bytes = new Uint8Array(head.length + tail.length);
	bytes.set(head);
	bytes.set(tail, head.length);
	return bytes;
}

/** Whether it answers questions of a type. */
export function answersType({ type }: OwnRecord, asked: number): boolean {
	if (type === Type.NSEC) return asked === Type.AAAA || asked === Type.NSEC;
	return asked === type || asked === Type.ANY;
}

/** Whether a record in a packet has name and type of one of ours. */
export function rivals(packet: Uint8Array, found: Found, own: OwnRecord): boolean {
	return found.type === own.type && isName(packet, found.name, own.name);
}

/** Whether it says the same as well. */
export function saysTheSame(packet: Uint8Array, { data, length }: Found, own: OwnRecord): boolean {
	// Names in it may be compressed.
	const head = own.type === Type.PTR ? 0 : own.type === Type.SRV ? SRV_HEAD : own.data.length;
	for (let index = 0; index < head; index++) if (packet[data + index] !== own.data[index]) return false;
	return head === own.data.length ? length === head : isName(packet, data + head, own.data.subarray(head));
}
