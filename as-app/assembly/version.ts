/** Version of the application: the one in package.json. */
export const APPLICATION_VERSION = "0.1.0";
