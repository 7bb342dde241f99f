/** Bytes written as hexadecimal digits and, in quotes, as text: `30 05 0003 'a/b'`. */
export function bytes(text: string): Uint8Array {
	const parts = [...text.matchAll(/'([^']*)'|([0-9a-f]{2})/gi)];
	return Buffer.concat(
		parts.map(([, quoted, hex]) => Buffer.from(quoted ?? hex ?? "", quoted === undefined ? "hex" : "utf8")),
	);
}

/** The other way round: hexadecimal digits, for messages that a person can read. */
export function hex(content: Uint8Array): string {
	return Buffer.from(content).toString("hex");
}

/** A packet with its remaining length (MQTT 3.1.1, 2.2.3). */
export function packet(first: number, ...parts: Uint8Array[]): Uint8Array {
	const body = Buffer.concat(parts);
	const size: number[] = [];
	let rest = body.length;
	do {
		size.push((rest % 128) + (rest >= 128 ? 128 : 0));
		rest = Math.floor(rest / 128);
	} while (rest > 0);
	return Buffer.concat([Buffer.from([first, ...size]), body]);
}

/** Two bytes, the high one first. */
export function word(value: number): Uint8Array {
	return Buffer.from([value >> 8, value & 0xff]);
}

/** Text behind its length. */
export function text(value: string): Uint8Array {
	const content = Buffer.from(value);
	return Buffer.concat([word(content.length), content]);
}

/** A PUBLISH, in either direction; `id` is left out for QoS 0. */
export function publish(
	topic: string,
	payload: Uint8Array | string,
	{
		qos = 0,
		id,
		retain = false,
		dup = false,
	}: { qos?: number; id?: number; retain?: boolean; dup?: boolean } = {},
): Uint8Array {
	const first = 0x30 | (dup ? 8 : 0) | (qos << 1) | (retain ? 1 : 0);
	return packet(first, text(topic), id === undefined ? Buffer.alloc(0) : word(id), Buffer.from(payload));
}

/** One packet of a stream: its first byte and what follows its remaining length. */
export interface RawPacket {
	readonly first: number;
	readonly body: Buffer;
}

/** Cuts a stream into packets and the beginning of another one. */
export function cut(stream: Uint8Array): { packets: RawPacket[]; rest: Uint8Array } {
	const packets: RawPacket[] = [];
	let rest = stream;
	for (;;) {
		const sizeEnd = rest.findIndex((byte, index) => index > 0 && byte < 128) + 1;
		const size = rest.subarray(1, sizeEnd).reduce((sum, byte, index) => sum + (byte & 127) * 128 ** index, 0);
		if (sizeEnd === 0 || rest.length < sizeEnd + size) return { packets, rest };
		packets.push({ first: rest[0] ?? 0, body: Buffer.from(rest.subarray(sizeEnd, sizeEnd + size)) });
		rest = rest.subarray(sizeEnd + size);
	}
}

/** Cuts a whole stream into packets. */
export function split(stream: Uint8Array): RawPacket[] {
	const { packets, rest } = cut(stream);
	if (rest.length > 0) throw new Error(`ends in the middle of a packet: ${hex(rest)}`);
	return packets;
}
