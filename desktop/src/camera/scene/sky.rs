//! Sky, clouds and stars.

use super::landscape::{Color, HORIZON_Y};
use super::light::Light;
use super::noise::{fractal, hash, mix, step};

const COLUMNS: usize = 200;
const ROWS: usize = 130;

/// Sky and clouds on a coarse grid; pixels are interpolated, since neither has sharp edges.
pub struct SkyGrid {
    left: f32,
    top: f32,
    columns_per_unit: f32,
    rows_per_unit: f32,
    /// Red, green, blue and share of cloud.
    points: Vec<[f32; 4]>,
}

#[expect(clippy::cast_precision_loss, reason = "small numbers")]
impl SkyGrid {
    /// The sky between two corners of the picture.
    pub fn new(light: &Light, (left, top): (f32, f32), (right, _): (f32, f32)) -> Self {
        // Hills never reach more than this below the horizon line.
        let bottom = HORIZON_Y + 0.03;
        let columns_per_unit = COLUMNS as f32 / (right - left);
        let rows_per_unit = ROWS as f32 / (bottom - top);
        let mut points = Vec::with_capacity((COLUMNS + 2) * (ROWS + 2));
        for row in 0..ROWS + 2 {
            let y = top + row as f32 / rows_per_unit;
            for column in 0..COLUMNS + 2 {
                points.push(sky_at(light, left + column as f32 / columns_per_unit, y));
            }
        }
        Self { left, top, columns_per_unit, rows_per_unit, points }
    }

    /// Colour of the sky behind a point of the picture.
    pub fn at(&self, x: f32, y: f32) -> Color {
        let [red, green, blue, _] = self.interpolate(x, y);
        [red, green, blue]
    }

    /// Share of cloud at a point of the picture.
    pub fn cloud(&self, x: f32, y: f32) -> f32 {
        self.interpolate(x, y)[3]
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
    fn interpolate(&self, x: f32, y: f32) -> [f32; 4] {
        let column = ((x - self.left) * self.columns_per_unit).clamp(0.0, COLUMNS as f32);
        let row = ((y - self.top) * self.rows_per_unit).clamp(0.0, ROWS as f32);
        let (c, r) = (column as usize, row as usize);
        let (u, v) = (column - c as f32, row - r as f32);
        let index = r * (COLUMNS + 2) + c;
        let upper = [&self.points[index], &self.points[index + 1]];
        let lower = [&self.points[index + COLUMNS + 2], &self.points[index + COLUMNS + 3]];
        std::array::from_fn(|i| {
            mix(mix(upper[0][i], upper[1][i], u), mix(lower[0][i], lower[1][i], u), v)
        })
    }
}

/// Colour of the sky with clouds at a point, and the share of cloud.
fn sky_at(light: &Light, x: f32, y: f32) -> [f32; 4] {
    let height = ((HORIZON_Y - y) / 0.62).max(0.0);
    let up = height.min(1.0).powf(0.62);
    let (sun_x, sun_y) = (light.sun_at.0, light.sun_at.1.min(HORIZON_Y + 0.03));
    let distance = ((x - sun_x) * 0.8).hypot(y - sun_y);
    let halo = 0.9 * (-distance / 0.10).exp() + 0.7 * (-(distance * distance) / 0.10).exp();
    let clear: Color =
        [0, 1, 2].map(|i| mix(light.horizon[i], light.zenith[i], up) + halo * light.glow[i]);

    let (share, bright) = cloud_at(light, x, height);
    let near_sun = 1.0 + 1.2 * (-distance / 0.25).exp();
    let color: Color = std::array::from_fn(|i| {
        let lit = 0.62 * light.ambient[i]
            + 0.16 * light.horizon[i]
            + bright * near_sun * (0.34 * light.sun[i] + 0.8 * light.glow[i] + 0.5 * light.moon[i]);
        mix(clear[i], lit, share)
    });
    [color[0], color[1], color[2], share]
}

/// Share of cloud, and how much of the light its side towards the sun gets.
fn cloud_at(light: &Light, x: f32, height: f32) -> (f32, f32) {
    // A flat layer of clouds seen from below: smaller and denser towards the horizon.
    let away = 1.0 / (height + 0.16);
    let (u, v) = (x * away * 0.55 + light.wind, away * 1.05);
    let density = fractal(u, v, 5, 81);
    let share = 0.94 * step(light.cloud_threshold, light.cloud_threshold + 0.17, density);
    if share <= 0.0 {
        return (0.0, 0.0);
    }
    let towards = 0.10 * ((light.sun_at.0 - x) / 0.2).clamp(-1.0, 1.0);
    let in_front = fractal(u + towards, v + 0.10, 4, 81);
    let thickness = step(light.cloud_threshold, light.cloud_threshold + 0.35, density);
    let bright = (0.95 - 0.45 * thickness + 2.2 * (density - in_front)).clamp(0.25, 1.35);
    (share, bright)
}

/// A star as it stands in the picture.
pub struct Star {
    /// Position in units.
    pub at: (f32, f32),
    /// Peak in candela per square metre.
    pub luminance: f32,
    /// Hue.
    pub color: Color,
}

/// All stars over the horizon when the sky has turned by `turn` (0..1).
pub fn stars(turn: f32) -> impl Iterator<Item = Star> {
    (0..420_u64).map(move |number| {
        let h = hash(number ^ 0x5747_4152);
        let unit =
            |shift: u32| f32::from(u16::try_from((h >> shift) & 0xFFFF).unwrap_or(0)) / 65_536.0;
        let warm = unit(48);
        Star {
            at: ((unit(0) + turn).fract() * 2.8 - 1.4, HORIZON_Y - 1.2 * unit(16)),
            luminance: 2.2 / (unit(32) + 0.03).powf(0.9),
            color: [mix(0.85, 1.2, warm), 1.0, mix(1.25, 0.8, warm)],
        }
    })
}
