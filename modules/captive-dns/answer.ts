/** Length of a header (RFC 1035, 4.1.1), bytes. */
const HEADER = 12;
/** A message without EDNS is no longer (RFC 1035, 4.2.1), and a question never is, bytes. */
const LONGEST = 512;
/** In the second field of the header: response; kind of query; recursion desired (RFC 1035, 4.1.1). */
const RESPONSE = 0x8000;
const OPCODE = 0x7800;
const RECURSION_DESIRED = 0x0100;
/** Of an answer: by whoever knows best, who would ask others, too. Without that some resolvers ask no further. */
const AUTHORITATIVE = 0x8480;
/** Longest label, and longest name with its lengths and its end (RFC 1035, 2.3.4), bytes. */
const LONGEST_LABEL = 63;
const LONGEST_NAME = 255;
/** Type and class (RFC 1035, 3.2). */
const A = 1;
const IN = 1;
/** To where the name of the question stands (RFC 1035, 4.1.4). */
const POINTER = 0xc000 | HEADER;
/** Pointer, type, class, time to live, length of the data, data. */
const RECORD = 16;
/** A phone that has left is not to look for the world here for long, s. */
const TTL = 10;

/**
 * The answer to a query: an address for who asks for one, and for any other question that there is nothing of that kind.
 *
 * @param address Four bytes.
 * @returns `undefined` for whatever is not a query with one whole question.
 */
export function answer(query: ArrayBuffer, address: Uint8Array): Uint8Array | undefined {
	const end = endOfQuestion(query);
	if (end === undefined) return undefined;
	const asked = new DataView(query);
	const known = asked.getUint16(end - 4) === A && asked.getUint16(end - 2) === IN;
	const bytes = new Uint8Array(end + (known ? RECORD : 0));
	bytes.set(new Uint8Array(query, 0, end));
	const view = new DataView(bytes.buffer);
	view.setUint16(2, RESPONSE | AUTHORITATIVE | (asked.getUint16(2) & RECURSION_DESIRED));
	view.setUint16(6, known ? 1 : 0);
	// What came along, such as EDNS, is not repeated.
	view.setUint32(8, 0);
	if (!known) return bytes;
	view.setUint16(end, POINTER);
	view.setUint16(end + 2, A);
	view.setUint16(end + 4, IN);
	view.setUint32(end + 6, TTL);
	view.setUint16(end + 10, address.length);
	bytes.set(address, end + 12);
	return bytes;
}

/** Where the one question of a query ends; `undefined` for anything else. */
function endOfQuestion(query: ArrayBuffer): number | undefined {
	const { byteLength } = query;
	if (byteLength < HEADER || byteLength > LONGEST) return undefined;
	const view = new DataView(query);
	if ((view.getUint16(2) & (RESPONSE | OPCODE)) !== 0) return undefined;
	// One question, no answers, no authorities; one more may be EDNS.
	if (view.getUint16(4) !== 1 || view.getUint32(6) !== 0 || view.getUint16(10) > 1) return undefined;
	let at = HEADER;
	for (;;) {
		if (at >= byteLength || at - HEADER >= LONGEST_NAME) return undefined;
		const length = view.getUint8(at);
		// Neither a pointer: there is nothing yet that it could point to.
		if (length > LONGEST_LABEL) return undefined;
		at += length + 1;
		if (length === 0) return at + 4 <= byteLength ? at + 4 : undefined;
	}
}
