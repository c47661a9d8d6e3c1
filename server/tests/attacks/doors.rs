//! Every door there is, and who may pass it. A test compares this table with the program: a door that is not in it fails.

use domain::agent::Role;

/// Who may pass a door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum For {
    Anyone,
    SignedIn,
    Agent,
    Supervisor,
    /// A supervisor or an auditor.
    LogReader,
    /// A supervisor, an auditor, an administrator.
    Overseer,
    /// A supervisor or an administrator.
    Reviewer,
    Administrator,
    Phone,
    /// Systems that the operator gave a token, and kiosks; nobody here has or is one.
    Source,
    /// Those who reach the private listener: on the public one it is not there.
    Operator,
}

/// Who stands before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Nobody,
    Staff(Role),
    Phone,
}

pub const EVERYBODY: [Who; 6] = [
    Who::Nobody,
    Who::Staff(Role::Agent),
    Who::Staff(Role::Supervisor),
    Who::Staff(Role::Auditor),
    Who::Staff(Role::Administrator),
    Who::Phone,
];

/// What they are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// They are let in; there may be nothing behind the door.
    Pass,
    /// To sign in first.
    SignIn,
    /// That it is not their role.
    NotTheirs,
    /// That there is no such door.
    Nothing,
}

impl For {
    pub const fn tells(self, who: Who) -> Told {
        match (self, who) {
            (Self::Operator, _) => Told::Nothing,
            (Self::Anyone, _)
            | (Self::SignedIn, Who::Staff(_))
            | (Self::Agent, Who::Staff(Role::Agent))
            | (Self::Supervisor, Who::Staff(Role::Supervisor))
            | (Self::LogReader, Who::Staff(Role::Supervisor | Role::Auditor))
            | (Self::Overseer, Who::Staff(Role::Supervisor | Role::Auditor | Role::Administrator))
            | (Self::Reviewer, Who::Staff(Role::Supervisor | Role::Administrator))
            | (Self::Administrator, Who::Staff(Role::Administrator))
            | (Self::Phone, Who::Phone) => Told::Pass,
            (Self::Agent | Self::Supervisor | Self::LogReader | Self::Overseer | Self::Reviewer | Self::Administrator, Who::Staff(_)) => {
                Told::NotTheirs
            }
            _ => Told::SignIn,
        }
    }
}

const NONE: &str = "00000000-0000-7000-8000-000000000001";
const SESSION: (&str, &str) = ("session", NONE);
const KEY: (&str, &str) = ("key", "k");
const STAFF: (&str, &str) = ("staff", NONE);
const ROLE: (&str, &str) = ("role", "agent");
const REVIEW: (&str, &str) = ("review", NONE);

/// What a form sends.
type Fields = &'static [(&'static str, &'static str)];

