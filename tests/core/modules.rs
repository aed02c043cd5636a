//! WebAssembly modules for tests in C.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// A header with each .wat of a folder as `module_<name>`.
pub fn write_header(folder: &Path, header: &Path) {
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
