//! Width and height of a JPEG file, read from its header alone (ITU-T T.81, annex B).

/// Width and height in pixels, or none if there is no frame header before the picture data.
pub fn dimensions(bytes: &[u8]) -> Option<(i32, i32)> {
    let mut rest = bytes.strip_prefix(&[0xFF, 0xD8])?;
    loop {
        // Any number of fill bytes FF may stand before a marker.
        rest = rest.strip_prefix(&[0xFF])?;
        let (&marker, after) = rest.split_first()?;
        match marker {
            0xFF => continue,
            // RST0 to RST7 and TEM have no length.
            0x01 | 0xD0..=0xD7 => rest = after,
            0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => return frame_header(after),
            // Start of scan or end of image: no frame header will follow.
            0xD9 | 0xDA => return None,
            _ => {
                let length = usize::from(u16::from_be_bytes([*after.first()?, *after.get(1)?]));
                rest = after.get(length.max(2)..)?;
            }
        }
    }
}

/// Lf (2 bytes), P (1), Y (2), X (2).
fn frame_header(segment: &[u8]) -> Option<(i32, i32)> {
    let height = u16::from_be_bytes([*segment.get(3)?, *segment.get(4)?]);
    let width = u16::from_be_bytes([*segment.get(5)?, *segment.get(6)?]);
    Some((i32::from(width), i32::from(height)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_header_behind_other_segments_and_fill_bytes_is_found() {
        let bytes = [
            0xFF, 0xD8, 0xFF, 0xE1, 0, 6, 0xFF, 0xC0, 1, 2, 0xFF, 0xFF, 0xFF, 0xC2, 0, 11, 8, 0x01,
            0x2C, 0x02, 0x58, 1, 1, 0x11, 0,
        ];
        assert_eq!(dimensions(&bytes), Some((600, 300)));
    }

    #[test]
    fn anything_else_gives_none_and_never_panics() {
        let good = [0xFF, 0xD8, 0xFF, 0xC0, 0, 11, 8, 0, 1, 0, 2, 1, 1, 0x11, 0];
        assert_eq!(dimensions(&good), Some((2, 1)));
        for length in 0..11 {
            assert_eq!(dimensions(&good[..length]), None, "{length} bytes");
        }
        assert_eq!(dimensions(b"GIF89a"), None);
        assert_eq!(dimensions(&[0xFF, 0xD8, 0xFF, 0xDA, 0, 2, 0xFF, 0xC0]), None);
        assert_eq!(dimensions(&[0xFF, 0xD8, 0xFF, 0xFE, 0xFF, 0xFF, 1]), None);
        assert_eq!(dimensions(&[0xFF, 0xD8, 0xFF, 0xFE, 0, 0, 0xFF, 0xD9]), None);
    }
}
