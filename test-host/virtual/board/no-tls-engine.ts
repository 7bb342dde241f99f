/** `modules/tls/native-engine` of a virtual board whose sockets do TLS themselves. */
export default class NoEngine {}
