import type { ChipRegisters } from "./chip-registers";
import { Controller, type Setup } from "./controller";
import { type Counters, zeroCounters } from "./counters";
import { Flags } from "./flags";
import type { SPI } from "./io";
import type { MCP2515Options } from "./options";
import { Receiver } from "./receiver";
import { Supervisor } from "./supervisor";
import { Transmitter } from "./transmitter";
import { Turns } from "./turns";

/** What a driver is made of, besides its hardware. */
export interface Parts {
	readonly registers: ChipRegisters;
	readonly counters: Counters;
	readonly controller: Controller;
	readonly transmitter: Transmitter;
	readonly receiver: Receiver;
	readonly supervisor: Supervisor;
}

/** Makes the parts and joins them. Nothing is sent to the chip yet. */
export function assemble(options: MCP2515Options, spi: SPI, registers: ChipRegisters, setup: Setup): Parts {
	const { now, onFrame, onError = () => {}, onWake = () => {} } = options;
	const { turns: ids, wanted } = setup.acceptance;
	const counters = zeroCounters();
	const turns = new Turns(ids, now());
	const transmitter = new Transmitter(spi, registers, counters);
	const controller = new Controller(registers, transmitter, turns, setup);
	const flags = new Flags(registers, counters, {
		onBusOff: () => supervisor.onBusOff(),
		onWake: () => supervisor.onWake(),
	});
	const onStuck = () => onError("stuck-interrupt");
	const receiver = new Receiver({ spi, registers, counters, flags, turns, wanted, onFrame, onStuck });
	const serve = () => receiver.serve();
	const handleFlags = () => flags.handle();
	const parts = { controller, turns, counters, now, serve, handleFlags, onError, onWake };
	const supervisor: Supervisor = new Supervisor(parts);
	return { registers, counters, controller, transmitter, receiver, supervisor };
}
