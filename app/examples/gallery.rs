//! Draws every state of an agent's desk to `target/gallery/*.html`, from made-up data and without a server, to look at
//! beside the mock-ups. Serve the repository's root and open `/target/gallery/`.
//!
//! `cargo run -p app --features ssr --example gallery`

use std::fs;

use app::{
    desk::{
        gate::{Decision, Missing, Way},
        typed::Forms,
        view::{
            ActionRow, AskedView, AssuranceView, Done, Draft, EvidenceView, Outcome, Place, RailItem, RecordField, RevealsView,
            SessionHead, Theirs, TimelineItem, Workspace,
        },
        workspace::sheet,
    },
    layout::{Here, StaffShell},
};
use domain::{
    action::ActionKind,
    agent::{Role, Staff},
    assurance::{Level, Method},
    audit::Event,
    challenge::{ChallengeState, ExpiredBecause},
    channel::{Channel, StartedBy},
    customer::{Field, Seen},
    ids::ChallengeId,
    session::{FrozenBecause, SessionState},
    time::{Duration, Timestamp},
};
use leptos::prelude::*;
use leptos_meta::{MetaContext, ServerMetaContext};
use uuid::Uuid;

/// 12 March 2026, 14:20:45 UTC.
const NOW: Timestamp = Timestamp::from_micros(1_773_325_245_000_000);

fn ago(seconds: i64) -> Timestamp {
    NOW.before(Duration::seconds(seconds))
}

fn ahead(seconds: i64) -> Timestamp {
    NOW.after(Duration::seconds(seconds))
}

fn id<T: From<Uuid>>(n: u128) -> T {
    Uuid::from_u128(n).into()
}

fn way() -> Way {
    Way { method: Method::Push, device: Some(id(9)), on: "Pixel 8".to_owned(), typed: None, reaches: Level::High, seconds: 20 }
}

fn draft() -> Draft {
    "mirela.k@post.example".parse().map_or_else(|refusal| unreachable!("{refusal}"), |to| Draft::ChangeEmail { to })
}

fn hidden(mask: &str, spoken: &str) -> Seen {
    Seen::Hidden { mask: mask.to_owned(), spoken: spoken.to_owned(), from: Level::Substantial }
}

fn rail_item(n: u128, channel: &str, name: &str, opened: i64, level: Level) -> RailItem {
    let channel = Channel::from_key(channel).unwrap_or_else(|| unreachable!("a channel of the table"));
    RailItem {
        session: id(n),
        channel,
        name: name.to_owned(),
        opened_at: ago(opened),
        level,
        goal: Level::High,
        state: SessionState::Open,
        asking: None,
        second_person: None,
    }
}

fn base() -> Workspace {
    let step_up = |level| Decision::StepUp {
        missing: Missing { level: Some(level), stale: false, consent: true, second_person: false },
        ways: vec![way()],
    };
    let row = |action: ActionKind, decision, is_reason| {
        let (needs, consent) = match action {
            ActionKind::ChangeEmail => (Level::High, true),
            ActionKind::Refund => (Level::Substantial, true),
            ActionKind::UpdateContactPreferences => (Level::Low, false),
        };
        ActionRow { action, needs, consent, rule: action.key().to_owned(), decision, is_reason }
    };
    let asking =
        RailItem { asking: Some((id(9), ago(21))), ..rail_item(2, "chat", "T••••• A•••••", 700, Level::Substantial) };
    Workspace {
        now: NOW,
        rail: vec![
            rail_item(1, "phone", "M••••• K•••••", 269, Level::Low),
            asking,
            rail_item(3, "portal", "R••••• D•••••", 125, Level::High),
        ],
        session: SessionHead {
            id: id(1),
            name: hidden("M••••• K•••••", "Name hidden, starts with M and K"),
            number: "44710982".to_owned(),
            channel: Channel::from_key("phone").unwrap_or_else(|| unreachable!("phone is in the table")),
            started_by: StartedBy::Customer,
            case: Some("ACM-20418".to_owned()),
            reason: ActionKind::ChangeEmail,
            opened_at: ago(269),
            state: SessionState::Open,
            moves: vec![],
            organisation: "Acme".to_owned(),
            hotline: "0800 555 0100".to_owned(),
            demo: true,
        },
        tried: None,
        phones: vec![],
        kiosk: None,
        assurance: AssuranceView {
            risks: vec![],
            level: Level::Low,
            until: Some(ahead(708)),
            drops_soon: false,
            goal: Level::High,
            ceiling: Level::High,
            carried: Level::High,
            evidence: vec![EvidenceView {
                id: id(1),
                method: Method::Pin,
                user_verified: false,
                level: Level::Low,
                obtained_at: ago(42),
                expires_at: ahead(708),
                counts_from: None,
            }],
            if_approved: None,
        },
        ways: vec![way()],
        closed: vec![],
        off: vec![],
        policy_version: 18,
        actions: vec![
            row(ActionKind::ChangeEmail, step_up(Level::High), true),
            row(ActionKind::UpdateContactPreferences, Decision::Allow, false),
            row(ActionKind::Refund, step_up(Level::Substantial), false),
        ],
        asked: None,
        ran: None,
        second: None,
        segment: None,
        record: vec![
            RecordField { field: Field::Name, seen: Seen::Value { text: "Mirela Kovac".to_owned() } },
            RecordField { field: Field::PostalAddress, seen: hidden("•••••", "Address hidden") },
            RecordField { field: Field::Email, seen: hidden("m•••••@•••••", "Email hidden") },
            RecordField { field: Field::Phone, seen: hidden("••••• ••• 482", "Phone hidden") },
            RecordField { field: Field::Plan, seen: Seen::Value { text: "Home 500".to_owned() } },
        ],
        reveals: RevealsView { today: 4, most: 60 },
        timeline: vec![
            TimelineItem { id: id(3), at: ago(42), event: Event::Raised { to: Level::Low, until: Some(ahead(708)) }, by: None },
            TimelineItem {
                id: id(2),
                at: ago(125),
                event: Event::NotOpen { action: ActionKind::ChangeEmail, needs: Level::High, decision: None },
                by: None,
            },
            TimelineItem {
                id: id(1),
                at: ago(269),
                event: Event::SessionOpened { started_by: StartedBy::Customer, reason: ActionKind::ChangeEmail },
                by: Some("Ana Lindqvist".to_owned()),
            },
        ],
        theirs: Theirs::Talking { with: "Ana".to_owned() },
    }
}

