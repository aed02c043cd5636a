//! The landscape cut into the pixels of one frame size, and the light put on it.

use std::num::NonZero;
use std::thread;

use super::landscape::{
    CHIMNEY_TOP, CLOCK_CENTER, CLOCK_RADIUS, CROWN, Color, HORIZON_Y, HOUSE_FOOT, Surface,
    TREE_FOOT, surface_at,
};
use super::light::{Light, luminance};
use super::noise::{mix, step};
use super::sky::SkyGrid;

/// Light of lamps and windows.
const WARM: Color = [1.45, 0.92, 0.38];
/// Luminance of a lit window.
const WINDOW: f32 = 42.0;
/// Luminance of a white wall beside the lamp.
const LAMP: f32 = 11.0;

/// One pixel of the landscape, small because a frame has up to five million of them.
#[derive(Clone, Copy, Default)]
struct Texel {
    /// Square root of the share, 255 = 1: steps are finer in the dark.
    albedo: [u8; 3],
    sun: u8,
    sky: u8,
    lamp: u8,
    glow: u8,
    haze: u8,
    /// 0 sky, 255 landscape, between at an edge.
    coverage: u8,
}

/// Everything about a frame size that does not depend on the time.
pub struct Stage {
    /// Width in pixels.
    pub width_px: usize,
    /// Height in pixels.
    pub height_px: usize,
    pixels_per_unit: f32,
    texels: Vec<Texel>,
    squares: [f32; 256],
}

