/** Content types of records (RFC 8446, 5.1). */
export const HANDSHAKE = 22;
export const APPLICATION_DATA = 23;

/** A handshake message (RFC 5246, 7.4; RFC 8446, 4). */
export interface Message {
	readonly type: number;
	readonly body: Buffer;
}

/** The records of a flight, each with its header. */
export function recordsOf(flight: Buffer): Buffer[] {
	const records: Buffer[] = [];
	for (let at = 0; at < flight.length; at += records.at(-1)?.length ?? 0)
		records.push(flight.subarray(at, at + 5 + flight.readUInt16BE(at + 3)));
	return records;
}

/** The handshake messages in what is left of records without their headers. */
export function messagesIn(stream: Buffer): Message[] {
	const messages: Message[] = [];
	for (let at = 0; at < stream.length; at += 4 + stream.readUIntBE(at + 1, 3)) {
		const body = stream.subarray(at + 4, at + 4 + stream.readUIntBE(at + 1, 3));
		messages.push({ type: stream[at] ?? 0, body });
	}
	return messages;
}

/** A handshake message with its type and its length. */
export function bytesOf({ type, body }: Message): Buffer {
	const header = Buffer.of(type, 0, 0, 0);
	header.writeUIntBE(body.length, 1, 3);
	return Buffer.concat([header, body]);
}

/** The header of a record of so many bytes. */
export function recordHeader(contentType: number, length: number): Buffer {
	return Buffer.of(contentType, 3, 3, length >> 8, length & 0xff);
}

/** A copy in which one bit of the byte at `place` is another. */
export function flipped(body: Buffer, place: number): Buffer {
	const copy = Buffer.from(body);
	copy[place] = (copy[place] ?? 0) ^ 1;
	return copy;
}
