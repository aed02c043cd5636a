//! Keys whose owners may send applications to the board.

use std::fs;
use std::path::Path;

use crate::core;

/// What comes before the point in SubjectPublicKeyInfo of a key on P-256 (RFC 5480).
const HEAD: [u8; 26] = [
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a,
    0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
];

/// Read a public key; an error is one sentence.
pub fn read(path: &Path) -> Result<core::wamcam_key, String> {
    let text = fs::read_to_string(path)
        .map_err(|error| format!("--key: {} cannot be read: {error}", path.display()))?;
    parse(&text).ok_or_else(|| {
        let path = path.display();
        format!("--key: {path} is no public key of ECDSA on P-256 in PEM; keygen makes one")
    })
}

fn parse(text: &str) -> Option<core::wamcam_key> {
    let block = pem::parse(text).ok().filter(|block| block.tag() == "PUBLIC KEY")?;
    let point = block.contents().strip_prefix(&HEAD)?.try_into().ok()?;
    Some(core::wamcam_key { point })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6979, appendix A.2.5.
    const KEY: &str = "-----BEGIN PUBLIC KEY-----\n\
        MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEYP7UuiVanTHJYet0xjVtaMBJuJI7\n\
        Yfps5mliLmDyn7Z5A/4QCLi8maQa6elWKLxk8vGyDC1+n1F3o8KU1EYimQ==\n\
        -----END PUBLIC KEY-----\n";

    #[test]
    fn a_key_is_its_point() {
        let point = parse(KEY).unwrap().point;
        assert_eq!(point[..4], [0x04, 0x60, 0xFE, 0xD4]);
        assert_eq!(point[62..], [0x46, 0x22, 0x99]);
    }

    #[test]
    fn other_things_are_no_keys() {
        for text in ["", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", "key"] {
            assert!(parse(text).is_none());
        }
    }
}
