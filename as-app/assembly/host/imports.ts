// Generated from imports.json by `npm run generate`; do not edit.

/** Version of the set of imports that this application was built against. */
export const ABI_VERSION: i32 = 1;

/** Ask the host to end the application after this call into it returns. 0 = all done, 2 = bad configuration, 3 = photos are still pending, 1 = anything else. A camera's run is over then until it is reset, but after 2 it reads the configuration again after a pause. The desktop board exits with the code. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("app", "finish")
export declare function appFinish(exitCode: i32): i32;

/** 1 when the host wants the application to end (Ctrl-C, an update): bring things to an end and call finish within 5 s. 0 otherwise. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("app", "stopping")
export declare function appStopping(): i32;

/** What a person has asked for at the console since the last call, as a sum: 1 = a photo as soon as the series leaves time for one. 0 without a request. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("app", "asked")
export declare function appAsked(): i32;

/** Write the name of the kind of board (desktop, ...) as UTF-8 to out and return its length in bytes, even if out is shorter. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("board", "name")
export declare function boardName(out: usize, outLength: i32): i32;

/** As name, the version of the firmware. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("board", "firmware")
export declare function boardFirmware(out: usize, outLength: i32): i32;

/** Write how the board is, little-endian: reset_reason i32 (why it started: 0 unknown, 1 power on, 2 software restart, 3 panic, 4 watchdog, 5 brown-out, 6 wake from deep sleep), signal_dbm i32 (of Wi-Fi, below 0; 0 = unknown), then six i64 in bytes, each -1 = unknown: of the internal heap free now, least free since the start, largest free block, and the same of the PSRAM heap; then core_dump_bytes i64 (kept of the last crash; 0 none; -1 unknown). 64 bytes; returns 64, or 56 without the last field if out has no room for it, or INVALID if out is shorter than that. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("board", "health")
export declare function boardHealth(out: usize, outLength: i32): i32;

/** Begin to start the camera. frame_size is a name of esp32-camera without FRAMESIZE_ (SVGA, UXGA, ...); jpeg_quality is the driver's scale 0..63, lower is better. 0 = begun, result says how it ended. BUSY while a job runs or its result was not fetched, INVALID for an impossible name or quality. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("camera", "open")
export declare function cameraOpen(frameSize: usize, frameSizeLength: i32, jpegQuality: i32): i32;

/** Set one sensor setting, named as the driver's setter without set_ (brightness, aec_value, hmirror, ...). Returns 0, NOT_SUPPORTED where the sensor lacks it, INVALID outside its range, BUSY while a job runs, NO_DEVICE before open has ended well. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("camera", "set")
export declare function cameraSet(setting: usize, settingLength: i32, value: i32): i32;

/** Begin to take one frame that is exposed after this call. 0 = begun. BUSY while a job runs or its result was not fetched, NO_DEVICE before open has ended well, NO_MEMORY while the board's limit of frames is held. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("camera", "shoot")
export declare function cameraShoot(): i32;

/** How the last job ended; given once. WOULD_BLOCK while it runs. After open: 0. After shoot: a frame handle (> 0), to be released. Negative: the job failed. NOT_FOUND when no job was begun since the last result. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("camera", "result")
export declare function cameraResult(): i32;

/** Write the sensor's name (OV2640, OV3660, scene, ...) as UTF-8 to out and return its length in bytes, even if out is shorter. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("camera", "sensor")
export declare function cameraSensor(out: usize, outLength: i32): i32;

/** Write what is known of a frame, little-endian: bytes i32, width i32, height i32 (0 when unknown), marks i32 (bit 0: starts with a JPEG start-of-image marker, bit 1: ends with end-of-image), captured_at_uptime_ms i64. 24 bytes; returns 24, or INVALID if out is shorter. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("camera", "frame_info")
export declare function cameraFrameInfo(frame: i32, out: usize, outLength: i32): i32;

/** Write how bright the parts of a frame are, from 0 (black) to 255: 48 bytes, for 8 cells in each of 6 rows, from the top left. Takes as long as decoding the frame. Returns 48; INVALID if out is shorter or the frame cannot be decoded, NOT_SUPPORTED on a board that decodes none. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("camera", "luminance")
export declare function cameraLuminance(frame: i32, out: usize, outLength: i32): i32;

/** Give a frame back to the camera. Its handle is dead afterwards. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("camera", "frame_release")
export declare function cameraFrameRelease(frame: i32): i32;

/** 0 = readable and writable, READ_ONLY, NO_DEVICE = no card, IO = there but failing. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("card", "state")
export declare function cardState(): i32;

/** Bytes free for new files, or an error. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("card", "free_bytes")
export declare function cardFreeBytes(): i64;

/** Write a frame to a new file: temporary name, sync, rename; a cut of power leaves the whole file or none under path. out gets 40 bytes: the Dropbox content_hash of the bytes (32 raw bytes), then the time it took in microseconds, i64. 0, or EXISTS, NO_SPACE, READ_ONLY, NO_DEVICE, IO. The frame stays held. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("card", "store")
export declare function cardStore(
  frame: i32,
  path: usize,
  pathLength: i32,
  out: usize,
  outLength: i32,
): i32;

/** Size of a file in bytes, or NOT_FOUND, NO_DEVICE, IO. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("card", "size")
export declare function cardSize(path: usize, pathLength: i32): i64;

/** Read up to the length of out from offset. Returns the bytes read, 0 at the end. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("card", "read")
export declare function cardRead(
  path: usize,
  pathLength: i32,
  offset: i64,
  out: usize,
  outLength: i32,
): i32;

/** Replace a small file as a whole: after a cut of power the old or the new content is there, never a mixture. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("card", "write")
export declare function cardWrite(
  path: usize,
  pathLength: i32,
  bytes: usize,
  bytesLength: i32,
): i32;

/** Add bytes to the end of a file, creating it if needed, and sync. A cut of power may leave a part of the bytes at the end. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("card", "append")
export declare function cardAppend(
  path: usize,
  pathLength: i32,
  bytes: usize,
  bytesLength: i32,
): i32;

/** Cut a file to size_bytes and sync; used to drop a torn last record. INVALID if the file is shorter. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("card", "truncate")
export declare function cardTruncate(path: usize, pathLength: i32, sizeBytes: i64): i32;

/** Give a file another name on the card; creates the folder of the new name. EXISTS if the target is there (FAT neither replaces nor is atomic). */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("card", "rename")
export declare function cardRename(from: usize, fromLength: i32, to: usize, toLength: i32): i32;

