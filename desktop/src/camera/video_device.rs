//! A camera of the system (V4L2) that delivers JPEG frames, such as a USB webcam.
//!
//! Crate `v4l`: of the crates for V4L2 it is the one that hands out the time stamp and flags of
//! each buffer and can wait with a limit; both are needed to tell a stale frame from a new one.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use v4l::buffer::{Flags as BufferFlags, Metadata, Type};
use v4l::capability::Flags;
use v4l::framesize::FrameSizeEnum;
use v4l::io::mmap::Stream;
use v4l::io::traits::CaptureStream;
use v4l::video::Capture;
use v4l::{Device, Format, FourCC};

use super::frame_size::FrameSize;
use super::{BoardTime, Camera, CameraError, CameraErrorKind, Frame, jpeg_header};

/// As long as esp32-camera waits for a frame.
const TAKE_TIMEOUT: Duration = Duration::from_secs(4);
/// Buffers of the driver: one being filled, one full, one being read, one to spare.
const BUFFERS: u32 = 4;
/// The two codes under which devices offer JPEG frames.
const JPEG_CODES: [[u8; 4]; 2] = [*b"MJPG", *b"JPEG"];

/// The camera `/dev/videoN`. Its sensor settings are its own: `set` supports none.
pub struct VideoDeviceCamera {
    device: PathBuf,
    time: Arc<dyn BoardTime>,
    running: Option<Running>,
}

struct Running {
    stream: Stream<'static>,
    width_px: i32,
    height_px: i32,
    name: String,
}

impl VideoDeviceCamera {
    /// A camera behind a device node, which is touched when the camera opens.
    pub fn new(device: PathBuf, time: Arc<dyn BoardTime>) -> Self {
        Self { device, time, running: None }
    }
}

impl Camera for VideoDeviceCamera {
    fn open(&mut self, frame_size: &FrameSize, jpeg_quality: i32) -> Result<(), CameraError> {
        super::check_jpeg_quality(jpeg_quality)?;
        // A device streams to one user only: let go of the old stream first.
        self.running = None;
        self.running = Some(start(&self.device, frame_size)?);
        Ok(())
    }

    fn set(&mut self, setting: &str, _: i32) -> Result<(), CameraError> {
        let message = format!("a video device looks after the setting {setting} itself");
        Err(CameraError::new(CameraErrorKind::NotSupported, message))
    }

    fn take(&mut self) -> Result<Frame, CameraError> {
        let running = self.running.as_mut().ok_or_else(CameraError::not_open)?;
        let captured_at_uptime_us = self.time.uptime_us();
        let bytes = next_frame(&mut running.stream, monotonic_us(), &self.device)?;
        let known = (running.width_px, running.height_px);
        let (width_px, height_px) = jpeg_header::dimensions(&bytes).unwrap_or(known);
        Ok(Frame { bytes, width_px, height_px, captured_at_uptime_us })
    }

    fn close(&mut self) {
        self.running = None;
    }

    fn sensor(&self) -> &str {
        self.running.as_ref().map_or("", |running| &running.name)
    }
}

fn start(path: &Path, wanted: &FrameSize) -> Result<Running, CameraError> {
    let failed = |error: io::Error| device_error(path, &error);
    let device = Device::with_path(path).map_err(failed)?;
    let capabilities = device.query_caps().map_err(failed)?;
    if !capabilities.capabilities.contains(Flags::VIDEO_CAPTURE | Flags::STREAMING) {
        return Err(unsupported(path, "delivers no video stream"));
    }
    let offered: Vec<[u8; 4]> =
        device.enum_formats().map_err(failed)?.iter().map(|format| format.fourcc.repr).collect();
    let code = choose_code(&offered).ok_or_else(|| unsupported(path, &no_jpeg(&offered)))?;
    let sizes = frame_sizes(&device, code);
    let (width, height) = choose_size(&sizes, (wanted.width_px, wanted.height_px));
    let format = Format::new(width, height, FourCC::new(&code));
    let format = device.set_format(&format).map_err(failed)?;
    if format.fourcc.repr != code {
        return Err(unsupported(path, "offers JPEG frames but does not deliver them"));
    }
    let stream = Stream::with_buffers(&device, Type::VideoCapture, BUFFERS).map_err(failed)?;
    Ok(Running {
        stream,
        width_px: i32::try_from(format.width).unwrap_or(0),
        height_px: i32::try_from(format.height).unwrap_or(0),
        name: capabilities.card,
    })
}

/// A frame whose exposure began at `not_before_us` (monotonic clock) or later.
fn next_frame(
    stream: &mut Stream<'static>,
    not_before_us: i64,
    path: &Path,
) -> Result<Vec<u8>, CameraError> {
    let deadline = Instant::now() + TAKE_TIMEOUT;
    // Only where the time stamp is that of the end, it is known to be later than the start: the
    // first such frame may have begun before the call.
    let mut ends_to_skip = 1;
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            let message = format!("the camera {} delivered no frame in 4 s", path.display());
            return Err(CameraError::new(CameraErrorKind::TimedOut, message));
        }
        stream.set_timeout(left.max(Duration::from_millis(1)));
        match CaptureStream::next(stream) {
            Ok((bytes, metadata)) => {
                if is_fresh(metadata, not_before_us, &mut ends_to_skip) {
                    let used = usize::try_from(metadata.bytesused).unwrap_or(0).min(bytes.len());
                    return Ok(bytes[..used].to_vec());
                }
            }
            // The loop ends by its own deadline.
            Err(error) if error.kind() == io::ErrorKind::TimedOut => {}
            Err(error) => return Err(device_error(path, &error)),
        }
    }
}

