//! Flash memory for applications, played by three files of a folder.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;

use crate::core;

/// Smallest part that is erased, as in the flash of a camera.
pub const ERASE_BYTES: u32 = 4096;
/// As large as the largest application that is taken.
const SLOT_BYTES: u32 = crate::options::APPLICATION_BYTES_MAX;

/// The files and the sizes of the areas that they play, by the numbers of the core.
const AREAS: [(&str, u32); core::WAMCAM_FLASH_AREAS as usize] =
    [("journal.bin", 2 * ERASE_BYTES), ("slot-a.bin", SLOT_BYTES), ("slot-b.bin", SLOT_BYTES)];

/// The flash memory of the board.
pub struct Flash {
    files: Vec<File>,
}

impl Flash {
    /// Open the files of a folder, or make them: erased, as new flash is.
    pub fn open(folder: &Path) -> io::Result<Self> {
        let files = AREAS
            .iter()
            .map(|&(name, bytes)| open(&folder.join(name), bytes))
            .collect::<io::Result<_>>()?;
        Ok(Self { files })
    }

    /// Sizes of the areas.
    pub fn area_bytes() -> [u32; core::WAMCAM_FLASH_AREAS as usize] {
        AREAS.map(|(_, bytes)| bytes)
    }

    fn area(&self, area: core::wamcam_flash_area) -> io::Result<&File> {
        usize::try_from(area)
            .ok()
            .and_then(|index| self.files.get(index))
            .ok_or_else(|| io::ErrorKind::InvalidInput.into())
    }

    /// Read bytes.
    pub fn read(
        &self,
        area: core::wamcam_flash_area,
        offset: u32,
        out: &mut [u8],
    ) -> io::Result<()> {
        self.area(area)?.read_exact_at(out, u64::from(offset))
    }

    /// Make all bits of a part 1.
    pub fn erase(&self, area: core::wamcam_flash_area, offset: u32, length: u32) -> io::Result<()> {
        // Nothing is safe only because something is erased: the next write makes both so.
        self.area(area)?.write_all_at(&vec![0xFF; length as usize], u64::from(offset))
    }

    /// Make bits 0 where those of `bytes` are. What was written is safe when this returns.
    pub fn write(
        &self,
        area: core::wamcam_flash_area,
        offset: u32,
        bytes: &[u8],
    ) -> io::Result<()> {
        let mut present = vec![0; bytes.len()];
        self.read(area, offset, &mut present)?;
        present.iter_mut().zip(bytes).for_each(|(byte, new)| *byte &= new);
        let file = self.area(area)?;
        file.write_all_at(&present, u64::from(offset))?;
        file.sync_data()
    }
}

fn open(path: &Path, bytes: u32) -> io::Result<File> {
    let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
    let present = file.metadata()?.len();
    if present < u64::from(bytes) {
        let rest = u64::from(bytes) - present;
        let erased = vec![0xFF; usize::try_from(rest).unwrap_or(0)];
        file.write_all_at(&erased, present)?;
        file.sync_data()?;
    }
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_behaves_as_flash_memory_does() {
        let folder = tempfile::tempdir().unwrap();
        let flash = Flash::open(folder.path()).unwrap();
        let mut two = [0; 2];
        flash.read(core::WAMCAM_FLASH_SLOT_A, SLOT_BYTES - 2, &mut two).unwrap();
        assert_eq!(two, [0xFF, 0xFF]);
        flash.write(core::WAMCAM_FLASH_SLOT_A, 10, &[0x0F, 0xF1]).unwrap();
        flash.write(core::WAMCAM_FLASH_SLOT_A, 10, &[0xFE, 0x3F]).unwrap();
        drop(flash);
        let flash = Flash::open(folder.path()).unwrap();
        flash.read(core::WAMCAM_FLASH_SLOT_A, 10, &mut two).unwrap();
        assert_eq!(two, [0x0E, 0x31]);
        flash.erase(core::WAMCAM_FLASH_SLOT_A, 0, ERASE_BYTES).unwrap();
        flash.read(core::WAMCAM_FLASH_SLOT_A, 10, &mut two).unwrap();
        assert_eq!(two, [0xFF, 0xFF]);
        assert!(flash.read(core::WAMCAM_FLASH_SLOT_B, SLOT_BYTES - 1, &mut two).is_err());
    }
}
