//! The settings of an OV2640 and their ranges, as esp32-camera v2.1.5 has them.
//!
//! Where the driver silently clamps a value, this board refuses it: the contract with the
//! application is INVALID outside the range.

use std::ops::RangeInclusive;

use super::{CameraError, CameraErrorKind};

/// Current values. The defaults are those of the driver after its start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SensorSettings {
    /// 0 (best) to 63.
    pub quality: i32,
    /// -2 to 2.
    pub brightness: i32,
    /// -2 to 2.
    pub contrast: i32,
    /// -2 to 2.
    pub saturation: i32,
    /// Aim of the automatic exposure, -2 to 2.
    pub ae_level: i32,
    /// 0 none, 1 negative, 2 grey, 3 red, 4 green, 5 blue, 6 sepia.
    pub special_effect: i32,
    /// 0 automatic, 1 sunny, 2 cloudy, 3 office, 4 home.
    pub wb_mode: i32,
    /// Automatic exposure.
    pub exposure_ctrl: bool,
    /// Let the automatic exposure slow the frame rate down in the dark.
    pub aec2: bool,
    /// Exposure in lines while `exposure_ctrl` is off; none: what the automatic found last.
    pub aec_value: Option<i32>,
    /// Automatic gain.
    pub gain_ctrl: bool,
    /// Gain is this plus one while `gain_ctrl` is off; none: what the automatic found last.
    pub agc_gain: Option<i32>,
    /// Highest automatic gain: 0 = 2x, 1 = 4x, ... 6 = 128x.
    pub gainceiling: i32,
    /// White balance.
    pub whitebal: bool,
    /// Gamma curve.
    pub raw_gma: bool,
    /// Left and right exchanged.
    pub hmirror: bool,
    /// Top and bottom exchanged.
    pub vflip: bool,
    /// Test picture of colour bars.
    pub colorbar: bool,
}

impl SensorSettings {
    /// Values after a start of the sensor.
    pub fn new(quality: i32) -> Self {
        Self {
            quality,
            brightness: 0,
            contrast: 0,
            saturation: 0,
            ae_level: 0,
            special_effect: 0,
            wb_mode: 0,
            exposure_ctrl: true,
            aec2: false,
            aec_value: None,
            gain_ctrl: true,
            agc_gain: None,
            gainceiling: 0,
            whitebal: true,
            raw_gma: true,
            hmirror: false,
            vflip: false,
            colorbar: false,
        }
    }

    /// Change one setting. NOT_SUPPORTED for a name that the sensor lacks, INVALID outside the
    /// range; after a failure nothing has changed.
    pub fn set(&mut self, name: &str, value: i32) -> Result<(), CameraError> {
        let range = range_of(name).ok_or_else(|| {
            CameraError::new(
                CameraErrorKind::NotSupported,
                format!("the sensor has no setting called {name}"),
            )
        })?;
        if !range.contains(&value) {
            let message = format!(
                "the setting {name} is {value}, expected {} to {}",
                range.start(),
                range.end()
            );
            return Err(CameraError::new(CameraErrorKind::Invalid, message));
        }
        self.store(name, value);
        Ok(())
    }

    fn store(&mut self, name: &str, value: i32) {
        match name {
            "quality" => self.quality = value,
            "brightness" => self.brightness = value,
            "contrast" => self.contrast = value,
            "saturation" => self.saturation = value,
            "ae_level" => self.ae_level = value,
            "special_effect" => self.special_effect = value,
            "wb_mode" => self.wb_mode = value,
            "exposure_ctrl" => self.exposure_ctrl = value != 0,
            "aec2" => self.aec2 = value != 0,
            "aec_value" => self.aec_value = Some(value),
            "gain_ctrl" => self.gain_ctrl = value != 0,
            "agc_gain" => self.agc_gain = Some(value),
            "gainceiling" => self.gainceiling = value,
            "whitebal" => self.whitebal = value != 0,
            "raw_gma" => self.raw_gma = value != 0,
            "hmirror" => self.hmirror = value != 0,
            "vflip" => self.vflip = value != 0,
            "colorbar" => self.colorbar = value != 0,
            // awb_gain, dcw, bpc, wpc and lenc repair what a drawn picture does not suffer from.
            _ => {}
        }
    }
}

/// Allowed values of the setting `name` on an OV2640.
fn range_of(name: &str) -> Option<RangeInclusive<i32>> {
    match name {
        "brightness" | "contrast" | "saturation" | "ae_level" => Some(-2..=2),
        "special_effect" | "gainceiling" => Some(0..=6),
        "wb_mode" => Some(0..=4),
        "quality" => Some(0..=63),
        "agc_gain" => Some(0..=30),
        "aec_value" => Some(0..=1200),
        "whitebal" | "awb_gain" | "gain_ctrl" | "exposure_ctrl" | "aec2" | "dcw" | "bpc"
        | "wpc" | "raw_gma" | "lenc" | "hmirror" | "vflip" | "colorbar" => Some(0..=1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind_of(result: Result<(), CameraError>) -> Option<CameraErrorKind> {
        result.err().map(|error| error.kind)
    }

    #[test]
    fn the_ends_of_each_range_are_taken_and_no_more() {
        for (name, low, high) in [
            ("contrast", -2, 2),
            ("brightness", -2, 2),
            ("saturation", -2, 2),
            ("ae_level", -2, 2),
            ("special_effect", 0, 6),
            ("wb_mode", 0, 4),
            ("quality", 0, 63),
            ("agc_gain", 0, 30),
            ("gainceiling", 0, 6),
            ("aec_value", 0, 1200),
            ("lenc", 0, 1),
            ("hmirror", 0, 1),
        ] {
            let mut settings = SensorSettings::new(10);
            assert_eq!(kind_of(settings.set(name, low)), None, "{name} {low}");
            assert_eq!(kind_of(settings.set(name, high)), None, "{name} {high}");
            let before = settings.clone();
            for outside in [low - 1, high + 1, i32::MIN, i32::MAX] {
                let kind = kind_of(settings.set(name, outside));
                assert_eq!(kind, Some(CameraErrorKind::Invalid), "{name} {outside}");
            }
            assert_eq!(settings, before);
        }
    }

    #[test]
    fn what_an_ov2640_lacks_is_not_supported() {
        let mut settings = SensorSettings::new(10);
        for name in ["sharpness", "denoise", "framesize", "pll", "set_contrast", ""] {
            let kind = kind_of(settings.set(name, 0));
            assert_eq!(kind, Some(CameraErrorKind::NotSupported), "{name}");
        }
    }

    #[test]
    fn values_land_in_their_own_field() {
        let mut settings = SensorSettings::new(10);
        settings.set("aec_value", 1000).unwrap();
        settings.set("exposure_ctrl", 0).unwrap();
        settings.set("vflip", 1).unwrap();
        let expected = SensorSettings {
            aec_value: Some(1000),
            exposure_ctrl: false,
            vflip: true,
            ..SensorSettings::new(10)
        };
        assert_eq!(settings, expected);
    }
}
