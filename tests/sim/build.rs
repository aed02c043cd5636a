//! Compiles the core with the models of card, network, camera and time in place of its own files.

use std::path::Path;

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

fn main() {
    println!("cargo::rerun-if-changed=.");
    wamcam_core_build::core_without(&SWAPPED)
        .include(".")
        .files(wamcam_core_build::c_files(Path::new(".")))
        .compile("wamcam-sim");
    println!("cargo::rustc-link-lib=dylib=mbedcrypto");
}
