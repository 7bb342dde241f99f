// What the driver needs of the MCP2515, with its place in the data sheet (Microchip DS20001801).

/** SPI instructions (12.2 to 12.10, table 12-1). */
export const Instruction = Object.freeze({
	write: 0x02,
	read: 0x03,
	bitModify: 0x05,
	/** Begins at TXB0SIDH; plus 2 for each further buffer (12.6). */
	loadTxBuffer: 0x40,
	/** Or 1, 2 and 4 for the buffers 0 to 2 (12.7). */
	requestToSend: 0x80,
	/** Begins at RXB0SIDH and clears RX0IF at its end (12.4). */
	readRxBuffer0: 0x90,
	/** Begins at RXB1SIDH and clears RX1IF at its end (12.4). */
	readRxBuffer1: 0x94,
	readStatus: 0xa0,
	rxStatus: 0xb0,
	reset: 0xc0,
});

/** Register addresses (11.0, table 11-1). */
export const Register = Object.freeze({
	/** Six filters of 4 bytes: three from here, three from `rxf3` (4.5). */
	rxf0: 0x00,
	/** The first filter of RXB1. */
	rxf2: 0x08,
	canstat: 0x0e,
	canctrl: 0x0f,
	rxf3: 0x10,
	rxf4: 0x14,
	/** The last filter of RXB1. */
	rxf5: 0x18,
	/** Transmit error counter; the receive error counter follows (6.6). */
	tec: 0x1c,
	/** Two masks of 4 bytes (4.5). */
	rxm0: 0x20,
	/** CNF2 and CNF1 follow (5.5). */
	cnf3: 0x28,
	caninte: 0x2b,
	/** EFLG follows (7.1). */
	canintf: 0x2c,
	eflg: 0x2d,
	txb0ctrl: 0x30,
	txb1ctrl: 0x40,
	txb2ctrl: 0x50,
	rxb0ctrl: 0x60,
	rxb1ctrl: 0x70,
});

/** CANCTRL and CANSTAT: the mode is requested in the one and confirmed in the other (10.0, registers 10-1 and 10-2). */
export const Control = Object.freeze({
	modeMask: 0xe0,
	normal: 0x00,
	sleep: 0x20,
	loopback: 0x40,
	listenOnly: 0x60,
	configuration: 0x80,
	/** What is sent is tried once only (3.4). */
	oneShot: 0x08,
	/** Aborts all pending transmissions while set (3.6). */
	abortAll: 0x10,
	/** CANCTRL after a reset: configuration mode, CLKOUT on at 1/8 of the crystal. */
	afterReset: 0x87,
	/** CANSTAT after a reset: configuration mode, no interrupt. */
	statusAfterReset: 0x80,
});

/** CANINTE and CANINTF (7.1, registers 7-1 and 7-2). */
export const Interrupt = Object.freeze({
	received0: 0x01,
	received1: 0x02,
	sent0: 0x04,
	sent1: 0x08,
	sent2: 0x10,
	error: 0x20,
	/** The chip woke up, or is to: the MCU may set it as well (7.5, 10.2). */
	wake: 0x40,
	messageError: 0x80,
});

/** CANINTE: what pulls INT low. Sent frames and message errors do not: they would cost SPI time and are found anyway. */
export const INTERRUPTS = Interrupt.received0 | Interrupt.received1 | Interrupt.error | Interrupt.wake;

/** CNF3: a low-pass filter keeps glitches on the bus from waking the chip (10.2.1, register 5-3). */
export const WAKE_FILTER = 0x40;

/** EFLG (6.6, register 6-3). */
export const ErrorFlag = Object.freeze({
	warning: 0x01,
	receivePassive: 0x08,
	transmitPassive: 0x10,
	busOff: 0x20,
	overflow0: 0x40,
	overflow1: 0x80,
});

/** RXB0CTRL (register 4-1): a message for a full RXB0 goes to RXB1. Both buffers: filters on. */
export const ROLLOVER = 0x04;

/** RXBnSIDL (register 4-5): IDE and SRR, the marks of extended and of remote frames. */
export const NOT_STANDARD_DATA = 0x18;

/** RX STATUS (12.9, figure 12-9): which buffers hold a message. */
export const Waiting = Object.freeze({ mask: 0xc0, first: 0x40, second: 0x80 });

/** READ STATUS (12.8, figure 12-8): RXnIF of both receive buffers, TXREQ and TXnIF of the transmit buffers. */
export const Status = Object.freeze({
	received0: 0x01,
	received1: 0x02,
	pending0: 0x04,
	sent0: 0x08,
	pending1: 0x10,
	sent1: 0x20,
	pending2: 0x40,
	sent2: 0x80,
});

/** How often the chip is asked whether it has done what it was told: for longer than a frame at 500 kbit/s takes. */
export const MAX_READS = 200;
