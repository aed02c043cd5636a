//! `--connect-to`: other addresses for host names, as curl's option of that name.

use std::str::FromStr;

/// One rule HOST:PORT:TARGET:PORT. An empty part stands for any host or port on the left, and
/// for "unchanged" on the right; `*` is another word for any host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    host: Option<String>,
    port: Option<u16>,
    target: Option<String>,
    target_port: Option<u16>,
}

impl Redirect {
    /// Where this rule leads, or none if it does not apply.
    fn target_of(&self, host: &str, port: u16) -> Option<(String, u16)> {
        let host_fits = self.host.as_deref().is_none_or(|own| own.eq_ignore_ascii_case(host));
        if !host_fits || self.port.is_some_and(|own| own != port) {
            return None;
        }
        let target = self.target.clone().unwrap_or_else(|| host.to_owned());
        Some((target, self.target_port.unwrap_or(port)))
    }
}

/// Where to connect for `host` and `port`: the first rule that applies, or the same place.
pub fn target(rules: &[Redirect], host: &str, port: u16) -> (String, u16) {
    rules
        .iter()
        .find_map(|rule| rule.target_of(host, port))
        .unwrap_or_else(|| (host.to_owned(), port))
}

impl FromStr for Redirect {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut rest = text;
        let host = next_host(&mut rest)?;
        let port = next_port(&mut rest)?;
        let target = next_host(&mut rest)?;
        let target_port = parse_port(rest)?;
        let host = host.filter(|host| host != "*");
        if target.as_deref() == Some("*") {
            return Err("the target cannot be *".to_owned());
        }
        Ok(Self { host, port, target, target_port })
    }
}

const EXPECTED: &str = "expected HOST:PORT:TARGET:PORT, for example *:443:127.0.0.1:8443";

/// The part up to the next colon; IPv6 addresses stand in brackets.
fn next_host(rest: &mut &str) -> Result<Option<String>, String> {
    let (host, after) = if let Some(inner) = rest.strip_prefix('[') {
        let (host, after) = inner.split_once(']').ok_or(EXPECTED)?;
        (host, after.strip_prefix(':').ok_or(EXPECTED)?)
    } else {
        rest.split_once(':').ok_or(EXPECTED)?
    };
    *rest = after;
    Ok((!host.is_empty()).then(|| host.to_owned()))
}

fn next_port(rest: &mut &str) -> Result<Option<u16>, String> {
    let (port, after) = rest.split_once(':').ok_or(EXPECTED)?;
    *rest = after;
    parse_port(port)
}

fn parse_port(text: &str) -> Result<Option<u16>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    match text.parse::<u16>() {
        Ok(port) if port > 0 => Ok(Some(port)),
        _ => Err(format!("{text:?} is not a port from 1 to 65535; {EXPECTED}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(texts: &[&str]) -> Vec<Redirect> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    fn at(texts: &[&str], host: &str, port: u16) -> (String, u16) {
        target(&rules(texts), host, port)
    }

    #[test]
    fn the_first_rule_that_applies_counts() {
        let texts = ["a.example:443:one:1", "a.example::two:2", "*:443:three:3"];
        assert_eq!(at(&texts, "A.Example", 443), ("one".to_owned(), 1));
        assert_eq!(at(&texts, "a.example", 80), ("two".to_owned(), 2));
        assert_eq!(at(&texts, "b.example", 443), ("three".to_owned(), 3));
        assert_eq!(at(&texts, "b.example", 80), ("b.example".to_owned(), 80));
    }

    #[test]
    fn empty_parts_mean_any_or_unchanged() {
        assert_eq!(at(&[":::8443"], "a", 443), ("a".to_owned(), 8443));
        assert_eq!(at(&["::127.0.0.1:"], "a", 443), ("127.0.0.1".to_owned(), 443));
        assert_eq!(at(&["[::1]:443:[fe80::1]:8443"], "::1", 443), ("fe80::1".to_owned(), 8443));
    }

    #[test]
    fn malformed_rules_are_refused() {
        for text in ["", "a", "a:1", "a:1:b", "a:x:b:1", "a:0:b:1", "a:1:b:65536", "a:1:*:1"] {
            assert!(text.parse::<Redirect>().is_err(), "{text}");
        }
        assert!("[::1:443:b:1".parse::<Redirect>().is_err());
        assert!("a:1:b:2:3".parse::<Redirect>().is_err());
    }
}
