//! How long and how strongly the sensor is exposed: by hand or by its own control loop.

use super::super::sensor_settings::SensorSettings;

/// Time of one sensor line at 20 MHz, frame blanking included.
const LINE_S: f32 = 60e-6;
/// Lines of a frame: longer exposures slow the frame rate down.
const FRAME_LINES: f32 = 672.0;
/// Longest exposure that the register takes.
const LINES_MAX: f32 = 1200.0;
/// Shortest exposure of the control loop.
const LINES_MIN: f32 = 0.1;
/// Signal (1 = full) per candela per square metre and second at gain 1.
const SENSITIVITY: f32 = 0.26;
/// Most that the control loop changes in one frame.
const STEP_MAX: f32 = 2.8;

/// What the sensor does now. The control loop moves it a step with every frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Exposure {
    /// Exposure in lines.
    pub lines: f32,
    /// Amplification of the signal.
    pub gain: f32,
}

impl Default for Exposure {
    /// After a start: right for a room, far off both at noon and at night.
    fn default() -> Self {
        Self { lines: 60.0, gain: 1.0 }
    }
}

impl Exposure {
    /// Signal per candela per square metre.
    pub fn factor(&self) -> f32 {
        self.lines * LINE_S * self.gain * SENSITIVITY
    }

    /// Take over what is set by hand.
    pub fn apply(&mut self, settings: &SensorSettings) {
        #[expect(clippy::cast_precision_loss, reason = "at most 1200")]
        if let (false, Some(lines)) = (settings.exposure_ctrl, settings.aec_value) {
            self.lines = (lines as f32).clamp(LINES_MIN, LINES_MAX);
        }
        // The 31 steps of the driver's gain table are 1x, 2x, ... 31x.
        #[expect(clippy::cast_precision_loss, reason = "at most 30")]
        if let (false, Some(gain)) = (settings.gain_ctrl, settings.agc_gain) {
            self.gain = 1.0 + gain as f32;
        }
    }

    /// One frame of the control loop over a picture of these luminances.
    pub fn adjust(&mut self, settings: &SensorSettings, luminances: &[f32]) {
        self.apply(settings);
        if !settings.exposure_ctrl && !settings.gain_ctrl {
            return;
        }
        let wanted = target(settings.ae_level) / mean_signal(luminances, self.factor());
        let ratio = wanted.clamp(1.0 / STEP_MAX, STEP_MAX).powf(0.8);
        let total = self.lines * self.gain * ratio;
        let lines_max = if settings.aec2 { LINES_MAX } else { FRAME_LINES };
        let gain_max = 2.0_f32.powi(settings.gainceiling + 1);
        if settings.exposure_ctrl {
            // Light first, amplification only when there is no more: amplified noise is noise.
            let gain = if settings.gain_ctrl { 1.0 } else { self.gain };
            self.lines = (total / gain).clamp(LINES_MIN, lines_max);
        }
        if settings.gain_ctrl {
            self.gain = (total / self.lines).clamp(1.0, gain_max);
        }
    }
}

/// Mean signal that the control loop aims at: the middle of the window that the driver writes to
/// the registers AEW and AEB for each ae_level, as a share of full.
fn target(ae_level: i32) -> f32 {
    match ae_level {
        ..=-2 => 28.0 / 255.0,
        -1 => 40.0 / 255.0,
        0 => 58.0 / 255.0,
        1 => 68.0 / 255.0,
        2.. => 84.0 / 255.0,
    }
}

/// Mean of the clipped signal: the sensor cannot see how much too bright a white area is.
fn mean_signal(luminances: &[f32], factor: f32) -> f32 {
    let sum: f32 = luminances.iter().map(|luminance| (luminance * factor).min(1.0)).sum();
    #[expect(clippy::cast_precision_loss, reason = "a few thousand points")]
    let mean = sum / luminances.len().max(1) as f32;
    mean.max(1e-6)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> SensorSettings {
        SensorSettings::new(12)
    }

    fn settle(exposure: &mut Exposure, settings: &SensorSettings, luminances: &[f32]) {
        for _ in 0..40 {
            exposure.adjust(settings, luminances);
        }
    }

    #[test]
    fn the_control_loop_reaches_its_aim_from_both_sides_and_stays() {
        for luminance in [10_000.0, 700.0, 40.0] {
            let scene = [luminance * 0.5, luminance, luminance * 1.5];
            let mut exposure = Exposure::default();
            settle(&mut exposure, &settings(), &scene);
            let settled = exposure;
            exposure.adjust(&settings(), &scene);
            let mean = mean_signal(&scene, exposure.factor());
            assert!((mean / target(0) - 1.0).abs() < 0.05, "{luminance}: {mean}");
            assert!((exposure.lines / settled.lines - 1.0).abs() < 0.02, "{luminance}");
        }
    }

    #[test]
    fn in_the_dark_it_ends_at_the_longest_exposure_and_the_highest_gain() {
        let mut exposure = Exposure::default();
        settle(&mut exposure, &settings(), &[0.001]);
        assert_eq!(exposure, Exposure { lines: FRAME_LINES, gain: 2.0 });
        let slow = SensorSettings { aec2: true, gainceiling: 2, ..settings() };
        settle(&mut exposure, &slow, &[0.001]);
        assert_eq!(exposure, Exposure { lines: LINES_MAX, gain: 8.0 });
    }

    #[test]
    fn what_is_set_by_hand_stays_as_it_is() {
        let manual = SensorSettings {
            exposure_ctrl: false,
            aec_value: Some(1000),
            gain_ctrl: false,
            agc_gain: Some(3),
            ..settings()
        };
        let mut exposure = Exposure::default();
        settle(&mut exposure, &manual, &[5_000.0]);
        assert_eq!(exposure, Exposure { lines: 1000.0, gain: 4.0 });
    }

    #[test]
    fn switching_the_loops_off_holds_what_they_found() {
        let mut exposure = Exposure::default();
        settle(&mut exposure, &settings(), &[0.001]);
        let held = exposure;
        let off = SensorSettings { exposure_ctrl: false, gain_ctrl: false, ..settings() };
        settle(&mut exposure, &off, &[5_000.0]);
        assert_eq!(exposure, held);
    }

    #[test]
    fn a_higher_level_is_brighter() {
        let mut last = 0.0;
        for ae_level in -2..=2 {
            let mut exposure = Exposure::default();
            settle(&mut exposure, &SensorSettings { ae_level, ..settings() }, &[500.0]);
            assert!(exposure.factor() > last);
            last = exposure.factor();
        }
    }
}
