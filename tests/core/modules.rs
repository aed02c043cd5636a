//! WebAssembly modules for tests in C.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// A header with each .wat of a folder as `module_<name>`, with a manifest that allows everything
/// the module imports.
pub fn write_header(folder: &Path, header: &Path) {
    let mut text = String::from(
        "#include <stddef.h>\n#include <stdint.h>\n\n\
         struct module_bytes {\n    const uint8_t *bytes;\n    size_t length;\n    \
         size_t bare_length; /* without the manifest */\n};\n\n",
    );
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the folder of modules")
        .map(|entry| entry.expect("a readable entry").path())
        .collect();
    paths.sort();
    for path in paths {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let mut bytes = wat::parse_file(&path).unwrap_or_else(|error| panic!("{error}"));
        let bare_length = bytes.len();
        let source = fs::read_to_string(&path).expect("a readable module");
        bytes.extend(manifest_section(&manifest(&name, &source)));
        let list: Vec<String> = bytes.iter().map(u8::to_string).collect();
        writeln!(
            text,
            "static const uint8_t {name}_bytes[] = {{{}}};\n\
             static const struct module_bytes module_{name} = {{{name}_bytes, {}, {bare_length}}};\n",
            list.join(","),
            bytes.len()
        )
        .expect("writing to a string");
    }
    fs::write(header, text).expect("the header can be written");
}

fn manifest(name: &str, source: &str) -> String {
    let imports = source.split("(import \"").skip(1);
    let used: BTreeSet<&str> = imports.filter_map(|rest| rest.split('"').next()).collect();
    let used: String = used.iter().map(|capability| format!("use {capability}\n")).collect();
    let name = name.replace('_', "-");
    format!(
        "abi 1\nname {name}\nversion 1.0.0\nmemory 65472\n{used}host *\ntime-server *\nfolder /\n"
    )
}

fn manifest_section(text: &str) -> Vec<u8> {
    const NAME: &str = "wamcam.manifest";
    let length = 1 + NAME.len() + text.len();
    let low = u8::try_from(length & 0x7f).expect("seven bits");
    let high = u8::try_from(length >> 7).expect("a short manifest");
    let name_length = u8::try_from(NAME.len()).expect("a short name");
    let mut section = vec![0, low | 0x80, high, name_length];
    section.extend(NAME.bytes().chain(text.bytes()));
    section
}
