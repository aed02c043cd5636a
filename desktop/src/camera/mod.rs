//! The cameras of the desktop board: a drawn scene, a folder of photos, a video device.

pub mod folder;
pub mod frame_size;
pub mod jpeg_header;
pub mod luminance;
pub mod scene;
pub mod sensor_settings;
pub mod video_device;

use std::fmt;

use self::frame_size::FrameSize;

/// Why a camera could not do what it was asked; each is one `enum wamcam_error` of the core.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CameraErrorKind {
    /// No camera is there, or it is gone, or it was not opened.
    NoDevice,
    /// This camera has no such setting or format.
    NotSupported,
    /// A value is outside its range.
    Invalid,
    /// No frame came in time.
    TimedOut,
    /// The device or the file failed.
    Io,
}

/// A failure with one sentence for the person who runs the board.
#[derive(Clone, Debug)]
pub struct CameraError {
    /// What the core is told.
    pub kind: CameraErrorKind,
    /// What the person is told.
    pub message: String,
}

impl CameraError {
    /// A failure of `kind` explained by `message`.
    pub fn new(kind: CameraErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into() }
    }

    /// Any camera before `open` or after `close`.
    pub fn not_open() -> Self {
        Self::new(CameraErrorKind::NoDevice, "the camera is not open")
    }
}

impl fmt::Display for CameraError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for CameraError {}

/// One photo. It owns its bytes, so giving it back is dropping it.
#[derive(Debug)]
pub struct Frame {
    /// A whole JPEG file.
    pub bytes: Vec<u8>,
    /// Width in pixels, 0 when not known.
    pub width_px: i32,
    /// Height in pixels, 0 when not known.
    pub height_px: i32,
    /// Start of the exposure on the board's uptime clock.
    pub captured_at_uptime_us: i64,
}

/// The times that a camera works with. Implemented by the board's clock.
pub trait BoardTime: Send + Sync {
    /// Microseconds since the board started, sped up as the board is.
    fn uptime_us(&self) -> i64;
    /// Microseconds since 1970 in the world that the board stands in, whether or not the
    /// application has set its clock: the sun does not wait for a time server.
    fn world_utc_us(&self) -> i64;
}

/// What every camera of this board can do. One call at a time; `open` and `take` may block.
pub trait Camera: Send {
    /// Start or restart with default settings. `jpeg_quality` is 0..=63, lower is better.
    fn open(&mut self, frame_size: &FrameSize, jpeg_quality: i32) -> Result<(), CameraError>;
    /// Change one sensor setting, named as esp32-camera's setter without `set_`.
    fn set(&mut self, setting: &str, value: i32) -> Result<(), CameraError>;
    /// Take a photo whose exposure begins after the call.
    fn take(&mut self) -> Result<Frame, CameraError>;
    /// Stop; `open` starts it again.
    fn close(&mut self);
    /// Name of the sensor while open, "" otherwise.
    fn sensor(&self) -> &str;
}

/// Check the driver's quality scale.
pub fn check_jpeg_quality(jpeg_quality: i32) -> Result<(), CameraError> {
    if (0..=63).contains(&jpeg_quality) {
        return Ok(());
    }
    Err(CameraError::new(
        CameraErrorKind::Invalid,
        format!("the JPEG quality {jpeg_quality} is outside 0 to 63"),
    ))
}
