/** `embedded:io/socket/listener` of the virtual board: its HTTP server listens by itself. */
export default class Listener {
	close(): void {}
}
