//! The drawn camera as an application meets it: JPEG files out, settings in.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use turbojpeg::{Image, PixelFormat};

use super::super::{Camera, CameraErrorKind, frame_size, jpeg_header};
use super::*;

/// A time that moves only when a test moves it.
struct SetTime {
    start_utc_us: i64,
    uptime_us: AtomicI64,
}

impl BoardTime for SetTime {
    fn uptime_us(&self) -> i64 {
        self.uptime_us.load(Ordering::Relaxed)
    }
    fn world_utc_us(&self) -> i64 {
        self.start_utc_us + self.uptime_us()
    }
}

const AMSTERDAM: Place = Place { latitude_deg: 52.37, longitude_deg: 4.90 };
const NOON: &str = "2026-06-10T11:45:00Z";
const NIGHT: &str = "2026-06-10T23:30:00Z";

fn camera_at(utc: &str, size: &str, quality: i32) -> (SceneCamera, Arc<SetTime>) {
    let start_utc_us = utc.parse::<jiff::Timestamp>().unwrap().as_microsecond();
    let time = Arc::new(SetTime { start_utc_us, uptime_us: AtomicI64::new(0) });
    let mut camera = SceneCamera::new(AMSTERDAM, time.clone());
    camera.open(frame_size::find(size).unwrap(), quality).unwrap();
    (camera, time)
}

fn wait(time: &SetTime, seconds: i64) {
    time.uptime_us.fetch_add(seconds * 1_000_000, Ordering::Relaxed);
}

/// The settings that the original camera used after dark, in its order.
const NIGHT_PROFILE: [(&str, i32); 7] = [
    ("contrast", 1),
    ("brightness", 2),
    ("aec2", 1),
    ("gain_ctrl", 0),
    ("gainceiling", 2),
    ("exposure_ctrl", 0),
    ("aec_value", 1000),
];

fn apply(camera: &mut SceneCamera, settings: &[(&str, i32)]) {
    for &(name, value) in settings {
        camera.set(name, value).unwrap();
    }
}

fn decode(frame: &Frame) -> Image<Vec<u8>> {
    turbojpeg::decompress(&frame.bytes, PixelFormat::GRAY).unwrap()
}

fn mean(frame: &Frame) -> f64 {
    let image = decode(frame);
    image.pixels.iter().map(|&pixel| f64::from(pixel)).sum::<f64>() / image.pixels.len() as f64
}

/// A photo after the exposure has settled.
fn settled(camera: &mut SceneCamera, time: &SetTime) -> Frame {
    wait(time, 10);
    camera.take().unwrap()
}

#[test]
fn frames_have_the_size_that_was_asked_for() {
    for size in ["96X96", "QVGA", "SVGA", "HD", "P_HD"] {
        let wanted = frame_size::find(size).unwrap();
        let (mut camera, _) = camera_at(NOON, size, 12);
        let frame = camera.take().unwrap();
        let image = decode(&frame);
        assert_eq!((image.width, image.height), (wanted.width_px, wanted.height_px), "{size}");
        let expected = (frame.width_px, frame.height_px);
        assert_eq!(jpeg_header::dimensions(&frame.bytes), Some(expected), "{size}");
    }
}

#[test]
fn the_night_profile_makes_a_clearly_brighter_photo_at_night() {
    let (mut camera, time) = camera_at(NIGHT, "QVGA", 12);
    let without = mean(&settled(&mut camera, &time));
    apply(&mut camera, &NIGHT_PROFILE);
    let with = mean(&settled(&mut camera, &time));
    assert!(without < 45.0, "a night photo without the profile is dark: {without}");
    assert!(with > without + 20.0, "{without} without, {with} with the profile");
}

#[test]
fn by_day_the_control_loop_makes_a_well_exposed_photo_and_the_night_profile_a_white_one() {
    let (mut camera, time) = camera_at(NOON, "QVGA", 12);
    let day = mean(&settled(&mut camera, &time));
    assert!((90.0..170.0).contains(&day), "{day}");
    apply(&mut camera, &NIGHT_PROFILE);
    let night = mean(&settled(&mut camera, &time));
    assert!(night > 240.0, "{night}");
}

#[test]
fn the_exposure_settles_within_a_few_frames_of_the_start() {
    for utc in [NOON, NIGHT] {
        let (mut camera, time) = camera_at(utc, "QVGA", 12);
        let means: Vec<f64> = (0..15).map(|_| mean(&camera.take().unwrap())).collect();
        let settled = mean(&settled(&mut camera, &time));
        assert!((means[0] - settled).abs() > 8.0, "{utc}: the first frame is off: {means:?}");
        for late in &means[10..] {
            assert!((late - settled).abs() < 4.0, "{utc}: {settled} after {means:?}");
        }
    }
}

/// How many frames lie before the first whose brightness is that of the settled one.
fn frames_to_settle(camera: &mut SceneCamera, time: &SetTime) -> usize {
    let means: Vec<f64> = (0..20)
        .map(|_| {
            time.uptime_us.fetch_add(FRAME_PERIOD_US, Ordering::Relaxed);
            mean(&camera.take().unwrap())
        })
        .collect();
    let settled = means[means.len() - 1];
    means.iter().position(|mean| (mean - settled).abs() < 4.0).unwrap()
}

