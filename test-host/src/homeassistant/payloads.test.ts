import { expect, test } from "@jest/globals";
import { dataPayload, statePayload } from "../../../src/homeassistant/payloads";

const SNAPSHOT = { ages: {}, newest: 0, complete: false, sessionId: "40000000" };

test.each([
	[0, "0"],
	[58.4, "58.4"],
	[true, "ON"],
	[false, "OFF"],
	["ac", "ac"],
	// The text that Home Assistant reads as unknown.
	[undefined, "None"],
])("the state of %j is %j", (value, payload) => {
	expect(statePayload(value)).toBe(payload);
});

test("the data object has every metric, null where unknown, the owner's five first", () => {
	const values = { soc: 58.4, voltage: 360.5, current: 0, charging: false, gear: "P" };
	expect(dataPayload({ ...SNAPSHOT, values }, Date.UTC(2026, 0, 2, 3, 4, 5))).toBe(
		'{"state_of_charge":58.4,"battery_health":null,"battery_voltage":360.5,"battery_capacity":null,' +
			'"estimated_range":null,"session_id":"40000000","timestamp":"2026-01-02T03:04:05.000Z",' +
			'"energy":null,"usable_capacity":null,"soc_dash":null,"current":0,"power":null,"charging":false,' +
			'"charge_kind":null,"plugged":null,"minutes_to_full":null,"temperature":null,"temperature_min":null,' +
			'"temperature_max":null,"cell_min":null,"cell_max":null,"cell_spread":null,"gids":null,"max_gids":null,' +
			'"hx":null,"health_source":null,"ready":null,"gear":"P","speed":null,"odometer":null,"aux_voltage":null,' +
			'"ambient":null,"range_car":null,"quick_charges":null,"normal_charges":null,"balancing":null,' +
			'"generation":null,"pack":null,"trouble_codes":null,"vin":null}',
	);
});

test("without a clock and a car there is neither time nor session", () => {
	const nothing = { ...SNAPSHOT, values: {}, newest: undefined, sessionId: undefined };
	expect(JSON.parse(dataPayload(nothing, undefined))).toMatchObject({ timestamp: null, session_id: null });
});