/// May this frame be delivered to a call made at `not_before_us`?
fn is_fresh(metadata: &Metadata, not_before_us: i64, ends_to_skip: &mut u32) -> bool {
    if metadata.flags.contains(BufferFlags::ERROR) || metadata.bytesused == 0 {
        return false;
    }
    let stamp = metadata.timestamp;
    let stamp_us = stamp.sec * 1_000_000 + stamp.usec;
    if stamp_us < not_before_us {
        return false;
    }
    if !metadata.flags.contains(BufferFlags::TSTAMP_SRC_SOE) && *ends_to_skip > 0 {
        *ends_to_skip -= 1;
        return false;
    }
    true
}

/// The clock of the buffers' time stamps.
fn monotonic_us() -> i64 {
    let mut now = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the clock exists on every Linux and fills the structure.
    unsafe { libc::clock_gettime(libc::CLOCK_MONOTONIC, &raw mut now) };
    now.tv_sec * 1_000_000 + now.tv_nsec / 1_000
}

/// The JPEG code among those offered.
fn choose_code(offered: &[[u8; 4]]) -> Option<[u8; 4]> {
    JPEG_CODES.into_iter().find(|code| offered.contains(code))
}

fn no_jpeg(offered: &[[u8; 4]]) -> String {
    let names: Vec<String> =
        offered.iter().map(|code| String::from_utf8_lossy(code).trim().to_owned()).collect();
    format!("offers no JPEG frames (MJPG), only: {}", names.join(", "))
}

/// What sizes a device offers: a list, or everything between two sizes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum OfferedSize {
    Exactly { width: u32, height: u32 },
    Between { low: (u32, u32), high: (u32, u32), step: (u32, u32) },
}

fn frame_sizes(device: &Device, code: [u8; 4]) -> Vec<OfferedSize> {
    // A driver that cannot list its sizes still chooses one when a format is set.
    let sizes = device.enum_framesizes(FourCC::new(&code)).unwrap_or_default();
    sizes
        .into_iter()
        .map(|size| match size.size {
            FrameSizeEnum::Discrete(s) => OfferedSize::Exactly { width: s.width, height: s.height },
            FrameSizeEnum::Stepwise(s) => OfferedSize::Between {
                low: (s.min_width, s.min_height),
                high: (s.max_width, s.max_height),
                step: (s.step_width, s.step_height),
            },
        })
        .collect()
}

/// The offered size nearest to the wanted one: the same, else the largest that exceeds it in no
/// direction (as esp32-camera lowers a size that the sensor lacks), else the smallest.
fn choose_size(offered: &[OfferedSize], wanted: (usize, usize)) -> (u32, u32) {
    let wanted =
        (u32::try_from(wanted.0).unwrap_or(u32::MAX), u32::try_from(wanted.1).unwrap_or(u32::MAX));
    let candidates: Vec<(u32, u32)> = offered.iter().map(|size| nearest(size, wanted)).collect();
    let area = |&(width, height): &(u32, u32)| u64::from(width) * u64::from(height);
    let fitting = candidates.iter().filter(|(w, h)| *w <= wanted.0 && *h <= wanted.1);
    fitting
        .max_by_key(|size| area(size))
        .or_else(|| candidates.iter().min_by_key(|size| area(size)))
        .copied()
        .unwrap_or(wanted)
}

/// The size within one offer that comes nearest to the wanted one from below.
fn nearest(offered: &OfferedSize, wanted: (u32, u32)) -> (u32, u32) {
    match *offered {
        OfferedSize::Exactly { width, height } => (width, height),
        OfferedSize::Between { low, high, step } => {
            let round = |wanted: u32, low: u32, high: u32, step: u32| {
                let inside = wanted.clamp(low, high.max(low));
                inside - (inside - low) % step.max(1)
            };
            (round(wanted.0, low.0, high.0, step.0), round(wanted.1, low.1, high.1, step.1))
        }
    }
}

fn unsupported(path: &Path, what: &str) -> CameraError {
    let message = format!("the device {} {what}", path.display());
    CameraError::new(CameraErrorKind::NotSupported, message)
}

