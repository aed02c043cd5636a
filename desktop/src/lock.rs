//! Keeps two boards from working on one card and one state at the same time.

use std::fs::File;
use std::os::fd::AsRawFd;
use std::path::Path;

/// Held until it is dropped; the system lets go of it also when the process is killed.
pub struct Lock {
    _folder: File,
}

impl Lock {
    /// Lock a folder, or tell in one sentence why that is impossible.
    pub fn take(folder: &Path) -> Result<Self, String> {
        let file = File::open(folder).map_err(|error| {
            format!("the folder {} cannot be opened: {error}", folder.display())
        })?;
        // SAFETY: the descriptor belongs to `file`, which lives beyond the call.
        let status = unsafe { libc::flock(file.as_raw_fd(), libc::LOCK_EX | libc::LOCK_NB) };
        if status == 0 {
            return Ok(Self { _folder: file });
        }
        let folder = folder.display();
        Err(format!("another run is at work in {folder}; wait for it, or name another folder"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_locked_once_and_free_again_afterwards() {
        let folder = tempfile::tempdir().unwrap();
        let first = Lock::take(folder.path()).unwrap();
        let refused = Lock::take(folder.path()).err().unwrap();
        assert!(refused.contains("another run"), "{refused}");
        drop(first);
        Lock::take(folder.path()).unwrap();
    }

    #[test]
    fn a_folder_that_is_not_there_is_told_of() {
        let folder = tempfile::tempdir().unwrap();
        assert!(Lock::take(&folder.path().join("missing")).err().unwrap().contains("missing"));
    }
}
