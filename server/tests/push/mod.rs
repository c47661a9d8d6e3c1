//! Notifications, from the agent's press to the phone's inbox, through the real connection and a simulator of Apple's service.

pub mod address;
mod connection;
mod outbox;
pub mod refusals;
mod retries;
mod story;
mod waiting;
mod web;

use std::{sync::Arc, time::Duration as Real};

use app::desk::view::{AskedView, Place};
use domain::{
    action::ActionKind,
    ids::{ChallengeId, SessionId},
    notification::Handing,
    testing::HandClock,
    time::Duration,
};
use server::{
    push::{Patience, Services, worker},
    store::Db,
    wiring,
};

use crate::support::{
    agent::Agent,
    apple::Simulator,
    phone::Phone,
    rows,
    world::{MIRELA, World},
};

/// A phone's address at Apple.
const TOKEN: &str = "0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9";

/// Enough on a busy machine; a test that counts on less says so.
const PATIENT: Patience = Patience {
    connect: Real::from_secs(10),
    answer: Real::from_secs(20),
    ping_after: Real::from_secs(10),
    ping_answer: Real::from_secs(10),
};

/// A server with notifications, Mirela's phone that has an address, and Ana in a session with her.
struct House {
    world: World,
    apple: Simulator,
    services: Arc<Services>,
    phone: Phone,
    ana: Agent,
    session: SessionId,
}

impl House {
    async fn new(db: &Db) -> Self {
        Self::with(db, PATIENT).await
    }

    async fn with(db: &Db, patience: Patience) -> Self {
        let clock = HandClock::default();
        let apple = Simulator::start(Arc::new(clock.clone())).await;
        let files = tempfile::tempdir().unwrap();
        let settings = apple.settings(files.path());
        Self::leading_to(db, clock, apple, &settings, patience).await
    }

    async fn leading_to(db: &Db, clock: HandClock, apple: Simulator, settings: &[(&'static str, String)], patience: Patience) -> Self {
        let (world, settings) = World::with(db, &clock, 7, settings).await;
        let services = wiring::push_services(&settings, &world.shared.clock, patience).unwrap();
        let (phone, mut ana) = (world.phone(MIRELA).await, world.agent("Ana").await);
        assert_eq!(phone.notify_at(TOKEN).await.status, 204);
        let session = ana.open(MIRELA, ActionKind::Refund).await;
        Self { world, apple, services: Arc::new(services), phone, ana, session }
    }

    /// Ana asks the customer to show that it is them.
    async fn ask(&mut self) -> ChallengeId {
        self.ana.raise(self.session).await.unwrap()
    }

    /// Everything that is due is tried once; how many those were.
    async fn round(&self) -> usize {
        worker::round(&self.world.shared, &self.services).await.unwrap()
    }

    /// Time passes, and everything that is due is tried once.
    async fn after(&self, time: Duration) -> usize {
        self.world.clock.advance(time);
        self.round().await
    }

    async fn view(&self, challenge: ChallengeId) -> AskedView {
        self.ana.workspace(self.session, Place::Asked(challenge)).await.asked.unwrap()
    }

    async fn handing(&self, challenge: ChallengeId) -> Option<Handing> {
        self.view(challenge).await.notification.map(|notification| notification.handing)
    }

    /// The page that shows the challenge, without what stands between its words.
    async fn page(&self, challenge: ChallengeId) -> String {
        let page = self.ana.get(&format!("/desk/{}/asked/{challenge}", self.session)).await;
        assert_eq!(page.status, 200);
        page.body.replace("<!>", "")
    }

    /// What was written down of notifications in this session.
    async fn events(&self) -> Vec<String> {
        let events = rows::events(&self.world.shared.db, self.session).await;
        events.into_iter().filter(|event| event.starts_with("notification")).collect()
    }

    /// Waits until the page hears that the notification stands there.
    async fn until(&self, challenge: ChallengeId, handing: Handing) {
        let mut live = self.world.shared.live.listen();
        while self.handing(challenge).await != Some(handing) {
            live.recv().await.unwrap();
        }
    }
}
