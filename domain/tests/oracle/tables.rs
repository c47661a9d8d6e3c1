//! PRODUCT's table of methods and the bank's policy, written down a second time by hand. Nothing here is read from the policy
//! file, so a change of that file is a change here too, or a difference.

/// Levels, lowest first.
pub const NONE: u8 = 0;
pub const LOW: u8 = 1;
pub const SUBSTANTIAL: u8 = 2;
pub const HIGH: u8 = 3;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Factor {
    Knowledge,
    Possession,
    Inherence,
    /// Worth what the other system's word was worth, and nothing by itself.
    Assertion,
}
use Factor::{Assertion, Inherence, Knowledge, Possession};

/// What a method is worth.
#[derive(Clone, Copy, Debug)]
pub struct Proof {
    pub name: &'static str,
    pub factor: Factor,
    pub alone: u8,
    pub verified: u8,
    /// Restricted: never above Low, and no part of two factors.
    pub weak: bool,
    /// Switched off by the bank.
    pub off: bool,
}

const fn proof(name: &'static str, factor: Factor, alone: u8, verified: u8) -> Proof {
    Proof { name, factor, alone, verified, weak: false, off: false }
}

const fn weak(name: &'static str, factor: Factor, alone: u8) -> Proof {
    Proof { name, factor, alone, verified: alone, weak: true, off: true }
}

pub const PROOFS: [Proof; 12] = [
    proof("passkey", Possession, LOW, HIGH),
    proof("push", Possession, SUBSTANTIAL, HIGH),
    proof("portal", Assertion, HIGH, HIGH),
    proof("pin", Knowledge, LOW, LOW),
    proof("totp", Possession, LOW, LOW),
    proof("id_document", Inherence, SUBSTANTIAL, SUBSTANTIAL),
    proof("social", Possession, LOW, LOW),
    weak("otp_sms", Possession, LOW),
    weak("otp_voice", Possession, LOW),
    weak("otp_email", Possession, LOW),
    weak("voice_biometric", Inherence, NONE),
    weak("kba", Knowledge, LOW),
];

/// Places in [`PROOFS`] that are named elsewhere.
pub const PASSKEY: usize = 0;
pub const PUSH: usize = 1;
pub const PORTAL: usize = 2;
pub const VOICE_BIOMETRIC: usize = 10;

/// Channels and how far they reach.
pub const CHANNELS: [(&str, u8); 7] = [
    ("phone", HIGH),
    ("chat", HIGH),
    ("ticket", SUBSTANTIAL),
    ("kiosk", HIGH),
    ("social", SUBSTANTIAL),
    ("embedded", SUBSTANTIAL),
    ("portal", HIGH),
];
const ANY: &[&str] = &["phone", "chat", "ticket", "kiosk", "social", "embedded", "portal"];
const SEEN: &[&str] = &["phone", "chat", "kiosk", "portal"];
const SEEN_NO_CHAT: &[&str] = &["phone", "kiosk", "portal"];

pub const ROLES: [&str; 4] = ["agent", "supervisor", "auditor", "administrator"];
const AGENTS: &[&str] = &["agent"];
const AGENTS_AND_SUPERVISORS: &[&str] = &["agent", "supervisor"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    Inquiry,
    Money,
    Onboarding,
    StateChange,
    Compliance,
}
use Class::{Compliance, Inquiry, Money, Onboarding, StateChange};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    Nobody,
    Customer,
    EarlierAddresses,
}

/// What an action needs.
#[derive(Clone, Copy, Debug)]
pub struct Action {
    pub key: &'static str,
    pub rule: &'static str,
    /// The rule that closes it in a contact that we started; empty: none does.
    pub closed_to_us: &'static str,
    pub class: Class,
    pub level: u8,
    /// How many minutes old the proof may be.
    pub fresh: Option<i64>,
    pub consent: bool,
    pub second: bool,
    pub who: &'static [&'static str],
    pub channels: &'static [&'static str],
    pub told: Told,
    /// Hours.
    pub hold: i64,
    /// A passkey that reaches the level alone takes the hold away.
    pub hold_lifted: bool,
    /// Hours.
    pub revert: i64,
}

const DAY: i64 = 24;

const fn action(key: &'static str, class: Class, level: u8) -> Action {
    Action {
        key,
        rule: key,
        closed_to_us: "",
        class,
        level,
        fresh: None,
        consent: false,
        second: false,
        who: AGENTS,
        channels: ANY,
        told: Told::Customer,
        hold: 0,
        hold_lifted: false,
        revert: 0,
    }
}