#[test]
fn the_exposure_survives_a_close() {
    let (mut camera, time) = camera_at(NOON, "QVGA", 12);
    let first = frames_to_settle(&mut camera, &time);
    camera.close();
    camera.open(frame_size::find("QVGA").unwrap(), 12).unwrap();
    let again = frames_to_settle(&mut camera, &time);
    assert!(first > 1 && again == 0, "{first} at first, {again} after a close");
}

#[test]
fn opening_again_starts_from_default_settings() {
    let (mut camera, time) = camera_at(NIGHT, "QVGA", 12);
    let before = mean(&settled(&mut camera, &time));
    apply(&mut camera, &NIGHT_PROFILE);
    camera.open(frame_size::find("QVGA").unwrap(), 12).unwrap();
    let after = mean(&settled(&mut camera, &time));
    assert!((before - after).abs() < 4.0, "{before} before, {after} after");
}

/// Mean difference of two pictures when (`hmirror`, `vflip`) turns the second.
fn difference(a: &Frame, b: &Frame, hmirror: bool, vflip: bool) -> f64 {
    let (a, b) = (decode(a), decode(b));
    let mut sum = 0.0;
    for row in 0..a.height {
        for column in 0..a.width {
            let from_row = if vflip { a.height - 1 - row } else { row };
            let from_column = if hmirror { a.width - 1 - column } else { column };
            let other = b.pixels[from_row * b.pitch + from_column];
            sum += (f64::from(a.pixels[row * a.pitch + column]) - f64::from(other)).abs();
        }
    }
    sum / (a.width * a.height) as f64
}

#[test]
fn mirror_and_flip_turn_the_photo() {
    let (mut camera, time) = camera_at(NOON, "QVGA", 5);
    let straight = settled(&mut camera, &time);
    for (hmirror, vflip) in [(true, false), (false, true), (true, true)] {
        apply(&mut camera, &[("hmirror", i32::from(hmirror)), ("vflip", i32::from(vflip))]);
        let turned = camera.take().unwrap();
        let same = difference(&straight, &turned, hmirror, vflip);
        let other = difference(&straight, &turned, false, false);
        assert!(same < 4.0 && other > 15.0, "{hmirror} {vflip}: {same} and {other}");
    }
}

#[test]
fn a_higher_quality_number_makes_a_smaller_file() {
    let (mut camera, time) = camera_at(NOON, "QVGA", 0);
    let mut last = settled(&mut camera, &time).bytes.len();
    for quality in [2, 5, 10, 12, 20, 30, 45, 63] {
        camera.set("quality", quality).unwrap();
        let now = camera.take().unwrap().bytes.len();
        assert!(now < last, "quality {quality}: {now} bytes after {last}");
        last = now;
    }
    for quality in 1..=63 {
        assert!(libjpeg_quality(quality) <= libjpeg_quality(quality - 1));
        assert!((1..=100).contains(&libjpeg_quality(quality)));
    }
}

#[test]
fn photos_are_repeatable_but_never_the_same_twice_in_a_row() {
    let (mut camera, time) = camera_at(NOON, "QVGA", 12);
    let (mut twin, twin_time) = camera_at(NOON, "QVGA", 12);
    let first = settled(&mut camera, &time);
    assert_eq!(first.bytes, settled(&mut twin, &twin_time).bytes);
    let again = camera.take().unwrap();
    assert_ne!(first.bytes, again.bytes, "noise differs from frame to frame");
    let later = settled(&mut camera, &time);
    assert!(difference(&first, &later, false, false) > difference(&first, &again, false, false));
}

#[test]
fn a_closed_camera_refuses_and_names_no_sensor() {
    let (mut camera, _) = camera_at(NOON, "QVGA", 12);
    assert_eq!(camera.sensor(), "scene");
    camera.close();
    assert_eq!(camera.sensor(), "");
    assert_eq!(camera.take().unwrap_err().kind, CameraErrorKind::NoDevice);
    assert_eq!(camera.set("vflip", 1).unwrap_err().kind, CameraErrorKind::NoDevice);
    let size = frame_size::find("QVGA").unwrap();
    assert_eq!(camera.open(size, 64).unwrap_err().kind, CameraErrorKind::Invalid);
}

/// Writes photos for a look with one's own eyes: set WAMCAM_GALLERY to a folder.
#[test]
fn gallery() {
    let Some(folder) = std::env::var_os("WAMCAM_GALLERY") else {
        eprintln!("skipped: WAMCAM_GALLERY names no folder");
        return;
    };
    for (name, utc, size, profile) in [
        ("noon", NOON, "SVGA", false),
        ("morning", "2026-06-10T06:30:00Z", "SVGA", false),
        ("sunset", "2026-03-20T17:40:00Z", "SVGA", false),
        ("dusk", "2026-03-20T18:20:00Z", "SVGA", false),
        ("night", NIGHT, "SVGA", false),
        ("night-profile", NIGHT, "SVGA", true),
        ("full-moon", "2026-11-24T22:00:00Z", "SVGA", true),
        ("wide", "2026-06-10T15:30:00Z", "HD", false),
        ("upright", "2026-06-10T09:30:00Z", "P_HD", false),
    ] {
        let (mut camera, time) = camera_at(utc, size, 8);
        settled(&mut camera, &time);
        if profile {
            apply(&mut camera, &NIGHT_PROFILE);
        }
        let started = std::time::Instant::now();
        let frame = settled(&mut camera, &time);
        eprintln!("{name}: {} bytes, {:?}", frame.bytes.len(), started.elapsed());
        std::fs::write(std::path::Path::new(&folder).join(format!("{name}.jpg")), frame.bytes)
            .unwrap();
    }
}
