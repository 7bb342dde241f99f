import { type Content, RESPONSE } from "./message";
import { isName } from "./name";
import { HEADER, type Packet, Section } from "./packet";
import { answersType, type OwnRecord, rivals, saysTheSame, Type } from "./records";

/** A resolver that is none of multicast DNS must not keep an answer for longer, s (RFC 6762, 6.7). */
const LEGACY_TTL = 10;

/** The answers to one query: to the sender alone, and to everybody. */
export interface Replies {
	readonly alone: Content | undefined;
	/** What everybody has not been told within the last second. */
	readonly everybody: readonly OwnRecord[];
}

/** What there is to say to a query. @param legacy The sender knows nothing of multicast DNS (RFC 6762, 6.7). */
export function repliesTo(packet: Packet, ours: readonly OwnRecord[], legacy: boolean): Replies {
	const known = new Set<OwnRecord>();
	packet.records((found) => {
		if (found.section !== Section.ANSWER) return;
		for (const own of ours) {
			const same = rivals(packet.bytes, found, own) && saysTheSame(packet.bytes, found, own);
			if (same && found.ttl >= own.ttl / 2) known.add(own);
		}
	});
	const alone = new Set<OwnRecord>();
	const everybody = new Set<OwnRecord>();
	const end = packet.questions(({ name, type, unicast }) => {
		for (const own of ours) {
			const asked = answersType(own, type) && isName(packet.bytes, name, own.name);
			if (asked && !known.has(own)) (legacy || unicast ? alone : everybody).add(own);
		}
	});
	if (alone.size === 0) return { alone: undefined, everybody: [...everybody] };
	const content = { flags: RESPONSE, answers: [...alone], additionals: following([...alone], ours) } as const;
	if (!legacy) return { alone: { ...content, flush: true }, everybody: [...everybody] };
	const questions = { bytes: packet.bytes.subarray(HEADER, end), count: packet.questionCount };
	return { alone: { ...content, id: packet.id, questions, longest: LEGACY_TTL }, everybody: [] };
}

/** What will be asked next by whoever got these answers (RFC 6763, 12). */
export function following(answers: readonly OwnRecord[], ours: readonly OwnRecord[]): readonly OwnRecord[] {
	if (answers.every(({ type }) => type === Type.A || type === Type.NSEC)) return [];
	return ours.filter((own) => own.unique && !answers.includes(own));
}
