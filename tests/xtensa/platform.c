/* What WAMR calls of its platform. There is one thread, so locks are open and nobody waits. */
#include "platform_api_vmcore.h"

#include "memory.h"
#include "platform_api_extension.h"

int bh_platform_init(void) {
    return 0;
}

void bh_platform_destroy(void) {
}

void *os_malloc(unsigned size) {
    return malloc(size);
}

void *os_realloc(void *memory, unsigned size) {
    return realloc(memory, size);
}

void os_free(void *memory) {
    free(memory);
}

/* Linear memory. Through the core's door, so that its peak is that of everything. */
void *os_mmap(void *hint, size_t size, int protection, int flags, os_file_handle file) {
    (void)hint;
    (void)protection;
    (void)flags;
    (void)file;
    return wamcam_memory_take(size);
}

void os_munmap(void *memory, size_t size) {
    (void)size;
    wamcam_memory_free(memory);
}

void *os_mremap(void *memory, size_t old_size, size_t new_size) {
    return os_mremap_slow(memory, old_size, new_size); /* as on ESP-IDF */
}

int os_mprotect(void *memory, size_t size, int protection) {
    (void)memory;
    (void)size;
    (void)protection;
    return 0;
}

int os_vprintf(const char *format, va_list arguments) {
    return vprintf(format, arguments);
}

int os_printf(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int length = vprintf(format, arguments);
    va_end(arguments);
    return length;
}

uint64 os_time_get_boot_us(void) {
    return 0;
}

int os_dumps_proc_mem_info(char *out, unsigned size) {
    (void)out;
    (void)size;
    return -1;
}

korp_tid os_self_thread(void) {
    return 1;
}

uint8 *os_thread_get_stack_boundary(void) {
    extern uint8 stack_bottom[];
    return stack_bottom;
}

int os_thread_create(korp_tid *thread, thread_start_routine_t start, void *argument,
                     unsigned int stack_size) {
    (void)thread;
    (void)start;
    (void)argument;
    (void)stack_size;
    return BHT_ERROR;
}

int os_thread_join(korp_tid thread, void **value) {
    (void)thread;
    (void)value;
    return BHT_ERROR;
}

int os_thread_detach(korp_tid thread) {
    (void)thread;
    return BHT_ERROR;
}

void os_thread_exit(void *value) {
    (void)value;
}

int os_mutex_init(korp_mutex *mutex) {
    (void)mutex;
    return BHT_OK;
}

int os_mutex_destroy(korp_mutex *mutex) {
    (void)mutex;
    return BHT_OK;
}

int os_mutex_lock(korp_mutex *mutex) {
    (void)mutex;
    return BHT_OK;
}

int os_mutex_unlock(korp_mutex *mutex) {
    (void)mutex;
    return BHT_OK;
}

int os_cond_init(korp_cond *condition) {
    (void)condition;
    return BHT_OK;
}

int os_cond_destroy(korp_cond *condition) {
    (void)condition;
    return BHT_OK;
}

int os_cond_wait(korp_cond *condition, korp_mutex *mutex) {
    (void)condition;
    (void)mutex;
    return BHT_ERROR;
}

int os_cond_reltimedwait(korp_cond *condition, korp_mutex *mutex, uint64 time_us) {
    (void)condition;
    (void)mutex;
    (void)time_us;
    return BHT_ERROR;
}

int os_cond_signal(korp_cond *condition) {
    (void)condition;
    return BHT_OK;
}
