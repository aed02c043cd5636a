//! Compiles what ESP-IDF compiles (idf-components/wamcam_esp32 and firmware) with doubles of
//! ESP-IDF's functions and with sanitizers.

use std::path::Path;

/// The chip's clock and the card's files are doubles too, and these are the C library's.
const RENAMED: [&str; 7] = [
    "-Dgettimeofday=doubles_gettimeofday",
    "-Dsettimeofday=doubles_settimeofday",
    "-Dclose=doubles_close",
    "-Dfsync=doubles_fsync",
    "-Drename=doubles_rename",
    "-Dunlink=doubles_unlink",
    "-Dwrite=doubles_write",
];

fn main() {
    let esp32 = wamcam_core_build::component_folder().with_file_name("wamcam_esp32");
    let firmware = esp32.join("../../firmware");
    println!("cargo::rerun-if-changed=.");
    println!("cargo::rerun-if-changed=../core/check.c");
    println!("cargo::rerun-if-changed=../core/runtime/parcel.c");
    println!("cargo::rerun-if-changed=../core/scratch.c");
    println!("cargo::rerun-if-changed={}", esp32.display());
    println!("cargo::rerun-if-changed={}", firmware.display());
    wamcam_core_build::link_sanitizers();
    // application.c takes the place of run.c: a test says how the application ends.
    wamcam_core_build::core_without(&["runtime/run.c", "heap.c"])
        .flags(wamcam_core_build::SANITIZERS)
        .flags(RENAMED)
        .include("headers")
        .include("../core")
        .include(".")
        .include(esp32.join("include"))
        .include(esp32.join("src"))
        .include(&firmware)
        .file("../core/check.c")
        .file("../core/runtime/parcel.c")
        .file("../core/scratch.c")
        .file(esp32.join("chips/heap_psram.c"))
        .files(wamcam_core_build::c_files(Path::new(".")))
        .files(wamcam_core_build::c_files(&esp32.join("src")))
        .files(wamcam_core_build::c_files(&firmware))
        .compile("wamcam-doubles-tests");
    wamcam_core_build::link_mbedtls();
}
