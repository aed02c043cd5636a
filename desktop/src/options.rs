//! The command line.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::Parser;
use jiff::Timestamp;

use crate::output::Level;
use crate::redirect::Redirect;

/// Largest application file that is read.
pub const APPLICATION_BYTES_MAX: u32 = 1024 * 1024;

/// Run a wamcam application on this computer.
///
/// Standard output carries one JSON object a line: log lines, the application's events and at
/// last how it ended. With --console at a terminal it is text for a person instead. The exit code is the application's: 0 all done, 2 bad configuration,
/// 3 photos pending, 1 anything else, 130 stopped.
#[derive(Debug, Parser)]
#[command(name = "wamcam-desktop", version)]
pub struct Options {
    /// The application, a WebAssembly file
    #[arg(long, value_name = "FILE.wasm")]
    pub app: PathBuf,

    /// Folder that plays the memory card; while it is missing, no card is in
    #[arg(long, value_name = "DIR")]
    pub card: PathBuf,

    /// Folder with settings files; up to three, searched in this order
    #[arg(long, value_name = "DIR")]
    pub settings: Vec<PathBuf>,

    /// Folder for what the application remembers
    #[arg(long, value_name = "DIR")]
    pub state: PathBuf,

    /// scene (a drawn landscape), folder:DIR (JPEG files in turn) or /dev/videoN
    #[arg(long, value_name = "CAMERA", default_value = "scene")]
    pub camera: CameraChoice,

    /// Time of the world around the board at the start, for example 2026-06-21T12:00:00Z; the
    /// application still has to find out. Default: now
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    pub start_time: Option<Timestamp>,

    /// How many times faster than real time everything scheduled runs, 0.1 to 100000
    #[arg(long, value_name = "X", default_value = "1", value_parser = parse_speed)]
    pub speed: f64,

    /// By how many millionths the wall clock runs too fast while the board sleeps, -50000 to 50000
    #[arg(long, value_name = "PPM", default_value = "0", allow_negative_numbers = true,
          value_parser = clap::value_parser!(i64).range(-50_000..=50_000))]
    pub sleep_drift: i64,

    /// Connect to TARGET instead of HOST (* for every host), as curl does; also for the UDP of
    /// time servers, port 123; may be repeated
    #[arg(long, value_name = "HOST:PORT:TARGET:PORT")]
    pub connect_to: Vec<Redirect>,

    /// Root certificates that are trusted
    #[arg(long, value_name = "FILE.pem", default_value = "/etc/ssl/certs/ca-certificates.crt")]
    pub ca: PathBuf,

    /// Log lines up to this level are written
    #[arg(long, value_name = "LEVEL", value_enum, default_value = "info")]
    pub log_level: Level,

    /// Folder that plays the flash memory for applications that replace --app; without it there is
    /// no room for any
    #[arg(long, value_name = "DIR")]
    pub slots: Option<PathBuf>,

    /// Public key (PEM) of ECDSA on P-256 whose owner's applications are taken; may be repeated
    #[arg(long, value_name = "FILE.pem")]
    pub key: Vec<PathBuf>,

    /// How long a new application is tried before it stays, in seconds, unless whoever sends it asks
    /// for another time
    #[arg(long, value_name = "SECONDS", default_value = "300",
          value_parser = clap::value_parser!(u32).range(1..=86_400))]
    pub trial_s: u32,

    /// Take applications over HTTP here, from whoever knows WAMCAM_TOKEN of settings.toml; port 0:
    /// any that is free
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub listen: Option<SocketAddr>,

    /// Record the run into FILE, for npm run replay; it holds your settings with their secrets
    #[arg(long, value_name = "FILE")]
    pub record: Option<PathBuf>,

    /// Take commands (docs/console.md): from a terminal, where lines are edited and answers and log
    /// are text; or from standard input, a line each, where answers are JSON lines of the kinds
    /// console and console_done
    #[arg(long)]
    pub console: bool,

    /// Most memory of the application, in pages of 64 KiB
    #[arg(long, value_name = "PAGES", default_value = "8",
          value_parser = clap::value_parser!(u32).range(1..=1024))]
    pub wasm_pages_max: u32,

    /// How long one call into the application may take, in milliseconds of real time; then it is
    /// stopped
    #[arg(long, value_name = "MS", default_value = "10000",
          value_parser = clap::value_parser!(u32).range(1..=600_000))]
    pub call_ms_max: u32,

    /// Where the scene lies, degrees north
    #[arg(long, value_name = "DEGREES", default_value = "52.37", allow_negative_numbers = true,
          value_parser = |text: &str| parse_degrees(text, 90.0))]
    pub latitude: f64,

    /// Where the scene lies, degrees east
    #[arg(long, value_name = "DEGREES", default_value = "4.90", allow_negative_numbers = true,
          value_parser = |text: &str| parse_degrees(text, 180.0))]
    pub longitude: f64,
}

impl Options {
    /// What clap cannot know: files and folders.
    pub fn check(&self) -> Result<(), String> {
        if self.settings.len() > 3 {
            let count = self.settings.len();
            return Err(format!("--settings is given {count} times, at most 3 are searched"));
        }
        for folder in &self.settings {
            check_folder("--settings", folder)?;
        }
        check_folder("--state", &self.state)?;
        if let Some(folder) = &self.slots {
            check_folder("--slots", folder)?;
        }
        if let CameraChoice::Folder(folder) = &self.camera {
            check_folder("--camera", folder)?;
        }
        Ok(())
    }

