import type { CanFault } from "../../src/can/can-bus";

/** What is wrong with the bus, for people. */
export const CAN_FAULT_TEXTS: Readonly<Record<CanFault, string>> = Object.freeze({
	"no-chip": "no MCP2515 found on these pins",
	"mode-refused": "the CAN controller does not obey",
	"bad-bitrate": "this crystal cannot make the bit rate of the car",
	"bad-accept": "the list of identifiers does not fit the filters",
	"no-crystal": "the MCP2515 answers, but its crystal is none of 8, 12, 16 and 20 MHz",
	"stuck-interrupt": "the interrupt line is stuck: is INT connected?",
	"bus-off": "too many errors while sending: the device has left the bus for ten minutes",
	restarted: "the CAN controller had lost its settings and was set up again",
	"no-connection": "the CAN controller cannot be reached over the network",
	"connection-refused": "the CAN controller on the network refuses to be used",
	"connection-lost": "the connection to the CAN controller on the network was lost",
	"not-slcan": "what answers at the address of the CAN controller does not speak SLCAN",
	"wrong-bitrate": "there is a bus, but it is not understood: is it a car's 500 kbit/s, are H and L swapped?",
});
