/** How often a network that is down is looked at, ms: looking is cheap, and nobody else is bothered. */
export const NETWORK_CHECK = 250;

/** The port to what lies below the broker, such as Wi-Fi. */
export interface Network {
	/** Whether there is any point in trying to connect. */
	isUp(): boolean;
	/** A code: why it is down, as far as that is known. */
	readonly obstacle?: string | undefined;
}