/// Server functions, with something well formed to send.
pub const FUNCTIONS: [(&str, For, Fields); 66] = [
    ("desk/look-up", For::Agent, &[("identifier[kind]", "customer_number"), ("identifier[value]", "99999999")]),
    (
        "desk/open",
        For::Agent,
        &[("channel", "phone"), ("started_by", "customer"), ("kind", "customer_number"), ("value", "99999999"), ("reason", "refund")],
    ),
    ("desk/end", For::Agent, &[SESSION]),
    ("desk/take-over", For::Agent, &[SESSION]),
    ("desk/move", For::Agent, &[SESSION, ("channel", "chat")]),
    ("desk/reveal", For::Agent, &[SESSION, ("field", "email"), ("because", "read_back")]),
    ("desk/hide", For::Agent, &[SESSION, ("field", "email")]),
    ("desk/suspect-attack", For::Agent, &[SESSION]),
    ("desk/suspend-phone", For::Agent, &[SESSION, ("device", NONE)]),
    ("desk/kiosk", For::Agent, &[SESSION, ("kiosk", NONE)]),
    ("desk/let-kiosk-go", For::Agent, &[SESSION]),
    ("kiosks/set-up", For::Administrator, &[("code", "00000000"), ("name", "Counter 3")]),
    ("kiosks/retire", For::Administrator, &[("kiosk", NONE)]),
    ("desk/change-email", For::Agent, &[SESSION, ("to", "m@post.example"), KEY]),
    ("desk/refund", For::Agent, &[SESSION, ("amount", "5"), ("reason", "Invoice 118"), KEY]),
    ("desk/preferences", For::Agent, &[SESSION, ("news_by", "post"), KEY]),
    ("desk/raise", For::Agent, &[SESSION]),
    ("desk/withdraw", For::Agent, &[SESSION, ("challenge", NONE)]),
    (
        "desk/run-approved",
        For::Agent,
        &[SESSION, ("challenge", NONE), ("request", r#"{"action":"update_contact_preferences","news_by":"post"}"#), KEY],
    ),
    ("oversight/end-freeze", For::Supervisor, &[("alert", NONE), ("outcome", "attack"), ("note", "")]),
    ("oversight/acknowledge", For::Supervisor, &[("alert", NONE)]),
    ("second-person/start", For::Supervisor, &[("request", NONE)]),
    ("second-person/approve", For::Supervisor, &[("request", NONE), ("credential", "{}")]),
    ("second-person/deny", For::Supervisor, &[("request", NONE), ("reason", "No")]),
    ("second-person/withdraw", For::Agent, &[SESSION, ("request", NONE)]),
    ("exports/ask", For::LogReader, &[("search", "q=nobodyhasthisword"), ("format", "csv"), ("reason", "Review")]),
    ("exports/start", For::LogReader, &[("request", NONE)]),
    ("exports/approve", For::LogReader, &[("request", NONE), ("credential", "{}")]),
    ("exports/deny", For::LogReader, &[("request", NONE), ("reason", "No")]),
    ("exports/withdraw", For::LogReader, &[("request", NONE)]),
    ("access/end-sign-ins", For::Reviewer, &[STAFF, ("reason", "Laptop lost")]),
    ("access/take", For::Administrator, &[STAFF, ROLE, ("reason", "Moved on")]),
    ("access/ask", For::Administrator, &[STAFF, ROLE, ("reason", "Stands in")]),
    ("access/give", For::Administrator, &[STAFF, ("request", NONE)]),
    ("access/not-give", For::Administrator, &[STAFF, ("request", NONE)]),
    ("access/start", For::Reviewer, &[("name", "Spring"), ("due", "no day")]),
    ("access/decide", For::Reviewer, &[REVIEW, STAFF, ROLE, ("decision", "keep")]),
    ("access/keep-all", For::Reviewer, &[REVIEW]),
    ("access/finish", For::Reviewer, &[REVIEW]),
    ("oversight/close", For::Supervisor, &[("alert", NONE), ("outcome", "false_alarm"), ("note", "")]),
    ("pruning/ask", For::Administrator, &[("before", "no day"), ("reason", "Ten years are over")]),
    ("pruning/start", For::Reviewer, &[("pruning", NONE)]),
    ("pruning/approve", For::Reviewer, &[("pruning", NONE), ("credential", "{}")]),
    ("pruning/refuse", For::Reviewer, &[("pruning", NONE)]),
    ("policy/propose", For::Administrator, &[("base", "1"), ("text", "name = 7"), ("reason", "Stricter")]),
    ("policy/approve", For::Administrator, &[("version", "99")]),
    ("policy/reject", For::Administrator, &[("version", "99")]),
    ("policy/withdraw", For::Administrator, &[("version", "99")]),
    ("phone/not-me", For::Anyone, &[("token", "none")]),
    ("phone/put-back", For::Anyone, &[("token", "none")]),
    ("prove/refuse", For::Anyone, &[("token", "none")]),
    ("phone/suspend", For::Phone, &[("device", NONE)]),
    ("phone/bring-back", For::Phone, &[("device", NONE)]),
    ("phone/remove-passkey", For::Phone, &[("passkey", NONE)]),
    ("phone/remove-totp", For::Phone, &[]),
    ("account/start-sign-in", For::Anyone, &[]),
    ("account/finish-sign-in", For::Anyone, &[("credential", "{}")]),
    ("account/enter-as", For::Anyone, &[("staff", NONE)]),
    ("account/invitation", For::Anyone, &[("token", "none")]),
    ("account/start-registration", For::Anyone, &[("token", "none")]),
    ("account/finish-registration", For::Anyone, &[("token", "none"), ("credential", "{}")]),
    ("account/invite", For::Administrator, &[("name", "Nia Doe"), ("role", "agent")]),
    // In a demo only, for whoever has none.
    ("account/start-first-passkey", For::SignedIn, &[]),
    ("account/finish-first-passkey", For::SignedIn, &[("credential", "{}")]),
    ("account/sign-out", For::SignedIn, &[]),
    ("account/sign-out-everywhere", For::SignedIn, &[]),
];

/// What those are told who are let in to these and send that: the status exactly.
pub const LET_IN: [(&str, u16); 38] = [
    ("oversight/end-freeze", 404),
    ("oversight/acknowledge", 404),
    ("oversight/close", 404),
    ("desk/reveal", 404),
    ("desk/hide", 404),
    ("desk/kiosk", 404),
    ("kiosks/set-up", 422),
    ("kiosks/retire", 404),
    ("phone/suspend", 404),
    ("phone/bring-back", 404),
    ("phone/remove-passkey", 404),
    ("phone/remove-totp", 404),
    ("second-person/start", 404),
    ("second-person/approve", 404),
    ("second-person/deny", 404),
    ("second-person/withdraw", 404),
    ("exports/ask", 422),
    ("exports/start", 404),
    ("exports/approve", 404),
    ("exports/deny", 404),
    ("exports/withdraw", 404),
    ("access/end-sign-ins", 404),
    ("access/take", 404),
    ("access/ask", 404),
    ("access/give", 404),
    ("access/not-give", 404),
    ("access/start", 422),
    ("access/decide", 404),
    ("access/keep-all", 404),
    ("access/finish", 404),
    ("pruning/ask", 422),
    ("pruning/start", 404),
    ("pruning/approve", 404),
    ("pruning/refuse", 404),
    ("policy/propose", 422),
    ("policy/approve", 404),
    ("policy/reject", 404),
    ("policy/withdraw", 404),
];

/// Pages, each with the status that those get who are let in: behind an id that is nobody's there is nothing.
pub const PAGES: [(&str, For, u16); 48] = [
    ("/sign-in", For::Anyone, 200),
    ("/setup", For::Anyone, 200),
    ("/account", For::SignedIn, 200),
    ("/staff", For::Administrator, 200),
    ("/desk", For::Agent, 200),
    ("/desk/new", For::Agent, 200),
    ("/desk/{session}", For::Agent, 404),
    ("/desk/{session}/do/{action}", For::Agent, 404),
    ("/desk/{session}/asked/{challenge}", For::Agent, 404),
    ("/desk/{session}/ran/{run}", For::Agent, 404),
    ("/desk/{session}/second/{request}", For::Agent, 404),
    ("/floor", For::Supervisor, 200),
    ("/floor/pairs", For::LogReader, 200),
    ("/floor/alerts", For::LogReader, 200),
    ("/floor/alerts/{alert}", For::LogReader, 404),
    ("/floor/numbers", For::LogReader, 200),
    ("/audit", For::LogReader, 200),
    ("/audit/entry/{number}", For::LogReader, 404),
    ("/audit/entry/{number}/receipt", For::LogReader, 404),
    ("/audit/pruning", For::Overseer, 200),
    ("/audit/outside", For::LogReader, 200),
    ("/audit/session/{session}", For::LogReader, 404),
    ("/audit/exports", For::LogReader, 200),
    ("/access", For::Overseer, 200),
    ("/access/staff", For::Overseer, 200),
    ("/access/staff/{staff}", For::Overseer, 404),
    ("/access/{review}", For::Overseer, 404),
    ("/policy", For::Overseer, 200),
    ("/policy/new", For::Administrator, 200),
    ("/policy/customers", For::Overseer, 200),
    ("/policy/{version}", For::Overseer, 404),
    ("/kiosk", For::Anyone, 200),
    ("/kiosks", For::Administrator, 200),
    ("/me", For::Anyone, 200),
    ("/me/add", For::Anyone, 200),
    ("/me/added", For::Anyone, 200),
    ("/me/asked/{challenge}", For::Anyone, 200),
    ("/me/pin", For::Anyone, 200),
    ("/me/totp", For::Anyone, 200),
    ("/me/passkey", For::Anyone, 200),
    ("/me/register/{token}", For::Anyone, 200),
    // To whom they are nothing, they are not there.
    ("/me/receipt/change/{run}", For::Anyone, 404),
    ("/me/receipt/contact/{session}", For::Anyone, 404),
    ("/me/stopped", For::Anyone, 200),
    ("/me/undone/{run}", For::Anyone, 200),
    ("/me/not-me/{token}", For::Anyone, 200),
    ("/me/put-back/{token}", For::Anyone, 200),
    ("/p/{token}", For::Anyone, 200),
];

/// The other doors: method, path, whose, and the status of those who are let in and send an empty object.
pub const OTHERS: [(&str, &str, For, u16); 61] = [
    ("POST", "/device/v1/enrol", For::Anyone, 422),
    ("GET", "/device/v1/home", For::Phone, 200),
    ("GET", "/device/v1/events", For::Phone, 200),
    ("POST", "/device/v1/challenges/{id}/delivered", For::Phone, 404),
    ("POST", "/device/v1/challenges/{id}/opened", For::Phone, 404),
    ("POST", "/device/v1/challenges/{id}/passkey", For::Phone, 404),
    ("POST", "/device/v1/challenges/{id}/answer", For::Phone, 422),
    ("POST", "/device/v1/passkeys/start", For::Phone, 200),
    ("POST", "/device/v1/passkeys/finish", For::Phone, 403),
    ("DELETE", "/device/v1/passkeys/{id}", For::Phone, 404),
    ("POST", "/device/v1/passkeys/invitation/start", For::Phone, 200),
    // Nothing unlocked it.
    ("POST", "/device/v1/passkeys/invitation", For::Phone, 403),
    // In a demo only; it comes before the phone's door that freezes the account.
    ("GET", "/demo/passkey/{number}", For::Anyone, 303),
    // Whoever has the link; an empty object has none.
    ("POST", "/prove/v1/start", For::Anyone, 422),
    ("POST", "/prove/v1/answer", For::Anyone, 422),
    ("POST", "/prove/v1/typing", For::Anyone, 422),
    ("POST", "/prove/v1/enter", For::Anyone, 422),
    ("POST", "/prove/v1/register/start", For::Anyone, 422),
    ("POST", "/prove/v1/register/finish", For::Anyone, 422),
    ("PUT", "/device/v1/push", For::Phone, 422),
    ("DELETE", "/device/v1/push", For::Phone, 204),
    ("POST", "/device/v1/contact/not-mine", For::Phone, 204),
    ("POST", "/device/v1/changes/{run}/put-back", For::Phone, 404),
    ("POST", "/device/v1/pin/start", For::Phone, 200),
    ("PUT", "/device/v1/pin", For::Phone, 422),
    ("POST", "/device/v1/totp/start", For::Phone, 200),
    // Nothing unlocked it.
    ("POST", "/device/v1/totp/seed", For::Phone, 403),
    ("PUT", "/device/v1/totp", For::Phone, 422),
    ("DELETE", "/device/v1/totp", For::Phone, 404),
    ("POST", "/telephony/v1/entries/{number}/started", For::Source, 204),
    ("POST", "/telephony/v1/entries/{number}/digits", For::Source, 204),
    ("POST", "/device/v1/phones/{id}/suspend", For::Phone, 404),
    ("POST", "/device/v1/phones/{id}/bring-back", For::Phone, 404),
    ("POST", "/risk/v1/signals", For::Source, 201),
    ("DELETE", "/risk/v1/signals/{reference}", For::Source, 204),
    ("GET", "/live/desk/{session}", For::Agent, 404),
    ("GET", "/live/floor", For::Supervisor, 200),
    ("GET", "/live/access", For::Overseer, 200),
    ("GET", "/live/exports", For::LogReader, 200),
    // A kiosk has a cookie of its own, which nobody here has.
    ("GET", "/live/kiosk", For::Source, 200),
    ("POST", "/kiosk/v1/begin", For::Anyone, 303),
    ("POST", "/kiosk/v1/show", For::Source, 303),
    // Only in a demo, which listens on loopback only.
    ("GET", "/demo/phone/{number}", For::Anyone, 303),
    ("GET", "/demo/mailbox", For::Anyone, 200),
    ("GET", "/demo/keypad", For::Anyone, 200),
    ("POST", "/demo/keypad", For::Anyone, 415),
    ("POST", "/demo/clock", For::Anyone, 415),
    ("GET", "/healthz", For::Anyone, 200),
    ("GET", "/readyz", For::Anyone, 200),
    ("GET", "/metrics", For::Operator, 404),
    ("POST", "/csp-report", For::Anyone, 204),
    // Files, of which a test has none.
    ("GET", "/me/sw.js", For::Anyone, 404),
    ("GET", "/favicon.ico", For::Anyone, 404),
    // An empty object says no review.
    ("POST", "/access/export.csv", For::Overseer, 422),
    ("POST", "/access/export.jsonl", For::Overseer, 422),
    // An empty object says no export.
    ("POST", "/audit/exports/file", For::LogReader, 422),
    ("POST", "/audit/receipt", For::LogReader, 422),
    ("GET", "/export/numbers.csv", For::LogReader, 200),
    ("GET", "/export/numbers.jsonl", For::LogReader, 200),
    // It says the same to everybody to whom it gives nothing.
    ("POST", "/me/receipt", For::Anyone, 404),
    // Behind it are the functions; this is none of them.
    ("POST", "/api/{*function}", For::Anyone, 400),
];

/// A path with something in its holes.
pub fn filled(path: &str) -> String {
    path.replace("{number}", "44710982")
        .replace("{action}", "change_email")
        .replace("{token}", "none")
        .replace("{*function}", "desk/nothing")
        .split('/')
        .map(|part| if part.starts_with('{') { NONE } else { part })
        .collect::<Vec<_>>()
        .join("/")
}
