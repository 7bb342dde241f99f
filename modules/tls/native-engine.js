/** The engine in C, for XS (see `engine.ts`). The names after `@` are functions of `tls-glue.c`. */
export default class NativeEngine @ "leafcast_tls_destroy" {
	constructor(serverName, now, authorities, certificate, key, session, largestRecord) @ "leafcast_tls_create";
	step() @ "leafcast_tls_step";
	isOpen() @ "leafcast_tls_is_open";
	room() @ "leafcast_tls_room";
	feed(bytes) @ "leafcast_tls_feed";
	drain(most) @ "leafcast_tls_drain";
	readable() @ "leafcast_tls_readable";
	read(most) @ "leafcast_tls_read";
	write(bytes) @ "leafcast_tls_write";
	finish() @ "leafcast_tls_finish";
	failure() @ "leafcast_tls_failure";
	detail() @ "leafcast_tls_detail";
	session() @ "leafcast_tls_session";
	expiry() @ "leafcast_tls_expiry";
	close() @ "leafcast_tls_close";
}
