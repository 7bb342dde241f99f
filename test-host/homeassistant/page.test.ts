import { describe, expect, test } from "@jest/globals";
import { inOlderSyntax } from "./older-syntax";
import { BLUEPRINT, blocksFor, indented, PAGE } from "./page";

const TODAY = `triggers:
  - trigger: state
    entity_id: switch.wallbox
conditions:
  - condition: or
    conditions:
      - condition: template
actions:
  - action: switch.turn_off
`;

const BEFORE = `trigger:
  - platform: state
    entity_id: switch.wallbox
condition:
  - condition: or
    conditions:
      - condition: template
action:
  - service: switch.turn_off
`;

test("the older syntax", () => {
	expect(inOlderSyntax(TODAY)).toBe(BEFORE);
	expect(inOlderSyntax(BEFORE)).toBe(BEFORE);
	expect(inOlderSyntax("    min_version: 2024.10.0\n")).toBe("    min_version: 2024.3.0\n");
});

test("a block as part of another one", () => {
	expect(indented("a: 1\nb: 2\n", "- ")).toBe("- a: 1\n  b: 2");
});

describe("the page for Home Assistant", () => {
	test("has nothing but blocks that say where they belong", () => {
		const found = (["automation", "configuration.yaml", "dashboard card"] as const).flatMap(blocksFor);
		expect(found).toHaveLength(PAGE.match(/^```./gm)?.length ?? 0);
		expect(blocksFor("automation")).toHaveLength(5);
	});

	test.each([...blocksFor("automation"), BLUEPRINT])("is in the syntax of today: %s", (yaml) => {
		expect(yaml).not.toMatch(/^(trigger|condition|action):/m);
		expect(yaml).not.toMatch(/^ *(- )?(platform|service):/m);
		expect(yaml).toMatch(/^(triggers|use_blueprint):/m);
	});

	test("the blueprint says from which version on it works", () => {
		expect(BLUEPRINT).toMatch(/min_version: 2024\.10\.0$/m);
	});
});
