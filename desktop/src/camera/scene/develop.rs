//! From light on the sensor to the red, green and blue bytes of a picture: noise, white balance,
//! gamma, contrast, colour, effects, mirroring.

use super::super::sensor_settings::SensorSettings;
use super::exposure::Exposure;
use super::landscape::Color;
use super::noise::hash;

/// Electrons of a full pixel at gain 1.
const FULL_ELECTRONS: f32 = 9_000.0;
/// Noise of reading a pixel, in electrons.
const READ_ELECTRONS: f32 = 5.0;
/// Steps of the tone curve: fine enough for the darkest shades of a gamma curve.
const TONES: usize = 16_384;

/// A picture in bytes: red, green, blue, row by row.
pub fn develop(
    picture: &[Color],
    width_px: usize,
    exposure: &Exposure,
    settings: &SensorSettings,
    seed: u64,
) -> Vec<u8> {
    let tone = ToneCurve::new(settings);
    let balance = white_balance(settings, picture);
    let factor = exposure.factor();
    let noise = Noise::new(exposure.gain);
    let mut bytes = Vec::with_capacity(picture.len() * 3);
    for (number, color) in (0_u64..).zip(picture) {
        let random = hash(seed.wrapping_add(number.wrapping_mul(0xA24B_AED4_963E_E407)));
        let signal: Color = [0, 1, 2].map(|i| (color[i] * factor).min(1.0));
        let noisy = noise.add(signal, random);
        let rgb = [0, 1, 2].map(|i| tone.at(noisy[i] * balance[i]));
        bytes.extend_from_slice(&color_and_effect(rgb, settings));
    }
    if settings.colorbar {
        draw_color_bars(&mut bytes, width_px);
    }
    turn(&mut bytes, width_px, settings);
    bytes
}

/// Photon and read noise. Photons come at random, so their noise is the root of their number;
/// gain lets fewer of them fill the pixel.
struct Noise {
    signal_per_electron: f32,
    read: f32,
}

impl Noise {
    fn new(gain: f32) -> Self {
        let signal_per_electron = gain / FULL_ELECTRONS;
        Self { signal_per_electron, read: (READ_ELECTRONS * signal_per_electron).powi(2) }
    }

    /// `random` holds six numbers of ten bits, two for each colour: their sum is bell-like.
    #[expect(clippy::cast_precision_loss, reason = "ten bits")]
    fn add(&self, signal: Color, random: u64) -> Color {
        std::array::from_fn(|i| {
            let deviation = (signal[i] * self.signal_per_electron + self.read).sqrt();
            let bits = random >> (20 * i);
            let sum = ((bits & 0x3FF) + (bits >> 10 & 0x3FF)) as f32 / 1023.0 - 1.0;
            // A triangle from -1 to 1 has a standard deviation of 1/√6.
            (signal[i] + sum * deviation * 2.449).max(0.0)
        })
    }
}

/// Gamma, contrast and brightness in one table.
struct ToneCurve {
    tones: Vec<u8>,
}

