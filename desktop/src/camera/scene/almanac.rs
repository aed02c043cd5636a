//! Where sun and moon stand, to a fraction of a degree.
//!
//! Sun: the low-precision series behind NOAA's solar calculator (Meeus, Astronomical Algorithms,
//! chapter 25). Moon: the six largest terms of longitude and the largest of latitude (chapter 47).
//! Refraction is left out: half a degree at the horizon and nothing that a drawn scene shows.

/// A direction in the sky as seen from the ground.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Horizontal {
    /// Degrees above the horizon, negative below.
    pub altitude_deg: f64,
    /// Degrees from north over east, 0 to 360.
    pub azimuth_deg: f64,
}

/// A place on the ground in degrees, north and east positive.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// -90 to 90.
    pub latitude_deg: f64,
    /// -180 to 180.
    pub longitude_deg: f64,
}

/// A direction among the stars, in degrees.
struct Equatorial {
    right_ascension_deg: f64,
    declination_deg: f64,
}

/// Days since 2000-01-01T12:00 (epoch J2000).
#[expect(clippy::cast_precision_loss, reason = "microseconds do not matter to the sun")]
fn days_since_j2000(utc_us: i64) -> f64 {
    utc_us as f64 / 86_400e6 - 10_957.5
}

/// The sun at `utc_us` (microseconds since 1970) seen from `place`.
pub fn sun(utc_us: i64, place: Place) -> Horizontal {
    let days = days_since_j2000(utc_us);
    horizontal(&ecliptic_to_equatorial(sun_longitude_deg(days), 0.0, days), days, place)
}

/// The moon at `utc_us` seen from `place`, without its parallax of up to one degree.
pub fn moon(utc_us: i64, place: Place) -> Horizontal {
    let days = days_since_j2000(utc_us);
    let (longitude_deg, latitude_deg) = moon_longitude_latitude_deg(days);
    horizontal(&ecliptic_to_equatorial(longitude_deg, latitude_deg, days), days, place)
}

/// How far the moon has moved on from the sun: 0 new, 90 first quarter, 180 full.
pub fn moon_elongation_deg(utc_us: i64) -> f64 {
    let days = days_since_j2000(utc_us);
    (moon_longitude_latitude_deg(days).0 - sun_longitude_deg(days)).rem_euclid(360.0)
}

/// Apparent ecliptic longitude of the sun.
fn sun_longitude_deg(days: f64) -> f64 {
    let t = days / 36_525.0;
    let mean_longitude = 280.466_46 + t * (36_000.769_83 + 0.000_303_2 * t);
    let anomaly = (357.529_11 + t * (35_999.050_29 - 0.000_153_7 * t)).to_radians();
    let centre = anomaly.sin() * (1.914_602 - t * (0.004_817 + 0.000_014 * t))
        + (2.0 * anomaly).sin() * (0.019_993 - 0.000_101 * t)
        + (3.0 * anomaly).sin() * 0.000_289;
    let node = (125.04 - 1_934.136 * t).to_radians();
    mean_longitude + centre - 0.005_69 - 0.004_78 * node.sin()
}

fn moon_longitude_latitude_deg(days: f64) -> (f64, f64) {
    let t = days / 36_525.0;
    let mean_longitude = 218.316_447_7 + 481_267.881_234_21 * t;
    let elongation = (297.850_192_1 + 445_267.111_403_4 * t).to_radians();
    let sun_anomaly = (357.529_109_2 + 35_999.050_290_9 * t).to_radians();
    let anomaly = (134.963_396_4 + 477_198.867_505_5 * t).to_radians();
    let node_distance = (93.272_095_0 + 483_202.017_523_3 * t).to_radians();
    let longitude = mean_longitude
        + 6.288_774 * anomaly.sin()
        + 1.274_027 * (2.0 * elongation - anomaly).sin()
        + 0.658_314 * (2.0 * elongation).sin()
        + 0.213_618 * (2.0 * anomaly).sin()
        - 0.185_116 * sun_anomaly.sin()
        - 0.114_332 * (2.0 * node_distance).sin();
    let latitude = 5.128_122 * node_distance.sin()
        + 0.280_602 * (anomaly + node_distance).sin()
        + 0.277_693 * (anomaly - node_distance).sin()
        + 0.173_237 * (2.0 * elongation - node_distance).sin();
    (longitude, latitude)
}

fn ecliptic_to_equatorial(longitude_deg: f64, latitude_deg: f64, days: f64) -> Equatorial {
    let obliquity = (23.439_291 - 0.013_004_2 * days / 36_525.0).to_radians();
    let (sin_longitude, cos_longitude) = longitude_deg.to_radians().sin_cos();
    let (sin_latitude, cos_latitude) = latitude_deg.to_radians().sin_cos();
    let x = cos_latitude * cos_longitude;
    let y = cos_latitude * sin_longitude * obliquity.cos() - sin_latitude * obliquity.sin();
    let z = cos_latitude * sin_longitude * obliquity.sin() + sin_latitude * obliquity.cos();
    Equatorial {
        right_ascension_deg: y.atan2(x).to_degrees(),
        declination_deg: z.clamp(-1.0, 1.0).asin().to_degrees(),
    }
}