fn asked(state: ChallengeState) -> Workspace {
    let mut truth = base();
    truth.asked = Some(AskedView {
        method: Method::Push,
        entry: None,
        link: None,
        typed: None,
        challenge: id(5),
        request: Some(draft()),
        digits: state.is_open().then(|| "481205".to_owned()),
        device: "Pixel 8".to_owned(),
        needs_user_verification: true,
        state,
        tries_left: 5,
        typical_seconds: 20,
        asked_at: ago(14),
        delivered_at: Some(ago(13)),
        opened_at: Some(ago(8)),
        ended_at: None,
        expires_at: ahead(106),
        outcome: None,
        notification: None,
    });
    if state.is_open() {
        truth.assurance.if_approved = Some(Level::High);
    }
    truth
}

fn with_outcome(outcome: Outcome) -> Workspace {
    let mut truth = asked(ChallengeState::Answered);
    if let Some(asked) = &mut truth.asked {
        asked.outcome = Some(outcome);
    }
    truth
}

fn states() -> Vec<(&'static str, Workspace, Place)> {
    let at_asked = Place::Asked(id::<ChallengeId>(5));
    let mut typed = asked(ChallengeState::Opened);
    if let Some(asked) = &mut typed.asked {
        asked.tries_left = 4;
    }
    let mut chat = asked(ChallengeState::Delivered);
    chat.session.channel = Channel::from_key("chat").unwrap_or(chat.session.channel);
    if let Some(asked) = &mut chat.asked {
        asked.request = None;
        asked.opened_at = None;
    }
    let mut frozen = asked(ChallengeState::Reported);
    frozen.session.state = SessionState::Frozen { at: NOW, because: FrozenBecause::ToldTo };
    frozen.assurance = AssuranceView { level: Level::Unverified, until: None, ..frozen.assurance };
    frozen.theirs = Theirs::Stopped { because: FrozenBecause::ToldTo };
    let mut no_phone = base();
    no_phone.ways = vec![];
    no_phone.theirs = Theirs::NoPhone;
    no_phone.assurance = AssuranceView { level: Level::Unverified, until: None, evidence: vec![], ..no_phone.assurance };
    let done = Done {
        run: id(6),
        request: draft(),
        ran_at: NOW.after(Duration::milliseconds(30)),
        approved_at: Some(NOW),
        user_verified: true,
        told_emails: 1,
        revert_until: Some(ahead(7 * 86_400)),
        put_back_at: None,
        second_person: None,
    };
    let mut high = with_outcome(Outcome::Done(done));
    high.assurance.level = Level::High;
    let not_open = |open_now| Outcome::NotOpen { needs: Level::High, user_verified: false, kept_until: ahead(300), open_now };
    vec![
        ("overview", base(), Place::Overview),
        ("overview-no-phone", no_phone, Place::Overview),
        ("fill-in", base(), Place::FillIn(ActionKind::ChangeEmail)),
        ("fill-in-refund", base(), Place::FillIn(ActionKind::Refund)),
        ("fill-in-preferences", base(), Place::FillIn(ActionKind::UpdateContactPreferences)),
        ("pending", asked(ChallengeState::Opened), at_asked),
        ("pending-other-digits", typed, at_asked),
        ("pending-chat", chat, at_asked),
        ("done", high, at_asked),
        ("not-open", with_outcome(not_open(false)), at_asked),
        ("open-now", with_outcome(not_open(true)), at_asked),
        ("expired", asked(ChallengeState::Expired(ExpiredBecause::Time)), at_asked),
        ("withdrawn", asked(ChallengeState::Withdrawn), at_asked),
        ("frozen", frozen, at_asked),
    ]
}

fn draw(truth: &Workspace, place: Place) -> String {
    let name = "Ana Lindqvist".parse().unwrap_or_else(|refusal| unreachable!("{refusal}"));
    let staff = Staff { id: id(7), name, number: 2207, roles: vec![Role::Agent] };
    let owner = Owner::new();
    owner.with(|| {
        let (meta, _output) = ServerMetaContext::new();
        provide_context(meta);
        provide_context(MetaContext::new());
        let drawn = sheet(truth, place, &Forms { key: "a-key".to_owned(), ..Forms::default() }, &staff.name_for_customers());
        view! {
            <StaffShell staff here=Here::Desk title="Session" live=true>
                {drawn}
            </StaffShell>
        }
        .to_html()
    })
}

fn main() -> std::io::Result<()> {
    let folder = "target/gallery";
    fs::create_dir_all(folder)?;
    let head = r#"<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/style/main.css"><title>Gallery</title></head><body>"#;
    let mut index = String::from(head);
    for (name, truth, place) in states() {
        fs::write(format!("{folder}/{name}.html"), format!("{head}{}</body></html>", draw(&truth, place)))?;
        index.extend(["<p><a href=\"", name, ".html\">", name, "</a></p>"]);
    }
    fs::write(format!("{folder}/index.html"), index)
}
