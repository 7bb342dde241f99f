/** The boards that Leafcast is built for. */
export const BOARDS = ["esp32", "esp32s3", "esp32c3"] as const;
/** How well the device keeps its secrets; see `sdkconfig/README.md`. */
export const PROFILES = ["standard", "hardened"] as const;

export type BoardName = (typeof BOARDS)[number];
export type ProfileName = (typeof PROFILES)[number];

/** What is particular to a board. */
export interface Board {
	/** What mcconfig calls it. */
	readonly platform: string;
	/** The compiler that the SDK's makefile calls for it. */
	readonly compiler: string;
	/** The folder of `sdkconfig/` that hardens it. */
	readonly hardening: string;
	/** What the first boot of a hardened one burns. */
	readonly burns: string;
}

export const BOARD: Readonly<Record<BoardName, Board>> = {
	esp32: {
		platform: "esp32",
		compiler: "xtensa-esp32-elf-gcc",
		hardening: "hardened-esp32",
		burns:
			"The first boot encrypts the flash and burns eFuses. From then on this board takes nothing over the cable, " +
			"and Leafcast cannot be updated over the air yet: what you write now stays.",
	},
	esp32s3: {
		platform: "esp32/esp32s3",
		compiler: "xtensa-esp32s3-elf-gcc",
		hardening: "hardened-hmac",
		burns: "The first boot burns key block 5 of the eFuses for good. The board can be flashed as before.",
	},
	esp32c3: {
		platform: "esp32/esp32c3",
		compiler: "riscv32-esp-elf-gcc",
		hardening: "hardened-hmac",
		burns: "The first boot burns key block 5 of the eFuses for good. The board can be flashed as before.",
	},
};

/** From which folders of `sdkconfig/` a profile takes its settings, later ones over earlier ones, and its table. */
export function profileFolders(profile: ProfileName, board: BoardName) {
	const { hardening } = BOARD[board];
	if (profile === "standard") return { settings: ["standard"], partitions: "standard" };
	return {
		settings: ["standard", hardening],
		partitions: board === "esp32" ? hardening : "standard",
	};
}
