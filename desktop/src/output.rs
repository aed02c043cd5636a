//! Standard output: one JSON object a line, for the program that started the board; text for a
//! person at a terminal.

use std::ffi::{CStr, c_char};
use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use clap::ValueEnum;
use serde_json::json;

use crate::camera::BoardTime;
use crate::clock::Clock;
use crate::core;
use crate::waiting::Waker;

/// Severity of a log line, in the order of `enum wamcam_level`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Level {
    /// Something is broken.
    Error,
    /// Something went wrong and will be tried again.
    Warning,
    /// What happens.
    Info,
    /// How it happens.
    Debug,
}

impl Level {
    fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
            Self::Debug => "debug",
        }
    }

    /// As the console begins a line of the log.
    fn letter(self) -> char {
        match self {
            Self::Error => 'E',
            Self::Warning => 'W',
            Self::Info => 'I',
            Self::Debug => 'D',
        }
    }

    /// The level with a number of the core; unknown ones count as debug.
    pub fn from_core(level: core::wamcam_level) -> Self {
        match level {
            core::WAMCAM_LEVEL_ERROR => Self::Error,
            core::WAMCAM_LEVEL_WARNING => Self::Warning,
            core::WAMCAM_LEVEL_INFORMATION => Self::Info,
            _ => Self::Debug,
        }
    }
}

/// For whom lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// One JSON object a line.
    Json,
    /// A person at a terminal: text, and no events.
    Text,
}

/// Writes the lines. Any thread.
pub struct Output {
    form: Form,
    level_max: Level,
    clock: Arc<Clock>,
    stream: Mutex<Box<dyn Write + Send>>,
    stop: Arc<AtomicBool>,
    waker: Waker,
}

impl Output {
    /// Write to `stream`. When nobody reads it any more, the board is asked to stop.
    pub fn new(
        form: Form,
        level_max: Level,
        clock: Arc<Clock>,
        stream: Box<dyn Write + Send>,
        stop: Arc<AtomicBool>,
        waker: Waker,
    ) -> Self {
        Self { form, level_max, clock, stream: Mutex::new(stream), stop, waker }
    }

    /// One line of the log.
    pub fn log(&self, level: Level, text: &str) {
        if level > self.level_max {
            return;
        }
        if self.form == Form::Text {
            let uptime = Duration::from_micros(u64::try_from(self.clock.uptime_us()).unwrap_or(0));
            let line = format!("{} {:.3} {text}", level.letter(), uptime.as_secs_f64());
            return self.line(line.as_bytes());
        }
        let utc_us = self.clock.utc_us();
        let line = json!({
            "kind": "log",
            "level": level.name(),
            "text": text,
            "uptime_ms": self.clock.uptime_us() / 1000,
            "utc_ms": if utc_us < 0 { -1 } else { utc_us / 1000 },
        });
        self.line(line.to_string().as_bytes());
    }

    /// An event of the application, as it is. Line ends between its parts become blanks, so that
    /// a line stays an object; what is no JSON object is logged instead.
    pub fn report(&self, json: &[u8]) {
        if self.form == Form::Text {
            return;
        }
        if serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(json).is_err() {
            let text = String::from_utf8_lossy(json);
            self.log(Level::Error, &format!("a reported event is no JSON object: {text}"));
            return;
        }
        let blank_for_line_end = |&byte: &u8| if byte < b' ' { b' ' } else { byte };
        let line: Vec<u8> = json.iter().map(blank_for_line_end).collect();
        self.line(&line);
    }

    /// A piece of the answer to a command.
    pub fn console(&self, text: &str) {
        match self.form {
            Form::Text => self.write(text.as_bytes()),
            Form::Json => {
                self.line(json!({ "kind": "console", "text": text }).to_string().as_bytes());
            }
        }
    }

    /// The answer to a command has ended.
    pub fn console_done(&self) {
        if self.form == Form::Json {
            self.line(json!({ "kind": "console_done" }).to_string().as_bytes());
        }
    }

    /// The last line: how the application ended.
    pub fn end(&self, outcome: &core::wamcam_outcome) {
        if self.form == Form::Text {
            let (code, reason) = (outcome.exit_code, text_of(&outcome.reason));
            let colon = if reason.is_empty() { "" } else { ": " };
            return self
                .line(format!("the run has ended, exit code {code}{colon}{reason}").as_bytes());
        }
        let line = json!({
            "kind": "end",
            "exit_code": outcome.exit_code,
            "reason": text_of(&outcome.reason),
            "wasm_bytes": outcome.wasm_bytes,
            "linear_memory_peak": outcome.linear_memory_peak_bytes,
            "host_heap_peak": outcome.host_heap_peak_bytes,
            "start_us": outcome.start_us,
            "ticks": outcome.ticks,
            "control_us": outcome.control_us,
            "control_us_max": outcome.control_us_max,
            "import_us": outcome.import_us,
            "executed_instructions":
                (outcome.executed_instructions >= 0).then_some(outcome.executed_instructions),
        });
        self.line(line.to_string().as_bytes());
    }

    /// True if a person reads it.
    pub fn is_text(&self) -> bool {
        self.form == Form::Text
    }

    fn line(&self, bytes: &[u8]) {
        let mut line = bytes.to_vec();
        line.push(b'\n');
        self.write(&line);
    }

