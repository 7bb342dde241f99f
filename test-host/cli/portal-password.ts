import { pbkdf2Sync, randomBytes } from "node:crypto";

/** With which the owner of a virtual device opens its portal. */
export const PORTAL_PASSWORD = "virtual leaf";

/** Enough for a device that only this computer can reach. */
const ITERATIONS = 1000;

/** How the settings know that password again (`src/portal/password.ts`). */
export function portalRecord(): string {
	const salt = randomBytes(16);
	const key = pbkdf2Sync(PORTAL_PASSWORD, salt, ITERATIONS, 32, "sha256");
	return ["pbkdf2-sha256", ITERATIONS, salt.toString("base64"), key.toString("base64")].join("$");
}
