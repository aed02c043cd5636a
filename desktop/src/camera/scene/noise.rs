//! Repeatable randomness: hashes of lattice points and smooth noise between them.

/// Mix the bits of `value` (finaliser of SplitMix64).
pub fn hash(value: u64) -> u64 {
    let mut z = value.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// A number in 0..1 that belongs to the lattice point (`x`, `y`) of the pattern `seed`.
#[expect(clippy::cast_precision_loss, reason = "24 bits fit")]
#[expect(clippy::cast_sign_loss, reason = "the bits are wanted")]
pub fn lattice(x: i32, y: i32, seed: u32) -> f32 {
    let mut h = (x as u32).wrapping_mul(0x85EB_CA6B) ^ (y as u32).wrapping_mul(0xC2B2_AE35);
    h ^= seed.wrapping_mul(0x27D4_EB2F);
    h = (h ^ (h >> 15)).wrapping_mul(0x2C1B_3C6D);
    h = (h ^ (h >> 12)).wrapping_mul(0x297A_2D39);
    ((h ^ (h >> 15)) >> 8) as f32 / 16_777_216.0
}

/// Smooth noise in 0..1 with features of about one unit.
#[expect(clippy::cast_possible_truncation, reason = "a conversion to i32 saturates")]
pub fn smooth(x: f32, y: f32, seed: u32) -> f32 {
    let (x0, y0) = (x.floor(), y.floor());
    let (ix, iy) = (x0 as i32, y0 as i32);
    let fade = |t: f32| t * t * (3.0 - 2.0 * t);
    let (u, v) = (fade(x - x0), fade(y - y0));
    let top = mix(lattice(ix, iy, seed), lattice(ix.wrapping_add(1), iy, seed), u);
    let below = iy.wrapping_add(1);
    let bottom = mix(lattice(ix, below, seed), lattice(ix.wrapping_add(1), below, seed), u);
    mix(top, bottom, v)
}

/// Noise with detail in `octaves` sizes, in 0..1.
pub fn fractal(x: f32, y: f32, octaves: u32, seed: u32) -> f32 {
    let (mut sum, mut weight, mut total) = (0.0, 0.5, 0.0);
    let (mut x, mut y) = (x, y);
    for octave in 0..octaves {
        sum += weight * smooth(x, y, seed.wrapping_add(octave));
        total += weight;
        weight *= 0.5;
        (x, y) = (x * 2.03 + 17.0, y * 2.03 - 9.0);
    }
    sum / total
}

/// `a` at 0, `b` at 1.
pub fn mix(a: f32, b: f32, t: f32) -> f32 {
    a + (b - a) * t
}

/// 0 below `low`, 1 above `high`, smooth between.
pub fn step(low: f32, high: f32, x: f32) -> f32 {
    let t = ((x - low) / (high - low)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}
