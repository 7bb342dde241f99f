import { execFileSync } from "node:child_process";
import { beforeAll, expect, test } from "@jest/globals";
import { BUILDING_TIME, describeWithHouse } from "../house";
import { findPython, pythonWithHomeAssistant } from "../python";
import { DEVICE_CLASSES, PLATFORMS, SENSOR_CLASSES } from "../rules/catalogue";

/** Prints what Home Assistant itself allows: classes of each platform, units and state classes, keys of documents. */
const ASK = `
import json
import homeassistant.const
from homeassistant.components.sensor import const as sensor
from homeassistant.components.number import const as number
from homeassistant.components.binary_sensor import BinarySensorDeviceClass
from homeassistant.components.button import ButtonDeviceClass
from homeassistant.components.mqtt import sensor as s, binary_sensor as b, button as u, number as n

def texts(values): return [None if value is None else str(value) for value in values]
def keys(module):
    schema = module.DISCOVERY_SCHEMA
    while not isinstance(getattr(schema, "schema", None), dict):
        schema = next(each for each in schema.validators if hasattr(each, "schema") or hasattr(each, "validators"))
    return texts(schema.schema)

print(json.dumps({
    "units": {str(name): texts(units) for name, units in sensor.DEVICE_CLASS_UNITS.items()},
    "stateClasses": {str(name): texts(classes) for name, classes in sensor.DEVICE_CLASS_STATE_CLASSES.items()},
    "classes": {
        "sensor": texts(sensor.SensorDeviceClass), "number": texts(number.NumberDeviceClass),
        "binary_sensor": texts(BinarySensorDeviceClass), "button": texts(ButtonDeviceClass),
    },
    "keys": {"sensor": keys(s), "binary_sensor": keys(b), "button": keys(u), "number": keys(n)},
}))
`;

/** Keys that are newer than the Home Assistant of the tests. */
const NEWER = ["default_entity_id", "entity_picture", "options"];

interface Answer {
	readonly units: Readonly<Record<string, readonly string[]>>;
	readonly stateClasses: Readonly<Record<string, readonly string[]>>;
	readonly classes: Readonly<Record<string, readonly string[]>>;
	readonly keys: Readonly<Record<string, readonly string[]>>;
}

describeWithHouse(() => {
	let real: Answer;

	beforeAll(async () => {
		const python = await pythonWithHomeAssistant(findPython() ?? "");
		real = JSON.parse(execFileSync(python, ["-c", ASK], { encoding: "utf8" }));
	}, BUILDING_TIME);

	test.each(Object.entries(SENSOR_CLASSES))(
		"the validator allows of class %s what Home Assistant does",
		(name, allowed) => {
			expect(real.units[name] ?? []).toEqual(expect.arrayContaining([...(allowed.units ?? [])]));
			expect(real.stateClasses[name] ?? []).toEqual(
				expect.arrayContaining([...(allowed.stateClasses ?? [])]),
			);
		},
	);

	test.each(Object.entries(DEVICE_CLASSES))(
		"the validator knows classes of a %s that exist",
		(platform, names) => {
			expect(real.classes[platform]).toEqual(expect.arrayContaining([...names]));
		},
	);

	test.each(Object.entries(PLATFORMS))(
		"the validator knows keys of a %s that exist",
		(platform, { known }) => {
			const older = known.filter((key) => !NEWER.includes(key));
			expect(real.keys[platform]).toEqual(expect.arrayContaining(older));
		},
	);
});