/** Remove a file, or a folder that is empty. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("card", "remove")
export declare function cardRemove(path: usize, pathLength: i32): i32;

/** Name of the index-th entry (from 0) of a folder in byte order, as UTF-8, folders with a / at the end. Returns its length, NOT_FOUND past the last. The empty path is the card itself. Temporary files are not listed. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("card", "list")
export declare function cardList(
  folder: usize,
  folderLength: i32,
  index: i32,
  out: usize,
  outLength: i32,
): i32;

/** Milliseconds since the board started; never jumps. On a sped-up desktop board it runs faster than real time, as everything that is scheduled must. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("clock", "uptime_ms")
export declare function clockUptimeMs(): i64;

/** Milliseconds since 1970-01-01T00:00:00Z, or -1 as long as the time is not known. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("clock", "now_ms")
export declare function clockNowMs(): i64;

/** Set the wall clock. INVALID before 2024 and after 2099: no service and no battery tells such a time rightly. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("clock", "set_ms")
export declare function clockSetMs(utcMs: i64): i32;

/** Real microseconds from an arbitrary start, also on a sped-up board: for durations that a person reads and for deadlines of the network, never for the schedule of shots. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("clock", "stopwatch_us")
export declare function clockStopwatchUs(): i64;

/** Log one line of UTF-8. level: 0 error, 1 warning, 2 information, 3 debug. Control characters are replaced; lines above 1,000 bytes are cut. 0, INVALID for another level, BUSY for more than 100 lines and events a second (1,000 at once): then it is left out. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("log", "write")
export declare function logWrite(level: i32, text: usize, textLength: i32): i32;

/** Begin a TLS connection. Returns a handle (> 0). ACCESS for a host that the application may not reach, NO_MEMORY when all connections are in use, NAME_TOO_LONG, INVALID. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("net", "open")
export declare function netOpen(host: usize, hostLength: i32, port: i32): i32;

/** 0 looking up the name, 1 connecting, 2 in the TLS handshake, 3 open, 4 the peer has closed its side. Negative: the connection failed for good with that error. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("net", "state")
export declare function netState(connection: i32): i32;

/** Set how long it may take to open, without a byte accepted by the link while sending, and from the last byte sent to the next byte received. 0 keeps the board's value. Passing one fails the connection with TIMED_OUT. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("net", "deadlines")
export declare function netDeadlines(
  connection: i32,
  openMs: i32,
  stallMs: i32,
  responseMs: i32,
): i32;

/** Set how fast bytes go out: in chunks of at most chunk_bytes (0: the board's), with a pause between them that the core lengthens when the link blocks and shortens when it does not, within these bounds. With equal bounds the pause is fixed, and there is one before the first chunk, too. Beyond the board's own bounds those count. INVALID for a negative number or a minimum above the maximum. Without a call: 0 to 80 ms. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("net", "pace")
export declare function netPace(
  connection: i32,
  pauseMsMin: i32,
  pauseMsMax: i32,
  chunkBytes: i32,
): i32;

/** What the connection's socket is asked for; call it right after open. send_buffer_bytes 0 is the system's own size, at most the board's. keep_alive_idle_s 0 turns TCP keep-alive off. A socket that knows no such option does without. INVALID for a number out of range. Without a call: 0, 10, 5, 3. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("net", "socket_options")
export declare function netSocketOptions(
  connection: i32,
  sendBufferBytes: i32,
  keepAliveIdleS: i32,
  keepAliveIntervalS: i32,
  keepAliveCount: i32,
): i32;

/** Hand over bytes; returns how many were taken (copied), or WOULD_BLOCK while the connection is not open, its buffer is full or a file is being sent. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("net", "send")
export declare function netSend(connection: i32, bytes: usize, bytesLength: i32): i32;

/** Send length bytes of a file on the card from offset, after what was handed over before, through one buffer that wasm never sees. Returns 0 = begun; BUSY while another file is being sent; NOT_FOUND, INVALID if the file is shorter. If the card fails in the middle, the connection fails with IO. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("net", "send_file")
export declare function netSendFile(
  connection: i32,
  path: usize,
  pathLength: i32,
  offset: i64,
  length: i64,
): i32;

/** Bytes handed over (file included) that have not yet been given to the TCP layer. 0 = all gone. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("net", "unsent")
export declare function netUnsent(connection: i32): i64;

/** content_hash (32 raw bytes) of the bytes that the last send_file has sent, available once all are gone; WOULD_BLOCK before, NOT_FOUND without a send_file. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("net", "sent_hash")
export declare function netSentHash(connection: i32, out: usize, outLength: i32): i32;

/** Received bytes: how many were written to out (> 0), 0 = the peer has closed and all is read, WOULD_BLOCK = none yet, or the error that ended the connection, after everything received before it was read. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("net", "receive")
export declare function netReceive(connection: i32, out: usize, outLength: i32): i32;

/** Little-endian: sent_bytes i64, received_bytes i64, open_us i64 (from open to the end of the handshake, 0 before), would_block_count i64, longest_stall_us i64, resumed i64 (1 = TLS session resumed), pause_us i64 (between two chunks, see pace). 56 bytes; returns 56. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("net", "statistics")
export declare function netStatistics(connection: i32, out: usize, outLength: i32): i32;

/** One plain sentence about why the connection failed, UTF-8. Returns its length in bytes, 0 if nothing failed. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("net", "describe")
export declare function netDescribe(connection: i32, out: usize, outLength: i32): i32;

/** Close at once and free the handle. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("net", "close")
export declare function netClose(connection: i32): i32;

/** Ask the host to end the application after this call into it returns, to power the board down, and to start board and application anew at the uptime until in milliseconds; a reset or a person may do so earlier. kept is handed to that start by power.kept. 0, NOT_SUPPORTED where the board cannot, BUSY while it may not (somebody is at it, or it was asked to end), TOO_BIG for more than 256 bytes, INVALID for a moment that has passed. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("power", "sleep")
export declare function powerSleep(until: i64, kept: usize, keptLength: i32): i32;

/** Write what the application kept when it asked for the sleep from which the board has just woken to out and return its length, even if out is shorter; 0 after any other start. Given once. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("power", "kept")
export declare function powerKept(out: usize, outLength: i32): i32;

/** Fill out with random bytes. 0. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("random", "fill")
export declare function randomFill(out: usize, outLength: i32): i32;

/** Publish one JSON object, at most 2,000 bytes. The kinds and their fields are in docs/abi.md. 0, TOO_BIG, BUSY as log.write. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("report", "event")
export declare function reportEvent(json: usize, jsonLength: i32): i32;

/** Read from a settings file (settings.toml, camconfig.toml, override.toml, state.toml) up to the length of out. Returns the bytes read, 0 at the end, NOT_FOUND. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("settings", "read")
export declare function settingsRead(
  name: usize,
  nameLength: i32,
  offset: i32,
  out: usize,
  outLength: i32,
): i32;

/** Replace state.toml, the one file that belongs to the application, as a whole and safely against a cut of power. ACCESS for any other name. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("settings", "write")
export declare function settingsWrite(
  name: usize,
  nameLength: i32,
  bytes: usize,
  bytesLength: i32,
): i32;

/** Begin to ask. limit_ms bounds the question as a whole, 0 keeps the board's value for opening a connection. 0 = begun. BUSY until the question before is closed, ACCESS for a host that the application may not reach, NO_MEMORY, NAME_TOO_LONG, INVALID. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("sntp", "ask")
export declare function sntpAsk(host: usize, hostLength: i32, limitMs: i32): i32;

/** Little-endian: UTC minus uptime in microseconds i64, time on the way there and back in microseconds of uptime i64 (half of it is the largest error). 16 bytes; returns 16. WOULD_BLOCK = none yet, NOT_FOUND without a question, or why there is none: NAME_UNKNOWN, UNREACHABLE, CONNECTION_REFUSED, TIMED_OUT, PROTOCOL (an answer that cannot be believed, or a server that does not know the time), ACCESS (the server wants no questions: kiss codes DENY and RSTR), BUSY (it is asked too often: RATE). */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("sntp", "answer")
export declare function sntpAnswer(out: usize, outLength: i32): i32;

