/** Name of the application: the one in manifest.json. */
export const APPLICATION_NAME = "timelapse";
/** Version of the application: the one in package.json. */
export const APPLICATION_VERSION = "0.1.0";
