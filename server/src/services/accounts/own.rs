//! A person's own sign-ins, for them to see and end.

use app::account::view::OwnSignIn;
use domain::{agent::Staff, time::Timestamp};

use super::{CurrentSignIn, Shared};
use crate::{
    services::Outcome,
    store::sign_in::{self, Own},
};

/// The sign-ins of this person that are not over, newest first.
///
/// # Errors
/// When the database fails.
pub async fn own_sign_ins(shared: &Shared, current: &CurrentSignIn, staff: &Staff) -> Outcome<Vec<OwnSignIn>> {
    let this = current.hash();
    let view = |own: Own| OwnSignIn {
        this_one: this.as_ref().is_some_and(|id| own.id_hash == id.bytes()),
        since: Timestamp::from_micros(own.created_at),
        last_used: Timestamp::from_micros(own.last_used_at),
        ends_at: Timestamp::from_micros(own.ends_at),
        browser: short_browser(&own.browser),
    };
    Ok(sign_in::of_staff(&shared.db, staff.id, shared.now()).await?.into_iter().map(view).collect())
}

/// "Firefox on Linux": what a person would call it, from the long line browsers send (RFC 9110 section 10.1.5).
#[must_use]
pub fn short_browser(agent: &str) -> String {
    // Each also names those it descends from, so the more particular ones come first.
    let pick = |names: &[(&str, &'static str)]| names.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name);
    let browser = pick(&[("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")]);
    let system = pick(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => "A browser that does not say its name".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::short_browser;

    #[test]
    fn a_browser_is_called_what_people_call_it() {
        let edge =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0";
        assert_eq!(short_browser(edge), "Edge on Windows");
        assert_eq!(short_browser("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"), "Firefox on Linux");
        assert_eq!(short_browser(""), "A browser that does not say its name");
    }
}
