//! How bright the parts of a photo are.

use turbojpeg::PixelFormat;

use crate::core;

const COLUMNS: usize = 8;
const ROWS: usize = core::WAMCAM_LUMINANCE_CELLS as usize / COLUMNS;

/// Brightness of each cell, 0 to 255, row by row from the top left.
pub type Cells = [u8; COLUMNS * ROWS];

/// The cells of a JPEG file, or none if it cannot be decoded or has fewer pixels than cells.
pub fn cells(jpeg: &[u8]) -> Option<Cells> {
    let image = turbojpeg::decompress(jpeg, PixelFormat::GRAY).ok()?;
    if image.width < COLUMNS || image.height < ROWS {
        return None;
    }
    Some(std::array::from_fn(|cell| {
        let (column, row) = (cell % COLUMNS, cell / COLUMNS);
        let columns = image.width * column / COLUMNS..image.width * (column + 1) / COLUMNS;
        let rows = image.height * row / ROWS..image.height * (row + 1) / ROWS;
        let count = columns.len() * rows.len();
        let sum: usize = rows
            .flat_map(|y| &image.pixels[y * image.pitch..][columns.clone()])
            .map(|&pixel| usize::from(pixel))
            .sum();
        u8::try_from(sum / count).unwrap_or(u8::MAX)
    }))
}

#[cfg(test)]
mod tests {
    use turbojpeg::{Image, Subsamp};

    use super::*;

    fn jpeg(width: usize, height: usize, pixel: impl Fn(usize, usize) -> u8) -> Vec<u8> {
        let pixels: Vec<u8> = (0..width * height).map(|at| pixel(at % width, at / width)).collect();
        let image =
            Image { pixels: &pixels[..], width, pitch: width, height, format: PixelFormat::GRAY };
        turbojpeg::compress(image, 90, Subsamp::Gray).unwrap().to_vec()
    }

    #[test]
    fn each_cell_has_the_brightness_of_its_part() {
        let photo = jpeg(160, 120, |x, y| if x < 80 && y >= 60 { 200 } else { 50 });
        for (cell, &brightness) in cells(&photo).unwrap().iter().enumerate() {
            let is_bright = cell % COLUMNS < 4 && cell / COLUMNS >= 3;
            let expected = if is_bright { 200 } else { 50 };
            assert!(brightness.abs_diff(expected) < 8, "cell {cell}: {brightness}");
        }
    }

    #[test]
    fn what_is_no_photo_or_too_small_has_none() {
        assert_eq!(cells(b"JPEG?"), None);
        assert_eq!(cells(&jpeg(7, 7, |_, _| 0)), None);
    }
}
