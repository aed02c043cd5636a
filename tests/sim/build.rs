//! Compiles the core with the models of card, network, camera and time in place of its own files.

#[path = "../core/modules.rs"]
mod modules;

use std::env;
use std::path::{Path, PathBuf};

/// Files of the core (relative to its src/) that the simulated board has others for.
const SWAPPED: [&str; 9] = [
    "camera/worker.c",
    "net/resolve.c",
    "net/socket.c",
    "net/tls.c",
    "net/tls_failure.c",
    "net/tls_session.c",
    "runtime/offer_desk.c",
    "runtime/watchdog.c",
    "store/volume.c",
];

/// Files of the core's tests: applications that are made piece by piece, and flash memory.
const BORROWED: [&str; 4] =
    ["check.c", "runtime/flash_double.c", "runtime/new_application.c", "runtime/parcel.c"];

fn main() {
    let core_tests = Path::new("../core");
    let modules = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    modules::write_header(&core_tests.join("runtime/modules"), &modules.join("modules.h"));
    println!("cargo::rerun-if-changed=.");
    println!("cargo::rerun-if-changed=../updates");
    println!("cargo::rerun-if-changed={}", core_tests.display());
    wamcam_core_build::core_without(&SWAPPED)
        .include(".")
        .include("..")
        .include(core_tests)
        .include(&modules)
        .files(BORROWED.map(|file| core_tests.join(file)))
        .files(wamcam_core_build::c_files(Path::new(".")))
        .files(wamcam_core_build::c_files(Path::new("../updates")))
        .compile("wamcam-sim");
    println!("cargo::rustc-link-lib=dylib=mbedcrypto");
}
