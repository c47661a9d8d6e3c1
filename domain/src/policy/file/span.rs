//! Spans of time and amounts of money as people write them.

use serde::{Deserialize, Deserializer, de::Error};
use time::Duration;

/// A span of time: a whole number and `s`, `m`, `h` or `d`, such as `90s`, `15m`, `24h`, `7d`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(extend("pattern" = "^[0-9]{1,10}[smhd]$")))]
pub struct Span(#[cfg_attr(feature = "schema", schemars(with = "String"))] pub Duration);

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        read(&text).map(Self).ok_or_else(|| D::Error::custom(format!("`{text}` is no span of time")))
    }
}

fn read(text: &str) -> Option<Duration> {
    let unit = text.chars().last()?;
    let number: u32 = text.strip_suffix(unit)?.parse().ok()?;
    let seconds = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3_600,
        'd' => 86_400,
        _ => return None,
    };
    Some(Duration::seconds(i64::from(number) * seconds))
}

/// An amount of the policy's currency, such as `"200.00"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(with = "String", extend("pattern" = "^[0-9]{1,12}\\.[0-9]{2}$")))]
pub struct Money {
    /// Its hundredths.
    pub cents: u64,
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        cents(&text).map(|cents| Self { cents }).ok_or_else(|| D::Error::custom(format!("`{text}` is no amount")))
    }
}

fn cents(text: &str) -> Option<u64> {
    let (whole, part) = text.split_once('.')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || part.len() != 2 || !digits(part) || whole.len() > 12 {
        return None;
    }
    let (whole, part): (u64, u64) = (whole.parse().ok()?, part.parse().ok()?);
    Some(whole * 100 + part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_and_amounts_are_read_as_people_write_them() {
        assert_eq!(read("90s"), Some(Duration::seconds(90)));
        assert_eq!(read("24h"), Some(Duration::days(1)));
        assert_eq!(read("15m"), Some(Duration::minutes(15)));
        assert_eq!(read("7d"), Some(Duration::days(7)));
        assert_eq!(read("0s"), Some(Duration::ZERO));
        for wrong in ["", "h", "15", "-1m", "1.5h", "15 m", "99999999999d", "1w"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
        assert_eq!(cents("200.00"), Some(20_000));
        assert_eq!(cents("1.05"), Some(105));
        assert_eq!(cents("123456789012.00"), Some(12_345_678_901_200));
        for wrong in ["1234567890123.00", "x.00", "+1.00", "1.+0", "", "200", "200.0", ".50", "1,00", "-1.00", "1.0a"] {
            assert_eq!(cents(wrong), None, "{wrong}");
        }
    }
}
