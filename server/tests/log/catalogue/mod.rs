//! G01: whatever the record can tell of, the program does tell of.
//!
//! The catalogue is [`Event`] itself. Here what other tests do is done again ([`stories::STORIES`]), each on a database of its own, and what
//! the program wrote down meanwhile is compared with the type: an event that no story makes it write is named, and so is an entry that does
//! not say who, of whom, in which session or by which policy. To add an event: have a test make the program write it, and name that test in
//! `stories`.

mod names;
mod stories;

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    audit::Event,
    audit_search::{Group, group},
};
use futures::{StreamExt, stream};
use server::store::{Db, Engine, fetch_all};
use tokio::runtime::Builder;
use uuid::Uuid;

use self::{
    names::{name, names},
    stories::{STORIES, Story},
};
use crate::{on_both, support::database::TestDb};

const RECORD: &str = "SELECT id, at, actor_kind, actor_id, customer_id, session_id, policy_version, event, detail FROM audit_entry";

/// What no program writes any more: entries from before there was something better still say it.
const OLD: [Event; 1] = [Event::AlertSeen];

/// How many stories are told at once.
const AT_ONCE: usize = 2;

type Row = (Uuid, i64, String, Option<Uuid>, Option<Uuid>, Option<Uuid>, Option<i64>, String, String);

/// An entry, as it stands in the database.
struct Line {
    id: Uuid,
    at: i64,
    actor: (String, Option<Uuid>),
    customer: Option<Uuid>,
    session: Option<Uuid>,
    policy: Option<i64>,
    name: String,
    event: Event,
}

impl From<Row> for Line {
    fn from((id, at, kind, actor, customer, session, policy, name, detail): Row) -> Self {
        let event = serde_json::from_str(&detail).unwrap_or_else(|error| panic!("{error}: {detail}"));
        Self { id, at, actor: (kind, actor), customer, session, policy, name, event }
    }
}

impl Line {
    /// Whether the program wrote it: it names an entry by the moment of it (UUID version 7), and a test that fills a database by SQL does not.
    fn is_ours(&self) -> bool {
        let millis = u64::try_from(self.id.as_u128() >> 80).unwrap();
        self.id.get_version_num() == 7 && i64::try_from(millis).unwrap() == self.at.div_euclid(1_000)
    }

    /// What it should say and does not, if anything.
    fn lacks(&self) -> Option<&'static str> {
        let of = group(&self.event);
        let in_session = matches!(of, Group::Sessions | Group::Challenges | Group::Levels | Group::Actions)
            || matches!(self.event, Event::Revealed { .. } | Event::FreezeEnded | Event::TriedBefore { .. });
        let of_customer = in_session
            || of == Group::Ways
            || matches!(
                self.event,
                Event::CanaryMet { .. }
                    | Event::LegalHold { .. }
                    | Event::SessionFrozen { .. }
                    | Event::SignalReceived { .. }
                    | Event::SignalWithdrawn { .. }
            );
        let by_policy = matches!(
            self.event,
            Event::NotOpen { .. }
                | Event::NotWitnessed { .. }
                | Event::ApprovalVoid { .. }
                | Event::Ran { .. }
                | Event::SecondPersonAsked { .. }
                | Event::SessionMoved { .. }
                | Event::PolicyProposed { .. }
                | Event::PolicyApproved { .. }
                | Event::PolicyRejected { .. }
                | Event::PolicyWithdrawn { .. }
        );
        match self {
            _ if self.name != name(&self.event) => Some("its own name"),
            Self { actor: (kind, id), .. } if (kind == "system") == id.is_some() => Some("who"),
            Self { customer: None, .. } if of_customer => Some("of whom"),
            Self { session: None, .. } if in_session => Some("in which session"),
            Self { policy: None, .. } if by_policy => Some("by which version of the policy"),
            _ => None,
        }
    }
}

/// Tells it as a test of its own is run: on a runtime of its own, of which nothing is left. What the program wrote down.
async fn told(engine: Engine, (title, story): &'static Story) -> (&'static str, Vec<Line>) {
    let tell = move || {
        let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        runtime.block_on(async {
            let db = TestDb::of(engine).await;
            story(db.again()).await;
            record(&db).await
        })
    };
    (title, tokio::task::spawn_blocking(tell).await.unwrap_or_else(|error| panic!("{title}: {error}")))
}

async fn record(db: &Db) -> Vec<Line> {
    fetch_all!(db, Row, RECORD).await.unwrap().into_iter().map(Line::from).filter(Line::is_ours).collect()
}

on_both! {
    async fn g01_every_event_of_the_catalogue_is_written_by_the_program_and_says_what_it_must(db: TestDb) {
        let engine = db.engine();
        let mut stories = stream::iter(STORIES).map(|story| told(engine, story)).buffer_unordered(AT_ONCE);
        let (mut written, mut lacking) = (BTreeSet::new(), BTreeMap::new());
        while let Some((title, lines)) = stories.next().await {
            assert!(!lines.is_empty(), "{title}: nothing was written down");
            for line in lines {
                lacking.extend(line.lacks().map(|what| (format!("{} does not say {what}", line.name), title)));
                written.insert(line.name);
            }
        }
        assert!(lacking.is_empty(), "entries lack what they must say: {lacking:#?}");
        let (catalogue, old): (BTreeSet<_>, BTreeSet<_>) = (names().map(str::to_owned).collect(), OLD.iter().map(name).collect());
        let expected: BTreeSet<_> = catalogue.difference(&old).cloned().collect();
        let never: Vec<_> = expected.difference(&written).collect();
        assert!(never.is_empty(), "no story makes the program write {never:?}");
        assert_eq!(written, expected, "and nothing else is written, nor what is of old");
    }
}
