import { Call } from "../wire";
import { call } from "./link";

/** `embedded:io/spi` of the virtual board (ECMA-419, 11.7): the chip at its end is an MCP2515. */
export default class SPI {
	transfer(buffer: Uint8Array): void {
		buffer.set(call(Call.SPI, 0, buffer));
	}

	close(): void {}
}
