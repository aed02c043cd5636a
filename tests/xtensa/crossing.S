/*
 * A call across a border: to a function of another part of the program, named by borders.S, or to
 * a callback of the board. Knows nothing of the function's arguments and results: all registers
 * that may hold some are kept, and the stack is as the caller has left it.
 *
 * At the labels "crossing" a10 is the part and a11 the function.
 */
#define FRAME_BYTES 32
#define FRAMES 64

    .bss
    .align 4
frames:
    .space FRAME_BYTES * FRAMES

    .data
    .align 4
next_frame:
    .word frames

    .text
    .literal_position
    .align 4

    /* The board's callbacks: their numbers follow from where they begin. */
    .begin no-transform
    .global meter_thunks
meter_thunks:
    .set number, 0
    .rept 48
    movi a10, number
    j to_callback
    .set number, number + 1
    .endr
    .end no-transform

    .align 4
to_callback:
    movi a11, meter_callbacks
    addx4 a11, a10, a11
    l32i a11, a11, 0
    movi a10, METER_SIMULATION
    j crossing

    .align 4
    .global crossing
crossing:
    rsr.ccount a9
    movi a8, next_frame
    l32i a8, a8, 0
    s32i a0, a8, 0
    s32i a2, a8, 4
    s32i a3, a8, 8
    s32i a4, a8, 12
    s32i a5, a8, 16
    s32i a6, a8, 20
    s32i a7, a8, 24
    s32i a11, a8, 28
    movi a11, next_frame
    addi a8, a8, FRAME_BYTES
    s32i a8, a11, 0
    mov a2, a10
    mov a3, a9
    call0 meter_enter
    movi a8, next_frame
    l32i a8, a8, 0
    addi a8, a8, -FRAME_BYTES
    l32i a2, a8, 4
    l32i a3, a8, 8
    l32i a4, a8, 12
    l32i a5, a8, 16
    l32i a6, a8, 20
    l32i a7, a8, 24
    l32i a11, a8, 28
    movi a8, meter_ticks
    rsr.ccount a9
    s32i a9, a8, 0
    callx0 a11

    rsr.ccount a9
    movi a8, next_frame
    l32i a8, a8, 0
    addi a8, a8, -FRAME_BYTES
    s32i a2, a8, 4
    s32i a3, a8, 8
    s32i a4, a8, 12
    s32i a5, a8, 16
    mov a2, a9
    call0 meter_leave
    movi a9, next_frame
    l32i a8, a9, 0
    addi a8, a8, -FRAME_BYTES
    s32i a8, a9, 0
    l32i a0, a8, 0
    l32i a2, a8, 4
    l32i a3, a8, 8
    l32i a4, a8, 12
    l32i a5, a8, 16
    movi a8, meter_ticks
    rsr.ccount a9
    s32i a9, a8, 0
    ret
