//! When bytes arrive. Pure: the time is an argument, in nanoseconds of one clock.

use std::time::Duration;

/// Direction of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// From the client to the server.
    Up = 0,
    /// From the server to the client.
    Down = 1,
}

/// What the link is like, the same in both directions.
#[derive(Clone, Debug)]
pub struct Shape {
    /// From setting out to arriving.
    pub delay: Duration,
    /// How fast bytes set out.
    pub bits_per_second: u64,
    /// Bytes that may wait to set out.
    pub queue_bytes: u64,
}

/// When the link stands still: after about so many bytes upwards each time.
#[derive(Clone, Debug)]
pub struct Stalls {
    random: u64,
    mean_bytes: u64,
    length_ns: u64,
    left_bytes: u64,
}

impl Stalls {
    /// A series of stalls; the same seed gives the same one.
    pub fn new(seed: u64, mean_bytes: u64, length: Duration) -> Self {
        let length_ns = nanoseconds(length);
        let mut stalls = Self { random: seed, mean_bytes, length_ns, left_bytes: 0 };
        stalls.plan();
        stalls
    }

    /// Half to one and a half times the mean, evenly (SplitMix64).
    fn plan(&mut self) {
        self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.random;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        self.left_bytes = self.mean_bytes / 2 + mixed % (self.mean_bytes + 1);
    }

    /// True if a stall begins after these bytes.
    fn begins_after(&mut self, bytes: u64) -> bool {
        if bytes < self.left_bytes {
            self.left_bytes -= bytes;
            return false;
        }
        self.plan();
        true
    }
}

/// One link, whoever uses it.
#[derive(Debug)]
pub struct Link {
    shape: Shape,
    stalls: Option<Stalls>,
    /// When all that waits in a direction has set out.
    free_at_ns: [u64; 2],
    /// The last stall.
    stalled_from_ns: u64,
    stalled_until_ns: u64,
    stall_count: u64,
}

impl Link {
    /// A link on which nothing is under way.
    pub fn new(shape: Shape, stalls: Option<Stalls>) -> Self {
        Self {
            shape,
            stalls,
            free_at_ns: [0; 2],
            stalled_from_ns: 0,
            stalled_until_ns: 0,
            stall_count: 0,
        }
    }

    /// From when on there is room for one more piece.
    pub fn room_from_ns(&self, way: Way) -> u64 {
        self.free_at_ns[way as usize].saturating_sub(self.duration_ns(self.shape.queue_bytes))
    }

    /// Bytes that are there now wait their turn and set out; when the last one arrives.
    pub fn carry(&mut self, way: Way, now_ns: u64, bytes: u64) -> u64 {
        let begin_ns = self.passable_from(self.free_at_ns[way as usize].max(now_ns));
        let gone_at_ns = begin_ns + self.duration_ns(bytes);
        self.free_at_ns[way as usize] = gone_at_ns;
        if way == Way::Up && self.stalls.as_mut().is_some_and(|stalls| stalls.begins_after(bytes)) {
            self.stall_from(gone_at_ns);
        }
        gone_at_ns + nanoseconds(self.shape.delay)
    }

    /// How often it has stood still.
    pub fn stall_count(&self) -> u64 {
        self.stall_count
    }

    fn stall_from(&mut self, from_ns: u64) {
        let length_ns = self.stalls.as_ref().map_or(0, |stalls| stalls.length_ns);
        self.stalled_from_ns = from_ns;
        self.stalled_until_ns = from_ns + length_ns;
        self.stall_count += 1;
    }

    /// The moment itself, or the end of the stall that it lies in.
    fn passable_from(&self, moment_ns: u64) -> u64 {
        let is_stalled = (self.stalled_from_ns..self.stalled_until_ns).contains(&moment_ns);
        if is_stalled { self.stalled_until_ns } else { moment_ns }
    }

    fn duration_ns(&self, bytes: u64) -> u64 {
        bytes * 8 * 1_000_000_000 / self.shape.bits_per_second
    }
}

