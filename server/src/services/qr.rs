//! A link as a QR code, for a camera to read from the screen.

use std::fmt::Write;

use app::desk::view::QrView;
use qrcode::{Color, EcLevel, QrCode};

/// As many light modules as the standard wants around it (ISO/IEC 18004 section 5.3.8).
const QUIET: usize = 4;

/// Draws it; `None` when the text is longer than a code can hold, and then the link beside it is all there is.
pub(super) fn drawn(text: &str) -> Option<QrView> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let width = code.width();
    let colors = code.to_colors();
    let dark = |(at, color): (usize, &Color)| (*color == Color::Dark).then_some((at % width + QUIET, at / width + QUIET));
    let mut path = String::new();
    for (x, y) in colors.iter().enumerate().filter_map(dark) {
        write!(path, "M{x} {y}h1v1h-1z").ok()?;
    }
    Some(QrView { size: u32::try_from(width + 2 * QUIET).ok()?, path })
}
