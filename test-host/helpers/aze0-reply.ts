/** The battery is asked for group 01, and told to go on with its answer. */
export const REQUEST = "0x79B#0221010000000000";
export const FLOW_CONTROL = "0x79B#3000190000000000";

/** What a 24 kWh AZE0 battery answers: 60.149 % SOC, 50.12 Ah, 380.92 V. */
export const REPLY = [
	"0x7BB#10296101FFFFF8F8",
	"0x7BB#2102AFFFFFF9D2FF",
	"0x7BB#22FFFDAF05000000",
	"0x7BB#2394CC353D038500",
	"0x7BB#24001A1600092D93",
	"0x7BB#250007A5E9800001",
] as const;
