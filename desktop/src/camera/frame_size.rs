//! Names and pixels of the frame sizes of esp32-camera v2.1.5.

/// A frame size that a camera can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrameSize {
    /// The C name without `FRAMESIZE_`.
    pub name: &'static str,
    /// Width in pixels.
    pub width_px: usize,
    /// Height in pixels.
    pub height_px: usize,
}

const fn size(name: &'static str, width_px: usize, height_px: usize) -> FrameSize {
    FrameSize { name, width_px, height_px }
}

/// All sizes in the order of the driver's enumeration.
pub const FRAME_SIZES: [FrameSize; 25] = [
    size("96X96", 96, 96),
    size("QQVGA", 160, 120),
    size("128X128", 128, 128),
    size("QCIF", 176, 144),
    size("HQVGA", 240, 176),
    size("240X240", 240, 240),
    size("QVGA", 320, 240),
    size("320X320", 320, 320),
    size("CIF", 400, 296),
    size("HVGA", 480, 320),
    size("VGA", 640, 480),
    size("SVGA", 800, 600),
    size("XGA", 1024, 768),
    size("HD", 1280, 720),
    size("SXGA", 1280, 1024),
    size("UXGA", 1600, 1200),
    size("FHD", 1920, 1080),
    size("P_HD", 720, 1280),
    size("P_3MP", 864, 1536),
    size("QXGA", 2048, 1536),
    size("QHD", 2560, 1440),
    size("WQXGA", 2560, 1600),
    size("P_FHD", 1088, 1920),
    size("QSXGA", 2560, 1920),
    size("5MP", 2592, 1944),
];

/// The frame size called `name`.
pub fn find(name: &str) -> Option<&'static FrameSize> {
    FRAME_SIZES.iter().find(|frame_size| frame_size.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_found() {
        for frame_size in &FRAME_SIZES {
            assert_eq!(find(frame_size.name), Some(frame_size));
        }
        assert_eq!(find("SVGA").map(|s| (s.width_px, s.height_px)), Some((800, 600)));
        assert_eq!(find("svga"), None);
        assert_eq!(find(""), None);
    }
}