impl ToneCurve {
    /// Contrast and brightness as the OV2640 tables of the driver set them: contrast turns the
    /// curve around a dark grey, brightness lifts it by 16 of 255 a step.
    #[expect(clippy::cast_precision_loss, reason = "small numbers")]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
    fn new(settings: &SensorSettings) -> Self {
        let contrast = 1.0 + 0.125 * settings.contrast as f32;
        let brightness = 16.0 * settings.brightness as f32;
        let tones = (0..TONES)
            .map(|step| {
                let signal = step as f32 / (TONES - 1) as f32;
                let level = 255.0 * if settings.raw_gma { gamma(signal) } else { signal };
                let level = (level - 80.0) * contrast + 80.0 + brightness;
                (level + 0.5).clamp(0.0, 255.0) as u8
            })
            .collect();
        Self { tones }
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
    fn at(&self, signal: f32) -> u8 {
        self.tones[(signal.clamp(0.0, 1.0) * (TONES - 1) as f32) as usize]
    }
}

/// Transfer curve of sRGB (IEC 61966-2-1) with a soft shoulder: sensors roll highlights off.
fn gamma(signal: f32) -> f32 {
    let rolled = (signal * (1.0 + 0.35 * (1.0 - signal))).min(1.0);
    if rolled <= 0.003_130_8 { 12.92 * rolled } else { 1.055 * rolled.powf(1.0 / 2.4) - 0.055 }
}

/// Gains of the colours.
fn white_balance(settings: &SensorSettings, picture: &[Color]) -> Color {
    if !settings.whitebal {
        return [1.0; 3];
    }
    match settings.wb_mode {
        1 => [1.0, 1.0, 1.0],
        2 => [1.10, 1.0, 0.88],
        3 => [0.90, 1.0, 1.25],
        4 => [0.74, 1.0, 1.60],
        _ => towards_grey(picture),
    }
}

/// The sensor takes the world for grey, but believes it only by a third.
fn towards_grey(picture: &[Color]) -> Color {
    let mut mean = [1e-9_f32; 3];
    for color in picture.iter().step_by(53) {
        // The brightest things, sun and lamps, say nothing about the light on the rest.
        let limit = 20_000.0_f32;
        mean = [0, 1, 2].map(|i| mean[i] + color[i].min(limit));
    }
    mean.map(|channel| (mean[1] / channel).powf(0.35).clamp(0.7, 1.5))
}

fn to_byte(level: i32) -> u8 {
    level.clamp(0, 255) as u8
}

/// Saturation and special effect of one pixel.
fn color_and_effect(rgb: [u8; 3], settings: &SensorSettings) -> [u8; 3] {
    if settings.saturation == 0 && settings.special_effect == 0 {
        return rgb;
    }
    let [red, green, blue] = rgb.map(i32::from);
    let grey = (77 * red + 150 * green + 29 * blue) / 256;
    // Driver table: 0x28, 0x38, 0x48, 0x58, 0x68 with 0x48 as normal.
    let share = 0x48 + 0x10 * settings.saturation;
    let colored = [red, green, blue].map(|c| to_byte(grey + (c - grey) * share / 0x48));
    match settings.special_effect {
        1 => colored.map(|c| 255 - c),
        2 => [to_byte(grey); 3],
        3 => [to_byte(grey + 60), to_byte(grey - 30), to_byte(grey - 30)],
        4 => [to_byte(grey - 30), to_byte(grey + 40), to_byte(grey - 30)],
        5 => [to_byte(grey - 30), to_byte(grey - 20), to_byte(grey + 70)],
        6 => [to_byte(grey + 32), to_byte(grey + 4), to_byte(grey - 40)],
        _ => colored,
    }
}

/// Eight upright bars, as the sensor's test picture has them.
fn draw_color_bars(bytes: &mut [u8], width_px: usize) {
    for row in bytes.chunks_exact_mut(width_px * 3) {
        for (column, pixel) in row.chunks_exact_mut(3).enumerate() {
            let bar = 7 - column * 8 / width_px;
            let level = |bit: usize| if bar & bit == 0 { 16 } else { 235 };
            pixel.copy_from_slice(&[level(2), level(4), level(1)]);
        }
    }
}

/// hmirror and vflip.
fn turn(bytes: &mut [u8], width_px: usize, settings: &SensorSettings) {
    let row_bytes = width_px * 3;
    if settings.hmirror {
        for row in bytes.chunks_exact_mut(row_bytes) {
            for column in 0..width_px / 2 {
                let (left, right) = row.split_at_mut((width_px - 1 - column) * 3);
                left[column * 3..column * 3 + 3].swap_with_slice(&mut right[..3]);
            }
        }
    }
    if settings.vflip {
        let rows = bytes.len() / row_bytes;
        for row in 0..rows / 2 {
            let (top, bottom) = bytes.split_at_mut((rows - 1 - row) * row_bytes);
            top[row * row_bytes..][..row_bytes].swap_with_slice(&mut bottom[..row_bytes]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> SensorSettings {
        SensorSettings { whitebal: false, ..SensorSettings::new(12) }
    }

    fn grey(level: f32, settings: &SensorSettings) -> f64 {
        let exposure = Exposure::default();
        let picture = vec![[level / exposure.factor(); 3]; 64 * 64];
        let bytes = develop(&picture, 64, &exposure, settings, 1);
        bytes.iter().map(|&byte| f64::from(byte)).sum::<f64>() / bytes.len() as f64
    }

    #[test]
    fn brightness_and_contrast_move_the_tones_as_their_names_say() {
        let base = grey(0.2, &settings());
        assert!(grey(0.2, &SensorSettings { brightness: 2, ..settings() }) > base + 25.0);
        assert!(grey(0.2, &SensorSettings { brightness: -2, ..settings() }) < base - 25.0);
        let high = SensorSettings { contrast: 2, ..settings() };
        assert!(grey(0.5, &high) > grey(0.5, &settings()) + 5.0);
        assert!(grey(0.01, &high) < grey(0.01, &settings()) - 5.0);
    }

    #[test]
    fn more_gain_at_the_same_brightness_is_more_noise() {
        let noise_at = |gain: f32| {
            let exposure = Exposure { lines: 100.0 / gain, gain };
            let picture = vec![[0.1 / exposure.factor(); 3]; 64 * 64];
            let bytes = develop(&picture, 64, &exposure, &settings(), 1);
            let count = bytes.len() as f64;
            let mean = bytes.iter().map(|&b| f64::from(b)).sum::<f64>() / count;
            bytes.iter().map(|&b| (f64::from(b) - mean).powi(2)).sum::<f64>() / count
        };
        assert!(noise_at(8.0) > 4.0 * noise_at(1.0));
        assert!(noise_at(31.0) > 2.0 * noise_at(8.0));
    }

    #[test]
    fn mirror_and_flip_exchange_the_sides_for_odd_and_even_sizes() {
        for (width_px, height_px) in [(4, 2), (5, 3), (1, 1)] {
            let original: Vec<u8> = (0..).take(width_px * height_px * 3).collect();
            let at = |bytes: &[u8], column: usize, row: usize| {
                let index = (row * width_px + column) * 3;
                [bytes[index], bytes[index + 1], bytes[index + 2]]
            };
            for (hmirror, vflip) in [(true, false), (false, true), (true, true)] {
                let mut turned = original.clone();
                let wanted = SensorSettings { hmirror, vflip, ..settings() };
                turn(&mut turned, width_px, &wanted);
                for row in 0..height_px {
                    for column in 0..width_px {
                        let from_column = if hmirror { width_px - 1 - column } else { column };
                        let from_row = if vflip { height_px - 1 - row } else { row };
                        let expected = at(&original, from_column, from_row);
                        assert_eq!(at(&turned, column, row), expected);
                    }
                }
            }
        }
    }

    #[test]
    fn effects_take_the_colour_away_or_turn_it_round() {
        let colorful = [200, 60, 20];
        let effect = |special_effect| {
            color_and_effect(colorful, &SensorSettings { special_effect, ..settings() })
        };
        let [red, green, blue] = effect(2);
        assert!(red == green && green == blue);
        assert_eq!(effect(1), [55, 195, 235]);
        assert_eq!(effect(0), colorful);
        let pale = color_and_effect(colorful, &SensorSettings { saturation: -2, ..settings() });
        assert!(pale[0] < 200 && pale[2] > 20);
    }
}
