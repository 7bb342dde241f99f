import { type BusFrame, lengthOf } from "./bus-frame";
import type { RegisterFile } from "./register-file";
import { Address, BUKT, ERRIF, FILTERS, RX0IF, RX0OVR, RX1IF, RX1OVR, RXM, RXRTR } from "./register-map";

/** EXIDE of a filter, IDE of a received frame (registers 4-11 and 4-5). */
const IDE = 0x08;
const SRR = 0x10;

interface ReceiveBuffer {
	readonly control: number;
	readonly mask: number;
	/** The numbers of its filters, in the order in which they are tried (4.5.4). */
	readonly filters: readonly number[];
	readonly flag: number;
	readonly overflow: number;
	/** Bits of its control register that tell the filter (registers 4-1 and 4-2). */
	readonly filhit: number;
}

const RXB0: ReceiveBuffer = {
	control: Address.RXB0CTRL,
	mask: Address.RXM0,
	filters: [0, 1],
	flag: RX0IF,
	overflow: RX0OVR,
	filhit: 0x01,
};
const RXB1: ReceiveBuffer = {
	control: Address.RXB1CTRL,
	mask: Address.RXM1,
	filters: [2, 3, 4, 5],
	flag: RX1IF,
	overflow: RX1OVR,
	filhit: 0x07,
};

/**
 * Takes a valid frame out of the message assembly buffer as the flowchart of figure 4-3 says.
 *
 * @returns `true` when it is in a receive buffer now.
 */
export function takeFrame(registers: RegisterFile, frame: BusFrame): boolean {
	for (const buffer of [RXB0, RXB1]) {
		const filter = matchingFilter(registers, buffer, frame);
		if (filter === undefined) continue;
		const rolls = isFull(registers, buffer) && (registers.get(buffer.control) & BUKT) !== 0;
		const target = rolls ? RXB1 : buffer;
		if (isFull(registers, target)) {
			registers.change(Address.EFLG, target.overflow);
			registers.change(Address.CANINTF, ERRIF);
			return false;
		}
		store(registers, target, frame, filter);
		return true;
	}
	return false;
}

/** The byte that RX STATUS gives (12.9, figure 12-9). */
export function receiveStatus(registers: RegisterFile): number {
	const waiting = registers.get(Address.CANINTF) & (RX0IF | RX1IF);
	if (waiting === 0) return 0;
	// RXB0 has priority: with both full, bits 4 to 0 are about it.
	const buffer = waiting & RX0IF ? RXB0 : RXB1;
	const control = registers.get(buffer.control);
	const filter = control & buffer.filhit;
	const rolledOver = buffer === RXB1 && filter < 2;
	const extended = registers.get(buffer.control + 2) & IDE;
	const remote = control & RXRTR;
	return (waiting << 6) | (extended << 1) | remote | (rolledOver ? filter + 6 : filter);
}

function isFull(registers: RegisterFile, buffer: ReceiveBuffer): boolean {
	return (registers.get(Address.CANINTF) & buffer.flag) !== 0;
}

/** The first filter that matches, if any (4.5.2). With RXM = 11 everything does (register 4-1). */
function matchingFilter(registers: RegisterFile, buffer: ReceiveBuffer, frame: BusFrame): number | undefined {
	if ((registers.get(buffer.control) & RXM) === RXM) return buffer.filters[0];
	const bytes = identifierBytes(frame);
	if (!frame.extended) {
		// 4.5.1: what is the extended identifier elsewhere is compared with the first two data bytes.
		bytes[2] = frame.data[0] ?? 0;
		bytes[3] = frame.data[1] ?? 0;
	}
	return buffer.filters.find((filter) => {
		const at = FILTERS[filter] ?? 0;
		const extendedOnly = (registers.get(at + 1) & IDE) !== 0;
		if (extendedOnly !== (frame.extended === true)) return false;
		return bytes.every((byte, offset) => {
			const compared = offset === 1 && !frame.extended ? 0xe0 : offset === 1 ? 0xe3 : 0xff;
			return ((byte ^ registers.get(at + offset)) & registers.get(buffer.mask + offset) & compared) === 0;
		});
	});
}

function store(registers: RegisterFile, buffer: ReceiveBuffer, frame: BusFrame, filter: number): void {
	registers.change(buffer.control, filter | (frame.remote ? RXRTR : 0), buffer.filhit | RXRTR);
	const bytes = identifierBytes(frame);
	if (frame.extended) bytes[1] = (bytes[1] ?? 0) | IDE;
	else if (frame.remote) bytes[1] = (bytes[1] ?? 0) | SRR;
	bytes.push((frame.dlc & 0x0f) | (frame.extended && frame.remote ? 0x40 : 0));
	for (let index = 0; index < lengthOf(frame); index++) bytes.push(frame.data[index] ?? 0);
	bytes.forEach((byte, offset) => {
		registers.set(buffer.control + 1 + offset, byte);
	});
	registers.change(Address.CANINTF, buffer.flag);
}

/** SIDH, SIDL without marks, EID8, EID0 (registers 4-4 to 4-7). */
function identifierBytes({ id, extended }: BusFrame): number[] {
	if (!extended) return [id >> 3, (id & 0x07) << 5, 0, 0];
	return [id >>> 21, ((id >> 13) & 0xe0) | ((id >> 16) & 0x03), (id >> 8) & 0xff, id & 0xff];
}
