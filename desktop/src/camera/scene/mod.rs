//! A drawn landscape under a real sun, seen through a model of a small sensor.
//!
//! It stands in for a camera where there is none: day and night, exposure, noise and settings
//! behave enough like the real thing that an application cannot tell what is right by luck.

mod almanac;
mod develop;
mod exposure;
mod landscape;
mod light;
mod noise;
mod sky;
mod stage;

use std::sync::Arc;

use turbojpeg::{Compressor, Image, PixelFormat, Subsamp};

pub use self::almanac::Place;
use self::exposure::Exposure;
use self::light::Light;
use self::stage::Stage;
use super::frame_size::FrameSize;
use super::sensor_settings::SensorSettings;
use super::{BoardTime, Camera, CameraError, CameraErrorKind, Frame};

/// Time from frame to frame of the sensor, which runs on between photos.
const FRAME_PERIOD_US: i64 = 66_000;
/// Frames after which the control loop has settled whatever happened.
const FRAMES_TO_CATCH_UP_MAX: i64 = 60;

/// The camera `scene`.
pub struct SceneCamera {
    place: Place,
    time: Arc<dyn BoardTime>,
    /// Kept over a close: drawing it takes longer than everything else.
    stage: Option<Stage>,
    /// A small picture for measuring the light.
    meter: Option<Stage>,
    running: Option<Running>,
    /// Where the control loop was at the last close: an open goes on there.
    exposure: Exposure,
    frame_number: u64,
}

/// What begins anew with every open.
struct Running {
    settings: SensorSettings,
    exposure: Exposure,
    last_frame_uptime_us: i64,
}

impl SceneCamera {
    /// A camera that stands in `place`.
    pub fn new(place: Place, time: Arc<dyn BoardTime>) -> Self {
        Self {
            place,
            time,
            stage: None,
            meter: None,
            running: None,
            exposure: Exposure::default(),
            frame_number: 0,
        }
    }
}

impl Camera for SceneCamera {
    fn open(&mut self, frame_size: &FrameSize, jpeg_quality: i32) -> Result<(), CameraError> {
        super::check_jpeg_quality(jpeg_quality)?;
        let wanted = (frame_size.width_px, frame_size.height_px);
        if self.stage.as_ref().is_none_or(|s| (s.width_px, s.height_px) != wanted) {
            self.stage = Some(Stage::new(wanted.0, wanted.1));
        }
        self.meter.get_or_insert_with(|| Stage::new(64, 48));
        self.running = Some(Running {
            settings: SensorSettings::new(jpeg_quality),
            exposure: self.exposure,
            last_frame_uptime_us: self.time.uptime_us(),
        });
        Ok(())
    }

    fn set(&mut self, setting: &str, value: i32) -> Result<(), CameraError> {
        let running = self.running.as_mut().ok_or_else(CameraError::not_open)?;
        running.settings.set(setting, value)?;
        running.exposure.apply(&running.settings);
        Ok(())
    }

    fn take(&mut self) -> Result<Frame, CameraError> {
        let (Some(running), Some(stage), Some(meter)) =
            (self.running.as_mut(), self.stage.as_ref(), self.meter.as_ref())
        else {
            return Err(CameraError::not_open());
        };
        let captured_at_uptime_us = self.time.uptime_us();
        let world_utc_us = self.time.world_utc_us();
        let light = Light::at(world_utc_us, self.place);
        running.catch_up(captured_at_uptime_us, &meter.luminances(&light));
        self.frame_number += 1;
        let seed = noise::hash(world_utc_us.cast_unsigned()) ^ self.frame_number;
        let bytes = develop::develop(
            &stage.render(&light),
            stage.width_px,
            &running.exposure,
            &running.settings,
            seed,
        );
        Ok(Frame {
            bytes: compress(&bytes, stage, running.settings.quality)?,
            width_px: i32::try_from(stage.width_px).unwrap_or(0),
            height_px: i32::try_from(stage.height_px).unwrap_or(0),
            captured_at_uptime_us,
        })
    }

    fn close(&mut self) {
        if let Some(running) = self.running.take() {
            self.exposure = running.exposure;
        }
    }

    fn sensor(&self) -> &str {
        if self.running.is_some() { "scene" } else { "" }
    }
}

impl Running {
    /// Let the control loop see the frames that the sensor has made since the last photo.
    fn catch_up(&mut self, now_uptime_us: i64, luminances: &[f32]) {
        let passed_us = now_uptime_us.saturating_sub(self.last_frame_uptime_us).max(0);
        let frames = (1 + passed_us / FRAME_PERIOD_US).min(FRAMES_TO_CATCH_UP_MAX);
        for _ in 0..frames {
            self.exposure.adjust(&self.settings, luminances);
        }
        self.last_frame_uptime_us = now_uptime_us;
    }
}

/// libjpeg's quality (1 to 100) for the driver's (63 to 0). The sensor multiplies its tables by
/// the number, libjpeg by 200 - 2 q percent above q = 50 and by 5000 / q below; at 12, the
/// driver's usual value, both come to about half of the standard tables.
fn libjpeg_quality(driver_quality: i32) -> i32 {
    let percent = 4 * driver_quality.clamp(0, 63);
    if percent <= 100 { (200 - percent) / 2 } else { (5_000 / percent).max(1) }
}

fn compress(bytes: &[u8], stage: &Stage, quality: i32) -> Result<Vec<u8>, CameraError> {
    let failed = |error: turbojpeg::Error| {
        let message = format!("the picture could not be compressed: {error}");
        CameraError::new(CameraErrorKind::Io, message)
    };
    let mut compressor = Compressor::new().map_err(failed)?;
    compressor.set_quality(libjpeg_quality(quality));
    // The sensor sends twice as many brightness as colour values in a row.
    compressor.set_subsamp(Subsamp::Sub2x1);
    let image = Image {
        pixels: bytes,
        width: stage.width_px,
        pitch: stage.width_px * 3,
        height: stage.height_px,
        format: PixelFormat::RGB,
    };
    compressor.compress_to_vec(image).map_err(failed)
}

#[cfg(test)]
mod tests;
