// The chip's register map as the data sheet has it (Microchip DS20001801, 11.0, tables 11-1 and 11-2). Written from
// the data sheet and not shared with the driver, so that a wrong address in the one does not hide in the other.

/** Addresses of the registers that the model treats by name. */
export const Address = {
	CANSTAT: 0x0e,
	CANCTRL: 0x0f,
	TEC: 0x1c,
	REC: 0x1d,
	RXM0: 0x20,
	RXM1: 0x24,
	CNF3: 0x28,
	CNF2: 0x29,
	CNF1: 0x2a,
	CANINTE: 0x2b,
	CANINTF: 0x2c,
	EFLG: 0x2d,
	/** Those of the other two buffers are 0x10 and 0x20 further. */
	TXB0CTRL: 0x30,
	RXB0CTRL: 0x60,
	RXB1CTRL: 0x70,
} as const;

/** First address of each filter (registers 4-10 to 4-13). */
export const FILTERS = [0x00, 0x04, 0x08, 0x10, 0x14, 0x18] as const;

/** Values of REQOP and OPMOD in place (registers 10-1 and 10-2). */
export const OpMode = {
	normal: 0x00,
	sleep: 0x20,
	loopback: 0x40,
	listenOnly: 0x60,
	configuration: 0x80,
} as const;
export const OPMODE_MASK = 0xe0;

/** CANCTRL (register 10-1). */
export const ABAT = 0x10;
export const OSM = 0x08;

/** CANINTF (register 7-2); those of buffers 1 and 2 are the next bits. */
export const RX0IF = 0x01;
export const RX1IF = 0x02;
export const TX0IF = 0x04;
export const ERRIF = 0x20;
export const WAKIF = 0x40;
export const MERRF = 0x80;

/** EFLG (register 6-3). */
export const RX0OVR = 0x40;
export const RX1OVR = 0x80;

/** TXBnCTRL (register 3-1). */
export const TXREQ = 0x08;
export const TXERR = 0x10;
export const MLOA = 0x20;
export const ABTF = 0x40;

/** RXBnCTRL (registers 4-1 and 4-2). */
export const RXM = 0x60;
export const RXRTR = 0x08;
export const BUKT = 0x04;

/** How a register takes a write. */
export interface WriteRule {
	/** The bits that can be written; the others keep their value. */
	readonly writable: number;
	/** Only in configuration mode (10.1). */
	readonly configOnly?: boolean;
	/** BIT MODIFY works on it; on all others that writes the whole register (12.10). */
	readonly bitModify?: boolean;
}

const READ_ONLY: WriteRule = { writable: 0 };
const RULES: WriteRule[] = new Array<WriteRule>(0x80).fill(READ_ONLY);

function rule(addresses: readonly number[], of: WriteRule): void {
	for (const address of addresses) RULES[address] = of;
}

for (const [first, sidl] of [...FILTERS.map((at) => [at, 0xeb]), [0x20, 0xe3], [0x24, 0xe3]] as const) {
	rule([first, first + 2, first + 3], { writable: 0xff, configOnly: true });
	rule([first + 1], { writable: sidl, configOnly: true });
}
for (const row of [0x00, 0x10, 0x20, 0x30, 0x40, 0x50, 0x60, 0x70]) {
	rule([row + Address.CANCTRL], { writable: 0xff, bitModify: true });
}
rule([0x0c], { writable: 0x3f, bitModify: true });
rule([0x0d], { writable: 0x07, bitModify: true, configOnly: true });
rule([Address.CNF1, Address.CNF2], { writable: 0xff, bitModify: true, configOnly: true });
rule([Address.CNF3], { writable: 0xc7, bitModify: true, configOnly: true });
rule([Address.CANINTE, Address.CANINTF], { writable: 0xff, bitModify: true });
rule([Address.EFLG], { writable: RX0OVR | RX1OVR, bitModify: true });
for (const control of [0x30, 0x40, 0x50]) {
	rule([control], { writable: 0x0b, bitModify: true });
	rule([control + 2], { writable: 0xeb });
	rule([control + 5], { writable: 0x4f });
	rule(
		[1, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13].map((offset) => control + offset),
		{ writable: 0xff },
	);
}
rule([Address.RXB0CTRL], { writable: RXM | BUKT, bitModify: true });
rule([Address.RXB1CTRL], { writable: RXM, bitModify: true });

/** The rule for an address of 0 to 0x7F. */
export function writeRule(address: number): WriteRule {
	return RULES[address] ?? READ_ONLY;
}