    /// The application's bytes.
    pub fn read_application(&self) -> Result<Vec<u8>, String> {
        let failed = |reason: String| {
            format!("--app: the application {} cannot be read: {reason}", self.app.display())
        };
        let length = fs::metadata(&self.app).map_err(|error| failed(error.to_string()))?.len();
        if length > u64::from(APPLICATION_BYTES_MAX) {
            let limit = APPLICATION_BYTES_MAX;
            return Err(failed(format!("it has {length} bytes, at most {limit} are taken")));
        }
        fs::read(&self.app).map_err(|error| failed(error.to_string()))
    }
}

fn check_folder(option: &str, folder: &Path) -> Result<(), String> {
    match fs::metadata(folder) {
        Ok(metadata) if metadata.is_dir() => Ok(()),
        Ok(_) => Err(format!("{option}: {} is not a folder", folder.display())),
        Err(error) => Err(format!("{option}: the folder {} is no use: {error}", folder.display())),
    }
}

/// Which camera the board has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CameraChoice {
    /// A drawn landscape.
    Scene,
    /// JPEG files of a folder.
    Folder(PathBuf),
    /// A camera of the system.
    Device(PathBuf),
}

impl FromStr for CameraChoice {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "scene" {
            return Ok(Self::Scene);
        }
        match text.strip_prefix("folder:") {
            Some("") => Err("the folder is missing after folder:".to_owned()),
            Some(folder) => Ok(Self::Folder(folder.into())),
            None if text.starts_with("/dev/") => Ok(Self::Device(text.into())),
            None => Err("expected scene, folder:DIR or /dev/videoN".to_owned()),
        }
    }
}

fn parse_time(text: &str) -> Result<Timestamp, String> {
    let expected = "expected a time such as 2026-06-21T12:00:00Z or 2026-06-21T14:00:00+02:00";
    let time: Timestamp = text.parse().map_err(|_| expected.to_owned())?;
    if time < Timestamp::UNIX_EPOCH {
        return Err("the time is before 1970".to_owned());
    }
    Ok(time)
}

fn parse_speed(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(speed) if (0.1..=100_000.0).contains(&speed) => Ok(speed),
        _ => Err("expected a number from 0.1 to 100000".to_owned()),
    }
}

fn parse_degrees(text: &str, limit: f64) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(degrees) if (-limit..=limit).contains(&degrees) => Ok(degrees),
        _ => Err(format!("expected degrees from -{limit} to {limit}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEEDED: [&str; 7] =
        ["wamcam-desktop", "--app", "app.wasm", "--card", "card", "--state", "/"];

    fn parse(more: &[&str]) -> Result<Options, clap::Error> {
        Options::try_parse_from(NEEDED.iter().chain(more))
    }

    #[test]
    fn defaults_and_values_arrive() {
        let options = parse(&[]).unwrap();
        assert_eq!(options.camera, CameraChoice::Scene);
        assert_eq!((options.speed, options.log_level), (1.0, Level::Info));
        let options = parse(&[
            "--camera",
            "folder:/photos",
            "--speed",
            "0.1",
            "--latitude",
            "-33.9",
            "--settings",
            "/",
            "--settings",
            "/tmp",
            "--connect-to",
            "*:443:127.0.0.1:8443",
            "--start-time",
            "2026-06-21T14:00:00+02:00",
        ])
        .unwrap();
        assert_eq!(options.camera, CameraChoice::Folder("/photos".into()));
        assert_eq!(options.settings.len(), 2);
        assert_eq!(options.start_time.unwrap().to_string(), "2026-06-21T12:00:00Z");
        assert_eq!((options.speed, options.latitude), (0.1, -33.9));
    }

    #[test]
    fn wrong_values_are_refused_with_the_name_of_the_option() {
        for (option, value) in [
            ("--speed", "0"),
            ("--speed", "NaN"),
            ("--speed", "100001"),
            ("--start-time", "yesterday"),
            ("--start-time", "2026-06-21"),
            ("--start-time", "1969-12-31T23:59:59Z"),
            ("--camera", "folder:"),
            ("--camera", "webcam"),
            ("--connect-to", "a:b"),
            ("--latitude", "91"),
            ("--longitude", "-181"),
            ("--sleep-drift", "50001"),
            ("--log-level", "loud"),
            ("--wasm-pages-max", "0"),
            ("--call-ms-max", "0"),
            ("--trial-s", "0"),
            ("--trial-s", "86401"),
        ] {
            let error = parse(&[option, value]).unwrap_err();
            assert_eq!(error.exit_code(), 2, "{option} {value}");
            let sentence = error.to_string();
            assert!(sentence.contains(option) && sentence.contains(value), "{sentence}");
        }
        let missing = Options::try_parse_from(["wamcam-desktop"]).unwrap_err().to_string();
        assert!(missing.contains("--app") && missing.contains("--card"), "{missing}");
    }

    #[test]
    fn folders_and_the_application_are_looked_at() {
        assert!(parse(&[]).unwrap().check().is_ok());
        let sentence = parse(&["--settings", "/nowhere"]).unwrap().check().unwrap_err();
        assert!(sentence.contains("--settings") && sentence.contains("/nowhere"), "{sentence}");
        let four = ["--settings", "/"].repeat(4);
        assert!(parse(&four).unwrap().check().unwrap_err().contains("4 times"));
        assert!(parse(&["--camera", "folder:/nowhere"]).unwrap().check().is_err());
        assert!(parse(&[]).unwrap().read_application().unwrap_err().contains("app.wasm"));
    }
}
