//! The root certificates that the board trusts.

use std::ffi::{CStr, c_char, c_void};
use std::fs;
use std::path::Path;
use std::ptr;

use crate::core;

/// Certificates of one PEM file, parsed once and lent to every connection.
pub struct Trust {
    // In a box: mbedTLS links certificates by address.
    chain: Box<core::mbedtls_x509_crt>,
}

// SAFETY: after parsing the chain is only read.
unsafe impl Send for Trust {}
// SAFETY: as above.
unsafe impl Sync for Trust {}

impl Trust {
    /// Read a PEM file. Certificates in it that mbedTLS cannot read are left out, as long as one
    /// is left: a system bundle may hold some with unusual curves.
    pub fn from_pem(file: &Path) -> Result<Self, String> {
        let failed = |reason: String| {
            format!("the certificates in {} cannot be used: {reason}", file.display())
        };
        let mut pem = fs::read(file).map_err(|error| failed(error.to_string()))?;
        // mbedTLS tells PEM from DER by the NUL at the end.
        pem.push(0);
        let mut chain = Box::<core::mbedtls_x509_crt>::default();
        // SAFETY: the chain is initialised before it is filled; buffer and length belong
        // together.
        let result = unsafe {
            core::mbedtls_x509_crt_init(&raw mut *chain);
            core::mbedtls_x509_crt_parse(&raw mut *chain, pem.as_ptr(), pem.len())
        };
        // From here on dropping frees the chain.
        let trust = Self { chain };
        // Above zero: so many could not be read, but at least one could.
        if result < 0 {
            return Err(failed(format!("{}; a PEM file is expected", mbedtls_text(result))));
        }
        Ok(trust)
    }

    /// Make a TLS configuration trust these certificates.
    ///
    /// # Safety
    ///
    /// `ssl_config` points to an initialised `mbedtls_ssl_config` that is not used after `self`.
    pub unsafe fn install(&self, ssl_config: *mut c_void) {
        let chain = (&raw const *self.chain).cast_mut();
        // SAFETY: mbedTLS reads the chain only, although its parameter is not const.
        unsafe { core::mbedtls_ssl_conf_ca_chain(ssl_config.cast(), chain, ptr::null_mut()) };
    }
}

impl Drop for Trust {
    fn drop(&mut self) {
        // SAFETY: the chain was initialised in from_pem().
        unsafe { core::mbedtls_x509_crt_free(&raw mut *self.chain) };
    }
}

fn mbedtls_text(error: i32) -> String {
    let mut text: [c_char; 200] = [0; 200];
    // SAFETY: the function ends the text with NUL within the length given.
    let text = unsafe {
        core::mbedtls_strerror(error, text.as_mut_ptr(), text.len());
        CStr::from_ptr(text.as_ptr())
    };
    text.to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error_of(content: &[u8]) -> String {
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), content).unwrap();
        Trust::from_pem(file.path()).err().expect("refused")
    }

    #[test]
    fn files_without_a_certificate_are_refused_with_a_sentence() {
        for content in [
            b"".as_slice(),
            b"no certificate",
            b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        ] {
            assert!(error_of(content).contains("cannot be used"), "{content:?}");
        }
        let missing = Trust::from_pem(Path::new("/nowhere/ca.pem")).err().unwrap();
        assert!(missing.contains("/nowhere/ca.pem"), "{missing}");
    }

    #[test]
    fn the_system_bundle_is_read() {
        let bundle = Path::new("/etc/ssl/certs/ca-certificates.crt");
        if !bundle.exists() {
            eprintln!("skipped: this system has no {}", bundle.display());
            return;
        }
        let trust = Trust::from_pem(bundle).unwrap();
        assert!(trust.chain.raw.len > 0);
    }
}
