/** What the driver uses of an ECMA-419 SPI object (mode 0, at most 10 MHz: data sheet DS20001801, 12.1). */
export interface SPI {
	/** Full duplex and in place: what comes in replaces what goes out. One chip select from first to last byte. */
	transfer(buffer: Uint8Array): void;
	close(): void;
}

/** An ECMA-419 SPI class, whatever options it takes. */
export type SPIClass = new (options: never) => SPI;

/** What the driver uses of an ECMA-419 Digital object. */
export interface Digital {
	/** 0 while the pin is low, else 1. */
	read(): number;
	close(): void;
}

/** What the driver adds to the caller's options for the pin at INT. */
export interface InterruptOptions {
	readonly mode: number;
	readonly edge: number;
	/** Called after a falling edge, never from within a constructor or a transfer. */
	readonly onReadable: () => void;
}

/** An ECMA-419 Digital class, whatever further options it takes. */
export interface DigitalClass {
	new (options: never): Digital;
	readonly InputPullUp: number;
	readonly Falling: number;
}
