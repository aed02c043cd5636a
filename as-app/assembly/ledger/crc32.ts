/**
 * CRC-32 as in ISO-HDLC, gzip and PNG: polynomial 0x04c11db7 reflected (0xedb88320), all ones
 * before and after. Catches every burst of up to 32 bits, and with the length of a line every 3
 * wrong bits.
 */

/** One entry for each value of a byte, 4 bytes each; filled at the first use. */
const table: usize = memory.data(1024, 4);
let tableFilled: bool = false;

function fillTable(): void {
  for (let byte: u32 = 0; byte < 256; byte++) {
    let remainder = byte;
    for (let bit = 0; bit < 8; bit++) {
      remainder = remainder & 1 ? (remainder >> 1) ^ 0xedb88320 : remainder >> 1;
    }
    store<u32>(table + ((<usize>byte) << 2), remainder);
  }
  tableFilled = true;
}

/** CRC-32 of `length` bytes in memory. */
export function crc32(start: usize, length: i32): u32 {
  if (!tableFilled) fillTable();
  let remainder: u32 = 0xffffffff;
  const end = start + <usize>length;
  for (let at = start; at < end; at++) {
    const index = (remainder ^ (<u32>load<u8>(at))) & 0xff;
    remainder = load<u32>(table + ((<usize>index) << 2)) ^ (remainder >> 8);
  }
  return remainder ^ 0xffffffff;
}
