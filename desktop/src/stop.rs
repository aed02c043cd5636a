//! Ending on SIGINT and SIGTERM: the first asks, the second does not wait.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::low_level;

use crate::waiting::Waker;

/// Exit code of a process that a person ends with Ctrl-C.
const EXIT_INTERRUPTED: i32 = 130;

/// Set `requested` and wake the board on the first signal; leave at once on the second.
pub fn on_signals(requested: Arc<AtomicBool>, waker: Waker) -> Result<(), String> {
    for signal in [SIGINT, SIGTERM] {
        let (requested, waker) = (requested.clone(), waker.clone());
        let handler = move || {
            if requested.swap(true, Ordering::SeqCst) {
                low_level::exit(EXIT_INTERRUPTED);
            }
            waker.wake();
        };
        // SAFETY: the handler changes an atomic, writes to a descriptor or leaves by _exit; all
        // three are allowed in a signal handler.
        unsafe { low_level::register(signal, handler) }
            .map_err(|error| format!("signals cannot be handled: {error}"))?;
    }
    Ok(())
}
