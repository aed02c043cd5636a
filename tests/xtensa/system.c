#include "system.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>
#include <unistd.h>

#define PAINT 0x5aa55aa5u
/* "LoadStoreAlignmentCause". */
#define CAUSE_ALIGNMENT 9
/* Deeper than any call that paints or looks at the stack. */
#define OWN_STACK_BYTES 256

/* The host's services, as QEMU numbers them. */
enum service {
    SERVICE_EXIT = 1,
    SERVICE_READ = 3,
    SERVICE_WRITE = 4,
    SERVICE_OPEN = 5,
    SERVICE_CLOSE = 6,
    SERVICE_SEEK = 19,
    SERVICE_ARGUMENT_COUNT = 1000,
    SERVICE_ARGUMENT_BYTES = 1001,
    SERVICE_ARGUMENTS = 1002,
};

/* Of link.ld. */
extern char heap_start[], heap_end[], stack_bottom[], stack_top[], runtime_start[], runtime_end[];

/* Of start.S; see there. */
void xtensa_main(void);
extern uint32_t xtensa_registers[16];
/** Returns where the program goes on. */
uint32_t xtensa_exception(uint32_t cause, uint32_t instruction, uint32_t address);

static char *heap_now = heap_start;
static unsigned misaligned;

static int ask(enum service service, intptr_t first, intptr_t second, intptr_t third) {
    register intptr_t a2 __asm__("a2") = (intptr_t)service;
    register intptr_t a3 __asm__("a3") = first;
    register intptr_t a4 __asm__("a4") = second;
    register intptr_t a5 __asm__("a5") = third;
    __asm__ volatile("simcall" : "+r"(a2), "+r"(a3) : "r"(a4), "r"(a5) : "memory");
    return (int)a2;
}

/* --- what the C library calls --------------------------------------------------------------- */

ssize_t read(int file, void *out, size_t length) {
    return ask(SERVICE_READ, file, (intptr_t)out, (intptr_t)length);
}

ssize_t write(int file, const void *bytes, size_t length) {
    return ask(SERVICE_WRITE, file, (intptr_t)bytes, (intptr_t)length);
}

int open(const char *path, int flags, ...) {
    return ask(SERVICE_OPEN, (intptr_t)path, flags, 0644);
}

int close(int file) {
    return ask(SERVICE_CLOSE, file, 0, 0);
}

off_t lseek(int file, off_t offset, int whence) {
    return ask(SERVICE_SEEK, file, (intptr_t)offset, whence);
}

_Noreturn void _exit(int code) {
    for (;;) {
        ask(SERVICE_EXIT, code, 0, 0);
    }
}

void *sbrk(ptrdiff_t bytes) {
    char *before = heap_now;
    if (bytes > heap_end - heap_now) {
        errno = ENOMEM;
        return (void *)-1; /* NOLINT: what sbrk() is to return */
    }
    heap_now += bytes;
    return before;
}

static int put(char byte, FILE *file) {
    static char line[512];
    static size_t used;
    (void)file;
    line[used++] = byte;
    if (byte == '\n' || used == sizeof line) {
        write(STDOUT_FILENO, line, used);
        used = 0;
    }
    return (unsigned char)byte;
}

static FILE console = FDEV_SETUP_STREAM(put, NULL, NULL, _FDEV_SETUP_WRITE);
FILE *const stdin = &console; /* asked for by the library, never read */
FILE *const stdout = &console;
FILE *const stderr = &console;

_Noreturn void abort(void) {
    printf("aborted\n");
    _exit(134);
}

/* --- what the program itself asks ----------------------------------------------------------- */

char **xtensa_arguments(int *count) {
    *count = ask(SERVICE_ARGUMENT_COUNT, 0, 0, 0);
    char **arguments = malloc((size_t)ask(SERVICE_ARGUMENT_BYTES, 0, 0, 0));
    ask(SERVICE_ARGUMENTS, (intptr_t)arguments, 0, 0);
    return arguments;
}

void xtensa_stack_paint(void) {
    uint32_t *end = (uint32_t *)__builtin_frame_address(0) - OWN_STACK_BYTES / sizeof(uint32_t);
    for (uint32_t *word = (uint32_t *)(void *)stack_bottom; word < end; word++) {
        *word = PAINT;
    }
}

size_t xtensa_stack_used(void) {
    const uint32_t *word = (const uint32_t *)(void *)stack_bottom;
    while (*word == PAINT) {
        word++;
    }
    return (size_t)(stack_top - (const char *)word);
}

size_t xtensa_heap_used(void) {
    return (size_t)(heap_now - heap_start);
}

/* --- exceptions ------------------------------------------------------------------------------ */

/** One byte after the other, as the cores of ESP32 and ESP32-S3 do it in hardware. */
static void access_in_bytes(uint8_t *memory, uint32_t *value, bool is_store) {
    for (int index = 0; index < 4; index++) {
        uint32_t byte = is_store ? *value >> (8 * index) & 0xff : memory[index];
        memory[index] = (uint8_t)byte;
        *value = (*value & ~(UINT32_C(0xff) << (8 * index))) | byte << (8 * index);
    }
}

/**
 * Do a load or store of 32 bits that is not aligned in the place of the processor. Returns the
 * length of the instruction, 0 if it is another one. L32I, S32I and their narrow forms: Xtensa
 * Instruction Set Architecture Reference Manual, chapter 6.
 */
static uint32_t do_instead(const uint8_t *instruction, uint8_t *memory) {
    uint32_t *value = &xtensa_registers[instruction[0] >> 4];
    unsigned kind = instruction[0] & 0x0f;
    unsigned wide_kind = instruction[1] >> 4;
    bool is_narrow = kind == 8 || kind == 9;
    if (!is_narrow && (kind != 2 || (wide_kind != 2 && wide_kind != 6))) {
        return 0;
    }
    access_in_bytes(memory, value, is_narrow ? kind == 9 : wide_kind == 6);
    return is_narrow ? 2 : 3;
}

/**
 * WAMR 2.4.3 patches the select and drop of 64-bit values in code for its fast interpreter with a
 * store that is not aligned (wasm_loader.c, "opcode_tmp"). The cores of ESP32 and ESP32-S3 do such
 * a store; this one does not, which is welcome for all else: only WAMR is helped out.
 */
uint32_t xtensa_exception(uint32_t cause, uint32_t instruction, uint32_t address) {
    bool is_runtime =
        instruction >= (uintptr_t)runtime_start && instruction < (uintptr_t)runtime_end;
    uint32_t length = 0;
    if (cause == CAUSE_ALIGNMENT && is_runtime) {
        length = do_instead((const uint8_t *)instruction, (uint8_t *)address);
    }
    if (length == 0) {
        printf("exception %u at instruction %08x, address %08x\n", (unsigned)cause,
               (unsigned)instruction, (unsigned)address);
        _exit(3);
    }
    misaligned++;
    return instruction + length;
}

unsigned xtensa_misaligned(void) {
    return misaligned;
}
