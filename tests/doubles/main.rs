//! Carries the tests against doubles, which are C, as tests/core/main.rs does.

use std::ffi::{CString, c_char, c_int};
use std::process::exit;

// Without this the linker would drop WAMR.
use wamrx_sys as _;

unsafe extern "C" {
    /// Run the suites; an argument selects those tests whose "suite.test" contains it.
    fn check_main(count: c_int, arguments: *mut *mut c_char) -> c_int;
}

fn main() {
    let owned: Vec<CString> = std::env::args()
        .map(|argument| CString::new(argument).expect("an argument holds no NUL"))
        .collect();
    let mut arguments: Vec<*mut c_char> =
        owned.iter().map(|argument| argument.as_ptr().cast_mut()).collect();
    let count = c_int::try_from(arguments.len()).expect("few arguments");
    // SAFETY: the strings outlive the call, which does not keep them.
    exit(unsafe { check_main(count, arguments.as_mut_ptr()) });
}
