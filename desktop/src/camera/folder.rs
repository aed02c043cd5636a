//! A camera that delivers the JPEG files of a folder, byte for byte, again and again.

use std::fs;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::frame_size::FrameSize;
use super::{BoardTime, Camera, CameraError, CameraErrorKind, Frame, jpeg_header};

/// Largest file that is taken for a photo; the largest frame size at the best quality is below.
const PHOTO_BYTES_MAX: u64 = 16 * 1024 * 1024;

/// Delivers files in byte order of their names, from the first again after the last.
///
/// Frame size, quality and settings change nothing: the files are what they are.
pub struct FolderCamera {
    folder: PathBuf,
    time: Arc<dyn BoardTime>,
    files: Vec<PathBuf>,
    next: usize,
}

impl FolderCamera {
    /// A camera over `folder`, which is looked into when the camera opens.
    pub fn new(folder: PathBuf, time: Arc<dyn BoardTime>) -> Self {
        Self { folder, time, files: Vec::new(), next: 0 }
    }
}

impl Camera for FolderCamera {
    fn open(&mut self, _: &FrameSize, jpeg_quality: i32) -> Result<(), CameraError> {
        super::check_jpeg_quality(jpeg_quality)?;
        self.files = jpeg_files(&self.folder)?;
        // Opening again goes on with the next photo: a camera that is opened for every shot
        // would otherwise deliver the first one for ever.
        self.next %= self.files.len();
        Ok(())
    }

    fn set(&mut self, setting: &str, _: i32) -> Result<(), CameraError> {
        Err(CameraError::new(
            CameraErrorKind::NotSupported,
            format!(
                "photos from a folder are delivered as they are, without the setting {setting}"
            ),
        ))
    }

    fn take(&mut self) -> Result<Frame, CameraError> {
        let file = self.files.get(self.next).ok_or_else(CameraError::not_open)?;
        let captured_at_uptime_us = self.time.uptime_us();
        let bytes = read_photo(file)?;
        self.next = (self.next + 1) % self.files.len();
        let (width_px, height_px) = jpeg_header::dimensions(&bytes).unwrap_or((0, 0));
        Ok(Frame { bytes, width_px, height_px, captured_at_uptime_us })
    }

    fn close(&mut self) {
        self.files.clear();
    }

    fn sensor(&self) -> &str {
        if self.files.is_empty() { "" } else { "folder" }
    }
}

fn read_photo(file: &Path) -> Result<Vec<u8>, CameraError> {
    let failed = |reason: String| {
        let message = format!("the photo {} could not be read: {reason}", file.display());
        CameraError::new(CameraErrorKind::Io, message)
    };
    let length = fs::metadata(file).map_err(|error| failed(error.to_string()))?.len();
    if length > PHOTO_BYTES_MAX {
        return Err(failed(format!("it has {length} bytes, at most {PHOTO_BYTES_MAX} are taken")));
    }
    fs::read(file).map_err(|error| failed(error.to_string()))
}

/// The files of `folder` that end in .jpg or .jpeg, in byte order of their names.
fn jpeg_files(folder: &Path) -> Result<Vec<PathBuf>, CameraError> {
    let failed = |error: io::Error| {
        let message = format!("the photo folder {} cannot be read: {error}", folder.display());
        CameraError::new(CameraErrorKind::NoDevice, message)
    };
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if is_jpeg_name(&path) && path.is_file() {
            files.push(path);
        }
    }
    files.sort_by(|a, b| a.as_os_str().as_bytes().cmp(b.as_os_str().as_bytes()));
    if files.is_empty() {
        let message = format!(
            "the photo folder {} holds no file that ends in .jpg or .jpeg; put photos into it",
            folder.display()
        );
        return Err(CameraError::new(CameraErrorKind::NoDevice, message));
    }
    Ok(files)
}

fn is_jpeg_name(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default();
    extension.eq_ignore_ascii_case("jpg") || extension.eq_ignore_ascii_case("jpeg")
}

#[cfg(test)]
mod tests {
    use super::super::frame_size;
    use super::*;

    struct NoTime;

    impl BoardTime for NoTime {
        fn uptime_us(&self) -> i64 {
            7
        }
        fn world_utc_us(&self) -> i64 {
            0
        }
    }

    fn camera(folder: &Path) -> FolderCamera {
        FolderCamera::new(folder.to_path_buf(), Arc::new(NoTime))
    }

    fn open(camera: &mut FolderCamera) -> Result<(), CameraError> {
        camera.open(frame_size::find("SVGA").unwrap(), 12)
    }

    #[test]
    fn photos_come_in_byte_order_again_and_again_byte_for_byte() {
        let folder = tempfile::tempdir().unwrap();
        let size_of_2_by_1 = [0xFF, 0xD8, 0xFF, 0xC0, 0, 11, 8, 0, 1, 0, 2, 1, 1, 0x11, 0];
        fs::write(folder.path().join("b.JPEG"), size_of_2_by_1).unwrap();
        fs::write(folder.path().join("a10.jpg"), b"not a photo at all").unwrap();
        fs::write(folder.path().join("a9.jpg"), b"").unwrap();
        fs::write(folder.path().join("A.txt"), b"text").unwrap();
        fs::create_dir(folder.path().join("folder.jpg")).unwrap();
        let mut camera = camera(folder.path());
        open(&mut camera).unwrap();
        for round in 0..2 {
            assert_eq!(camera.take().unwrap().bytes, b"not a photo at all", "round {round}");
            assert_eq!(camera.take().unwrap().bytes, b"", "round {round}");
            open(&mut camera).unwrap();
            let last = camera.take().unwrap();
            assert_eq!(last.bytes, size_of_2_by_1, "round {round}");
            assert_eq!((last.width_px, last.height_px, last.captured_at_uptime_us), (2, 1, 7));
        }
    }

    #[test]
    fn an_empty_or_missing_folder_is_a_clear_error() {
        let folder = tempfile::tempdir().unwrap();
        let error = open(&mut camera(folder.path())).unwrap_err();
        assert_eq!(error.kind, CameraErrorKind::NoDevice);
        assert!(error.message.contains("holds no file"), "{error}");
        let error = open(&mut camera(&folder.path().join("missing"))).unwrap_err();
        assert_eq!(error.kind, CameraErrorKind::NoDevice);
        assert!(error.message.contains("missing"), "{error}");
    }

    #[test]
    fn a_photo_that_vanishes_is_an_error_and_not_a_crash() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.jpg"), b"a").unwrap();
        let mut camera = camera(folder.path());
        assert_eq!(camera.take().unwrap_err().kind, CameraErrorKind::NoDevice);
        open(&mut camera).unwrap();
        fs::remove_file(folder.path().join("a.jpg")).unwrap();
        assert_eq!(camera.take().unwrap_err().kind, CameraErrorKind::Io);
        assert_eq!(camera.set("vflip", 1).unwrap_err().kind, CameraErrorKind::NotSupported);
    }

    #[test]
    fn real_photos_have_the_sizes_that_their_description_gives() {
        let shared = std::env::var("WAMCAM_SHARED")
            .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared").to_owned());
        let photos = Path::new(&shared).join("photos");
        if !photos.is_dir() {
            eprintln!("skipped: no real photos at {}", photos.display());
            return;
        }
        for (name, expected) in [
            ("test_inside.jpeg", (320, 240)),
            ("test_outside.jpeg", (480, 320)),
            ("testimg.jpeg", (227, 149)),
        ] {
            let bytes = fs::read(photos.join(name)).unwrap();
            assert_eq!(jpeg_header::dimensions(&bytes), Some(expected), "{name}");
        }
    }
}
