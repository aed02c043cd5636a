//! The console: lines of standard input, or of a person at the terminal, are commands; answers go
//! to standard output.

use std::ffi::CString;
use std::fs;
use std::io::{self, BufRead};
use std::path::Path;
use std::ptr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::sync::{Condvar, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crate::board::Board;
use crate::core;
use crate::terminal::{Keys, Terminal};

/// As much of the log as a camera keeps.
const LOG_BYTES: usize = 8 * 1024;
/// How often a key that ends an answer is looked for.
const KEY_PAUSE: Duration = Duration::from_millis(50);
/// Programs that the command `check` can run, if they lie beside the application.
const CHECKS: [&str; 3] = ["camera", "time", "dropbox"];

/// The core's console, and the checks that it can run.
pub struct Console {
    core: *mut core::wamcam_console,
    checks: Vec<(CString, Vec<u8>)>,
    is_answered: Mutex<bool>,
    answered: Condvar,
    /// Lines that have been read and not yet handed in, and the end of the input.
    queued: AtomicUsize,
}

// SAFETY: the core's console has a lock of its own for what is used from several threads.
unsafe impl Send for Console {}
// SAFETY: as above.
unsafe impl Sync for Console {}

impl Console {
    /// A console with the checks that lie beside the application.
    pub fn new(application: &Path) -> Result<Self, String> {
        // SAFETY: the result is checked.
        let core = unsafe { core::wamcam_console_create(LOG_BYTES) };
        if core.is_null() {
            return Err("no memory for the console and the log".to_owned());
        }
        let check = |name: &&str| {
            let file = application.with_file_name(format!("check-{name}.wasm"));
            Some((CString::new(*name).ok()?, fs::read(file).ok()?))
        };
        let checks = CHECKS.iter().filter_map(check).collect();
        Ok(Self {
            core,
            checks,
            is_answered: Mutex::new(true),
            answered: Condvar::new(),
            queued: AtomicUsize::new(0),
        })
    }

    /// For `wamcam_board.console`.
    pub fn as_core(&self) -> *mut core::wamcam_console {
        self.core
    }

    /// For `wamcam_board.checks`: what is beyond the checks stays empty.
    pub fn checks(&self) -> [core::wamcam_check; 4] {
        std::array::from_fn(|index| match self.checks.get(index) {
            Some((name, wasm)) => core::wamcam_check {
                name: name.as_ptr(),
                wasm: wasm.as_ptr(),
                wasm_bytes: wasm.len(),
            },
            None => core::wamcam_check { name: ptr::null(), wasm: ptr::null(), wasm_bytes: 0 },
        })
    }

    /// The answer under way has ended.
    pub fn done(&self) {
        *self.is_answered.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.answered.notify_all();
    }

    fn wait_for_answer(&self) {
        let answered = self.is_answered.lock().unwrap_or_else(PoisonError::into_inner);
        drop(self.answered.wait_while(answered, |answered| !*answered));
    }

    fn is_answered_within(&self, patience: Duration) -> bool {
        let answered = self.is_answered.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.answered.wait_timeout_while(answered, patience, |answered| !*answered);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }

    fn begin_line(&self) {
        *self.is_answered.lock().unwrap_or_else(PoisonError::into_inner) = false;
    }
}

impl Drop for Console {
    fn drop(&mut self) {
        // SAFETY: made by wamcam_console_create(); nobody else holds it any more.
        unsafe { core::wamcam_console_destroy(self.core) };
    }
}

/// Read commands from standard input until it ends; the board goes on without it. A line that
/// comes during an answer waits for its end, and ends one that follows the log; so does the end of
/// the input.
pub fn listen(board: &'static Board, console: &'static Console) {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        for line in io::stdin().lock().split(b'\n').map_while(Result::ok) {
            console.queued.fetch_add(1, Ordering::SeqCst);
            board.interrupt_answer();
            if sender.send(line).is_err() {
                return;
            }
        }
        console.queued.fetch_add(1, Ordering::SeqCst);
        board.interrupt_answer();
    });
    thread::spawn(move || {
        for line in receiver {
            console.queued.fetch_sub(1, Ordering::SeqCst);
            answer(board, console, &line);
        }
    });
}

/// Let a person at a terminal type commands. Ctrl-C and Ctrl-D end the board.
pub fn prompt(board: &'static Board, console: &'static Console, terminal: &'static Terminal) {
    thread::spawn(move || {
        let Some(mut editor) = terminal.editor() else { return };
        while let Ok(line) = editor.readline("wamcam> ") {
            if line.trim().is_empty() {
                continue;
            }
            if may_remember(&line) {
                // Without memory for it, Up brings back less.
                let _ = editor.add_history_entry(&line);
            }
            if hand_in(board, console, line.as_bytes()) {
                wait_at_terminal(board, console);
            }
            terminal.flush();
        }
        board.request_stop();
    });
}

fn may_remember(line: &str) -> bool {
    let Ok(line) = CString::new(line) else { return false };
    // SAFETY: the text lives until the call returns.
    unsafe { core::wamcam_console_may_remember(line.as_ptr()) }
}

/// Wait for the end of the answer; a key ends one that follows the log.
fn wait_at_terminal(board: &Board, console: &Console) {
    while !console.is_answered_within(KEY_PAUSE) {
        if !board.follows_log() {
            continue;
        }
        let keys = Keys::watch();
        while !console.is_answered_within(Duration::ZERO) {
            if keys.pressed_within(KEY_PAUSE) {
                board.interrupt_answer();
            }
        }
    }
}

/// Answer a line, one at a time.
fn answer(board: &Board, console: &Console, line: &[u8]) {
    if !hand_in(board, console, line) {
        return;
    }
    // What came before the line was handed in has interrupted nothing.
    if console.queued.load(Ordering::SeqCst) > 0 {
        board.interrupt_answer();
    }
    console.wait_for_answer();
}

/// Hand a line in; false if there is no answer to wait for.
fn hand_in(board: &Board, console: &Console, line: &[u8]) -> bool {
    let text = String::from_utf8_lossy(line.trim_ascii_end()).replace('\0', "?");
    let Ok(text) = CString::new(text) else { return false };
    console.begin_line();
    let as_core = board.as_core();
    // SAFETY: both live until the call returns, and the core copies the line.
    let status = unsafe { core::wamcam_console_submit(&raw const as_core, text.as_ptr()) };
    if status < 0 {
        let longest = core::WAMCAM_CONSOLE_LINE_BYTES_MAX;
        board.output.console(&format!("the line is longer than {longest} bytes\n"));
        board.output.console_done();
    }
    status >= 0
}
