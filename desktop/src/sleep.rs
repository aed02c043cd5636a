//! Deep sleep, played: what is kept over it, and how the clock goes wrong meanwhile.

use std::sync::{Mutex, PoisonError};

use crate::core;

/// What the board knows of its sleeps.
pub struct Sleep {
    /// By how many millionths the clock is too fast that runs on in sleep, and ends it.
    drift_ppm: i64,
    last: Mutex<Last>,
}

#[derive(Default)]
struct Last {
    is_over: bool,
    kept: Vec<u8>,
}

impl Sleep {
    /// Before the first sleep.
    pub fn new(drift_ppm: i64) -> Self {
        Self { drift_ppm, last: Mutex::default() }
    }

    /// The moment at which a board that falls asleep at `now_us` wakes, if it wants to at
    /// `until_us`: a fast clock wakes it too early, and shows `until_us` then.
    pub fn wake_us(&self, now_us: i64, until_us: i64) -> i64 {
        let asleep_us = i128::from(until_us.saturating_sub(now_us).max(0));
        let real_us = asleep_us * 1_000_000 / i128::from(1_000_000 + self.drift_ppm);
        now_us.saturating_add(i64::try_from(real_us).unwrap_or(i64::MAX))
    }

    /// A sleep is over; these bytes are for the application that starts now.
    pub fn keep(&self, bytes: &[u8]) {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        *last = Last { is_over: true, kept: bytes.to_vec() };
    }

    /// What was kept, once.
    pub fn take_kept(&self) -> Vec<u8> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut last.kept)
    }

    /// Why the board started.
    pub fn reset_reason(&self) -> core::wamcam_reset_reason {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if last.is_over { core::WAMCAM_RESET_DEEP_SLEEP } else { core::WAMCAM_RESET_POWER_ON }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fast_clock_wakes_the_board_too_early() {
        let hour_us = 3_600_000_000;
        assert_eq!(Sleep::new(0).wake_us(5, 5 + hour_us), 5 + hour_us);
        assert_eq!(Sleep::new(50_000).wake_us(5, 5 + hour_us), 5 + hour_us * 100 / 105);
        assert_eq!(Sleep::new(-50_000).wake_us(5, 5 + hour_us), 5 + hour_us * 100 / 95);
        assert_eq!(Sleep::new(9).wake_us(5, 4), 5);
        assert_eq!(Sleep::new(-9).wake_us(0, i64::MAX), i64::MAX);
    }

    #[test]
    fn what_was_kept_is_given_once() {
        let sleep = Sleep::new(0);
        assert_eq!(sleep.reset_reason(), core::WAMCAM_RESET_POWER_ON);
        assert!(sleep.take_kept().is_empty());
        sleep.keep(b"kept");
        assert_eq!(sleep.reset_reason(), core::WAMCAM_RESET_DEEP_SLEEP);
        assert_eq!(sleep.take_kept(), b"kept");
        assert!(sleep.take_kept().is_empty());
    }
}
