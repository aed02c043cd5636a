//! How bright and how coloured sky, sun, moon and lamps are at a moment, in candela per square
//! metre: ten million times brighter at noon than in a night beside a small town.

use super::almanac::{self, Horizontal, Place};
use super::landscape::{Color, HORIZON_Y};
use super::noise::{mix, smooth, step};

/// Luminance and hue of the sky for one height of the sun.
struct SkyKey {
    sun_altitude_deg: f32,
    zenith_log10: f32,
    zenith_hue: Color,
    horizon_log10: f32,
    horizon_hue: Color,
}

const fn key(
    sun_altitude_deg: f32,
    (zenith_log10, zenith_hue): (f32, Color),
    (horizon_log10, horizon_hue): (f32, Color),
) -> SkyKey {
    SkyKey { sun_altitude_deg, zenith_log10, zenith_hue, horizon_log10, horizon_hue }
}

/// Luminances after measurements of clear skies by day and in the three twilights; below -18
/// degrees what is left is the glow of a small town.
const SKY_KEYS: [SkyKey; 9] = [
    key(-18.0, (-1.00, [0.62, 0.80, 1.55]), (-0.55, [1.05, 0.95, 1.05])),
    key(-12.0, (-0.80, [0.50, 0.75, 1.85]), (-0.15, [0.90, 0.90, 1.35])),
    key(-8.0, (-0.05, [0.45, 0.72, 2.0]), (0.70, [1.25, 0.85, 1.05])),
    key(-5.0, (0.85, [0.45, 0.72, 2.0]), (1.60, [1.60, 0.80, 0.70])),
    key(-2.0, (1.65, [0.48, 0.75, 1.9]), (2.35, [1.75, 0.80, 0.45])),
    key(1.0, (2.40, [0.52, 0.82, 1.7]), (2.95, [1.70, 0.85, 0.42])),
    key(6.0, (3.00, [0.50, 0.88, 1.65]), (3.40, [1.25, 0.98, 0.72])),
    key(20.0, (3.35, [0.32, 0.86, 2.25]), (3.74, [0.90, 1.02, 1.10])),
    key(60.0, (3.50, [0.26, 0.84, 2.45]), (3.86, [0.80, 1.02, 1.30])),
];

/// The light over the landscape at one moment.
pub struct Light {
    /// Sky overhead.
    pub zenith: Color,
    /// Sky at the horizon.
    pub horizon: Color,
    /// Luminance of a white surface in full sun, without the sky's share.
    pub sun: Color,
    /// The same for the moon.
    pub moon: Color,
    /// Luminance of a white surface under the sky alone.
    pub ambient: Color,
    /// Where sun and moon stand in the picture.
    pub sun_at: (f32, f32),
    /// Likewise.
    pub moon_at: (f32, f32),
    /// Height of the sun.
    pub sun_altitude_deg: f32,
    /// 0 new, 90 first quarter, 180 full, 270 last quarter.
    pub moon_elongation_deg: f32,
    /// 0 by day, 1 when lamps and windows are lit.
    pub lamps: f32,
    /// 0 by day, 1 when all stars are out.
    pub stars: f32,
    /// Turn of the starry sky, 0..1.
    pub star_turn: f32,
    /// Glow of the sky around the sun.
    pub glow: Color,
    /// How far the clouds have drifted.
    pub wind: f32,
    /// Clouds are where the noise is above this.
    pub cloud_threshold: f32,
    /// Seconds since local midnight, for the clock on the tower.
    pub clock_s: f64,
    /// Seconds for what moves: smoke.
    pub motion_s: f64,
    /// The camera looks north instead of south: left and right of the moon change places.
    pub southern: bool,
}

impl Light {
    /// The light at `utc_us` in `place`.
    #[expect(clippy::cast_precision_loss, reason = "microseconds do not show")]
    #[expect(clippy::cast_possible_truncation, reason = "pictures are made of f32")]
    pub fn at(utc_us: i64, place: Place) -> Self {
        let sun = almanac::sun(utc_us, place);
        let moon = almanac::moon(utc_us, place);
        let southern = place.latitude_deg < 0.0;
        let altitude = sun.altitude_deg as f32;
        let (zenith, horizon) = sky(altitude);
        let seconds = utc_us as f64 / 1e6;
        let sun_color = sunlight(altitude);
        let elongation = almanac::moon_elongation_deg(utc_us) as f32;
        let zone_s = (place.longitude_deg / 15.0).round() * 3600.0;
        Self {
            ambient: ambient(zenith, horizon),
            zenith,
            horizon,
            sun: sun_color,
            moon: moonlight(moon.altitude_deg as f32, elongation),
            sun_at: in_picture(sun, southern),
            moon_at: in_picture(moon, southern),
            sun_altitude_deg: altitude,
            moon_elongation_deg: elongation,
            lamps: 1.0 - step(-3.0, 1.5, altitude),
            stars: 1.0 - step(-14.0, -7.0, altitude),
            star_turn: (almanac::sidereal_angle_deg(utc_us) / 360.0) as f32,
            glow: glow(altitude, horizon),
            wind: (seconds * 0.0035).rem_euclid(8192.0) as f32,
            cloud_threshold: 0.46 + 0.15 * smooth((seconds / 9_000.0 % 1e6) as f32, 0.5, 71),
            clock_s: (seconds + zone_s).rem_euclid(86_400.0),
            motion_s: seconds.rem_euclid(86_400.0),
            southern,
        }
    }
}

