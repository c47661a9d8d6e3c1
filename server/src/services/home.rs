//! Reading what a customer's phone shows: whether we are talking, what is asked, and what was changed.

use app::phone::{
    api::{Change, Contact, DeviceView, Home, LookedAt, OtherPhone, PasskeyView, PastContact, PinView, PromptView, TotpView, WebPushView},
    place::Place,
    screen::{End, Over, Truth},
};
use domain::{
    agent::{first_name, name_for_customers},
    challenge::Challenge,
    customer::mask_email,
    ids::{ChallengeId, RunId},
    session::{Session, SessionState},
    suspension::Suspension,
    time::Timestamp,
};

use super::{Outcome, Shared};
use crate::store::{
    challenge::{self, Asked},
    customer,
    device::Device,
    effect::{self, Run},
    passkey::{self, Kept},
    pin, proof, push_address,
    reveal::{self, Look},
    session,
    suspension::{self, Kind, Listed},
    totp,
};

/// What the page at `place` is drawn from.
///
/// # Errors
/// When the database fails.
pub async fn page(shared: &Shared, phone: Option<&Device>, place: Place) -> Outcome<Truth> {
    let Some(phone) = phone else { return Ok(Truth { home: None, over: None }) };
    let home = home(shared, phone).await?;
    let over = match place {
        _ if home.device.suspended_at.is_some() => None,
        Place::Asked(challenge) => over(shared, phone, challenge).await?,
        Place::Home | Place::Add | Place::Added | Place::Pin | Place::Totp | Place::Invite | Place::Stopped | Place::Undone(_) => None,
    };
    Ok(Truth { home: Some(home), over })
}

/// A request of this phone, once it is over; another phone's is as good as none (D02).
async fn over(shared: &Shared, phone: &Device, id: ChallengeId) -> Outcome<Option<Over>> {
    let Some(asked) = challenge::read(&shared.db, id).await?.filter(|asked| of(asked, phone)) else { return Ok(None) };
    let (done, undo) = came(shared, &asked.challenge).await?;
    let end = End::of(asked.challenge.state_at(shared.now()), done, undo);
    Ok(end.map(|end| Over { challenge: id, prompt: asked.prompt, end }))
}

/// Whether that phone is asked.
fn of(asked: &Asked, phone: &Device) -> bool {
    asked.challenge.push().is_some_and(|push| push.device == phone.id)
}

/// Whether what was approved ran, and the run if it can be put back now.
async fn came(shared: &Shared, challenge: &Challenge) -> Outcome<(bool, Option<RunId>)> {
    let Some(approval) = proof::read_approval(&shared.db, challenge.id).await? else { return Ok((false, None)) };
    let Some(run) = effect::run_of_approval(&shared.db, approval.id).await? else { return Ok((false, None)) };
    let undo = run.put_back_at.is_none() && run.revert_until.is_some_and(|until| shared.now() < until);
    Ok((true, undo.then_some(run.id)))
}

/// The phone's home.
///
/// # Errors
/// When the database fails.
pub async fn home(shared: &Shared, phone: &Device) -> Outcome<Home> {
    let db = &shared.db;
    let now = shared.now();
    let phones = suspension::read_devices(db, phone.customer, Kind::Phone).await?;
    if let Some(suspension) = phones.iter().find(|listed| listed.phone.id == phone.id).and_then(|listed| listed.suspended) {
        return Ok(suspended(shared, phone, suspension, now));
    }
    let customer = customer::read(db, phone.customer).await?;
    let sessions = session::recent_of_customer(db, phone.customer).await?;
    let mut prompts = Vec::new();
    for asked in challenge::open_of_device(db, phone.customer, phone.id, now).await? {
        // Somebody who opens many sessions must not push one out of sight whose question is open.
        let of = match sessions.iter().find(|session| session.id == asked.challenge.session) {
            Some(recent) => Some(recent.clone()),
            None => session::read(db, asked.challenge.session).await?,
        };
        prompts.extend(of.filter(|session| session.state == SessionState::Open).and_then(|session| prompt(&asked, &session, now)));
    }
    let looks = reveal::of_customer(db, phone.customer).await?;
    let mut contact = None;
    let mut recent_contacts = Vec::new();
    for session in &sessions {
        let name = session::agent_name(db, session.agent).await?.unwrap_or_default();
        if session.state == SessionState::Open && contact.is_none() {
            contact = Some(talking(session, &name));
        }
        let proved = !proof::read_evidence(db, session.id).await?.is_empty();
        recent_contacts.push(PastContact { looked_at: looked_at(&looks, session), ..past(session, &name, proved) });
    }
    let runs = effect::runs_of_customer(db, phone.customer).await?;
    let devices = suspension::read_devices(db, phone.customer, Kind::Passkey).await?;
    let settings = &shared.settings;
    Ok(Home {
        now,
        organisation: settings.organisation.clone(),
        hotline: settings.hotline.clone(),
        device: own(phone),
        other_phones: phones.iter().filter(|listed| listed.phone.id != phone.id).map(other).collect(),
        other_devices: devices.iter().map(other).collect(),
        contact,
        prompts,
        recent_contacts,
        recent_changes: runs.iter().map(change).collect(),
        frozen_at: customer.frozen_at,
        pin: pin(shared, phone).await?,
        totp: totp(shared, phone).await?,
        web_push: web_push(shared, phone).await?,
        passkeys: passkey::read_of_customer(db, phone.customer).await?.into_iter().map(passkey_view).collect(),
    })
}

