//! The desktop board of wamcam: a Linux process that plays the camera.
//!
//! It lends the portable core a camera, a card in a folder, a clock that may run fast and a
//! network, and reports on standard output, one JSON object a line.

mod board;
mod callbacks;
mod camera;
mod card;
mod clock;
mod console;
mod core;
mod flash;
mod keys;
mod listening;
mod lock;
mod offer;
mod options;
mod output;
mod recording;
mod redirect;
mod sleep;
mod stop;
mod terminal;
mod trust;
mod waiting;

use std::process::ExitCode;

use clap::Parser;
// Without this line the linker drops WAMR, which only the C core calls.
use wamrx_sys as _;

use crate::board::Board;
use crate::lock::Lock;
use crate::options::Options;

/// Exit code for options that make no sense, as clap has it too.
const EXIT_USAGE: u8 = 2;

fn main() -> ExitCode {
    let options = Options::parse();
    match run(&options) {
        Ok(exit_code) => ExitCode::from(exit_code),
        Err(sentence) => {
            eprintln!("wamcam-desktop: {sentence}");
            ExitCode::from(EXIT_USAGE)
        }
    }
}

/// Run the application until it ends; an error is one sentence about an option.
fn run(options: &Options) -> Result<u8, String> {
    let wasm = options.read_application()?;
    // Threads of console and network server may look at it for as long as the process lives.
    let board: &'static Board = Box::leak(Box::new(Board::new(options)?));
    let _lock = Lock::take(&options.state)?;
    stop::on_signals(board.stop_flag(), board.waker())?;
    if let (true, Some(console)) = (options.console, &board.console) {
        match &board.terminal {
            Some(terminal) => console::prompt(board, console, terminal),
            None => console::listen(board, console),
        }
    }
    let mut outcome = board.run(&wasm);
    while board.fulfil_wish() || board.power_down(&outcome.sleep) {
        outcome = board.run(&wasm);
    }
    board.output.end(&outcome);
    if let Some(terminal) = &board.terminal {
        terminal.close();
    }
    Ok(u8::try_from(outcome.exit_code).unwrap_or(1))
}
