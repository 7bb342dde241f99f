import { receiveStatus } from "./receive-buffers";
import type { RegisterFile } from "./register-file";
import { Address, RX0IF, RX1IF, TX0IF, TXREQ } from "./register-map";

/** SO is not driven while an instruction comes in; the pull-up of most boards makes that ones. */
const HIGH_IMPEDANCE = 0xff;
/** The instruction that also concerns what is not a register (12.2). */
export const RESET = 0xc0;
/** Where LOAD TX BUFFER begins: SIDH and D0 of each buffer (12.6, figure 12-5). */
const LOAD_ADDRESSES = [0x31, 0x36, 0x41, 0x46, 0x51, 0x56];
/** Where READ RX BUFFER begins (12.4, figure 12-3). */
const READ_ADDRESSES = [0x61, 0x66, 0x71, 0x76];

/**
 * Does one SPI instruction, from the falling to the rising edge of CS (12.0, table 12-1).
 *
 * @param tx - What comes in at SI.
 * @returns What goes out at SO meanwhile, as many bytes.
 */
export function doInstruction(registers: RegisterFile, tx: Uint8Array): Uint8Array {
	const rx = new Uint8Array(tx.length).fill(HIGH_IMPEDANCE);
	const instruction = tx[0] ?? 0;
	if (instruction === RESET) registers.reset();
	else if (instruction === 0x03) readFrom(registers, rx, tx[1] ?? 0, 2);
	else if (instruction === 0x02) writeFrom(registers, tx, tx[1] ?? 0, 2);
	else if (instruction === 0x05) modify(registers, tx);
	else if (instruction === 0xa0) rx.fill(transmitStatus(registers), 1);
	else if (instruction === 0xb0) rx.fill(receiveStatus(registers), 1);
	else if ((instruction & 0xf9) === 0x90) readReceiveBuffer(registers, rx, (instruction >> 1) & 0x03);
	else if ((instruction & 0xf8) === 0x80) requestToSend(registers, instruction & 0x07);
	else if ((instruction & 0xf8) === 0x40) {
		const address = LOAD_ADDRESSES[instruction & 0x07];
		if (address !== undefined) writeFrom(registers, tx, address, 1);
	}
	return rx;
}

/** The address counts up with each byte (12.3). */
function readFrom(registers: RegisterFile, rx: Uint8Array, address: number, from: number): void {
	for (let index = from; index < rx.length; index++)
		rx[index] = registers.read((address + index - from) & 0x7f);
}

function writeFrom(registers: RegisterFile, tx: Uint8Array, address: number, from: number): void {
	for (let index = from; index < tx.length; index++) {
		registers.write((address + index - from) & 0x7f, tx[index] ?? 0);
	}
}

/** One address, mask and value (12.10). */
function modify(registers: RegisterFile, tx: Uint8Array): void {
	if (tx.length >= 4) registers.write(tx[1] ?? 0, tx[3] ?? 0, tx[2] ?? 0);
}

function readReceiveBuffer(registers: RegisterFile, rx: Uint8Array, where: number): void {
	readFrom(registers, rx, READ_ADDRESSES[where] ?? 0, 1);
	// 12.4: the rising edge of CS clears the flag.
	registers.change(Address.CANINTF, 0, where < 2 ? RX0IF : RX1IF);
}

function requestToSend(registers: RegisterFile, buffers: number): void {
	for (const buffer of [0, 1, 2]) {
		if (buffers & (1 << buffer)) registers.change(Address.TXB0CTRL + 0x10 * buffer, TXREQ);
	}
}

/** RX0IF, RX1IF, then TXREQ and TXnIF of each transmit buffer from bit 2 on (12.8, figure 12-8). */
function transmitStatus(registers: RegisterFile): number {
	const flags = registers.get(Address.CANINTF);
	let status = flags & (RX0IF | RX1IF);
	for (const buffer of [0, 1, 2]) {
		if (registers.get(Address.TXB0CTRL + 0x10 * buffer) & TXREQ) status |= 0x04 << (2 * buffer);
		if (flags & (TX0IF << buffer)) status |= 0x08 << (2 * buffer);
	}
	return status;
}
