//! Compiles the core and its tests with sanitizers, and the WebAssembly modules the tests run.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

const SANITIZERS: [&str; 4] =
    ["-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-fno-omit-frame-pointer", "-g"];

fn main() {
    let modules = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    write_modules(Path::new("runtime/modules"), &modules.join("modules.h"));
    println!("cargo::rerun-if-changed=.");
    // rustc links with -nodefaultlibs, which keeps gcc from adding the sanitizers' libraries; and
    // the address sanitizer's must be the first of all.
    for library in ["asan", "ubsan"] {
        println!("cargo::rustc-link-lib=dylib={library}");
    }
    // memory_failing.c takes the place of memory.c: each allocation can be made to fail; and
    // worker_prompt.c that of worker.c: the camera can be made to be ready at once.
    wamcam_core_build::core_without(&["memory.c", "camera/worker.c"])
        .flags(SANITIZERS)
        .include(&modules)
        .include(".")
        .files(wamcam_core_build::c_files(Path::new(".")))
        .compile("wamcam-core-tests");
    wamcam_core_build::link_mbedtls();
}

/// A header with each .wat of a folder as `module_<name>`.
fn write_modules(folder: &Path, header: &Path) {
    let mut text = String::from(
        "#include <stddef.h>\n#include <stdint.h>\n\n\
         struct module_bytes {\n    const uint8_t *bytes;\n    size_t length;\n};\n\n",
    );
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the folder of modules")
        .map(|entry| entry.expect("a readable entry").path())
        .collect();
    paths.sort();
    for path in paths {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let bytes = wat::parse_file(&path).unwrap_or_else(|error| panic!("{error}"));
        let list: Vec<String> = bytes.iter().map(u8::to_string).collect();
        writeln!(
            text,
            "static const uint8_t {name}_bytes[] = {{{}}};\n\
             static const struct module_bytes module_{name} = {{{name}_bytes, {}}};\n",
            list.join(","),
            bytes.len()
        )
        .expect("writing to a string");
    }
    fs::write(header, text).expect("the header can be written");
}
