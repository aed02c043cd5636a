//! The board's clock: uptime that may run fast, a wall clock that has to be set, and real time.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use crate::camera::BoardTime;

/// Stands for a wall clock that nobody has set yet.
const NOT_SET: i64 = i64::MIN;

/// Clock of one run of the board.
///
/// Three times are told apart: `uptime` (scheduled things; real time times the speed), the wall
/// clock of the application (unknown until it is set, as on a camera without a battery) and the
/// time of the world around the board, which the sun of the drawn scene follows. After a sleep the
/// uptime begins anew, the other two run on.
pub struct Clock {
    origin: Instant,
    speed: f64,
    world_utc_at_start_us: i64,
    /// Time since the clock was made at which the board started last, sped up.
    started_at_us: AtomicI64,
    /// Wall clock minus the time since the clock was made.
    utc_offset_us: AtomicI64,
}

impl Clock {
    /// A clock that starts now. `speed` is how many seconds of uptime pass in a real second.
    pub fn new(world_utc_at_start_us: i64, speed: f64) -> Self {
        assert!(speed.is_finite() && speed > 0.0, "the speed {speed} is not above zero");
        Self {
            origin: Instant::now(),
            speed,
            world_utc_at_start_us,
            started_at_us: AtomicI64::new(0),
            utc_offset_us: AtomicI64::new(NOT_SET),
        }
    }

    /// Sped-up microseconds since the clock was made.
    fn lived_us(&self) -> i64 {
        uptime_from_real(self.origin.elapsed(), self.speed)
    }

    /// The board starts anew: its uptime begins, and its wall clock is ahead by `gained_us` of what
    /// it would be had it not slept.
    pub fn restart(&self, gained_us: i64) {
        self.started_at_us.store(self.lived_us(), Ordering::Relaxed);
        let offset_us = self.utc_offset_us.load(Ordering::Relaxed);
        if offset_us != NOT_SET {
            self.utc_offset_us.store(offset_us.saturating_add(gained_us), Ordering::Relaxed);
        }
    }

    /// Real microseconds since the clock was made.
    pub fn stopwatch_us(&self) -> i64 {
        i64::try_from(self.origin.elapsed().as_micros()).unwrap_or(i64::MAX)
    }

    /// Wall clock of the application in microseconds since 1970, or -1 before it was set.
    pub fn utc_us(&self) -> i64 {
        match self.utc_offset_us.load(Ordering::Relaxed) {
            NOT_SET => -1,
            offset_us => offset_us.saturating_add(self.lived_us()),
        }
    }

    /// Set the wall clock of the application. The world keeps its own time.
    pub fn set_utc_us(&self, utc_us: i64) {
        let offset_us = utc_us.saturating_sub(self.lived_us()).max(NOT_SET + 1);
        self.utc_offset_us.store(offset_us, Ordering::Relaxed);
    }

    /// Real time until both clocks' limits are considered; none when there is no limit at all.
    /// Zero when one of them has been reached.
    pub fn real_time_until(
        &self,
        until_uptime_us: i64,
        until_stopwatch_us: i64,
    ) -> Option<Duration> {
        let scheduled = (until_uptime_us != i64::MAX).then(|| {
            let ahead_us = until_uptime_us.saturating_sub(self.uptime_us());
            real_duration(ahead_us, self.speed)
        });
        let real = (until_stopwatch_us != i64::MAX).then(|| {
            let ahead_us = until_stopwatch_us.saturating_sub(self.stopwatch_us());
            real_duration(ahead_us, 1.0)
        });
        match (scheduled, real) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        }
    }
}

impl BoardTime for Clock {
    fn uptime_us(&self) -> i64 {
        self.lived_us() - self.started_at_us.load(Ordering::Relaxed)
    }

    fn world_utc_us(&self) -> i64 {
        self.world_utc_at_start_us.saturating_add(self.lived_us())
    }
}

/// Uptime in microseconds after `elapsed` of real time.
#[expect(clippy::cast_possible_truncation, reason = "a conversion to i64 saturates")]
fn uptime_from_real(elapsed: Duration, speed: f64) -> i64 {
    (elapsed.as_secs_f64() * 1e6 * speed) as i64
}

