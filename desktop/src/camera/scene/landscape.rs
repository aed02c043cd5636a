//! What stands in front of the camera: hills, a meadow, a house, a clock tower and trees.
//!
//! Points are given in units of the picture: (0, 0) is the middle, y grows downwards, and one
//! unit is the height of a 4:3 picture. Nothing here depends on the time of day.

use super::noise::{fractal, lattice, mix, smooth, step};

/// Linear red, green and blue.
pub type Color = [f32; 3];

/// Height of the far edge of the ground.
pub const HORIZON_Y: f32 = 0.10;
/// Middle of the tower's clock face.
pub const CLOCK_CENTER: (f32, f32) = (0.075, -0.135);
/// Radius of the tower's clock face.
pub const CLOCK_RADIUS: f32 = 0.046;
/// Top of the house's chimney.
pub const CHIMNEY_TOP: (f32, f32) = (-0.27, -0.155);
/// Middle and radii of the tree's crown, which throws a shadow.
pub const CROWN: (f32, f32, f32, f32) = (0.44, -0.04, 0.16, 0.17);
/// Foot of the tree.
pub const TREE_FOOT: (f32, f32) = (0.44, 0.245);
/// Foot of the house, left and right.
pub const HOUSE_FOOT: (f32, f32, f32) = (-0.51, -0.19, 0.205);

const LAMP: (f32, f32) = (-0.319, 0.098);

/// How one point of the landscape answers to light.
#[derive(Clone, Copy, Debug)]
pub struct Surface {
    /// Share of the light that is thrown back.
    pub albedo: Color,
    /// Share of direct sunlight that arrives.
    pub sun: f32,
    /// Share of the sky's light that arrives.
    pub sky: f32,
    /// Light of the lamp at the door, 1 at a hand's breadth from it.
    pub lamp: f32,
    /// Warm light of its own after dark; 1 is a lit window.
    pub glow: f32,
    /// Share of the picture that the air in between takes over, for what is far away.
    pub haze: f32,
}

impl Surface {
    fn matte(albedo: Color, sun: f32, sky: f32) -> Self {
        Self { albedo, sun, sky, lamp: 0.0, glow: 0.0, haze: 0.0 }
    }
}

/// The surface seen at a point, or none where the sky is seen.
pub fn surface_at(x: f32, y: f32) -> Option<Surface> {
    let mut surface = tree(x, y)
        .or_else(|| house(x, y))
        .or_else(|| bush(x, y))
        .or_else(|| tower(x, y))
        .or_else(|| conifers(x, y))
        .or_else(|| ground(x, y))?;
    surface.lamp = lamp_light(x, y) * if surface.haze > 0.05 { 0.0 } else { 1.0 };
    Some(surface)
}

fn lamp_light(x: f32, y: f32) -> f32 {
    let (dx, dy) = (x - LAMP.0, (y - LAMP.1) * if y > 0.205 { 1.6 } else { 1.0 });
    let distance_squared = (dx * dx + dy * dy) / (0.045 * 0.045);
    1.0 / (1.0 + distance_squared)
}

fn inside(x: f32, y: f32, left: f32, top: f32, right: f32, bottom: f32) -> bool {
    x >= left && x < right && y >= top && y < bottom
}

// --- ground ---------------------------------------------------------------------------------

fn far_hill_y(x: f32) -> f32 {
    0.035
        - 0.045 * (2.6 * x + 0.9).sin()
        - 0.018 * (6.7 * x + 2.0).sin()
        - 0.006 * smooth(x * 24.0, 0.0, 3)
}

fn near_hill_y(x: f32) -> f32 {
    0.085 - 0.030 * (3.3 * x - 1.0).sin() - 0.012 * (8.1 * x + 0.5).sin()
}

fn ground(x: f32, y: f32) -> Option<Surface> {
    let edge = HORIZON_Y + 0.012 * (4.0 * x + 0.4).sin();
    if y >= edge {
        return Some(meadow(x, y, y - edge));
    }
    if y >= near_hill_y(x) {
        let tone = 0.75 + 0.5 * fractal(x * 40.0, y * 130.0, 3, 11);
        let albedo = [0.105 * tone, 0.165 * tone, 0.055 * tone];
        return Some(Surface { haze: 0.14, ..Surface::matte(albedo, 0.8, 0.9) });
    }
    if y >= far_hill_y(x) {
        let tone = 0.8 + 0.4 * fractal(x * 60.0, y * 90.0, 3, 12);
        let albedo = [0.06 * tone, 0.10 * tone, 0.06 * tone];
        return Some(Surface { haze: 0.45, ..Surface::matte(albedo, 0.75, 0.9) });
    }
    None
}

