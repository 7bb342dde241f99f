/** The port to the board as a whole. */
export interface System {
	/** Starts the firmware anew; does not return on the ESP32. */
	restart(): void;
	/** Shows a person which of several boards this is. */
	identify(): void;
}