/// Colours of the sky overhead and at the horizon.
fn sky(sun_altitude_deg: f32) -> (Color, Color) {
    let upper = SKY_KEYS
        .iter()
        .position(|key| key.sun_altitude_deg > sun_altitude_deg)
        .unwrap_or(SKY_KEYS.len() - 1)
        .max(1);
    let (a, b) = (&SKY_KEYS[upper - 1], &SKY_KEYS[upper]);
    let t = (sun_altitude_deg - a.sun_altitude_deg) / (b.sun_altitude_deg - a.sun_altitude_deg);
    let t = t.clamp(0.0, 1.0);
    let blend = |a_log10, a_hue: Color, b_log10, b_hue: Color| {
        let luminance = 10.0_f32.powf(mix(a_log10, b_log10, t));
        [0, 1, 2].map(|i| luminance * mix(a_hue[i], b_hue[i], t))
    };
    (
        blend(a.zenith_log10, a.zenith_hue, b.zenith_log10, b.zenith_hue),
        blend(a.horizon_log10, a.horizon_hue, b.horizon_log10, b.horizon_hue),
    )
}

/// Mean of the sky as seen from the ground, with less colour than the sky itself: what the
/// landscape throws back is mixed in.
fn ambient(zenith: Color, horizon: Color) -> Color {
    let mean = [0, 1, 2].map(|i| 0.55 * zenith[i] + 0.45 * horizon[i]);
    let grey = luminance(mean);
    mean.map(|c| mix(c, grey, 0.45))
}

/// Sunlight after its way through the air, redder the longer that way is (Kasten and Young).
fn sunlight(altitude_deg: f32) -> Color {
    let above = altitude_deg.max(0.0);
    let air_mass = 1.0 / (above.to_radians().sin() + 0.505_72 * (above + 6.079_95).powf(-1.636_4));
    let up = step(-0.9, 0.6, altitude_deg);
    let height = 0.35 + 0.65 * above.to_radians().sin();
    [0.085_f32, 0.135, 0.235]
        .map(|depth| 36_000.0 * (-depth * (air_mass - 1.0)).exp() * up * height)
}

/// Full moonlight is some 400,000 times weaker than sunlight and falls steeply off full moon.
fn moonlight(altitude_deg: f32, elongation_deg: f32) -> Color {
    let lit = ((1.0 - elongation_deg.to_radians().cos()) / 2.0).powi(3);
    let height = altitude_deg.to_radians().sin().max(0.0).sqrt();
    [0.80, 0.92, 1.15].map(|hue| 0.22 * hue * lit * height)
}

/// The halo around the sun, or over the place where it has gone down.
fn glow(altitude_deg: f32, horizon: Color) -> Color {
    let low = 1.0 - step(4.0, 25.0, altitude_deg);
    let dusk = step(-12.0, -1.0, altitude_deg);
    let strength = (0.5 + 1.6 * low) * dusk;
    let hue = [mix(1.0, 1.25, low), mix(1.0, 0.78, low), mix(0.95, 0.42, low)];
    [0, 1, 2].map(|i| strength * hue[i] * luminance(horizon))
}

/// Luminance of a linear colour (ITU-R BT.709).
pub fn luminance(color: Color) -> f32 {
    0.2126 * color[0] + 0.7152 * color[1] + 0.0722 * color[2]
}

/// The view takes in more than a lens could: from east to west, and nearly up to the zenith.
#[expect(clippy::cast_possible_truncation, reason = "pictures are made of f32")]
fn in_picture(body: Horizontal, southern: bool) -> (f32, f32) {
    let ahead_deg = if southern { 0.0 } else { 180.0 };
    let aside_deg = (body.azimuth_deg - ahead_deg + 180.0).rem_euclid(360.0) - 180.0;
    ((aside_deg / 90.0 * 0.58) as f32, HORIZON_Y - (body.altitude_deg / 65.0 * 0.60) as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sky_darkens_without_a_jump_as_the_sun_goes_down() {
        let mut last = f32::MAX;
        for tenth in (-300_i16..=700).rev() {
            let altitude = f32::from(tenth) / 10.0;
            let (zenith, horizon) = sky(altitude);
            let now = luminance(ambient(zenith, horizon)) + luminance(sunlight(altitude));
            assert!(now <= last * 1.001, "{altitude}: {now} after {last}");
            assert!(now >= last * 0.8 || last == f32::MAX, "{altitude}: {now} after {last}");
            last = now;
        }
        assert!(last > 0.01 && last < 1.0, "night is dark but not black: {last}");
    }

    #[test]
    fn sun_and_moon_stand_where_the_camera_looks() {
        let south = Horizontal { altitude_deg: 30.0, azimuth_deg: 180.0 };
        let north = Horizontal { altitude_deg: 30.0, azimuth_deg: 0.0 };
        let east = Horizontal { altitude_deg: 0.0, azimuth_deg: 90.0 };
        assert!(in_picture(south, false).0.abs() < 1e-6);
        assert!(in_picture(north, true).0.abs() < 1e-6);
        assert!(in_picture(south, false).1 < HORIZON_Y);
        // Looking south, east is to the left; looking north, to the right.
        assert!(in_picture(east, false).0 < 0.0);
        assert!(in_picture(east, true).0 > 0.0);
    }
}
