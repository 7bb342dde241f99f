/** A control unit's answer, as far as all services have it in common (ISO 14229-1, 8; ISO 14230-3 likewise). */
export type Response = PositiveResponse | NegativeResponse | { readonly kind: "malformed" };

/** What was asked for. */
export interface PositiveResponse {
	readonly kind: "positive";
	/** Identifier of the service that was asked for: 0x21 for a reply beginning with 61. */
	readonly service: number;
}

/** A refusal: `7F service code`. */
export interface NegativeResponse {
	readonly kind: "negative";
	/** Identifier of the service that was asked for. */
	readonly service: number;
	/** Negative response code, such as 0x12: the control unit does not know the group. */
	readonly nrc: number;
	/** The answer is on its way (0x78): wait up to 5 s more. */
	readonly pending: boolean;
	/** Busy (0x21): ask again after 200 ms. */
	readonly busy: boolean;
}

const NEGATIVE = 0x7f;
/** Set in the first byte of every positive response. */
const POSITIVE_BIT = 0x40;
const BUSY_REPEAT_REQUEST = 0x21;
const RESPONSE_PENDING = 0x78;

/**
 * Tells an answer from a refusal. Source of the waiting times: Leaf protocol facts, 4.1.
 *
 * @param payload Reassembled reply.
 */
export function parseResponse(payload: Uint8Array): Response {
	const [first, service, nrc] = payload;
	if (first === undefined) return { kind: "malformed" };
	if (first !== NEGATIVE) {
		const positive = (first & POSITIVE_BIT) !== 0;
		return positive ? { kind: "positive", service: first - POSITIVE_BIT } : { kind: "malformed" };
	}
	if (service === undefined || nrc === undefined) return { kind: "malformed" };
	return {
		kind: "negative",
		service,
		nrc,
		pending: nrc === RESPONSE_PENDING,
		busy: nrc === BUSY_REPEAT_REQUEST,
	};
}