#[expect(clippy::cast_precision_loss, reason = "a picture has far less than 2^24 columns")]
fn to_f32(pixels: usize) -> f32 {
    pixels as f32
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
fn to_byte(share: f32) -> u8 {
    (share.clamp(0.0, 1.0) * 255.0 + 0.5) as u8
}

impl Stage {
    /// Draw the landscape for a frame of this size.
    pub fn new(width_px: usize, height_px: usize) -> Self {
        // The middle of the scene is as wide as a 4:3 picture: upright and square frames get
        // more sky and meadow, wide ones more landscape to both sides.
        let pixels_per_unit = to_f32(height_px).min(0.75 * to_f32(width_px));
        let mut stage = Self {
            width_px,
            height_px,
            pixels_per_unit,
            texels: Vec::new(),
            squares: std::array::from_fn(|i| (to_f32(i) / 255.0).powi(2)),
        };
        // Half a second of work for SVGA on one processor; the rows know nothing of each other.
        let workers = thread::available_parallelism().map_or(1, NonZero::get);
        let rows_each = height_px.div_ceil(workers).max(1);
        stage.texels = thread::scope(|scope| {
            let stage = &stage;
            let bands: Vec<_> = (0..height_px)
                .step_by(rows_each)
                .map(|first| scope.spawn(move || stage.band(first, first + rows_each)))
                .collect();
            bands.into_iter().flat_map(|band| band.join().expect("no panic")).collect()
        });
        stage
    }

    /// The pixels of some rows.
    fn band(&self, first_row: usize, end_row: usize) -> Vec<Texel> {
        (first_row..end_row.min(self.height_px))
            .flat_map(|row| (0..self.width_px).map(move |column| (column, row)))
            .map(|(column, row)| self.texel(column, row))
            .collect()
    }

    /// Position of a pixel's upper left corner in units.
    fn position(&self, column: f32, row: f32) -> (f32, f32) {
        (
            (column - to_f32(self.width_px) / 2.0) / self.pixels_per_unit,
            (row - to_f32(self.height_px) / 2.0) / self.pixels_per_unit,
        )
    }

    /// Mean of four points, so that edges are smooth.
    fn texel(&self, column: usize, row: usize) -> Texel {
        let mut sum =
            Surface { albedo: [0.0; 3], sun: 0.0, sky: 0.0, lamp: 0.0, glow: 0.0, haze: 0.0 };
        let mut count = 0.0;
        for (dx, dy) in [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)] {
            let (x, y) = self.position(to_f32(column) + dx, to_f32(row) + dy);
            let Some(surface) = surface_at(x, y) else { continue };
            count += 1.0;
            sum.albedo = [0, 1, 2].map(|i| sum.albedo[i] + surface.albedo[i]);
            sum.sun += surface.sun;
            sum.sky += surface.sky;
            sum.lamp += surface.lamp;
            sum.glow += surface.glow;
            sum.haze += surface.haze;
        }
        if count == 0.0 {
            return Texel::default();
        }
        Texel {
            albedo: sum.albedo.map(|c| to_byte((c / count).sqrt())),
            sun: to_byte(sum.sun / count),
            sky: to_byte(sum.sky / count / 1.5),
            lamp: to_byte((sum.lamp / count).sqrt()),
            glow: to_byte((sum.glow / count / 2.0).sqrt()),
            haze: to_byte(sum.haze / count),
            coverage: to_byte(count / 4.0),
        }
    }

    /// The picture that falls onto the sensor, in candela per square metre, row by row.
    pub fn render(&self, light: &Light) -> Vec<Color> {
        let sky = SkyGrid::new(
            light,
            self.position(0.0, 0.0),
            self.position(to_f32(self.width_px), to_f32(self.height_px)),
        );
        let mut picture = Vec::with_capacity(self.texels.len());
        for (row, texels) in self.texels.chunks_exact(self.width_px).enumerate() {
            let (_, y) = self.position(0.0, to_f32(row) + 0.5);
            let shadows = Shadows::in_row(light, y);
            for (column, texel) in texels.iter().enumerate() {
                let (x, _) = self.position(to_f32(column) + 0.5, 0.0);
                let share = f32::from(texel.coverage) / 255.0;
                let mut color = [0.0; 3];
                if texel.coverage > 0 {
                    color = self.lit(texel, light, shadows.at(x));
                }
                if texel.coverage < 255 {
                    let behind = sky.at(x, y);
                    color = [0, 1, 2].map(|i| mix(behind[i], color[i], share));
                }
                picture.push(color);
            }
        }
        self.draw_lights_in_the_sky(light, &sky, &mut picture);
        self.draw_smoke(light, &mut picture);
        self.draw_clock_hands(light, &mut picture);
        picture
    }

    /// One pixel of the landscape under the light; `shadow` is 1 in the open.
    fn lit(&self, texel: &Texel, light: &Light, shadow: f32) -> Color {
        let sun = f32::from(texel.sun) / 255.0 * shadow;
        let sky = f32::from(texel.sky) / 255.0 * 1.5;
        let lamp = self.squares[usize::from(texel.lamp)] * LAMP * light.lamps;
        let glow = self.squares[usize::from(texel.glow)] * 2.0 * WINDOW * light.lamps;
        let haze = f32::from(texel.haze) / 255.0;
        std::array::from_fn(|i| {
            let arriving =
                sun * (light.sun[i] + light.moon[i]) + sky * light.ambient[i] + lamp * WARM[i];
            let own = self.squares[usize::from(texel.albedo[i])] * arriving + glow * WARM[i];
            mix(own, light.horizon[i] * 0.85, haze)
        })
    }

    /// Pixels of the box around a point, with their offset from it in units.
    fn around(
        &self,
        (x, y): (f32, f32),
        radius: f32,
    ) -> impl Iterator<Item = (usize, f32, f32)> + use<'_> {
        let column = x * self.pixels_per_unit + to_f32(self.width_px) / 2.0;
        let row = y * self.pixels_per_unit + to_f32(self.height_px) / 2.0;
        let reach = (radius * self.pixels_per_unit).max(1.0) + 1.0;
        let columns = range(column, reach, self.width_px);
        let rows = range(row, reach, self.height_px);
        rows.flat_map(move |r| columns.clone().map(move |c| (c, r))).map(move |(c, r)| {
            let (px, py) = self.position(to_f32(c) + 0.5, to_f32(r) + 0.5);
            (r * self.width_px + c, px - x, py - y)
        })
    }

    fn add(&self, picture: &mut [Color], index: usize, color: Color, strength: f32) {
        let open = 1.0 - f32::from(self.texels[index].coverage) / 255.0;
        for (channel, light) in picture[index].iter_mut().zip(color) {
            *channel += light * strength * open;
        }
    }

    fn draw_lights_in_the_sky(&self, light: &Light, sky: &SkyGrid, picture: &mut [Color]) {
        let edge = 1.0 / self.pixels_per_unit;
        if light.sun_altitude_deg > -2.0 {
            let radius = 0.021;
            for (index, dx, dy) in self.around(light.sun_at, 0.03) {
                let disc = 1.0 - step(radius - edge, radius + edge, dx.hypot(dy));
                let clear = 1.0 - 0.8 * sky.cloud(light.sun_at.0 + dx, light.sun_at.1 + dy);
                self.add(picture, index, light.sun, 30.0 * disc * clear);
            }
        }
        self.draw_moon(light, sky, picture);
        self.draw_stars(light, sky, picture);
    }

    fn draw_moon(&self, light: &Light, sky: &SkyGrid, picture: &mut [Color]) {
        let radius = 0.017;
        let edge = 1.0 / self.pixels_per_unit;
        let terminator = light.moon_elongation_deg.to_radians().cos();
        let waxing = light.moon_elongation_deg < 180.0;
        let right = if waxing == light.southern { -1.0 } else { 1.0 };
        for (index, dx, dy) in self.around(light.moon_at, 0.09) {
            let distance = dx.hypot(dy);
            let disc = 1.0 - step(radius - edge, radius + edge, distance);
            let chord = (radius * radius - dy * dy).max(0.0).sqrt();
            let lit = step(-edge, edge, dx * right - terminator * chord);
            let halo = 0.6 * (1.0 - terminator) * (-distance / 0.022).exp() * light.stars;
            let clear = 1.0 - 0.8 * sky.cloud(light.moon_at.0 + dx, light.moon_at.1 + dy);
            self.add(picture, index, [1.0, 0.97, 0.88], (1_800.0 * disc * lit + halo) * clear);
        }
    }

    fn draw_stars(&self, light: &Light, sky: &SkyGrid, picture: &mut [Color]) {
        if light.stars <= 0.0 {
            return;
        }
        let sharpness = 0.0011_f32.max(0.45 / self.pixels_per_unit);
        for star in super::sky::stars(light.star_turn) {
            let clear = 1.0 - sky.cloud(star.at.0, star.at.1);
            for (index, dx, dy) in self.around(star.at, 2.0 * sharpness) {
                let spread = (-(dx * dx + dy * dy) / (sharpness * sharpness)).exp();
                self.add(picture, index, star.color, star.luminance * spread * clear * light.stars);
            }
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "seconds of a day")]
    fn draw_smoke(&self, light: &Light, picture: &mut [Color]) {
        let lit: Color = std::array::from_fn(|i| 0.8 * light.ambient[i] + 0.25 * light.sun[i]);
        for puff in 0..9_u8 {
            let age = ((light.motion_s / 14.0 + f64::from(puff) / 9.0) % 1.0) as f32;
            let sway = 0.010 * (light.motion_s as f32 * 0.21 + f32::from(puff) * 2.4).sin() * age;
            let radius = 0.007 + 0.034 * age;
            let center =
                (CHIMNEY_TOP.0 + 0.13 * age * age + sway, CHIMNEY_TOP.1 - 0.004 - 0.15 * age);
            for (index, dx, dy) in self.around(center, radius) {
                let density = (1.0 - dx.hypot(dy) / radius).max(0.0);
                let share = 0.55 * (1.0 - age) * density;
                picture[index] = [0, 1, 2].map(|i| mix(picture[index][i], lit[i], share));
            }
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "turns of a hand")]
    fn draw_clock_hands(&self, light: &Light, picture: &mut [Color]) {
        let edge = 0.7 / self.pixels_per_unit;
        for (period_s, length, half_width, color) in [
            (43_200.0, 0.56, 0.060, [0.03, 0.03, 0.03]),
            (3_600.0, 0.86, 0.042, [0.03, 0.03, 0.03]),
            (60.0, 0.90, 0.020, [0.45, 0.04, 0.03]),
        ] {
            let turn = (light.clock_s % period_s / period_s) as f32 * std::f32::consts::TAU;
            let (along_x, along_y) = (turn.sin(), -turn.cos());
            for (index, dx, dy) in self.around(CLOCK_CENTER, CLOCK_RADIUS) {
                let along = dx * along_x + dy * along_y;
                let across = (dx * along_y - dy * along_x).abs();
                let beyond = (along - length * CLOCK_RADIUS).max(-along - 0.12 * CLOCK_RADIUS);
                let share = (1.0 - step(-edge, edge, across - half_width * CLOCK_RADIUS))
                    * (1.0 - step(-edge, edge, beyond));
                let lit: Color =
                    [0, 1, 2].map(|i| color[i] * (light.ambient[i] + 0.8 * light.sun[i]));
                picture[index] = [0, 1, 2].map(|i| mix(picture[index][i], lit[i], share));
            }
        }
    }

    /// Luminance of every pixel.
    pub fn luminances(&self, light: &Light) -> Vec<f32> {
        self.render(light).into_iter().map(luminance).collect()
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
fn range(center: f32, reach: f32, end: usize) -> std::ops::Range<usize> {
    let low = (center - reach).clamp(0.0, to_f32(end)) as usize;
    let high = (center + reach).clamp(0.0, to_f32(end)) as usize;
    low..high
}

/// Shadows of tree and house in one row of the picture.
struct Shadows {
    /// Middle, half width (0: none in this row) and darkness of each.
    spans: [(f32, f32, f32); 2],
}

impl Shadows {
    fn in_row(light: &Light, y: f32) -> Self {
        if y <= HORIZON_Y {
            return Self { spans: [(0.0, 0.0, 0.0); 2] };
        }
        // The lower the sun and the farther aside, the longer the shadow to the other side.
        let stretch = (12.0 / light.sun_altitude_deg.max(4.0)).min(2.5);
        let aside = -light.sun_at.0 * stretch;
        let tree = span(
            (TREE_FOOT.0 + 0.45 * aside, TREE_FOOT.1 + 0.012),
            (CROWN.2 * 0.95 + 0.25 * aside.abs(), 0.034),
            y,
        );
        let middle = (HOUSE_FOOT.0 + HOUSE_FOOT.1) / 2.0;
        let mut house =
            span((middle + 0.15 * aside, HOUSE_FOOT.2), (0.18 + 0.12 * aside.abs(), 0.026), y);
        if y < HOUSE_FOOT.2 {
            // The wall stands in front of the upper half of its own shadow.
            house.1 = 0.0;
        }
        Self { spans: [(tree.0, tree.1, 0.75), (house.0, house.1, 0.6)] }
    }

    /// Share of sunlight that arrives at `x`.
    fn at(&self, x: f32) -> f32 {
        let mut open = 1.0;
        for (middle, half_width, darkness) in self.spans {
            if half_width > 0.0 {
                let inner = 1.0 - step(0.75, 1.05, (x - middle).abs() / half_width);
                open *= 1.0 - darkness * inner;
            }
        }
        open
    }
}

/// Middle and half width of an ellipse in the row `y`.
fn span(center: (f32, f32), radius: (f32, f32), y: f32) -> (f32, f32) {
    let t = (y - center.1) / radius.1;
    (center.0, radius.0 * (1.0 - t * t).max(0.0).sqrt())
}