/// Real time that `ahead_us` of uptime takes, rounded up so that a sleep of this length is not
/// followed by another one of next to nothing.
fn real_duration(ahead_us: i64, speed: f64) -> Duration {
    if ahead_us <= 0 {
        return Duration::ZERO;
    }
    #[expect(clippy::cast_precision_loss, reason = "nanoseconds do not matter in years")]
    let seconds = ahead_us as f64 / 1e6 / speed;
    Duration::try_from_secs_f64(seconds)
        .map_or(Duration::MAX, |duration| duration.saturating_add(Duration::from_nanos(1_000)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uptime_runs_as_fast_as_it_was_asked_to() {
        assert_eq!(uptime_from_real(Duration::from_secs(2), 1.0), 2_000_000);
        assert_eq!(uptime_from_real(Duration::from_millis(250), 1000.0), 250_000_000);
        assert_eq!(uptime_from_real(Duration::from_secs(10), 0.1), 1_000_000);
        let year = Duration::from_secs(365 * 86_400);
        assert_eq!(uptime_from_real(year, 100_000.0), 365 * 86_400 * 100_000 * 1_000_000);
    }

    #[test]
    fn sleeping_for_the_real_duration_reaches_the_uptime_for_any_speed() {
        for speed in [0.1, 1.0, 3.7, 60.0, 1000.0, 99_999.0, 100_000.0] {
            for ahead_us in [1, 999, 1_000_000, 86_400_000_000, 31_536_000_000_000] {
                let reached_us = uptime_from_real(real_duration(ahead_us, speed), speed);
                assert!(reached_us >= ahead_us, "{ahead_us} us at {speed}: only {reached_us}");
                let beyond_us = (reached_us - ahead_us) as f64;
                assert!(
                    beyond_us <= 2.0 * speed + 1.0,
                    "{ahead_us} us at {speed}: {beyond_us} late"
                );
            }
        }
        assert_eq!(real_duration(0, 1.0), Duration::ZERO);
        assert_eq!(real_duration(-5, 1.0), Duration::ZERO);
        assert!(real_duration(i64::MAX - 1, 0.1) > Duration::from_secs(1 << 40));
    }

    #[test]
    fn the_wall_clock_is_unknown_until_it_is_set_and_then_runs_with_uptime() {
        let clock = Clock::new(1_800_000_000_000_000, 100_000.0);
        assert_eq!(clock.utc_us(), -1);
        assert!(clock.world_utc_us() >= 1_800_000_000_000_000);
        let before_us = clock.uptime_us();
        clock.set_utc_us(1_700_000_000_000_000);
        let utc_us = clock.utc_us();
        let passed_us = clock.uptime_us() - before_us;
        assert!((0..=passed_us).contains(&(utc_us - 1_700_000_000_000_000)), "{utc_us}");
        assert!(clock.world_utc_us() >= 1_800_000_000_000_000);
    }

    #[test]
    fn after_a_sleep_the_uptime_begins_anew_and_the_wall_clock_runs_on() {
        let clock = Clock::new(1_800_000_000_000_000, 100_000.0);
        clock.restart(5);
        assert_eq!(clock.utc_us(), -1);
        clock.set_utc_us(1_700_000_000_000_000);
        while clock.uptime_us() < 1_000_000 {}
        let (before_us, world_us) = (clock.uptime_us(), clock.world_utc_us());
        clock.restart(30_000_000);
        assert!(clock.utc_us() >= 1_700_000_030_000_000, "{}", clock.utc_us());
        assert!(clock.world_utc_us() >= world_us);
        // The second clock is read after the first, so the sum is not below what it was.
        let uptime_us = clock.uptime_us();
        assert!(uptime_us >= 0 && uptime_us <= clock.lived_us() - before_us, "{uptime_us}");
    }

    #[test]
    fn the_nearer_limit_counts() {
        let clock = Clock::new(0, 100.0);
        assert_eq!(clock.real_time_until(i64::MAX, i64::MAX), None);
        assert_eq!(clock.real_time_until(0, i64::MAX), Some(Duration::ZERO));
        assert_eq!(clock.real_time_until(i64::MAX, -1), Some(Duration::ZERO));
        let hour_us = 3_600_000_000;
        let scheduled = clock.real_time_until(hour_us, i64::MAX).unwrap();
        assert!(scheduled <= Duration::from_micros(36_000_001), "{scheduled:?}");
        assert_eq!(clock.real_time_until(hour_us, -1), Some(Duration::ZERO));
        assert!(clock.real_time_until(hour_us, hour_us).unwrap() <= scheduled);
        assert!(clock.real_time_until(i64::MAX, hour_us).unwrap() > scheduled);
    }
}
