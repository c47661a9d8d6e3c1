//! Parts of a policy in the words of its screens.

use leptos::prelude::*;

use domain::{
    assurance::{Factor, Method},
    policy::{ChannelSet, Policy, Tell},
    time::Duration,
};

/// A span as people say it: "15 min", "24 h", "7 days"; a dash for none.
pub fn span(span: Duration) -> String {
    let seconds = span.whole_seconds();
    match seconds {
        0 => "–".to_owned(),
        s if s % 86_400 == 0 && s > 86_400 => format!("{} days", s / 86_400),
        s if s % 3_600 == 0 => format!("{} h", s / 3_600),
        s if s % 60 == 0 => format!("{} min", s / 60),
        s => format!("{s} s"),
    }
}

/// How long it takes.
pub fn takes(seconds: u32) -> String {
    if seconds >= 120 && seconds.is_multiple_of(60) { format!("{} min", seconds / 60) } else { format!("{seconds} s") }
}

/// "All", "All but Social", or the names.
pub fn channels(policy: &Policy, set: ChannelSet) -> String {
    let names = |inside: bool| -> Vec<String> {
        policy.channels().filter(|(ix, _)| set.has(*ix) == inside).map(|(_, row)| row.name.clone()).collect()
    };
    let (there, missing) = (names(true), names(false));
    match (there.len(), missing.len()) {
        (0, _) => "–".to_owned(),
        (_, 0) => "All".to_owned(),
        (_, 1 | 2) if there.len() > 2 => format!("All but {}", missing.join(", ").to_lowercase()),
        _ => there.join(", "),
    }
}

/// What kind of thing proves it.
pub const fn factor(factor: Factor) -> &'static str {
    match factor {
        Factor::Knowledge => "Knowledge",
        Factor::Possession => "Possession",
        Factor::Inherence => "Inherence",
        Factor::Assertion => "Assertion",
    }
}

/// Who is told.
pub const fn tell(tell: Tell) -> &'static str {
    match tell {
        Tell::Nobody => "–",
        Tell::Customer => "In the app",
        Tell::EarlierAddresses => "All earlier addresses",
    }
}

/// A method's icon.
pub const fn icon_of(method: Method) -> &'static str {
    match method {
        Method::Passkey => "passkey",
        Method::Push => "push",
        Method::Portal => "door",
        Method::Pin => "keypad",
        Method::Totp => "code",
        Method::IdDocument => "idcard",
        Method::Social => "link",
        Method::OtpSms | Method::OtpEmail => "msg",
        Method::OtpVoice => "phone",
        Method::VoiceBiometric => "voice",
        Method::Kba => "help",
    }
}

/// "Yes" or a quiet "No".
pub fn yes(is: bool) -> AnyView {
    if is { "Yes".into_any() } else { view! { <span class="ink3">"No"</span> }.into_any() }
}