/// `below` is the distance under the far edge; the meadow comes towards the camera with it.
fn meadow(x: f32, y: f32, below: f32) -> Surface {
    let near = below + 0.035;
    let (across, along) = (x / near, 1.0 / near);
    let patches = fractal(across * 0.9, along * 1.6, 4, 21);
    let blades = fractal(across * 26.0, along * 9.0, 2, 22);
    let tone = 0.55 + 0.5 * patches + 0.45 * (blades - 0.5) * step(0.02, 0.25, below);
    let dry = step(0.45, 0.8, patches);
    let mut albedo =
        [mix(0.085, 0.17, dry) * tone, mix(0.16, 0.19, dry) * tone, mix(0.040, 0.06, dry) * tone];
    if let Some(flower) = flower(across, along, below) {
        albedo = flower;
    }
    if on_path(x, y) {
        let gravel = 0.8 + 0.4 * fractal(across * 30.0, along * 16.0, 2, 23);
        albedo = [0.30 * gravel, 0.255 * gravel, 0.19 * gravel];
    }
    Surface::matte(albedo, 1.0, 1.0)
}

#[expect(clippy::cast_possible_truncation, reason = "small numbers")]
fn flower(across: f32, along: f32, below: f32) -> Option<Color> {
    if below < 0.06 {
        return None;
    }
    let (u, v) = (across * 14.0, along * 22.0);
    let (column, row) = (u.floor() as i32, v.floor() as i32);
    let kind = lattice(column, row, 31);
    let (du, dv) = (u - u.floor() - 0.5, v - v.floor() - 0.5);
    if kind > 0.16 || du * du + dv * dv > 0.10 {
        return None;
    }
    Some(match kind {
        k if k < 0.06 => [0.75, 0.72, 0.68],
        k if k < 0.11 => [0.72, 0.52, 0.06],
        _ => [0.50, 0.10, 0.10],
    })
}

/// From the door, winding down to the lower edge.
fn on_path(x: f32, y: f32) -> bool {
    let t = ((y - 0.205) / 0.32).max(0.0);
    let middle = -0.352 + 0.26 * t * t + 0.035 * (t * 5.0).sin();
    y >= 0.205 && (x - middle).abs() < 0.014 + 0.085 * t * t
}

// --- house ----------------------------------------------------------------------------------

fn house(x: f32, y: f32) -> Option<Surface> {
    if !inside(x, y, -0.56, -0.17, -0.14, 0.21) {
        return None;
    }
    roof(x, y).or_else(|| wall(x, y)).or_else(|| chimney(x, y))
}

fn roof(x: f32, y: f32) -> Option<Surface> {
    let (top, bottom) = (-0.105, 0.022);
    if !(top..bottom).contains(&y) {
        return None;
    }
    let t = (y - top) / (bottom - top);
    if !(mix(-0.475, -0.545, t)..mix(-0.225, -0.155, t)).contains(&x) {
        return None;
    }
    let row = (t * 11.0).floor();
    let edge = if t * 11.0 - row < 0.16 { 0.72 } else { 1.0 };
    let tile = edge * (0.8 + 0.4 * smooth(x * 90.0 + row * 0.5, row, 41));
    Some(Surface::matte([0.34 * tile, 0.105 * tile, 0.065 * tile], 0.95, 0.95))
}

fn chimney(x: f32, y: f32) -> Option<Surface> {
    inside(x, y, -0.283, CHIMNEY_TOP.1, -0.257, -0.07)
        .then(|| Surface::matte([0.24, 0.11, 0.08], if x < -0.27 { 0.8 } else { 0.5 }, 0.9))
}

fn wall(x: f32, y: f32) -> Option<Surface> {
    if !inside(x, y, HOUSE_FOOT.0, 0.022, HOUSE_FOOT.1, HOUSE_FOOT.2) {
        return None;
    }
    if inside(x, y, LAMP.0 - 0.006, LAMP.1 - 0.009, LAMP.0 + 0.006, LAMP.1 + 0.009) {
        return Some(Surface { glow: 1.6, ..Surface::matte([0.5, 0.45, 0.35], 0.4, 0.9) });
    }
    if inside(x, y, -0.372, 0.098, -0.333, HOUSE_FOOT.2) {
        let knob = (x + 0.340).hypot(y - 0.153) < 0.003;
        let albedo = if knob { [0.6, 0.5, 0.2] } else { [0.09, 0.16, 0.24] };
        return Some(Surface::matte(albedo, 0.7, 0.9));
    }
    for left in [-0.475, -0.285] {
        if let Some(window) = window(x - left, y - 0.068) {
            return Some(window);
        }
    }
    let plinth = y > 0.188;
    let plaster = 0.94 + 0.12 * fractal(x * 60.0, y * 60.0, 2, 42);
    let eaves = mix(0.45, 1.0, step(0.022, 0.05, y));
    let albedo = if plinth { [0.20, 0.19, 0.18] } else { [0.66, 0.60, 0.49] };
    Some(Surface::matte(albedo.map(|c| c * plaster), 0.72 * eaves, 0.9))
}

