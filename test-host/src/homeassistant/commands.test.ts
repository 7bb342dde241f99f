import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { commandOf } from "../../../src/homeassistant/commands";
import { SAMPLE_DEVICE as DEVICE } from "../../helpers/sample-device";

const said = (command: string, payload: string) =>
	commandOf(DEVICE, `nissan_leaf/nissan_leaf_1eaf01/${command}/set`, payload);

test.each(["refresh", "restart", "identify"])("%s is what its button sends, and nothing else", (name) => {
	expect(said(name, "PRESS")).toEqual({ name });
	for (const payload of ["", "press", "ON", "PRESS ", "1"]) expect(said(name, payload)).toBeUndefined();
});

test("remove asks for its own word", () => {
	expect(said("remove", "REMOVE")).toEqual({ name: "remove" });
	expect(said("remove", "PRESS")).toBeUndefined();
});

test.each([
	["5", 5],
	["60", 60],
	["60.0", 60],
	["3600", 3600],
])("a publish interval of %s is %i s", (payload, seconds) => {
	expect(said("publish_interval", payload)).toEqual({ name: "publish_interval", seconds });
});

test.each(["4", "3601", "-5", "5.5", "1e3", "0x10", "", " ", "five", "None", "99999"])(
	"%j is no publish interval",
	(payload) => {
		expect(said("publish_interval", payload)).toBeUndefined();
	},
);

test.each([
	"cars/x/refresh/set",
	"nissan_leaf/nissan_leaf_1eaf01/refresh",
	"nissan_leaf/other/refresh/set",
	"",
])("topic %j tells this device nothing", (topic) => {
	expect(commandOf(DEVICE, topic, "PRESS")).toBeUndefined();
});

test("nobody makes it do what is not in its list, nor throw", () => {
	fc.assert(fc.property(fc.string(), fc.string(), (name, payload) => void said(name, payload)));
	for (const name of ["toString", "__proto__", "constructor"]) expect(said(name, "PRESS")).toBeUndefined();
});
