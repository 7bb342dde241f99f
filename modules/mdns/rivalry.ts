import { type Packet, Section } from "./packet";
import { type OwnRecord, rivals, saysTheSame } from "./records";

/** Whether a response gives one of our unique records otherwise than we do (RFC 6762, 9). */
export function isContested(packet: Packet, ours: readonly OwnRecord[]): boolean {
	let contested = false;
	packet.records((found) => {
		if (found.ttl === 0) return;
		contested ||= ours.some(
			(own) => own.unique && rivals(packet.bytes, found, own) && !saysTheSame(packet.bytes, found, own),
		);
	});
	return contested;
}

/** Whether somebody who probes for our name at the same time is to have it: who has the larger data (RFC 6762, 8.2). */
export function losesTo(packet: Packet, ours: readonly OwnRecord[]): boolean {
	let lost = false;
	packet.records((found) => {
		if (found.section !== Section.AUTHORITY) return;
		const own = ours.find((each) => each.unique && rivals(packet.bytes, found, each));
		if (own === undefined || saysTheSame(packet.bytes, found, own)) return;
		lost ||= isLarger(packet.bytes.subarray(found.data, found.data + found.length), own.data);
	});
	return lost;
}

/** Byte for byte; what goes on where the other ends is larger. */
function isLarger(theirs: Uint8Array, ours: Uint8Array): boolean {
	const at = theirs.findIndex((byte, index) => byte !== ours[index]);
	return at >= 0 && (theirs[at] ?? 0) > (ours[at] ?? -1);
}
