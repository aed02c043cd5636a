//! Carries the simulated board, which is C: here it is linked with WAMR.

use std::ffi::{CString, c_char, c_int};
use std::process::exit;

// Without this the linker would drop WAMR.
use wamrx_sys as _;

unsafe extern "C" {
    /// Simulate as the arguments say; returns the exit code.
    fn sim_main(count: c_int, arguments: *mut *mut c_char) -> c_int;
    /// The same, for cameras that get new applications: ../updates.
    fn updates_main(count: c_int, arguments: *mut *mut c_char) -> c_int;
}

fn main() {
    let owned: Vec<CString> = std::env::args()
        .map(|argument| CString::new(argument).expect("an argument holds no NUL"))
        .collect();
    let mut arguments: Vec<*mut c_char> =
        owned.iter().map(|argument| argument.as_ptr().cast_mut()).collect();
    let count = c_int::try_from(arguments.len()).expect("few arguments");
    let has_updates = owned.iter().any(|argument| argument.as_bytes() == b"--updates");
    let front_end = if has_updates { updates_main } else { sim_main };
    // SAFETY: the strings outlive the call, which does not keep them.
    exit(unsafe { front_end(count, arguments.as_mut_ptr()) });
}
