/** The port to what lies below the broker, such as Wi-Fi. */
export interface Network {
	/** Whether there is any point in trying to connect. */
	isUp(): boolean;
}
