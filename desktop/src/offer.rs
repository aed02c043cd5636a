//! Handing an application to the core from another thread: wamcam/offer.h.

use crate::core;
use crate::output::text_of;

/// What is handed over; without bytes it only asks for the state.
#[derive(Default)]
pub struct Offer {
    /// The whole file.
    pub bytes: Vec<u8>,
    /// Take an older version, too.
    pub downgrade: bool,
    /// Take one, too, that has failed before.
    pub again: bool,
    /// Take it, too, while another one is on trial, which has to go.
    pub replace: bool,
    /// How long it must run to be confirmed; 0: as the board has it.
    pub trial_s: u32,
}

/// What has become of it.
#[derive(Default)]
pub struct Answer {
    /// 0, or the core's number for what went wrong.
    pub status: i32,
    /// Why it was refused.
    pub sentence: String,
    /// Members of a JSON object about the slots.
    pub state: String,
}

/// Hand it over and wait for the answer. Any thread but the core's.
pub fn hand_over(board: &core::wamcam_board, offer: &Offer) -> Answer {
    let flags =
        u8::from(offer.downgrade) | (u8::from(offer.again) << 1) | (u8::from(offer.replace) << 2);
    let told = core::wamcam_offer {
        bytes: offer.bytes.as_ptr(),
        length: offer.bytes.len(),
        flags,
        trial_s: offer.trial_s,
    };
    let mut answer = core::wamcam_offer_answer::default();
    // SAFETY: all three are there until the call returns, and the core keeps none of them.
    let status = unsafe { core::wamcam_offer(board, &raw const told, &raw mut answer) };
    Answer { status, sentence: text_of(&answer.sentence), state: text_of(&answer.state) }
}