/** One plain sentence about why the question failed, UTF-8. Returns its length in bytes, 0 if it did not. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("sntp", "describe")
export declare function sntpDescribe(out: usize, outLength: i32): i32;

/** Give the question and its answer up, so that another can be asked. 0, also without a question. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("sntp", "close")
export declare function sntpClose(): i32;

/** Begin to receive an application's file of so many bytes with this SHA-256 (32 raw bytes), or go on with one that was cut off. flags: 1 = an older version is taken, too; 2 = one is taken, too, that has failed before; 8 = sha256 is Dropbox's content_hash of the file, which up to 4 MiB is the SHA-256 of its SHA-256. trial_s is how long it must run before it is confirmed, 0 = as the board has it. Returns how many bytes are there already; NOT_SUPPORTED without room for applications, TOO_BIG, INVALID, EXISTS if it is installed, BUSY while this or another application is on trial or a person installs one, ACCESS if it has failed before, NO_MEMORY, IO. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("update", "begin")
export declare function updateBegin(
  bytes: i32,
  sha256: usize,
  sha256Length: i32,
  flags: i32,
  trialS: i32,
): i32;

/** The bytes of the file at offset, which follow those before. 0; INVALID, NOT_FOUND if nothing was begun, or somebody else (wamcam push) began meanwhile, IO: begin again. May take a tenth of a second where flash memory is erased; 4,096 bytes at once are a good measure. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("update", "write")
export declare function updateWrite(offset: i32, bytes: usize, bytesLength: i32): i32;

/** The file is complete: check it. 0 = it will be tried; app.stopping becomes 1. ACCESS: signature, or an older version; INVALID: other bytes than announced, or damaged; NOT_SUPPORTED: a later ABI; TOO_BIG, NOT_FOUND, IO, NO_MEMORY. update.describe says more. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("update", "end")
export declare function updateEnd(): i32;

/** One plain sentence about why begin, write or end refused something last, UTF-8. Returns its length in bytes, 0 if nothing was refused. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("update", "describe")
export declare function updateDescribe(out: usize, outLength: i32): i32;

/** Let the board take applications from the local network (wamcam push), under this name (1 to 32 bytes; mDNS tells it to those who look), from whoever knows the token (16 to 64 printable ASCII characters without blanks). Stays so until the board stops. 0, INVALID, NOT_SUPPORTED on a board that does not listen, IO. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("update", "listen")
export declare function updateListen(
  name: usize,
  nameLength: i32,
  token: usize,
  tokenLength: i32,
): i32;

/** Write which application runs as members of a JSON object, without its braces: application_name (text), application_slot (factory, a or b), application_trial (true or false) and last_failure (text or null: which application had to go last, and why); all null where nobody supervises the run. Returns the length in bytes, less than 512, or NO_MEMORY if out is shorter. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("update", "state")
export declare function updateState(out: usize, outLength: i32): i32;

/** Join this network, and again whenever it is lost; returns at once. ssid has 1 to 32 bytes; password has 8 to 63, or is 64 hexadecimal digits, or is empty for an open network. INVALID for other lengths or a NUL, NOT_SUPPORTED on a board that has no Wi-Fi of its own. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("wifi", "join")
export declare function wifiJoin(
  ssid: usize,
  ssidLength: i32,
  password: usize,
  passwordLength: i32,
): i32;
