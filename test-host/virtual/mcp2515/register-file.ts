import {
	Address,
	BUKT,
	ERRIF,
	OPMODE_MASK,
	OpMode,
	RX0OVR,
	RX1OVR,
	TXREQ,
	WAKIF,
	writeRule,
} from "./register-map";

/** What a register of no defined reset value holds at power-on: anything, and not what a driver would want. */
const GARBAGE = 0xa5;
/** Registers that a reset clears (table 11-2). All others are undefined. */
const CLEARED = [0x0c, 0x0d, 0x1c, 0x1d, 0x28, 0x29, 0x2a, 0x2b, 0x2c, 0x2d, 0x30, 0x40, 0x50, 0x60, 0x70];
/** CANCTRL after a reset: configuration mode, CLKEN, CLKPRE = 11 (register 10-1). */
const CANCTRL_RESET = 0x87;
/** Interrupt flags in the order of their ICOD, highest priority first (7.1.1, table 7-1). */
const BY_PRIORITY = [ERRIF, 0x40, 0x04, 0x08, 0x10, 0x01, 0x02];

/** The 128 registers and their rules for reading and writing. */
export class RegisterFile {
	/** The mode that the chip is in, as in OPMOD of CANSTAT. */
	mode: number = OpMode.configuration;
	readonly #bytes = new Uint8Array(0x80).fill(GARBAGE);

	constructor() {
		this.reset();
	}

	/** As after the supply has come back (9.0): what a reset leaves alone is anything. */
	powerOn(): void {
		this.#bytes.fill(GARBAGE);
		this.reset();
	}

	/** As the RESET instruction or the pin does (9.0). */
	reset(): void {
		for (const address of CLEARED) this.#bytes[address] = 0;
		this.#bytes[Address.CANCTRL] = CANCTRL_RESET;
		this.mode = OpMode.configuration;
	}

	/** What the chip itself sees in a register. */
	get(address: number): number {
		return this.#bytes[address] ?? 0;
	}

	/** What the chip itself puts into a register. */
	set(address: number, value: number): void {
		this.#bytes[address] = value;
	}

	/** Sets and clears bits on behalf of the chip itself. */
	change(address: number, set: number, clear = 0): void {
		this.set(address, (this.get(address) & ~clear) | set);
	}

	/** What a READ gives. */
	read(address: number): number {
		const at = real(address);
		if (at === Address.CANSTAT) return this.mode | (this.#interruptCode() << 1);
		// Table 11-1, note: masks and filters read as 0 outside configuration mode.
		if (isFilter(at) && this.mode !== OpMode.configuration) return 0;
		// Register 4-1: BUKT1 is a copy of BUKT.
		if (at === Address.RXB0CTRL) return this.get(at) | (this.get(at) & BUKT ? 0x02 : 0);
		return this.get(at);
	}

	/** What a WRITE does, or a BIT MODIFY with its mask. */
	write(address: number, value: number, mask = 0xff): void {
		const at = real(address);
		const rule = writeRule(at);
		if (rule.configOnly && this.mode !== OpMode.configuration) return;
		if (isTransmitData(at) && this.get(at & 0xf0) & TXREQ) return;
		const bits = rule.writable & (rule.bitModify ? mask : 0xff);
		this.change(at, value & bits, bits);
		// 7.7: a flag cannot be cleared while its condition lasts.
		if (this.get(Address.EFLG) & (RX0OVR | RX1OVR)) this.change(Address.CANINTF, ERRIF);
	}

	/** Whether the INT pin is low (7.0). */
	get interrupting(): boolean {
		return (this.get(Address.CANINTF) & this.get(Address.CANINTE)) !== 0;
	}

	/** Whether activity on the bus wakes the chip (10.2.1). */
	get wakeUpEnabled(): boolean {
		return (this.get(Address.CANINTE) & WAKIF) !== 0;
	}

	/** Whether the MCU has set WAKIF itself, which wakes the chip as well (10.2). */
	get wakeUpPending(): boolean {
		return this.wakeUpEnabled && (this.get(Address.CANINTF) & WAKIF) !== 0;
	}

	/** The mode that the MCU has requested. */
	get requestedMode(): number {
		return this.get(Address.CANCTRL) & OPMODE_MASK;
	}

	#interruptCode(): number {
		const pending = this.get(Address.CANINTF) & this.get(Address.CANINTE);
		return BY_PRIORITY.findIndex((flag) => pending & flag) + 1;
	}
}

/** CANSTAT and CANCTRL are in every row of the map (table 11-1). */
function real(address: number): number {
	const column = address & 0x0f;
	return column >= Address.CANSTAT ? column : address & 0x7f;
}

function isFilter(address: number): boolean {
	return address < 0x28 && (address & 0x0f) < 0x0c;
}

/** SIDH to D7 of a transmit buffer, not to be written while TXREQ is set (3.1): the model ignores it. */
function isTransmitData(address: number): boolean {
	return address > 0x30 && address < 0x60 && (address & 0x0f) !== 0;
}
