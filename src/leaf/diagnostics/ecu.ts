/** A control unit of the car that answers diagnostic requests. Source: Leaf protocol facts, section 3. */
export interface Ecu {
	readonly name: string;
	/** Identifier of the frames that ask it, 11 bits. */
	readonly request: number;
	/** Identifier of the frames in which it answers, 11 bits. */
	readonly reply: number;
}

function ecu(name: string, request: number, reply: number): Ecu {
	return Object.freeze({ name, request, reply });
}

/** Battery controller. Answers on both buses, and through the plug of 2018 on. */
export const LBC = ecu("LBC", 0x79b, 0x7bb);
/** Vehicle control module. That of 2011-12 does not answer, or refuses. */
export const VCM = ecu("VCM", 0x797, 0x79a);
/** Instrument cluster; on the CAR-CAN, and through the plug of 2018 on. */
export const METER = ecu("METER", 0x743, 0x763);
/** Motor inverter. */
export const INVERTER = ecu("INVERTER", 0x784, 0x78c);

/** Every control unit whose addresses are known; of those without a name here only the trouble codes are. */
export const ECUS: readonly Ecu[] = Object.freeze([
	LBC,
	VCM,
	METER,
	INVERTER,
	ecu("BCM", 0x745, 0x765),
	ecu("HVAC", 0x744, 0x764),
	ecu("ABS", 0x740, 0x760),
	ecu("CHARGER", 0x792, 0x793),
	ecu("SHIFT", 0x79d, 0x7bd),
	ecu("BRAKE", 0x70e, 0x70f),
	ecu("TCU", 0x746, 0x783),
	ecu("EPS", 0x742, 0x762),
]);
