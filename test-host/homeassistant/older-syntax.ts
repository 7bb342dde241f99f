/**
 * What automations were called before Home Assistant 2024.10, and are now; nothing else has changed for those on our
 * page (Home Assistant facts, 73). Two spaces or more in front, or a dash: inside a list.
 */
const OLDER: readonly (readonly [now: RegExp, before: string])[] = [
	[/^triggers:/gm, "trigger:"],
	[/^conditions:/gm, "condition:"],
	[/^actions:/gm, "action:"],
	[/^( *- )trigger: /gm, "$1platform: "],
	[/^( *- )action: /gm, "$1service: "],
	[/^( *min_version: ).*/gm, "$12024.3.0"],
];

/** An automation or a blueprint in the words that the Home Assistant of the tests, 2024.3, understands. */
export function inOlderSyntax(yaml: string): string {
	return OLDER.reduce((text, [now, before]) => text.replaceAll(now, before), yaml);
}
