/** The one Wi-Fi network around the virtual board. */
export const HOME_NETWORK = Object.freeze({ ssid: "Virtual home", password: "to the virtual car" });
