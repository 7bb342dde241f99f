import Resource from "Resource";
import Decoder from "text/decoder";

/** The page of the portal as it lies in flash: nothing of it is kept in memory. */
export interface Page {
	/** The document, for `content-encoding: gzip`. */
	readonly gzip: Uint8Array;
	/** With its quotes (RFC 9110, 8.8.3). */
	readonly etag: string;
	/** The value of the header `content-security-policy`, with the hashes of the page's script and style. */
	readonly csp: string;
}

class StoredPage implements Page {
	get gzip(): Uint8Array {
		return new Uint8Array(new Resource("page.html.gz"));
	}

	get etag(): string {
		return this.facts().etag;
	}

	get csp(): string {
		return this.facts().csp;
	}

	private facts(): { readonly etag: string; readonly csp: string } {
		return JSON.parse(new Decoder().decode(new Uint8Array(new Resource("page.json"))));
	}
}

/** The page that was built with this firmware. */
export function openPage(): Page {
	return new StoredPage();
}
