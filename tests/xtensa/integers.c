/*
 * 64-bit arithmetic that the ESP8266 has in ROM and Debian's libgcc for it therefore lacks, over
 * what that libgcc has.
 */
#include <stdint.h>

uint64_t __udivmoddi4(uint64_t dividend, uint64_t divisor, uint64_t *remainder);
uint64_t __umulsidi3(uint32_t left, uint32_t right);
uint64_t __udivdi3(uint64_t dividend, uint64_t divisor);
uint64_t __umoddi3(uint64_t dividend, uint64_t divisor);
int64_t __divdi3(int64_t dividend, int64_t divisor);
uint64_t __muldi3(uint64_t left, uint64_t right);

uint64_t __udivdi3(uint64_t dividend, uint64_t divisor) {
    return __udivmoddi4(dividend, divisor, (uint64_t *)0);
}

uint64_t __umoddi3(uint64_t dividend, uint64_t divisor) {
    uint64_t remainder = 0;
    __udivmoddi4(dividend, divisor, &remainder);
    return remainder;
}

static uint64_t size_of(int64_t value) {
    return value < 0 ? -(uint64_t)value : (uint64_t)value;
}

int64_t __divdi3(int64_t dividend, int64_t divisor) {
    uint64_t quotient = __udivdi3(size_of(dividend), size_of(divisor));
    return (int64_t)((dividend < 0) != (divisor < 0) ? -quotient : quotient);
}

uint64_t __muldi3(uint64_t left, uint64_t right) {
    uint32_t low_left = (uint32_t)left;
    uint32_t low_right = (uint32_t)right;
    uint32_t high = low_left * (uint32_t)(right >> 32) + (uint32_t)(left >> 32) * low_right;
    return __umulsidi3(low_left, low_right) + ((uint64_t)high << 32);
}
