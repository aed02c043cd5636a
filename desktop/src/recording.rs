//! The file into which the core records a run. It holds all that the application was told, the
//! settings with their secrets among it: only the owner may read it.

use std::fs::{File, OpenOptions};
use std::io::{self, Seek, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// Most bytes of one recording; what comes after is not recorded.
pub const BYTES_MAX: u64 = 256 * 1024 * 1024;

/// A recording under way.
pub struct Recording {
    file: Mutex<File>,
}

impl Recording {
    /// Begin a new file in place of one that may be there; an error is one sentence.
    pub fn create(path: &Path) -> Result<Self, String> {
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(path)
            .map_err(|error| format!("--record: {} cannot be written: {error}", path.display()))?;
        Ok(Self { file: Mutex::new(file) })
    }

    /// Begin anew: a recording is one of the run since the last sleep.
    pub fn restart(&self) -> io::Result<()> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.set_len(0)?;
        file.rewind()
    }

    /// Keep a piece behind those before.
    pub fn add(&self, bytes: &[u8]) -> io::Result<()> {
        self.file.lock().unwrap_or_else(PoisonError::into_inner).write_all(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn pieces_follow_each_other_in_a_file_for_the_owner() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("run.recording");
        fs::write(&path, "what was there before").unwrap();
        fs::remove_file(&path).unwrap();
        let recording = Recording::create(&path).unwrap();
        recording.add(b"one ").unwrap();
        recording.add(b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"one two");
        recording.restart().unwrap();
        recording.add(b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        let Err(sentence) = Recording::create(&folder.path().join("none/run")) else {
            panic!("there is no such folder");
        };
        assert!(sentence.contains("--record"));
    }
}
