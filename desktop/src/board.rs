//! The board: everything that the core borrows, and the struct through which it does.

use std::ffi::{CStr, CString, c_void};
use std::io::Write;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::ptr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use jiff::Timestamp;

use crate::callbacks;
use crate::camera::folder::FolderCamera;
use crate::camera::scene::{Place, SceneCamera};
use crate::camera::video_device::VideoDeviceCamera;
use crate::camera::{BoardTime, Camera};
use crate::card::Card;
use crate::clock::Clock;
use crate::console::Console;
use crate::core;
use crate::flash::{self, Flash};
use crate::keys;
use crate::listening::Listening;
use crate::options::{APPLICATION_BYTES_MAX, CameraChoice, Options};
use crate::output::{Form, Level, Output};
use crate::recording::{self, Recording};
use crate::redirect::Redirect;
use crate::sleep::Sleep;
use crate::terminal::Terminal;
use crate::trust::Trust;
use crate::waiting::Waker;

/// What the core tells as the version of the firmware.
const FIRMWARE_VERSION: &CStr =
    match CStr::from_bytes_with_nul(concat!(env!("CARGO_PKG_VERSION"), "\0").as_bytes()) {
        Ok(version) => version,
        Err(_) => panic!("a version without NUL"),
    };

/// All parts of the desktop board.
pub struct Board {
    /// Uptime, wall clock and real time.
    pub clock: Arc<Clock>,
    /// Sleeps and ends sleeps.
    pub waker: Waker,
    /// Set when the board is to end.
    pub stop: Arc<AtomicBool>,
    /// The camera that was chosen.
    pub camera: Mutex<Box<dyn Camera>>,
    /// Name of the open camera's sensor, kept here because the core reads it as a C string.
    pub sensor: Mutex<CString>,
    /// The card.
    pub card: Card,
    /// Trusted certificates.
    pub trust: Trust,
    /// Rules of --connect-to.
    pub redirects: Vec<Redirect>,
    /// What is known of the sleep before.
    pub sleep: Sleep,
    /// Standard output.
    pub output: Output,
    /// Where a person types, if it is a terminal.
    pub terminal: Option<Terminal>,
    /// Flash memory for applications, if there is any.
    pub flash: Option<Flash>,
    /// Takes applications from the network, if it may.
    pub listening: Option<Listening>,
    /// Where the run is recorded, if it is.
    pub recording: Option<Recording>,
    /// What a person types, and the log in memory.
    pub console: Option<Console>,
    strings: Strings,
    flash_areas: core::wamcam_flash,
    trusted_keys: Vec<core::wamcam_key>,
    wasm_pages_max: u32,
    trial_s: u32,
    call_ms_max: u32,
}

/// Texts that the core sees; they live as long as the board.
struct Strings {
    card_folder: CString,
    settings_folders: Vec<CString>,
    state_folder: CString,
}

impl Board {
    /// Build the board; an error is one sentence about an option.
    pub fn new(options: &Options) -> Result<Self, String> {
        options.check()?;
        let trust = Trust::from_pem(&options.ca).map_err(|sentence| format!("--ca: {sentence}"))?;
        let waker = Waker::new().map_err(|error| format!("no event descriptor: {error}"))?;
        let stop = Arc::new(AtomicBool::new(false));
        let start = options.start_time.unwrap_or_else(Timestamp::now);
        let clock = Arc::new(Clock::new(start.as_microsecond(), options.speed));
        let terminal = if options.console { Terminal::open() } else { None };
        let (form, stream): (_, Box<dyn Write + Send>) = match &terminal {
            Some(terminal) => (Form::Text, Box::new(terminal.screen())),
            None => (Form::Json, Box::new(std::io::stdout())),
        };
        let output = Output::new(
            form,
            options.log_level,
            clock.clone(),
            stream,
            stop.clone(),
            waker.clone(),
        );
        Ok(Self {
            camera: Mutex::new(camera(options, clock.clone())),
            sensor: Mutex::new(CString::default()),
            card: Card::new(options.card.clone()),
            redirects: options.connect_to.clone(),
            sleep: Sleep::new(options.sleep_drift),
            flash: options.slots.as_deref().map(open_flash).transpose()?,
            listening: options.listen.map(Listening::new),
            flash_areas: core::wamcam_flash {
                area_bytes: Flash::area_bytes(),
                erase_bytes: flash::ERASE_BYTES,
                read: Some(callbacks::flash_read),
                erase: Some(callbacks::flash_erase),
                write: Some(callbacks::flash_write),
            },
            trusted_keys: options
                .key
                .iter()
                .map(|path| keys::read(path))
                .collect::<Result<_, _>>()?,
            recording: options.record.as_deref().map(Recording::create).transpose()?,
            console: needs_console(options).then(|| Console::new(&options.app)).transpose()?,
            strings: Strings::new(options)?,
            wasm_pages_max: options.wasm_pages_max,
            trial_s: options.trial_s,
            call_ms_max: options.call_ms_max,
            clock,
            waker,
            stop,
            trust,
            output,
            terminal,
        })
    }

