/**
 * The doubles of ESP-IDF against its real headers. Neither ESP-IDF nor its components are part of this
 * repository: IDF_PATH names an ESP-IDF 5.5, ESP32_CAMERA_PATH an esp32-camera 2.1,
 * ESP_TINYUSB_PATH an esp_tinyusb 2.2 and ESP_MDNS_PATH an mdns 1.11 (which `idf.py build` puts into
 * managed_components).
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { repository } from "../../scripts/repository.ts";
import { type CHeader, differences, readHeader } from "./c_header.ts";

const headers = join(repository, "tests/doubles/headers");
const names = readdirSync(headers, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".h"))
  .sort();

const idf = process.env.IDF_PATH;
const camera =
  process.env.ESP32_CAMERA_PATH ?? join(repository, "managed_components/espressif__esp32-camera");

const tinyusb =
  process.env.ESP_TINYUSB_PATH ?? join(repository, "managed_components/espressif__esp_tinyusb");

const mdns = process.env.ESP_MDNS_PATH ?? join(repository, "managed_components/espressif__mdns");

/** What a double has on purpose in another way, or has no need to have as it is. */
const own = new Set([
  "doubles_log", // behind the macros of the log
  "ESP_LOGE",
  "ESP_LOGW",
  "ESP_LOGI",
  "ESP_LOGD",
  "pdMS_TO_TICKS", // the same with 1,000 ticks a second
  "IP2STR", // the same text by other means
  "esp_ip4_addr_t", // the typedef of a structure that is declared before
  "GPIO_MODE_INPUT", // these three by way of another name
  "GPIO_MODE_OUTPUT",
  "WIFI_IF_STA",
  "LEDC_TIMER_0", // these two are of ESP-IDF, not of esp32-camera
  "LEDC_CHANNEL_0",
  "HTTPD_DEFAULT_CONFIG", // expands to a double's own fields
]);

/** Paths in the first comment of a double: where its declarations come from. */
function sourcesOf(text: string): string[] {
  return [...(/\/\*[\s\S]*?\*\//.exec(text)?.[0] ?? "").matchAll(/[\w./-]+\.h\b/g)].map(String);
}

function merge(all: CHeader[]): CHeader {
  const merged: CHeader = { functions: new Map(), structures: new Map(), constants: new Map() };
  for (const header of all) {
    header.functions.forEach((value, key) => merged.functions.set(key, value));
    header.structures.forEach((value, key) => merged.structures.set(key, value));
    header.constants.forEach((values, key) => {
      merged.constants.set(key, new Set([...(merged.constants.get(key) ?? []), ...values]));
    });
  }
  return merged;
}

function withoutOwn(header: CHeader, name: string): CHeader {
  for (const part of [header.functions, header.structures, header.constants]) {
    for (const key of part.keys()) {
      // Include guards, and initialisers that expand to a double's own fields.
      const isMade = key.startsWith("DOUBLE_") || /_DEFAULT$/.test(key) || own.has(key);
      if (isMade || name === "sdkconfig.h") part.delete(key);
    }
  }
  return header;
}

/** All differences of some doubles to the real headers under a folder. */
function differencesUnder(root: string, chosen: readonly string[]): string[] {
  return chosen.flatMap((name) => {
    const text = readFileSync(join(headers, name), "utf8");
    const sources = sourcesOf(text).map((path) => readFileSync(join(root, path), "utf8"));
    const double = withoutOwn(readHeader(text), name);
    return differences(double, merge(sources.map(readHeader))).map((one) => `${name}: ${one}`);
  });
}

const isCamera = (name: string): boolean => name === "esp_camera.h";
const isMdns = (name: string): boolean => name === "mdns.h";
const isTinyusb = (name: string): boolean => name.startsWith("tinyusb");

describe("the doubles", () => {
  it("declare what ESP-IDF declares", ({ skip }) => {
    if (idf === undefined) return skip("IDF_PATH names no ESP-IDF here");
    const chosen = names.filter((name) => !isCamera(name) && !isTinyusb(name) && !isMdns(name));
    expect(chosen.length).toBeGreaterThan(20);
    expect(differencesUnder(join(idf, "components"), chosen)).toEqual([]);
  });

  it("declare what esp32-camera declares", ({ skip }) => {
    if (!existsSync(camera)) return skip("ESP32_CAMERA_PATH names no esp32-camera here");
    expect(differencesUnder(camera, names.filter(isCamera))).toEqual([]);
  });

  it("declare what mdns declares", ({ skip }) => {
    if (!existsSync(mdns)) return skip("ESP_MDNS_PATH names no mdns here");
    expect(differencesUnder(mdns, names.filter(isMdns))).toEqual([]);
  });

  it("declare what esp_tinyusb declares", ({ skip }) => {
    if (!existsSync(tinyusb)) return skip("ESP_TINYUSB_PATH names no esp_tinyusb here");
    expect(names.filter(isTinyusb)).toHaveLength(3);
    expect(differencesUnder(tinyusb, names.filter(isTinyusb))).toEqual([]);
  });
});

describe("the reader of headers", () => {
  const real = readHeader(`
    #define CAP_A (1<<3) ///< one
    #define FLAG BIT(2)
    typedef enum { ONE = 1, /*!< first */ TWO, TEN = 0xa } number_t;
    typedef struct { int pin; union { int sda; int old __attribute__((deprecated("x"))); };
      uint8_t ssid[32]; const char* name; void (*done)(void* arg); uint32_t bit: 1; } config_t;
    /** text (not a function); */
    esp_err_t open(const config_t* config, const char *path, unsigned int flags,
                   handle_t** out) __attribute__((nonnull));
    void restart(void) __attribute__((__noreturn__));
    #ifdef __cplusplus
    extern "C" {
    #endif
    sensor_t * get(void);
  `);

  it("finds no difference in what only looks different", () => {
    const double = readHeader(`
      #define CAP_A 8
      #define FLAG 4
      typedef enum { TWO = 2, TEN = 10 } number_t;
      typedef struct { int pin; int sda; uint8_t ssid[32]; const char *name;
        void (*done)(void *arg); uint32_t bit; } config_t;
      esp_err_t open(const config_t *, const char *name, unsigned int, handle_t **result);
      void restart(void);
      sensor_t *get(void);
    `);
    expect(differences(double, real)).toEqual([]);
    expect(double.functions.size).toBe(3);
  });

  it.each([
    ["esp_err_t open(config_t *config, const char *path, unsigned int flags, handle_t **out);"],
    ["esp_err_t open(const config_t *config, const char *path, int flags, handle_t **out);"],
    ["esp_err_t open(const config_t *config, const char *path, unsigned int flags);"],
    ["int open(const config_t *config, const char *path, unsigned int flags, handle_t **out);"],
    ["void stop(void);"],
    ["typedef struct { long pin; } config_t;"],
    ["typedef struct { int pins; } config_t;"],
    ["typedef struct { uint8_t ssid[33]; } config_t;"],
    ["typedef enum { TWO = 3 } number_t;"],
    ["typedef enum { THREE = 3 } number_t;"],
    ["#define CAP_A (1 << 4)"],
    ["#define FLAG 2\n"],
  ])("sees that this differs: %s", (text) => {
    expect(differences(readHeader(text), real)).toHaveLength(1);
  });
});
