import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { workFolder } from "./image";
import type { BuildOptions } from "./options";
import { profileFolders } from "./profiles";
import { ROOT } from "./surroundings";

/** What mcconfig lays over the settings in some builds only; the same in every profile. */
const VARIANTS = ["sdkconfig.defaults.release", "sdkconfig.inst"];

/**
 * Joins the folders of a profile into one, as mcconfig takes no more than one.
 *
 * @returns What the manifest asks the environment for.
 */
export function joinProfile(options: BuildOptions): { SDKCONFIGPATH: string; PARTITIONS_FILE: string } {
	const { settings, partitions } = profileFolders(options.profile, options.board);
	const source = join(ROOT, "sdkconfig");
	const folder = join(workFolder(options), "sdkconfig");
	const table = join(folder, "partitions.csv");
	mkdirSync(folder, { recursive: true });
	const texts = settings.map((name) => readFileSync(join(source, name, "sdkconfig.defaults"), "utf8"));
	writeFileSync(join(folder, "sdkconfig.defaults"), texts.join("\n"));
	for (const variant of VARIANTS) cpSync(join(source, "standard", variant), join(folder, variant));
	cpSync(join(source, partitions, "partitions.csv"), table);
	return { SDKCONFIGPATH: folder, PARTITIONS_FILE: table };
}
