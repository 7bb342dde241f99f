// The one module of the SDK that comes without typings. `manifest.json` hands this file to mcconfig, too.

declare module "embedded:io/socket/tcp/tls" {
	interface TLSOptions {
		host: string;
		port: number;
		TCP: { io: unknown };
		/** PEM. */
		secure: { certificate?: string; clientCertificate?: string; clientKey?: string };
		onReadable(count: number): void;
		onWritable(count: number): void;
		onError(error?: Error): void;
	}
	export default class TLSSocket {
		constructor(options: TLSOptions);
		read(count?: number): ArrayBuffer | undefined;
		write(buffer: ArrayBuffer | Uint8Array): number;
		close(): void;
	}
}
