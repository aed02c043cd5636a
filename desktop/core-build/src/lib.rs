//! How the C core of wamcam is compiled on a computer.
//!
//! A library because several packages build the same sources: the desktop board, and the tests of
//! the core, which add sanitizers.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// The macro that turns instruction metering on in WAMR.
const METERING: &str = "-DWASM_ENABLE_INSTRUCTION_METERING=1";

/// Flags for AddressSanitizer and UndefinedBehaviorSanitizer; what they find ends the program.
pub const SANITIZERS: [&str; 4] =
    ["-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-fno-omit-frame-pointer", "-g"];

/// The ESP-IDF component that holds the core, in the checkout whose package is being built: where
/// this library was compiled says nothing, since a target folder can be copied to another one.
pub fn component_folder() -> PathBuf {
    package_folder()
        .ancestors()
        .map(|folder| folder.join("idf-components/wamcam"))
        .find(|component| component.is_dir())
        .expect("a package of this repository is being built")
}

/// The package whose build script is running.
fn package_folder() -> PathBuf {
    PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR"))
}

/// A compiler with all sources of the core, strict warnings and the include folders. Add flags
/// of your own and call `compile("wamcam")`.
pub fn core() -> cc::Build {
    core_without(&[])
}

/// As [`core`], but without some files (relative to src/), because something takes their place:
/// whole files are swapped, so that the core has no switches for its tests.
pub fn core_without(swapped: &[&str]) -> cc::Build {
    let component = component_folder();
    let source = component.join("src");
    println!("cargo::rerun-if-changed={}", component.join("include").display());
    println!("cargo::rerun-if-changed={}", source.display());
    check_metering();

    let mut build = cc::Build::new();
    build
        .std("c11")
        .define("_POSIX_C_SOURCE", "200809L")
        .include(component.join("include"))
        .include(&source)
        .flag("-isystem")
        .flag(wamr_include())
        .warnings(true)
        .extra_warnings(true)
        .flags(["-Wpedantic", "-Wshadow", "-Wconversion"])
        .warnings_into_errors(true)
        .files(
            c_files(&source)
                .into_iter()
                .filter(|file| !swapped.iter().any(|name| file == &source.join(name))),
        );
    build
}

/// Link what code with [`SANITIZERS`] calls. Call it first: rustc links with -nodefaultlibs, which
/// keeps gcc from adding these libraries, and the address sanitizer's must be the first of all.
pub fn link_sanitizers() {
    for library in ["asan", "ubsan"] {
        println!("cargo::rustc-link-lib=dylib={library}");
    }
}

/// Link what the core calls besides WAMR. Call it after `compile`: the order matters.
pub fn link_mbedtls() {
    for library in ["mbedtls", "mbedx509", "mbedcrypto"] {
        println!("cargo::rustc-link-lib=dylib={library}");
    }
}

/// All .c files under `folder`, in an order that does not depend on the file system.
pub fn c_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{} cannot be read: {error}", folder.display()));
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.expect("a readable folder entry").path();
        if path.is_dir() {
            files.extend(c_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "c") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// Without the macro the link fails with a message that helps nobody.
fn check_metering() {
    println!("cargo::rerun-if-env-changed=CFLAGS");
    let flags = env::var("CFLAGS").unwrap_or_default();
    assert!(
        flags.split_whitespace().any(|flag| flag == METERING),
        "CFLAGS lacks {METERING}, which .cargo/config.toml of the repository sets: run cargo \
         inside the repository"
    );
}

/// The folder of wasm_export.h. wamrx-sys tells its dependents nothing, so cargo is asked where
/// the package lies; WAMR_INCLUDE_DIR overrides it.
pub fn wamr_include() -> PathBuf {
    println!("cargo::rerun-if-env-changed=WAMR_INCLUDE_DIR");
    if let Some(folder) = env::var_os("WAMR_INCLUDE_DIR") {
        return folder.into();
    }
    let manifest = package_folder().join("Cargo.toml");
    let output = Command::new(env::var_os("CARGO").expect("cargo sets CARGO for build scripts"))
        .args(["metadata", "--format-version", "1", "--locked", "--manifest-path"])
        .arg(manifest)
        // Only what this platform needs: cargo has not fetched the packages of other systems.
        .args(["--filter-platform", &env::var("TARGET").expect("cargo sets TARGET")])
        .output()
        .expect("cargo metadata starts");
    let message = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo metadata failed: {message}");
    let metadata: serde_json::Value =
        serde_json::from_slice(&output.stdout).expect("cargo metadata prints JSON");
    let package = metadata["packages"]
        .as_array()
        .and_then(|packages| packages.iter().find(|package| package["name"] == "wamrx-sys"))
        .and_then(|package| package["manifest_path"].as_str())
        .expect("wamrx-sys is a dependency");
    Path::new(package).with_file_name("wasm-micro-runtime/core/iwasm/include")
}