/// Relative to the upper left corner of the frame.
fn window(x: f32, y: f32) -> Option<Surface> {
    let (width, height) = (0.068, 0.074);
    if !inside(x, y, -0.022, 0.0, width + 0.022, height) {
        return None;
    }
    if x < 0.0 || x >= width {
        let slat = if (y * 260.0).rem_euclid(1.0) < 0.3 { 0.7 } else { 1.0 };
        return Some(Surface::matte([0.07 * slat, 0.19 * slat, 0.13 * slat], 0.7, 0.9));
    }
    let bar = 0.0045;
    let frame = x < bar
        || x > width - bar
        || y < bar
        || y > height - bar
        || (x - width / 2.0).abs() < bar / 2.0
        || (y - height * 0.42).abs() < bar / 2.0;
    if frame {
        return Some(Surface::matte([0.70, 0.70, 0.68], 0.75, 0.9));
    }
    // Curtains to both sides let less light out than the middle of the pane.
    let curtain = step(0.30, 0.48, (x / width - 0.5).abs());
    let glow = mix(1.0, 0.45, curtain) * mix(1.0, 0.75, y / height);
    Some(Surface { glow, ..Surface::matte([0.05, 0.06, 0.075], 0.5, 1.3) })
}

// --- tower ----------------------------------------------------------------------------------

fn tower(x: f32, y: f32) -> Option<Surface> {
    let (dx, dy) = (x - CLOCK_CENTER.0, y - CLOCK_CENTER.1);
    let half_width = 0.060;
    let (eaves_y, spire_y) = (-0.195, -0.335);
    if (spire_y..eaves_y).contains(&y) {
        let half = 0.070 * (y - spire_y) / (eaves_y - spire_y);
        let slate = 0.85 + 0.3 * smooth(x * 120.0, y * 160.0, 51);
        let side = if dx < 0.0 { 0.95 } else { 0.6 };
        return (dx.abs() < half)
            .then(|| Surface::matte([0.075, 0.085, 0.10].map(|c| c * slate), side, 0.95));
    }
    if dx.abs() >= half_width || !(eaves_y..0.15).contains(&y) {
        return None;
    }
    let distance = dx.hypot(dy);
    if distance < CLOCK_RADIUS {
        return Some(clock_face(dx, dy, distance));
    }
    if distance < CLOCK_RADIUS + 0.006 {
        return Some(Surface::matte([0.16, 0.13, 0.09], 0.8, 0.9));
    }
    if (dx.abs() < 0.013) && (-0.045..0.005).contains(&y) && dx.hypot(y + 0.032) < 0.04 {
        return Some(Surface { glow: 0.12, ..Surface::matte([0.03, 0.03, 0.035], 0.3, 0.8) });
    }
    Some(Surface::matte(tower_stone(x, y), if dx < 0.0 { 0.85 } else { 0.6 }, 0.9))
}

fn tower_stone(x: f32, y: f32) -> Color {
    let row = (y * 70.0).floor();
    let column = (x * 45.0 + 0.5 * row.rem_euclid(2.0)).floor();
    #[expect(clippy::cast_possible_truncation, reason = "small numbers")]
    let stone = 0.78 + 0.4 * lattice(column as i32, row as i32, 52);
    [0.40 * stone, 0.36 * stone, 0.30 * stone]
}

/// The face without its hands, which move.
fn clock_face(dx: f32, dy: f32, distance: f32) -> Surface {
    let turn = dx.atan2(-dy) / std::f32::consts::TAU * 12.0;
    let hour_mark = (turn - turn.round()).abs() * distance < 0.0022;
    let dark = hour_mark && distance > CLOCK_RADIUS * 0.76 && distance < CLOCK_RADIUS * 0.94;
    let albedo = if dark { [0.03, 0.03, 0.03] } else { [0.72, 0.71, 0.66] };
    Surface { glow: if dark { 0.01 } else { 0.22 }, ..Surface::matte(albedo, 0.8, 0.95) }
}

// --- plants ---------------------------------------------------------------------------------

