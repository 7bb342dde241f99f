import { encodeDns } from "../../helpers/dns-message";
import type { Random } from "../../helpers/seeded";

/** A whole number from 0 up to but not including the limit. */
type Below = (limit: number) => number;

/** What somebody may send to a server for names: a query that is nearly right, or noise. */
export function hostilePacket(random: Random): Uint8Array {
	const below = (limit: number) => Math.floor(random() * limit);
	return below(4) === 0 ? noise(below) : spoilt(below);
}

/** Bytes without sense, beginning as a query does every second time. */
function noise(below: Below): Uint8Array {
	const packet = Uint8Array.from({ length: below(80) }, () => below(256));
	if (packet.length >= 12 && below(2) === 0) packet.set([0, 0, 0, 1, 0, 0, 0, 0, 0, 0], 2);
	return packet;
}

/** A good query with a few bytes changed, cut off or added. */
function spoilt(below: Below): Uint8Array {
	const labels = Array.from({ length: below(5) }, () => "x".repeat(1 + below(20)));
	const packet = encodeDns({ id: below(0x10000), questions: [`A ${labels.join(".")}`] });
	for (let changes = below(3); changes > 0; changes--) packet[below(packet.length)] = below(256);
	if (below(3) === 0) packet[packet.length - 3] = 28;
	const length = below(5) === 0 ? below(packet.length + 40) : packet.length;
	const cut = new Uint8Array(length);
	cut.set(packet.subarray(0, length));
	return cut;
}
