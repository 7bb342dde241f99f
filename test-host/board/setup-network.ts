import { renderUnicodeCompact } from "uqr";

/** The network that a board without settings opens, as it tells it on its console. */
export interface SetupNetwork {
	readonly ssid: string;
	readonly password: string;
}

/**
 * The line by which the firmware tells of its setup network: `{"event":"setup-network","ssid":"…","password":"…"}`.
 *
 * @returns Nothing for any other line.
 */
export function setupNetworkIn(line: string): SetupNetwork | undefined {
	const { event, ssid, password } = objectIn(line);
	if (event !== "setup-network" || typeof ssid !== "string" || typeof password !== "string") return undefined;
	return { ssid, password };
}

/** What a phone's camera takes for an invitation into a network (ZXing, Wi-Fi Network config). */
export function invitation({ ssid, password }: SetupNetwork): string {
	return `WIFI:T:WPA;S:${escaped(ssid)};P:${escaped(password)};;`;
}

/** Name, password and QR code, for a terminal. */
function setupNetworkText(network: SetupNetwork): string {
	const code = renderUnicodeCompact(invitation(network), { border: 2 });
	return `\n${code}\n\nThe board's own network\n  name      ${network.ssid}\n  password  ${network.password}\n\n`;
}

/** A line of the firmware as a person is to see it: as it is, unless it holds a password that is typed in elsewhere. */
export function shownLine(line: string): string {
	const network = setupNetworkIn(line);
	if (network !== undefined) return setupNetworkText(network);
	const { event, password } = objectIn(line);
	if (event !== "portal-password" || typeof password !== "string") return `${line}\n`;
	return `\nThe password of the board's page, until you choose one\n  password  ${password}\n\n`;
}

function escaped(text: string): string {
	return text.replace(/[\\;,:"]/g, "\\$&");
}

function objectIn(line: string): Record<string, unknown> {
	try {
		const value: unknown = JSON.parse(line);
		return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
	} catch {
		return {};
	}
}