/// Angle by which the sky has turned over the zero meridian (mean sidereal time).
pub fn sidereal_angle_deg(utc_us: i64) -> f64 {
    sidereal_deg(days_since_j2000(utc_us))
}

fn sidereal_deg(days: f64) -> f64 {
    (280.460_618_37 + 360.985_647_366_29 * days).rem_euclid(360.0)
}

fn horizontal(body: &Equatorial, days: f64, place: Place) -> Horizontal {
    let hour_angle =
        (sidereal_deg(days) + place.longitude_deg - body.right_ascension_deg).to_radians();
    let (sin_latitude, cos_latitude) = place.latitude_deg.to_radians().sin_cos();
    let (sin_declination, cos_declination) = body.declination_deg.to_radians().sin_cos();
    let up = sin_latitude * sin_declination + cos_latitude * cos_declination * hour_angle.cos();
    let north = cos_latitude * sin_declination - sin_latitude * cos_declination * hour_angle.cos();
    let east = -cos_declination * hour_angle.sin();
    Horizontal {
        altitude_deg: up.clamp(-1.0, 1.0).asin().to_degrees(),
        azimuth_deg: east.atan2(north).to_degrees().rem_euclid(360.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc_us(text: &str) -> i64 {
        text.parse::<jiff::Timestamp>().unwrap().as_microsecond()
    }

    fn degrees_apart(a: f64, b: f64) -> f64 {
        let apart = (a - b).rem_euclid(360.0);
        apart.min(360.0 - apart)
    }

    #[test]
    fn the_sun_is_where_published_tables_have_it() {
        let golden = Place { latitude_deg: 39.742_476, longitude_deg: -105.178_6 };
        let kyiv = Place { latitude_deg: 50.5, longitude_deg: 30.5 };
        let london = Place { latitude_deg: 51.507_4, longitude_deg: -0.127_8 };
        let sydney = Place { latitude_deg: -33.868_8, longitude_deg: 151.209_3 };
        for (source, place, time, altitude_deg, azimuth_deg) in [
            // Reda and Andreas, NREL/TP-560-34302, table A5.1: zenith angle 50.11162.
            ("NREL report", golden, "2003-10-17T19:30:30Z", 39.888_38, Some(194.340_24)),
            // Test values of the JavaScript library suncalc (azimuth there counts from south).
            ("suncalc", kyiv, "2013-03-05T00:00:00Z", -40.109_4, Some(36.742_4)),
            // Sunset is defined by an altitude of -50'; times as almanacs print them.
            ("sunset in London", london, "2024-06-21T20:21:30Z", -0.833, None),
            ("sunrise in London", london, "2024-06-21T03:43:00Z", -0.833, None),
            ("sunset in Sydney", sydney, "2024-12-21T09:05:00Z", -0.833, None),
        ] {
            let sun = sun(utc_us(time), place);
            assert!((sun.altitude_deg - altitude_deg).abs() < 1.0, "{source}: {sun:?}");
            if let Some(azimuth_deg) = azimuth_deg {
                assert!(degrees_apart(sun.azimuth_deg, azimuth_deg) < 1.0, "{source}: {sun:?}");
            }
        }
    }

    #[test]
    fn the_moon_is_where_meeus_has_it() {
        // Astronomical Algorithms, example 47.a: 1992 April 12, 0h dynamical time.
        let days = days_since_j2000(utc_us("1992-04-12T00:00:00Z"));
        let (longitude_deg, latitude_deg) = moon_longitude_latitude_deg(days);
        assert!(degrees_apart(longitude_deg, 133.162_655) < 0.5, "{longitude_deg}");
        assert!((latitude_deg - -3.229_126).abs() < 0.3, "{latitude_deg}");
    }

    #[test]
    fn an_eclipse_is_a_new_moon_in_front_of_the_sun() {
        // Total eclipse of 2024-04-08, greatest at 18:17 UTC near Nazas in Mexico (NASA).
        let time = utc_us("2024-04-08T18:17:00Z");
        let nazas = Place { latitude_deg: 25.29, longitude_deg: -104.14 };
        assert!(degrees_apart(moon_elongation_deg(time), 0.0) < 1.0);
        let (sun, moon) = (sun(time, nazas), moon(time, nazas));
        assert!((sun.altitude_deg - moon.altitude_deg).abs() < 1.5, "{sun:?} {moon:?}");
    }
}
