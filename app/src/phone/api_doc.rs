//! Compares the device API's types with `docs/device-api.yaml`: the same members, neither more nor fewer.

use std::collections::BTreeSet;

use domain::{
    action::ActionKind,
    challenge::{Answer, ChallengeState, UserVerification},
    channel::{Channel, StartedBy},
    customer::Field,
    notification::PushService,
    refusal::Refusal,
    session::FrozenBecause,
    time::Timestamp,
};
use serde::Serialize;
use uuid::Uuid;

use super::{
    answer::{claims, tests::prompt},
    api::{
        Change, Contact, DeviceView, Enrol, Enrolled, Home, Jwk, LookedAt, NewPin, OtherPhone, PasskeyInvitation, PasskeyView, PastContact,
        PinStart, PinView, PushAddress, SignedAnswer, SubscriptionKeys, TotpCode, TotpSeed, TotpView, Unlock, WebPushView,
    },
};

const DOC: &str = include_str!("../../../docs/device-api.yaml");
const AT: Timestamp = Timestamp::from_micros(0);

/// The members of a schema: what stands eight deep below its name.
fn documented(schema: &str) -> BTreeSet<String> {
    let start = format!("\n    {schema}:\n");
    let (_, rest) = DOC.split_once(&start).unwrap_or_else(|| panic!("no schema {schema}"));
    let own = rest.lines().take_while(|line| line.starts_with("     "));
    let members = own.skip_while(|line| *line != "      properties:").skip(1);
    members
        .filter_map(|line| line.strip_prefix("        "))
        .filter(|line| !line.starts_with(' '))
        .map(|line| line.split(':').next().unwrap().to_owned())
        .collect()
}

fn same<T: Serialize>(schema: &str, value: &T) {
    let json = serde_json::to_value(value).unwrap();
    let members: BTreeSet<String> = json.as_object().unwrap().keys().cloned().collect();
    assert_eq!(members, documented(schema), "{schema}");
}

fn word<T: Serialize>(value: &T) -> String {
    serde_json::to_value(value).unwrap().as_str().unwrap().to_owned()
}

/// The words of a schema that is an enumeration.
fn words(schema: &str) -> BTreeSet<String> {
    let (_, rest) = DOC.split_once(&format!("\n    {schema}: {{ type: string, enum: [")).unwrap();
    rest.split(']').next().unwrap().split(", ").map(str::to_owned).collect()
}

#[test]
fn every_type_has_the_members_that_are_documented() {
    let name = || "name".to_owned();
    let id = Uuid::nil();
    let channel = Channel::from_key("phone").unwrap();
    let jwk = Jwk { kty: name(), crv: name(), x: name(), y: name() };
    let device = DeviceView {
        id: id.into(),
        name: name(),
        since: AT,
        counts_from: AT,
        has_passkey: true,
        has_unlock_key: true,
        disabled: false,
        suspended_at: None,
    };
    same("Jwk", &jwk);
    same("Enrol", &Enrol { binding_code: name(), name: name(), public_key: jwk.clone(), unlock_key: Some(jwk) });
    same("Enrolled", &Enrolled { device_id: id.into(), handle: name(), name: name(), counts_from: AT, organisation: name() });
    same("DeviceView", &device);
    same("OtherPhone", &OtherPhone { id: id.into(), name: name(), since: AT, suspended_at: None });
    let contact = Contact {
        session: id.into(),
        with: name(),
        initials: name(),
        channel,
        started_by: StartedBy::Us,
        since: AT,
        about: ActionKind::Refund,
    };
    same("Contact", &contact);
    same("Prompt", &prompt().prompt);
    same("PromptView", &prompt());
    let looked = LookedAt { field: Field::Email, by: name(), at: AT };
    same("LookedAt", &looked);
    same(
        "PastContact",
        &PastContact {
            session: id.into(),
            with: name(),
            channel,
            from: AT,
            until: None,
            stopped: None,
            proved: true,
            looked_at: vec![looked.clone()],
        },
    );
    same("Change", &Change { run: id.into(), what: ActionKind::Refund, in_words: name(), at: AT, approved: true, put_back_at: None });
    same("Claims", &claims(&prompt(), Answer::Approve, "481205", UserVerification::None, 0));
    same("SignedAnswer", &SignedAnswer { answer: name(), passkey: Some(serde_json::Value::Null), unlock: Some(name()) });
    let pin = PinView { set_at: Some(AT), used_at: Some(AT), locked: true };
    same("PinView", &pin);
    let passkey =
        PasskeyView { id: id.into(), made_on: name(), invited: true, since: AT, counts_from: AT, used_at: Some(AT), synced: true };
    same("PasskeyView", &passkey);
    same("PinStart", &PinStart { nonce: name(), public_key: None });
    same("NewPin", &NewPin { pin: name(), passkey: Some(serde_json::Value::Null), unlock: Some(name()) });
    let totp = TotpView { set_at: Some(AT), counts_from: Some(AT), used_at: Some(AT), locked: true };
    same("TotpView", &totp);
    same("Unlock", &Unlock { passkey: Some(serde_json::Value::Null), unlock: Some(name()) });
    same("TotpSeed", &TotpSeed { secret: name(), uri: name(), qr_view: name(), qr_path: name() });
    same("PasskeyInvitation", &PasskeyInvitation { link: name(), qr_view: name(), qr_path: name(), expires_at: AT });
    same("TotpCode", &TotpCode { code: name() });
    same("ApplePushAddress", &PushAddress::Apns { token: name() });
    let keys = SubscriptionKeys { p256dh: name(), auth: name() };
    same("SubscriptionKeys", &keys);
    same("BrowserPushAddress", &PushAddress::WebPush { endpoint: name(), keys });
    let web_push = WebPushView { key: name(), on: true };
    same("WebPushView", &web_push);
    let home = Home {
        now: AT,
        organisation: name(),
        hotline: name(),
        device,
        other_phones: Vec::new(),
        other_devices: Vec::new(),
        contact: Some(contact),
        prompts: Vec::new(),
        recent_contacts: Vec::new(),
        recent_changes: Vec::new(),
        frozen_at: None,
        pin: Some(pin),
        totp: Some(totp),
        web_push: Some(web_push),
        passkeys: vec![passkey],
    };
    same("Home", &home);
}

#[test]
fn every_word_is_documented() {
    assert_eq!(Channel::all().map(|channel| word(&channel)).collect::<BTreeSet<_>>(), words("Channel"));
    assert_eq!(ActionKind::ALL.iter().map(word).collect::<BTreeSet<_>>(), words("ActionKind"));
    assert_eq!(FrozenBecause::ALL.iter().map(word).collect::<BTreeSet<_>>(), words("FrozenBecause"));
    assert_eq!(PushService::ALL.iter().map(word).collect::<BTreeSet<_>>(), words("PushService"));
    assert_eq!([StartedBy::Customer, StartedBy::Us].iter().map(word).collect::<BTreeSet<_>>(), words("StartedBy"));
    for state in ChallengeState::ALL {
        let json = serde_json::to_string(&state).unwrap();
        let said = json.trim_matches(['{', '}']).split(':').all(|part| DOC.contains(part.trim_matches('"')));
        assert!(said, "{json}");
    }
    for refusal in [Refusal::LinkUsed, Refusal::OtherDigits { tries_left: 1 }, Refusal::ChallengeOver, Refusal::Frozen] {
        assert!(DOC.contains(refusal.code()));
    }
}