/// A duration as a number; it is far below 500 years.
pub fn nanoseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: u64 = 1_000_000;

    fn shape() -> Shape {
        Shape { delay: Duration::from_millis(40), bits_per_second: 4_000_000, queue_bytes: 16_384 }
    }

    /// Send so many bytes as fast as there is room; when the last one arrives.
    fn send(link: &mut Link, way: Way, mut now_ns: u64, bytes: u64) -> u64 {
        let mut arrives_ns = 0;
        let mut left = bytes;
        while left > 0 {
            now_ns = now_ns.max(link.room_from_ns(way));
            let piece = left.min(1448);
            arrives_ns = link.carry(way, now_ns, piece);
            left -= piece;
        }
        arrives_ns
    }

    #[test]
    fn bytes_take_their_length_over_the_rate_plus_the_delay() {
        let mut link = Link::new(shape(), None);
        // 50,000 bytes at 500 bytes a millisecond, and 40 ms.
        let arrives_ns = send(&mut link, Way::Up, 7 * MS, 50_000);
        assert!((147 * MS - 100..=147 * MS).contains(&arrives_ns), "{arrives_ns}");
        // The other direction is as free as if there were no upload.
        assert_eq!(link.carry(Way::Down, 10 * MS, 500), 51 * MS);
        // A later one finds the link free again.
        assert_eq!(link.carry(Way::Up, 200 * MS, 1_000), 242 * MS);
    }

    #[test]
    fn senders_share_the_rate() {
        let mut link = Link::new(shape(), None);
        for _ in 0..50 {
            link.carry(Way::Up, 0, 1_000);
        }
        assert_eq!(link.carry(Way::Up, 0, 1_000), 142 * MS);
    }

    #[test]
    fn no_more_waits_than_the_queue_holds() {
        let mut link = Link::new(shape(), None);
        let mut taken = 0;
        while link.room_from_ns(Way::Up) == 0 {
            link.carry(Way::Up, 0, 1_448);
            taken += 1_448;
        }
        assert!((16_384..16_384 + 1_448 * 2).contains(&taken), "{taken}");
        let room_ns = link.room_from_ns(Way::Up);
        assert!(room_ns > 0 && room_ns <= 2 * 2_896_000, "{room_ns}");
    }

    #[test]
    fn a_stall_holds_both_directions_up_once() {
        let stalls = Stalls::new(3, 100_000, Duration::from_secs(2));
        let planned = stalls.left_bytes;
        let mut link = Link::new(shape(), Some(stalls));
        let mut sent = 0;
        let mut arrives_ns = 0;
        while link.stall_count() == 0 {
            arrives_ns = link.carry(Way::Up, 0, 1_000);
            sent += 1_000;
        }
        assert_eq!(sent, planned.div_ceil(1_000) * 1_000);
        let next_ns = link.carry(Way::Up, 0, 1_000);
        assert_eq!(next_ns - arrives_ns, 2_002 * MS);
        let begin_ns = arrives_ns - 40 * MS;
        assert_eq!(link.carry(Way::Down, begin_ns - 10 * MS, 1_000), begin_ns + 32 * MS);
        assert_eq!(link.carry(Way::Down, begin_ns, 1_000), begin_ns + 2_042 * MS);
    }

    #[test]
    fn stalls_come_after_half_to_one_and_a_half_times_the_mean() {
        let mut stalls = Stalls::new(9, 100_000, Duration::from_secs(2));
        let mut total = 0;
        let mut seen = Vec::new();
        for _ in 0..1_000 {
            assert!((50_000..=150_000).contains(&stalls.left_bytes));
            total += stalls.left_bytes;
            seen.push(stalls.left_bytes);
            assert!(stalls.begins_after(200_000));
        }
        assert!((95_000..=105_000).contains(&(total / 1_000)), "{total}");
        let mut again = Stalls::new(9, 100_000, Duration::from_secs(2));
        assert!(seen.iter().all(|&bytes| {
            let same = again.left_bytes == bytes;
            again.plan();
            same
        }));
    }
}
