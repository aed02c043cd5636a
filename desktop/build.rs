//! Compiles the C core into the board and derives the Rust view of its headers from them.

use std::env;
use std::path::PathBuf;

fn main() {
    let mut core = wamcam_core_build::core();
    if env::var_os("CARGO_FEATURE_SANITIZERS").is_some() {
        wamcam_core_build::link_sanitizers();
        core.flags(wamcam_core_build::SANITIZERS);
    }
    core.compile("wamcam");
    wamcam_core_build::link_mbedtls();
    write_bindings();
}

/// Rust never has a view of its own of what board.h says.
fn write_bindings() {
    let include = wamcam_core_build::component_folder().join("include");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    bindgen::Builder::default()
        .header_contents(
            "board.h",
            "#include <wamcam/board.h>\n#include <wamcam/console.h>\n#include <wamcam/offer.h>\n\
             #include <wamcam/push.h>\n#include <wamcam/supervise.h>\n\
             #include <mbedtls/error.h>\n#include <mbedtls/ssl.h>\n#include <mbedtls/x509_crt.h>\n",
        )
        .clang_arg(format!("-I{}", include.display()))
        .allowlist_item("wamcam_.*")
        .allowlist_item("WAMCAM_.*")
        .allowlist_function("mbedtls_x509_crt_(init|parse|free)")
        .allowlist_function("mbedtls_ssl_conf_ca_chain")
        .allowlist_function("mbedtls_strerror")
        .allowlist_type("mbedtls_(ssl_config|x509_crl)")
        .opaque_type("mbedtls_ssl_config")
        .opaque_type("mbedtls_x509_crl")
        .prepend_enum_name(false)
        .derive_default(true)
        .generate_cstr(true)
        .generate()
        .unwrap_or_else(|error| panic!("no bindings for the headers of the core: {error}"))
        .write_to_file(out.join("core.rs"))
        .unwrap_or_else(|error| panic!("the bindings could not be written: {error}"));
}