    /// The flag that ends the board.
    pub fn stop_flag(&self) -> Arc<AtomicBool> {
        self.stop.clone()
    }

    /// Ends the board's sleep.
    pub fn waker(&self) -> Waker {
        self.waker.clone()
    }

    /// Run an application until it ends, be it for a sleep.
    pub fn run(&self, wasm: &[u8]) -> core::wamcam_outcome {
        let board = self.as_core();
        let mut outcome = core::wamcam_outcome::default();
        // SAFETY: all pointers are valid until the call returns, and the core keeps none.
        unsafe {
            core::wamcam_supervise(&raw const board, wasm.as_ptr(), wasm.len(), &raw mut outcome);
        }
        outcome
    }

    /// Be powered down if an application has asked for it, until it wanted to begin anew or the
    /// board is to end; true if it has asked.
    pub fn power_down(&self, wanted: &core::wamcam_sleep) -> bool {
        if !wanted.is_wanted {
            return false;
        }
        self.output.log(Level::Debug, "the board is powered down");
        let wake_us = self.sleep.wake_us(self.clock.uptime_us(), wanted.until_uptime_us);
        while !self.stop.load(Ordering::SeqCst) {
            let longest = self.clock.real_time_until(wake_us, i64::MAX);
            if longest.is_none_or(|longest| longest.is_zero()) {
                break;
            }
            self.waker.wait(std::iter::empty(), longest);
        }
        self.clock.restart(wanted.until_uptime_us - wake_us);
        self.sleep.keep(&wanted.kept[..wanted.kept_bytes as usize]);
        if let Some(Err(error)) = self.recording.as_ref().map(Recording::restart) {
            self.output.log(Level::Warning, &format!("the recording cannot begin anew: {error}"));
        }
        true
    }

    /// End an answer that goes on until a person does something. Any thread.
    pub fn interrupt_answer(&self) {
        let board = self.as_core();
        // SAFETY: the pointer is valid until the call returns.
        unsafe { core::wamcam_console_interrupt(&raw const board) };
    }

    /// True while an answer shows the log as it is written. Any thread.
    pub fn follows_log(&self) -> bool {
        let board = self.as_core();
        // SAFETY: the pointer is valid until the call returns.
        unsafe { core::wamcam_console_is_following(&raw const board) }
    }

    /// Ask the board to end, as a signal does. Any thread.
    pub fn request_stop(&self) {
        self.stop.store(true, Ordering::SeqCst);
        self.waker.wake();
    }

    /// Do what a person has asked for at the console; true if the application is to run again.
    pub fn fulfil_wish(&self) -> bool {
        let board = self.as_core();
        // SAFETY: the pointer is valid until the call returns.
        let wish = unsafe { core::wamcam_console_fulfil_wish(&raw const board) };
        wish != core::WAMCAM_WISH_NONE && !self.stop.load(Ordering::SeqCst)
    }