const CROWN_PARTS: [(f32, f32, f32); 9] = [
    (0.44, -0.09, 0.115),
    (0.355, -0.02, 0.080),
    (0.525, -0.02, 0.085),
    (0.44, 0.02, 0.090),
    (0.385, -0.125, 0.070),
    (0.495, -0.135, 0.075),
    (0.335, -0.075, 0.055),
    (0.555, -0.085, 0.055),
    (0.44, -0.185, 0.055),
];

fn tree(x: f32, y: f32) -> Option<Surface> {
    if !inside(x, y, 0.24, -0.27, 0.65, 0.26) {
        return None;
    }
    let ragged = 0.022 * (fractal(x * 45.0, y * 45.0, 3, 61) - 0.5);
    let depth = CROWN_PARTS
        .iter()
        .map(|&(cx, cy, radius)| radius - (x - cx).hypot(y - cy) + ragged)
        .fold(f32::MIN, f32::max);
    if depth > 0.0 {
        return Some(foliage(x, y, depth));
    }
    let half_width = 0.013 + 0.012 * step(0.17, 0.25, y);
    let bark = 0.7 + 0.6 * fractal(x * 160.0, y * 25.0, 2, 62);
    let lit = if x < TREE_FOOT.0 { 0.55 } else { 0.3 };
    ((x - TREE_FOOT.0).abs() < half_width && (0.0..TREE_FOOT.1).contains(&y))
        .then(|| Surface::matte([0.11 * bark, 0.075 * bark, 0.05 * bark], lit, 0.7))
}

fn foliage(x: f32, y: f32, depth: f32) -> Surface {
    let leaves = fractal(x * 110.0, y * 110.0, 2, 63);
    let clumps = fractal(x * 22.0, y * 22.0, 3, 64);
    // Light comes from above: tops of the clumps are bright, what is below lies in shade.
    let height = ((CROWN.1 + CROWN.3 - y) / (2.0 * CROWN.3)).clamp(0.0, 1.0);
    let lit = (0.18 + 0.55 * height + 0.6 * (clumps - 0.5)).clamp(0.08, 1.0);
    let tone = (0.55 + 0.9 * leaves) * (0.85 + 0.3 * step(0.0, 0.03, depth));
    Surface::matte([0.085 * tone, 0.155 * tone, 0.035 * tone], lit, 0.45 + 0.5 * height)
}

fn bush(x: f32, y: f32) -> Option<Surface> {
    for (cx, radius) in [(-0.535, 0.036), (-0.425, 0.020), (-0.205, 0.026), (-0.165, 0.034)] {
        let ragged = 0.012 * (fractal(x * 80.0, y * 80.0, 2, 65) - 0.5);
        if (x - cx).hypot((y - 0.20) * 1.15) < radius + ragged && y < 0.218 {
            let tone = 0.5 + fractal(x * 150.0, y * 150.0, 2, 66);
            let lit = (0.75 - (y - 0.18) * 9.0).clamp(0.2, 0.8);
            return Some(Surface::matte([0.06 * tone, 0.12 * tone, 0.035 * tone], lit, 0.75));
        }
    }
    None
}

const CONIFERS: [(f32, f32, f32); 9] = [
    (-0.63, 0.125, 0.20),
    (-0.585, 0.115, 0.15),
    (-0.70, 0.13, 0.23),
    (-0.80, 0.125, 0.18),
    (-0.08, 0.10, 0.10),
    (-0.045, 0.105, 0.13),
    (0.205, 0.11, 0.12),
    (0.70, 0.13, 0.21),
    (0.80, 0.125, 0.16),
];

/// x, foot y and height of each; the silhouette widens in tiers.
fn conifers(x: f32, y: f32) -> Option<Surface> {
    for (index, &(cx, foot, height)) in (0_u16..).zip(&CONIFERS) {
        let t = (y - (foot - height)) / height;
        if !(0.0..1.0).contains(&t) || (x - cx).abs() > 0.3 * height {
            continue;
        }
        let tier = (t * 7.0).rem_euclid(1.0);
        let half = 0.24 * height * (t * 0.82 + 0.18 * tier * t.sqrt());
        let ragged = 0.012 * (fractal(x * 120.0, y * 120.0, 2, 67) - 0.5);
        if (x - cx).abs() < half + ragged {
            let tone = 0.6 + 0.8 * fractal(x * 130.0 + f32::from(index), y * 90.0, 2, 68);
            let lit = (0.75 - 0.45 * tier) * if x < cx { 1.0 } else { 0.6 };
            let albedo = [0.035 * tone, 0.075 * tone, 0.04 * tone];
            return Some(Surface { haze: 0.05, ..Surface::matte(albedo, lit, 0.7) });
        }
    }
    None
}
