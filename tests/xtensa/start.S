/*
 * The first instructions, and the way of an exception into C and back. The core is the ESP8266's as
 * QEMU has it: no register windows, exceptions through VECBASE, loads and stores aligned or not
 * at all.
 */
    .section .vectors, "ax"
    .align 256
vectors:
    .org vectors + 0x30 /* in the kernel's mode, which is ours */
    j to_exception
    .org vectors + 0x50 /* in the user's mode */
    j to_exception
    .org vectors + 0x70 /* in an exception */
    j to_exception

    .section .vectors
    .literal_position
    .align 4
    .global _start
_start:
    movi a2, vectors
    wsr.vecbase a2
    movi a2, 0 /* kernel mode, no exception under way, all interrupts allowed: there are none */
    wsr.ps a2
    rsync
    movi a1, stack_top
    movi a2, bss_start
    movi a3, bss_end
    movi a4, 0
1:  bgeu a2, a3, 2f
    s32i a4, a2, 0
    addi a2, a2, 4
    j 1b
2:  call0 xtensa_main

    /* Registers go into a table, C looks at them and changes some, and the program goes on. */
    .bss
    .align 16
    .space 4096
exception_stack:
    .global xtensa_registers
xtensa_registers:
    .space 16 * 4

    .section .vectors
    .literal_position
    .align 4
to_exception:
    wsr.excsave1 a0
    movi a0, xtensa_registers
    s32i a1, a0, 4
    s32i a2, a0, 8
    s32i a3, a0, 12
    s32i a4, a0, 16
    s32i a5, a0, 20
    s32i a6, a0, 24
    s32i a7, a0, 28
    s32i a8, a0, 32
    s32i a9, a0, 36
    s32i a10, a0, 40
    s32i a11, a0, 44
    s32i a12, a0, 48
    s32i a13, a0, 52
    s32i a14, a0, 56
    s32i a15, a0, 60
    rsr.excsave1 a2
    s32i a2, a0, 0
    movi a1, exception_stack
    rsr.exccause a2
    rsr.epc1 a3
    rsr.excvaddr a4
    rsr.sar a12
    call0 xtensa_exception
    wsr.sar a12
    wsr.epc1 a2
    movi a0, xtensa_registers
    l32i a1, a0, 4
    l32i a2, a0, 8
    l32i a3, a0, 12
    l32i a4, a0, 16
    l32i a5, a0, 20
    l32i a6, a0, 24
    l32i a7, a0, 28
    l32i a8, a0, 32
    l32i a9, a0, 36
    l32i a10, a0, 40
    l32i a11, a0, 44
    l32i a12, a0, 48
    l32i a13, a0, 52
    l32i a14, a0, 56
    l32i a15, a0, 60
    l32i a0, a0, 0
    rfe