    /// The board as the core sees it; valid as long as `self` stays where it is.
    pub fn as_core(&self) -> core::wamcam_board {
        let settings_folder = |index: usize| {
            self.strings.settings_folders.get(index).map_or(ptr::null(), |s| s.as_ptr())
        };
        core::wamcam_board {
            name: c"desktop".as_ptr(),
            firmware_version: FIRMWARE_VERSION.as_ptr(),
            context: ptr::from_ref(self).cast_mut().cast::<c_void>(),
            limits: self.limits(),
            uptime_us: Some(callbacks::uptime_us),
            utc_us: Some(callbacks::utc_us),
            set_utc_us: Some(callbacks::set_utc_us),
            stopwatch_us: Some(callbacks::stopwatch_us),
            processor_us: Some(callbacks::processor_us),
            wait: Some(callbacks::wait),
            wake: Some(callbacks::wake),
            stop_requested: Some(callbacks::stop_requested),
            random: Some(callbacks::random),
            health: Some(callbacks::health),
            sleep_state: Some(callbacks::sleep_state),
            kept: Some(callbacks::kept),
            camera_open: Some(callbacks::camera_open),
            camera_set: Some(callbacks::camera_set),
            camera_take: Some(callbacks::camera_take),
            camera_give_back: Some(callbacks::camera_give_back),
            camera_luminance: Some(callbacks::camera_luminance),
            camera_close: Some(callbacks::camera_close),
            camera_sensor: Some(callbacks::camera_sensor),
            card_folder: self.strings.card_folder.as_ptr(),
            card_state: Some(callbacks::card_state),
            card_free_bytes: Some(callbacks::card_free_bytes),
            room: Some(callbacks::room),
            settings_folders: std::array::from_fn(settings_folder),
            state_folder: self.strings.state_folder.as_ptr(),
            tls_trust: Some(callbacks::tls_trust),
            flash: self.flash.as_ref().map_or(ptr::null(), |_| &raw const self.flash_areas),
            // The operating system has joined a network long before.
            wifi_join: None,
            connect_to: Some(callbacks::connect_to),
            listen: self.listening.as_ref().map(|_| callbacks::listen as _),
            trusted_keys: self.trusted_keys.as_ptr(),
            trusted_key_count: self.trusted_keys.len(),
            log: Some(callbacks::log),
            report: Some(callbacks::report),
            record: self.recording.as_ref().map(|_| callbacks::record as _),
            console: self.console.as_ref().map_or(ptr::null_mut(), Console::as_core),
            console_write: Some(callbacks::console_write),
            console_done: Some(callbacks::console_done),
            wifi_describe: None,
            usb_drive_offer: None,
            checks: self.console.as_ref().map_or_else(Default::default, Console::checks),
        }
    }

    /// Near those of a camera with 8 MB of memory, so that what fits here fits there; times are
    /// generous, since this computer may be busy with something else.
    fn limits(&self) -> core::wamcam_limits {
        core::wamcam_limits {
            wasm_pages_max: self.wasm_pages_max,
            wasm_stack_bytes: 32 * 1024,
            wasm_module_bytes_max: APPLICATION_BYTES_MAX,
            instructions_per_call: 200_000_000,
            call_ms_max: self.call_ms_max,
            frames_max: 2,
            connections_max: 4,
            send_chunk_bytes: 4_096,
            send_pause_ms_max: 1_000,
            send_buffer_bytes_max: 262_144,
            open_ms: 20_000,
            stall_ms: 20_000,
            response_ms: 30_000,
            trial_s: self.trial_s,
            trial_s_max: 86_400,
            recording_bytes_max: recording::BYTES_MAX,
            // The crate's WAMR has an interpreter only.
            machine_code: false,
        }
    }
}

impl Strings {
    fn new(options: &Options) -> Result<Self, String> {
        Ok(Self {
            card_folder: folder_text(&options.card)?,
            settings_folders: options
                .settings
                .iter()
                .map(|folder| folder_text(folder))
                .collect::<Result<_, _>>()?,
            state_folder: folder_text(&options.state)?,
        })
    }
}

/// Somebody types, or the network asks for the log, which the console keeps.
fn needs_console(options: &Options) -> bool {
    options.console || options.listen.is_some()
}

fn open_flash(folder: &Path) -> Result<Flash, String> {
    Flash::open(folder).map_err(|error| format!("--slots: {} is no use: {error}", folder.display()))
}

/// A folder as the core wants it: without a / at the end.
fn folder_text(folder: &Path) -> Result<CString, String> {
    let bytes = folder.as_os_str().as_bytes();
    let end = bytes.iter().rposition(|&byte| byte != b'/').map_or(0, |last| last + 1);
    CString::new(&bytes[..end])
        .map_err(|_| format!("the folder name {} holds a NUL", folder.display()))
}

fn camera(options: &Options, time: Arc<dyn BoardTime>) -> Box<dyn Camera> {
    let place = Place { latitude_deg: options.latitude, longitude_deg: options.longitude };
    match &options.camera {
        CameraChoice::Scene => Box::new(SceneCamera::new(place, time)),
        CameraChoice::Folder(folder) => Box::new(FolderCamera::new(folder.clone(), time)),
        CameraChoice::Device(device) => Box::new(VideoDeviceCamera::new(device.clone(), time)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_lose_the_slashes_at_their_end() {
        for (folder, expected) in [("/a/b", "/a/b"), ("/a/b//", "/a/b"), ("a/", "a"), ("/", "")] {
            let text = folder_text(Path::new(folder)).unwrap();
            assert_eq!(text.to_str().unwrap(), expected);
        }
    }
}