/// How it stands with notifications to this phone's browser, where browsers are told of anything.
async fn web_push(shared: &Shared, phone: &Device) -> Outcome<Option<WebPushView>> {
    let Some(browsers) = &shared.push.reach().browsers else { return Ok(None) };
    let on = push_address::read_live(&shared.db, phone.id).await?.is_some();
    Ok(Some(WebPushView { key: browsers.key.clone(), on }))
}

fn passkey_view(kept: Kept) -> PasskeyView {
    let Kept { id, name, invited, made_at, counts_from, used_at, synced, .. } = kept;
    PasskeyView { id, made_on: name, invited, since: made_at, counts_from, used_at, synced }
}

/// How it stands with the customer's PIN, where there are any.
async fn pin(shared: &Shared, phone: &Device) -> Outcome<Option<PinView>> {
    if shared.pins.is_none() {
        return Ok(None);
    }
    let kept = pin::read_of_customer(&shared.db, phone.customer).await?;
    Ok(Some(kept.map_or(PinView { set_at: None, used_at: None, locked: false }, |kept| PinView {
        set_at: Some(kept.set_at),
        used_at: kept.used_at,
        locked: kept.locked(),
    })))
}

/// How it stands with the customer's authenticator app, where there are any.
async fn totp(shared: &Shared, phone: &Device) -> Outcome<Option<TotpView>> {
    if shared.seeds.is_none() {
        return Ok(None);
    }
    let none = TotpView { set_at: None, counts_from: None, used_at: None, locked: false };
    let kept = totp::read_of_customer(&shared.db, phone.customer).await?;
    Ok(Some(kept.map_or(none, |kept| TotpView {
        set_at: Some(kept.set_at),
        counts_from: Some(kept.counts_from),
        used_at: kept.used_at,
        locked: kept.locked(),
    })))
}

/// What a suspended phone is told: whoever holds it learns nothing of the account.
fn suspended(shared: &Shared, phone: &Device, suspension: Suspension, now: Timestamp) -> Home {
    let settings = &shared.settings;
    Home {
        now,
        organisation: settings.organisation.clone(),
        hotline: settings.hotline.clone(),
        device: DeviceView { disabled: true, suspended_at: Some(suspension.at), ..own(phone) },
        other_phones: Vec::new(),
        other_devices: Vec::new(),
        contact: None,
        prompts: Vec::new(),
        recent_contacts: Vec::new(),
        recent_changes: Vec::new(),
        frozen_at: None,
        pin: None,
        totp: None,
        web_push: None,
        passkeys: Vec::new(),
    }
}

/// This phone, to itself.
fn own(phone: &Device) -> DeviceView {
    DeviceView {
        id: phone.id,
        name: phone.name.clone(),
        since: phone.enrolled_at,
        counts_from: phone.counts_from,
        has_passkey: phone.has_passkey,
        has_unlock_key: phone.unlock_key.is_some(),
        disabled: phone.disabled,
        suspended_at: None,
    }
}

fn other(listed: &Listed) -> OtherPhone {
    let suspended_at = listed.suspended.map(|suspension| suspension.at);
    OtherPhone { id: listed.phone.id, name: listed.name.clone(), since: listed.since, suspended_at }
}

fn talking(session: &Session, agent: &str) -> Contact {
    let initials = agent.split_whitespace().filter_map(|word| word.chars().next()).take(2).collect();
    Contact {
        session: session.id,
        with: first_name(agent).to_owned(),
        initials,
        channel: session.channel,
        started_by: session.started_by,
        since: session.opened_at,
        about: session.reason,
    }
}

fn past(session: &Session, agent: &str, proved: bool) -> PastContact {
    let (until, stopped) = match session.state {
        SessionState::Open => (None, None),
        SessionState::Frozen { at, because } => (Some(at), Some(because)),
        SessionState::Ended { at } => (Some(at), None),
    };
    PastContact {
        session: session.id,
        with: name_for_customers(agent),
        channel: session.channel,
        from: session.opened_at,
        until,
        stopped,
        proved,
        looked_at: Vec::new(),
    }
}

/// What of the customer was shown in that session.
fn looked_at(looks: &[Look], session: &Session) -> Vec<LookedAt> {
    let here = looks.iter().filter(|look| look.session == session.id);
    here.map(|look| LookedAt { field: look.field, by: name_for_customers(&look.agent), at: look.at }).collect()
}

fn prompt(asked: &Asked, session: &Session, now: Timestamp) -> Option<PromptView> {
    let challenge = &asked.challenge;
    let push = challenge.push()?;
    Some(PromptView {
        challenge: challenge.id,
        session: challenge.session,
        action_hash: challenge.action_hash.to_string(),
        prompt: asked.prompt.clone(),
        shown_text: challenge.shown_text.clone(),
        needs_user_verification: push.needs_user_verification,
        channel: session.channel,
        tries_left: challenge.tries_left,
        state: challenge.state_at(now),
        asked_at: challenge.asked_at,
        expires_at: challenge.expires_at,
    })
}

fn change(run: &Run) -> Change {
    use domain::action::ActionRequest;
    let in_words = match &run.request {
        ActionRequest::ChangeEmail { .. } if run.request.is_erased() => "(erased)".to_owned(),
        ActionRequest::ChangeEmail { to, .. } => mask_email(to.as_str()),
        ActionRequest::Refund { amount, .. } => amount.to_string(),
        ActionRequest::UpdateContactPreferences { news_by } => news_by.name().to_owned(),
    };
    Change {
        run: run.id,
        what: run.request.kind(),
        in_words,
        at: run.ran_at,
        approved: run.approval.is_some(),
        put_back_at: run.put_back_at,
    }
}