/// The device's error in words.
fn device_error(path: &Path, error: &io::Error) -> CameraError {
    let name = path.display();
    let (kind, message) = match error.raw_os_error() {
        Some(libc::ENOENT | libc::ENXIO | libc::ENODEV) => (
            CameraErrorKind::NoDevice,
            format!("there is no camera at {name}; look for others with: ls /dev/video*"),
        ),
        Some(libc::ENOTTY) => {
            (CameraErrorKind::NotSupported, format!("{name} is not a video device"))
        }
        Some(libc::EBUSY) => (
            CameraErrorKind::Io,
            format!("the camera {name} is in use by another program; close that one first"),
        ),
        Some(libc::EACCES | libc::EPERM) => (
            CameraErrorKind::NoDevice,
            format!("the camera {name} may not be used; add yourself to the group video"),
        ),
        _ => (CameraErrorKind::Io, format!("the camera {name} failed: {error}")),
    };
    CameraError::new(kind, message)
}

#[cfg(test)]
mod tests {
    use v4l::timestamp::Timestamp;

    use super::super::frame_size;
    use super::*;

    struct NoTime;

    impl BoardTime for NoTime {
        fn uptime_us(&self) -> i64 {
            0
        }
        fn world_utc_us(&self) -> i64 {
            0
        }
    }

    fn open(path: &str) -> CameraError {
        let mut camera = VideoDeviceCamera::new(path.into(), Arc::new(NoTime));
        let error = camera.open(frame_size::find("SVGA").unwrap(), 12).unwrap_err();
        assert_eq!(camera.sensor(), "");
        assert_eq!(camera.take().unwrap_err().kind, CameraErrorKind::NoDevice);
        error
    }

    #[test]
    fn what_is_no_camera_is_refused_with_a_sentence() {
        let missing = open("/dev/video-that-is-not-there");
        assert_eq!(missing.kind, CameraErrorKind::NoDevice);
        assert!(missing.message.contains("no camera at /dev/video-that"), "{missing}");
        let null = open("/dev/null");
        assert_eq!(null.kind, CameraErrorKind::NotSupported);
        assert!(null.message.contains("not a video device"), "{null}");
        let busy = device_error(Path::new("v"), &io::Error::from_raw_os_error(libc::EBUSY));
        assert!(busy.message.contains("in use"), "{busy}");
    }

    #[test]
    fn only_jpeg_will_do() {
        assert_eq!(choose_code(&[*b"YUYV", *b"JPEG", *b"MJPG"]), Some(*b"MJPG"));
        assert_eq!(choose_code(&[*b"YUYV", *b"JPEG"]), Some(*b"JPEG"));
        assert_eq!(choose_code(&[*b"YUYV", *b"H264"]), None);
        assert!(no_jpeg(&[*b"YUYV", *b"H264"]).ends_with("YUYV, H264"));
    }

    #[test]
    fn the_nearest_size_that_is_not_larger_is_chosen() {
        let list = [(640, 480), (800, 448), (1280, 720), (1920, 1080)]
            .map(|(width, height)| OfferedSize::Exactly { width, height });
        assert_eq!(choose_size(&list, (1280, 720)), (1280, 720));
        assert_eq!(choose_size(&list, (800, 600)), (800, 448));
        assert_eq!(choose_size(&list, (1600, 1200)), (1280, 720));
        assert_eq!(choose_size(&list, (96, 96)), (640, 480));
        assert_eq!(choose_size(&[], (800, 600)), (800, 600));
    }

    #[test]
    fn ranges_are_kept_to() {
        let low = (160, 120);
        let range = [OfferedSize::Between { low, high: (1280, 960), step: (16, 8) }];
        assert_eq!(choose_size(&range, (800, 600)), (800, 600));
        assert_eq!(choose_size(&range, (815, 607)), (800, 600));
        assert_eq!(choose_size(&range, (2592, 1944)), (1280, 960));
        assert_eq!(choose_size(&range, (96, 96)), low);
        let zero_step = [OfferedSize::Between { low, high: (1280, 960), step: (0, 0) }];
        assert_eq!(choose_size(&zero_step, (801, 601)), (801, 601));
    }

    fn metadata(at_us: i64, flags: BufferFlags) -> Metadata {
        Metadata {
            bytesused: 1,
            flags,
            field: 0,
            timestamp: Timestamp::new(at_us / 1_000_000, at_us % 1_000_000),
            sequence: 0,
        }
    }

    #[test]
    fn stale_and_broken_frames_are_dropped() {
        let start = BufferFlags::TSTAMP_SRC_SOE;
        let mut skip = 1;
        assert!(!is_fresh(&metadata(1_999_999, start), 2_000_000, &mut skip));
        assert!(is_fresh(&metadata(2_000_000, start), 2_000_000, &mut skip));
        assert!(!is_fresh(&metadata(2_000_000, start | BufferFlags::ERROR), 0, &mut skip));
        let empty = Metadata { bytesused: 0, ..metadata(2_000_000, start) };
        assert!(!is_fresh(&empty, 0, &mut skip));
        assert_eq!(skip, 1);
        // A time stamp of the end says nothing about the start of the first frame after a call.
        let end = BufferFlags::TSTAMP_SRC_EOF;
        assert!(!is_fresh(&metadata(2_000_001, end), 2_000_000, &mut skip));
        assert!(is_fresh(&metadata(2_040_001, end), 2_000_000, &mut skip));
    }
}
