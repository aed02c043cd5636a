/*
 * This core has no instruction for atomic changes, and one thread: a plain change is atomic. The
 * compiler calls these by their names, which are also those of its built-in functions.
 */
#include <stdbool.h>
#include <stdint.h>

#pragma GCC diagnostic ignored "-Wbuiltin-declaration-mismatch"

#define CHANGE(name, operation)                                                                    \
    uint32_t name(volatile void *memory, uint32_t value, int order);                               \
    uint32_t name(volatile void *memory, uint32_t value, int order) {                              \
        volatile uint32_t *word = memory;                                                          \
        uint32_t before = *word;                                                                   \
        (void)order;                                                                               \
        *word = before operation value;                                                            \
        return before;                                                                             \
    }

CHANGE(__atomic_fetch_add_4, +)
CHANGE(__atomic_fetch_sub_4, -)
CHANGE(__atomic_fetch_or_4, |)
CHANGE(__atomic_fetch_and_4, &)

bool __atomic_compare_exchange_4(volatile void *memory, void *expected, uint32_t wanted, bool weak,
                                 int success, int failure);
bool __atomic_compare_exchange_4(volatile void *memory, void *expected, uint32_t wanted, bool weak,
                                 int success, int failure) {
    volatile uint32_t *word = memory;
    uint32_t *known = expected;
    (void)weak;
    (void)success;
    (void)failure;
    if (*word != *known) {
        *known = *word;
        return false;
    }
    *word = wanted;
    return true;
}
