import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HOME_NETWORK } from "../virtual/air";
import type { SettingsDocument } from "./settings-for";

/** What a person enters in the form of a device out of the box. */
export interface Setup {
	/** The network of the virtual home. */
	readonly wifi: { readonly ssid: string; readonly password: string };
	readonly host: string;
	readonly port: number;
	/** Where the CA certificate is that is to be pasted. */
	readonly caFile?: string;
	readonly user?: string;
	readonly bus: string;
}

/** Puts ready what has to be pasted: in `folder`, or in one that goes with this process. */
export function prepareSetup({ mqtt, car }: SettingsDocument, folder: string | undefined): Setup {
	const { host, port, ca, user } = mqtt;
	return {
		...{ wifi: HOME_NETWORK, host, port, bus: car.bus },
		...(ca !== undefined && { caFile: writeCa(ca, folder) }),
		...(user !== undefined && { user }),
	};
}

function writeCa(pem: string, stateFolder: string | undefined): string {
	const folder = stateFolder ?? mkdtempSync(join(tmpdir(), "leafcast-ca-"));
	if (stateFolder === undefined) process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
	mkdirSync(folder, { recursive: true });
	const file = join(folder, "ca.pem");
	writeFileSync(file, pem);
	return file;
}

/** The same for a person, line by line. */
export function setupLines({ wifi, host, port, caFile, user, bus }: Setup): readonly string[] {
	return [
		`network ${wifi.ssid}, password ${wifi.password}`,
		`broker ${host}, port ${port}`,
		...(caFile === undefined ? [] : [`CA certificate: the text in ${caFile}`]),
		...(user === undefined ? [] : [`user ${user} and the password`]),
		`connected to ${bus}`,
	];
}
