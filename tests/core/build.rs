//! Compiles the core and its tests with sanitizers, and the WebAssembly modules the tests run.

mod modules;

use std::env;
use std::path::{Path, PathBuf};

/// Where `npm run build` puts the application.
fn build_folder() -> PathBuf {
    wamcam_core_build::component_folder().join("../../build")
}

fn main() {
    let modules = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    modules::write_header(Path::new("runtime/modules"), &modules.join("modules.h"));
    println!("cargo::rerun-if-changed=.");
    wamcam_core_build::link_sanitizers();
    // memory_failing.c takes the place of memory.c: each allocation can be made to fail; and
    // worker_prompt.c that of worker.c: the camera can be made to be ready at once.
    wamcam_core_build::core_without(&["memory.c", "camera/worker.c"])
        .flags(wamcam_core_build::SANITIZERS)
        .include(&modules)
        .define("BUILD_FOLDER", format!("\"{}\"", build_folder().display()).as_str())
        .include(".")
        .files(wamcam_core_build::c_files(Path::new(".")))
        .compile("wamcam-core-tests");
    wamcam_core_build::link_mbedtls();
}