/// One that touches who can get in, or ends the account: only where we see who it is, and told where they were reached before.
const fn grave(key: &'static str, class: Class) -> Action {
    Action { channels: SEEN, told: Told::EarlierAddresses, ..action(key, class, HIGH) }
}

pub const ACTIONS: [Action; 20] = [
    Action {
        rule: "email.change",
        closed_to_us: "email.change.we_started",
        fresh: Some(5),
        consent: true,
        revert: 7 * DAY,
        ..grave("change_email", StateChange)
    },
    Action {
        rule: "phone_number.change",
        closed_to_us: "phone_number.change.we_started",
        fresh: Some(5),
        consent: true,
        hold: DAY,
        hold_lifted: true,
        revert: 7 * DAY,
        ..grave("change_phone_number", StateChange)
    },
    Action { rule: "preferences.update", ..action("update_contact_preferences", Inquiry, LOW) },
    REFUND,
    Action { who: AGENTS_AND_SUPERVISORS, told: Told::Nobody, ..action("general_inquiry", Inquiry, NONE) },
    Action { who: AGENTS_AND_SUPERVISORS, told: Told::Nobody, ..action("view_orders", Inquiry, LOW) },
    Action { who: AGENTS_AND_SUPERVISORS, ..action("view_billing", Inquiry, SUBSTANTIAL) },
    Action { consent: true, revert: 7 * DAY, ..action("update_postal_address", Money, SUBSTANTIAL) },
    Action { consent: true, ..action("change_plan", Money, SUBSTANTIAL) },
    Action { consent: true, ..action("order_card", Money, SUBSTANTIAL) },
    action("send_password_reset_link", Money, SUBSTANTIAL),
    action("create_account", Onboarding, NONE),
    Action { consent: true, revert: 7 * DAY, ..grave("add_delegate", Onboarding) },
    Action { told: Told::EarlierAddresses, ..action("add_device", Onboarding, SUBSTANTIAL) },
    Action { fresh: Some(5), ..grave("remove_passkey", StateChange) },
    Action { fresh: Some(5), consent: true, hold: 3 * DAY, revert: 3 * DAY, ..grave("close_account", StateChange) },
    Action {
        fresh: Some(5),
        consent: true,
        second: true,
        channels: SEEN_NO_CHAT,
        revert: 7 * DAY,
        ..grave("transfer_ownership", StateChange)
    },
    Action { second: true, hold: DAY, channels: SEEN_NO_CHAT, revert: 7 * DAY, ..grave("recover_account", StateChange) },
    Action { consent: true, ..grave("export_personal_data", Compliance) },
    Action { consent: true, second: true, hold: 3 * DAY, revert: 3 * DAY, ..grave("delete_personal_data", Compliance) },
];

const REFUND: Action =
    Action { rule: "refund.small", closed_to_us: "refund.we_started", consent: true, ..action("refund", Money, SUBSTANTIAL) };

/// What becomes of a refund: over 200 euros or of an unknown amount, to a business.
pub const REFUNDS: [(bool, bool, Action); 4] = [
    (false, false, REFUND),
    (false, true, Action { rule: "refund.business", level: HIGH, ..REFUND }),
    (true, false, Action { rule: "refund.over_200", level: HIGH, second: true, ..REFUND }),
    (true, true, Action { rule: "refund.over_200", level: HIGH, second: true, ..REFUND }),
];

/// What becomes of a card when a credential was changed lately.
pub const CARD_AFTER_CREDENTIAL_CHANGE: (&str, i64) = ("order_card.new_address", 3 * DAY);

/// What a risk signal does: the most it leaves, what it bars, what it makes dearer by one level.
#[derive(Clone, Copy, Debug)]
pub struct Signal {
    pub key: &'static str,
    pub cap: u8,
    pub bars: &'static [&'static str],
    pub raises: &'static [Class],
}

pub const SIGNALS: [Signal; 7] = [
    Signal { key: "sim_change", cap: HIGH, bars: &["otp_sms", "otp_voice"], raises: &[StateChange] },
    Signal { key: "new_device", cap: HIGH, bars: &[], raises: &[Money] },
    Signal { key: "credential_change", cap: HIGH, bars: &[], raises: &[Money, Compliance] },
    Signal { key: "agents_tried", cap: SUBSTANTIAL, bars: &[], raises: &[] },
    Signal { key: "bulk_look_ups", cap: LOW, bars: &[], raises: &[] },
    Signal { key: "impossible_travel", cap: HIGH, bars: &["pin", "totp"], raises: &[Money, StateChange] },
    Signal { key: "passkey_copied", cap: SUBSTANTIAL, bars: &["passkey"], raises: &[] },
];
pub const CREDENTIAL_CHANGE: usize = 2;
