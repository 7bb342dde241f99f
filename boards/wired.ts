import config from "mc/config";
import type { Board } from "./port";

/** A board without radio or SPI: an emulator, or a computer. */
export const board: Board = Object.freeze({
	openCan: () => ({ reason: "no-chip" }) as const,
	...(config.settings !== "" && { settings: config.settings }),
});