    fn write(&self, bytes: &[u8]) {
        let mut stream = self.stream.lock().unwrap_or_else(PoisonError::into_inner);
        let result = stream.write_all(bytes).and_then(|()| stream.flush());
        if result.is_err_and(|error| error.kind() != io::ErrorKind::Interrupted) {
            self.stop.store(true, Ordering::SeqCst);
            self.waker.wake();
        }
    }
}

/// A text in a C array, up to its NUL.
pub fn text_of(array: &[c_char]) -> String {
    // SAFETY: c_char and u8 have the same size; both are plain bytes.
    let bytes = unsafe { std::slice::from_raw_parts(array.as_ptr().cast::<u8>(), array.len()) };
    let text = CStr::from_bytes_until_nul(bytes).map_or(bytes, CStr::to_bytes);
    String::from_utf8_lossy(text).into_owned()
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{Receiver, Sender, channel};

    use super::*;

    struct Lines(Option<Sender<Vec<u8>>>);

    impl Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let Some(sender) = &self.0 else { return Err(io::ErrorKind::BrokenPipe.into()) };
            sender.send(bytes.to_vec()).map_err(io::Error::other)?;
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn output() -> (Output, Receiver<Vec<u8>>, Arc<AtomicBool>) {
        output_of(Form::Json)
    }

    fn output_of(form: Form) -> (Output, Receiver<Vec<u8>>, Arc<AtomicBool>) {
        let (sender, receiver) = channel();
        let clock = Arc::new(Clock::new(0, 1.0));
        let stop = Arc::new(AtomicBool::new(false));
        let stream = Box::new(Lines(Some(sender)));
        let waker = Waker::new().unwrap();
        (Output::new(form, Level::Info, clock, stream, stop.clone(), waker), receiver, stop)
    }

    fn next(receiver: &Receiver<Vec<u8>>) -> serde_json::Value {
        let line = receiver.try_recv().unwrap();
        assert_eq!(line.iter().filter(|&&byte| byte == b'\n').count(), 1);
        serde_json::from_slice(&line).unwrap()
    }

    #[test]
    fn a_log_line_is_one_json_object_whatever_the_text() {
        let (output, receiver, _) = output();
        output.log(Level::Warning, "a \"quoted\"\nline\u{7}");
        let line = next(&receiver);
        assert_eq!(line["kind"], "log");
        assert_eq!(line["level"], "warning");
        assert_eq!(line["text"], "a \"quoted\"\nline\u{7}");
        assert_eq!(line["utc_ms"], -1);
        assert!(line["uptime_ms"].is_i64());
        output.log(Level::Debug, "too much");
        assert!(receiver.try_recv().is_err());
    }

    #[test]
    fn a_person_reads_text_and_no_events() {
        let (output, receiver, _) = output_of(Form::Text);
        output.log(Level::Warning, "the wind blows");
        output.report(b"{\"kind\":\"shot\"}");
        output.console("half a ");
        output.console("line\n");
        output.console_done();
        output.end(&core::wamcam_outcome { exit_code: 3, ..Default::default() });
        let lines: Vec<_> =
            receiver.try_iter().map(|line| String::from_utf8(line).unwrap()).collect();
        assert!(
            lines[0].starts_with("W 0.0") && lines[0].ends_with(" the wind blows\n"),
            "{lines:?}"
        );
        assert_eq!(lines[1..], ["half a ", "line\n", "the run has ended, exit code 3\n"]);
    }

    #[test]
    fn events_pass_as_they_are_and_only_objects_do() {
        let (output, receiver, _) = output();
        output.report(b"{\"b\":1,\"a\":1.50}");
        assert_eq!(receiver.try_recv().unwrap(), b"{\"b\":1,\"a\":1.50}\n");
        output.report(b"{\n\"kind\": \"shot\"\r\n}");
        assert_eq!(next(&receiver)["kind"], "shot");
        for refused in [b"[1]".as_slice(), b"{\"a\":", b"\xFF", b"{}\n{}"] {
            output.report(refused);
            assert_eq!(next(&receiver)["kind"], "log");
        }
    }

    #[test]
    fn the_board_stops_when_nobody_reads_any_more() {
        let (mut output, _, stop) = output();
        output.stream = Mutex::new(Box::new(Lines(None)));
        output.log(Level::Error, "heard by nobody");
        assert!(stop.load(Ordering::SeqCst));
    }

    #[test]
    fn the_end_carries_the_outcome() {
        let (output, receiver, _) = output();
        let mut outcome =
            core::wamcam_outcome { exit_code: 3, wasm_bytes: 7, ..Default::default() };
        for (to, from) in outcome.reason.iter_mut().zip(b"2 photos are pending") {
            *to = c_char::from_ne_bytes([*from]);
        }
        output.end(&outcome);
        let line = next(&receiver);
        assert_eq!(line["kind"], "end");
        assert_eq!(line["exit_code"], 3);
        assert_eq!(line["reason"], "2 photos are pending");
        assert_eq!(line["wasm_bytes"], 7);
        assert_eq!(line["executed_instructions"], 0);
        outcome.executed_instructions = -1;
        outcome.control_us = 12;
        output.end(&outcome);
        let line = next(&receiver);
        assert_eq!(line["control_us"], 12);
        assert!(line["executed_instructions"].is_null());
    }
}
