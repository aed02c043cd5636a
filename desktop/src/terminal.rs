//! A person at a terminal: lines are edited there, and what the board writes stands above them.

use std::ffi::CStr;
use std::io::{self, IsTerminal, Write};
use std::mem::MaybeUninit;
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;
use std::time::Duration;

use rustyline::completion::Completer;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::MemHistory;
use rustyline::validate::Validator;
use rustyline::{Config, Context, ExternalPrinter, Helper};

use crate::core;

/// Lines that Up brings back, as many as on a camera.
const HISTORY_LINES: usize = 8;
/// So long the end of the output is waited for; the line editor may hold it up.
const PATIENCE: Duration = Duration::from_millis(300);

/// Reads lines of a person, who can edit them.
pub type Editor = rustyline::Editor<Commands, MemHistory>;

/// What goes to the screen, one after the other.
enum Piece {
    Text(String),
    /// Everything before it has been written.
    Mark(mpsc::Sender<()>),
}

/// The terminal of this process.
pub struct Terminal {
    editor: Mutex<Option<Editor>>,
    pieces: mpsc::Sender<Piece>,
    /// How it was before anybody has edited a line.
    before: libc::termios,
}

impl Terminal {
    /// None if a person sits at only one end of this process, or the terminal cannot do it.
    pub fn open() -> Option<Self> {
        if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
            return None;
        }
        let before = mode()?;
        let config = Config::builder().max_history_size(HISTORY_LINES).ok()?.build();
        let history = MemHistory::with_config(&config);
        let mut editor = Editor::with_history(config, history).ok()?;
        editor.set_helper(Some(Commands));
        let printer = editor.create_external_printer().ok()?;
        let (pieces, received) = mpsc::channel();
        // The line editor takes what is printed only while it waits for a key. Nobody else is to
        // wait for that, least of all the application's thread.
        thread::spawn(move || print(printer, received));
        let mut ahead = before;
        // What is typed before the next line is edited waits for it, Ctrl-D among it, which a
        // terminal that collects lines would take for itself and the editor would never see.
        ahead.c_lflag &= !(libc::ICANON | libc::ECHO);
        set_mode(&ahead);
        Some(Self { editor: Mutex::new(Some(editor)), pieces, before })
    }

    /// The line editor, once.
    pub fn editor(&self) -> Option<Editor> {
        self.editor.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Where the board writes.
    pub fn screen(&self) -> Screen {
        Screen(self.pieces.clone())
    }

    /// Wait until what was written stands on the screen.
    pub fn flush(&self) {
        let (sender, receiver) = mpsc::channel();
        if self.pieces.send(Piece::Mark(sender)).is_ok() {
            // An editor that holds it up shows it with the next line.
            let _ = receiver.recv_timeout(PATIENCE);
        }
    }

    /// Leave the terminal as it was, also while a line is edited.
    pub fn close(&self) {
        self.flush();
        set_mode(&self.before);
    }
}

fn print(mut printer: impl ExternalPrinter, pieces: mpsc::Receiver<Piece>) {
    for piece in pieces {
        match piece {
            Piece::Text(text) => {
                if printer.print(text).is_err() {
                    return;
                }
            }
            // Whoever waited may have lost patience.
            Piece::Mark(sender) => drop(sender.send(())),
        }
    }
}

/// Writes to the terminal without disturbing a line that is edited there.
pub struct Screen(mpsc::Sender<Piece>);

impl Write for Screen {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(bytes).into_owned();
        self.0.send(Piece::Text(text)).map_err(io::Error::other)?;
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

// --- single keys ----------------------------------------------------------------------------

/// As long as it lives, keys come one by one, Ctrl-C among them, and are not shown.
pub struct Keys {
    before: Option<libc::termios>,
}

impl Keys {
    /// From now on.
    pub fn watch() -> Self {
        let before = mode();
        if let Some(mut raw) = before {
            raw.c_lflag &= !(libc::ICANON | libc::ECHO | libc::ISIG);
            set_mode(&raw);
        }
        Self { before }
    }

    /// Whether a key comes within that time; it is taken.
    pub fn pressed_within(&self, patience: Duration) -> bool {
        let mut input = libc::pollfd { fd: libc::STDIN_FILENO, events: libc::POLLIN, revents: 0 };
        let patience_ms = i32::try_from(patience.as_millis()).unwrap_or(i32::MAX);
        let mut key = [0_u8; 64];
        // SAFETY: one entry is given and one is there; the buffer has the length given.
        unsafe {
            libc::poll(&raw mut input, 1, patience_ms) > 0
                && libc::read(libc::STDIN_FILENO, key.as_mut_ptr().cast(), key.len()) > 0
        }
    }
}

impl Drop for Keys {
    fn drop(&mut self) {
        if let Some(before) = &self.before {
            set_mode(before);
        }
    }
}

fn mode() -> Option<libc::termios> {
    let mut mode = MaybeUninit::uninit();
    // SAFETY: tcgetattr fills the structure when it returns 0.
    unsafe {
        (libc::tcgetattr(libc::STDIN_FILENO, mode.as_mut_ptr()) == 0).then(|| mode.assume_init())
    }
}

fn set_mode(mode: &libc::termios) {
    // SAFETY: the structure lives until the call returns.
    unsafe { libc::tcsetattr(libc::STDIN_FILENO, libc::TCSADRAIN, mode) };
}

// --- the table of commands ------------------------------------------------------------------

/// Completes and hints from the core's table of commands.
pub struct Commands;

/// Names of the commands and what can follow them.
fn commands() -> impl Iterator<Item = (&'static str, &'static str)> {
    (0..).map_while(|index| {
        // SAFETY: any number may be asked for; the rows and their texts are constants of the core.
        unsafe {
            let row = core::wamcam_console_command(index).as_ref()?;
            let text = |text| CStr::from_ptr(text).to_str().unwrap_or_default();
            Some((text(row.name), text(row.arguments)))
        }
    })
}

impl Completer for Commands {
    type Candidate = String;

    fn complete(
        &self,
        line: &str,
        pos: usize,
        _: &Context<'_>,
    ) -> rustyline::Result<(usize, Vec<String>)> {
        let typed = &line[..pos];
        let names = commands().filter(|(name, _)| !typed.is_empty() && name.starts_with(typed));
        Ok((0, names.map(|(name, _)| name.to_owned()).collect()))
    }
}

impl Hinter for Commands {
    type Hint = String;

    fn hint(&self, line: &str, pos: usize, _: &Context<'_>) -> Option<String> {
        let (_, arguments) = commands().find(|(name, _)| *name == line && pos == line.len())?;
        (!arguments.is_empty()).then(|| format!(" {arguments}"))
    }
}

impl Highlighter for Commands {}
impl Validator for Commands {}
impl Helper for Commands {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn completion_and_hints_come_from_the_table() {
        let history = MemHistory::new();
        let context = Context::new(&history);
        let complete = |line: &str| Commands.complete(line, line.len(), &context).unwrap().1;
        assert_eq!(complete("c"), ["cat", "check"]);
        assert!(complete("").is_empty());
        assert!(complete("help c").is_empty());
        let hint = |line: &str| Commands.hint(line, line.len(), &context);
        assert_eq!(hint("rm").as_deref(), Some(" [-f] file"));
        assert_eq!((hint("restart"), hint("r")), (None, None));
    }
}
