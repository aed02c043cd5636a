//! The memory card of the desktop board: a folder.

use std::ffi::{CStr, CString};
use std::fs;
use std::io;
use std::mem::MaybeUninit;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

/// How the card is, in the words of the import card.state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardState {
    /// Readable and writable.
    Ready,
    /// The folder is missing: no card is in.
    Missing,
    /// Files can be read but not written.
    ReadOnly,
    /// There, but not to be used.
    Failing,
}

/// A folder that plays the card. Looked at anew on every call: a person may take it away.
pub struct Card {
    folder: PathBuf,
}

impl Card {
    /// A card in `folder`, which need not exist.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Look at the folder.
    pub fn state(&self) -> CardState {
        match fs::metadata(&self.folder) {
            Ok(metadata) if !metadata.is_dir() => CardState::Failing,
            Ok(_) => match access_write(&self.folder) {
                Ok(()) => CardState::Ready,
                Err(error) => state_of_error(&error),
            },
            Err(error) if error.kind() == io::ErrorKind::NotFound => CardState::Missing,
            Err(_) => CardState::Failing,
        }
    }

    /// How much it holds.
    pub fn room(&self) -> io::Result<Room> {
        let path = c_path(&self.folder)?;
        Room::of(&path)
    }
}

/// How much the file system of a folder holds.
pub struct Room {
    /// Bytes that an ordinary user can still write.
    pub free_bytes: i64,
    /// Bytes of all of it.
    pub total_bytes: i64,
}

impl Room {
    /// Ask the file system.
    pub fn of(folder: &CStr) -> io::Result<Self> {
        let mut status = MaybeUninit::<libc::statvfs>::uninit();
        // SAFETY: the path ends with NUL and statvfs fills the structure when it returns 0.
        let status = unsafe {
            if libc::statvfs(folder.as_ptr(), status.as_mut_ptr()) != 0 {
                return Err(io::Error::last_os_error());
            }
            status.assume_init()
        };
        let bytes =
            |blocks: u64| i64::try_from(blocks.saturating_mul(status.f_frsize)).unwrap_or(i64::MAX);
        Ok(Self { free_bytes: bytes(status.f_bavail), total_bytes: bytes(status.f_blocks) })
    }
}

fn state_of_error(error: &io::Error) -> CardState {
    match error.kind() {
        io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => CardState::ReadOnly,
        io::ErrorKind::NotFound => CardState::Missing,
        _ => CardState::Failing,
    }
}

/// May this process make files in `folder`? Asks for the rights that really apply (effective
/// user), and also notices a file system mounted read-only.
fn access_write(folder: &Path) -> io::Result<()> {
    let path = c_path(folder)?;
    // SAFETY: the path ends with NUL and outlives the call.
    let result = unsafe {
        libc::faccessat(libc::AT_FDCWD, path.as_ptr(), libc::W_OK | libc::X_OK, libc::AT_EACCESS)
    };
    if result == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

fn c_path(path: &Path) -> io::Result<CString> {
    CString::new(path.as_os_str().as_bytes()).map_err(io::Error::other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_ready_and_has_room() {
        let folder = tempfile::tempdir().unwrap();
        let card = Card::new(folder.path().to_path_buf());
        assert_eq!(card.state(), CardState::Ready);
        let room = card.room().unwrap();
        assert!(room.free_bytes > 0 && room.total_bytes >= room.free_bytes);
    }

    #[test]
    fn a_card_can_be_taken_out_and_come_back() {
        let folder = tempfile::tempdir().unwrap();
        let card = Card::new(folder.path().join("card"));
        assert_eq!(card.state(), CardState::Missing);
        assert_eq!(card.room().err().unwrap().kind(), io::ErrorKind::NotFound);
        fs::create_dir(folder.path().join("card")).unwrap();
        assert_eq!(card.state(), CardState::Ready);
    }

    #[test]
    fn a_file_is_no_card() {
        let file = tempfile::NamedTempFile::new().unwrap();
        assert_eq!(Card::new(file.path().to_path_buf()).state(), CardState::Failing);
    }

    #[test]
    fn a_file_system_that_cannot_be_written_is_read_only() {
        // By error numbers: the superuser, as whom tests may run, may write everywhere.
        for error in [libc::EROFS, libc::EACCES] {
            let error = io::Error::from_raw_os_error(error);
            assert_eq!(state_of_error(&error), CardState::ReadOnly);
        }
        assert_eq!(state_of_error(&io::Error::from_raw_os_error(libc::EIO)), CardState::Failing);
    }
}
