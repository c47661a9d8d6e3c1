//! From asking a customer to having their right answer, by each method there is, through the use cases and over a durable SQLite
//! database. In this process, without HTTP.
//!
//! To add a method: a variant of [`Way`], its row of figures, and how it is prepared and answered.

use std::{collections::VecDeque, sync::Arc};

use app::{
    desk::gate::{Chosen, TypedAt},
    phone::api::AnswerResult,
};
use domain::{
    agent::Agent,
    assurance::Method,
    ids::SessionId,
    pin::Pin,
    secret,
    time::Clock,
    totp::{DIGITS, Seed, Step, hotp},
};
use tokio::{sync::Mutex, task::JoinSet};

use super::{
    Extent, Failure,
    authenticator::Authenticator,
    flows::{approval, contact},
    folder::Folder,
    phone::Keys,
    report::Report,
    seed,
    watch::Watch,
};
use crate::{
    config::{self, Given},
    services::{Shared, answer, ask, links, passkeys, pins, sessions},
    store::{Db, Settings, challenge, device::Device, pin, totp},
    system::{SystemClock, SystemEntropy},
    wiring,
};

const AT_ONCE: usize = 32;
/// Each agent opens this many sessions, which is as many as they may in an hour.
const EACH: usize = 40;
/// What everybody's PIN is; each hash has a salt and a customer of its own.
const PIN: &str = "483917";
/// What everybody's authenticator app shares with us.
const SEED: [u8; 20] = *b"12345678901234567890";

/// What a customer answers with.
#[derive(Clone, Copy)]
enum Way {
    /// A prompt on a phone, answered with both of its keys.
    Push,
    /// A PIN on the keypad.
    Pin,
    /// A passkey behind a link.
    Passkey,
    /// A code of an authenticator app, behind a link.
    Totp,
}

impl Way {
    const ALL: [Self; 4] = [Self::Push, Self::Pin, Self::Passkey, Self::Totp];

    const fn method(self) -> Method {
        match self {
            Self::Push => Method::Push,
            Self::Pin => Method::Pin,
            Self::Passkey => Method::Passkey,
            Self::Totp => Method::Totp,
        }
    }

    const fn figure(self) -> &'static str {
        match self {
            Self::Push => "challenges_per_second_push",
            Self::Pin => "challenges_per_second_pin",
            Self::Passkey => "challenges_per_second_passkey",
            Self::Totp => "challenges_per_second_totp",
        }
    }

    /// What of it is slow on purpose.
    const fn costs(self) -> &'static str {
        match self {
            Self::Push => "two signatures made and checked",
            Self::Pin => "one Argon2id of 19 MiB and two walks, no more at once than there are cores",
            Self::Passkey => "one signature made and checked, in a ceremony of its own",
            Self::Totp => "three HMACs, and a seed opened",
        }
    }
}

/// A customer in a session, with what they answer with.
struct Contact {
    agent: Agent,
    session: SessionId,
    phone: Device,
    credential: Vec<u8>,
}

struct World {
    shared: Shared,
    keys: Keys,
    authenticator: Authenticator,
}

/// Measures each way.
pub(super) async fn measure(folder: &Folder, extent: &Extent, report: &mut Report) -> Result<(), Failure> {
    let world = Arc::new(World::make(folder).await?);
    let mut first = 0;
    for way in Way::ALL {
        let count = extent.challenges;
        let contacts = world.contacts(way, first, count).await?;
        first += count;
        let seconds = answer_all(&world, way, contacts).await?;
        let rate = per_second(count, seconds);
        report.figure(way.figure(), rate);
        report.condition(format!("{}: {count} in {seconds:.1} s, {AT_ONCE} at a time, SQLite; {}", way.figure(), way.costs()));
    }
    world.shared.db.close().await;
    Ok(())
}

/// Asks and answers all of them, so many at a time; how many seconds that took.
async fn answer_all(world: &Arc<World>, way: Way, contacts: VecDeque<Contact>) -> Result<f64, Failure> {
    let waiting = Arc::new(Mutex::new(contacts));
    let mut tasks = JoinSet::new();
    let watch = Watch::start();
    for _ in 0..AT_ONCE {
        let (world, waiting) = (Arc::clone(world), Arc::clone(&waiting));
        tasks.spawn(async move {
            loop {
                let Some(next) = waiting.lock().await.pop_front() else { return Ok::<_, Failure>(()) };
                world.challenge(way, &next).await?;
            }
        });
    }
    while let Some(finished) = tasks.join_next().await {
        finished??;
    }
    Ok(watch.elapsed().as_secs_f64())
}

#[expect(clippy::cast_precision_loss, reason = "nobody asks that many")]
const fn per_second(count: usize, seconds: f64) -> f64 {
    count as f64 / seconds
}

impl World {
    async fn make(folder: &Folder) -> Result<Self, Failure> {
        let data = folder.path("challenges").to_string_lossy().into_owned();
        let flags = [("data", data), ("demo", "true".to_owned())].into();
        let settings = config::load(&Given { flags, ..Given::default() })?;
        let db = Db::open(&folder.path("challenges.db").to_string_lossy(), &Settings::default()).await?;
        db.migrate().await?;
        let shared = wiring::shared(&settings, db, Arc::new(SystemClock), Arc::new(SystemEntropy))?;
        // An agent's links are made with the cookie of their sign-in.
        let shared = shared.of_sign_in(Some(&secret::token(&SystemEntropy)));
        let authenticator = Authenticator::on(&settings.public_url.origin())?;
        Ok(Self { shared, keys: Keys::make()?, authenticator })
    }

    /// So many customers who have that way and a phone, each in a session.
    async fn contacts(&self, way: Way, first: usize, count: usize) -> Result<VecDeque<Contact>, Failure> {
        let (mut agents, mut phones, now) = (Vec::new(), Vec::new(), SystemClock.now());
        let mut tx = self.shared.db.write().await?;
        for index in first..first + count {
            if (index - first).is_multiple_of(EACH) {
                // No two ways have an agent in common, so that none has more contacts than they may.
                agents.push(seed::agent(&mut tx, index, now).await?);
            }
            let customer = seed::customer(&mut tx, index, now).await?;
            let phone = seed::phone(&mut tx, &customer, &self.keys, now).await?;
            phones.push((customer.number.to_string(), phone));
        }
        tx.commit().await?;
        let mut contacts = VecDeque::new();
        for (index, (number, phone)) in phones.into_iter().enumerate() {
            let credential = phone.id.uuid().as_bytes().to_vec();
            self.prepare(way, &phone, &credential).await?;
            let agent = Agent::try_from(agents[index / EACH].clone())?;
            let session = sessions::open(&self.shared, &agent, contact(&number)?).await?;
            contacts.push_back(Contact { agent, session, phone, credential });
        }
        Ok(contacts)
    }

    /// Gives that customer what they will answer with; their phone is there already.
    async fn prepare(&self, way: Way, phone: &Device, credential: &[u8]) -> Result<(), Failure> {
        let shared = &self.shared;
        match way {
            Way::Push => Ok(()),
            Way::Pin => {
                let pins = shared.pins.as_ref().ok_or("this installation has no PINs")?;
                let hash = pins.hash(phone.customer, Pin::typed(PIN)?, &SystemEntropy).await?;
                let (now, mut tx) = (SystemClock.now(), shared.db.write().await?);
                pin::set(&mut tx, phone.customer, &hash, now, now).await?;
                Ok(tx.commit().await?)
            }
            Way::Totp => {
                let seeds = shared.seeds.as_ref().ok_or("this installation has no authenticator apps")?;
                let sealed = seeds.seal(phone.customer, &Seed::from_bytes(SEED), &SystemEntropy)?;
                let (now, mut tx) = (SystemClock.now(), shared.db.write().await?);
                // Its last step was long ago.
                totp::set(&mut tx, phone.customer, &sealed, Step::from_number(1), now, now).await?;
                Ok(tx.commit().await?)
            }
            Way::Passkey => {
                let made = self.authenticator.make(credential, &passkeys::make(shared, phone).await?)?;
                Ok(passkeys::finish(shared, phone, &made).await?)
            }
        }
    }

    /// One challenge: asked, and answered as it should be.
    async fn challenge(&self, way: Way, Contact { agent, session, phone, credential }: &Contact) -> Result<(), Failure> {
        let shared = &self.shared;
        let device = matches!(way, Way::Push).then_some(phone.id);
        let typed = matches!(way, Way::Pin).then_some(TypedAt::Keypad);
        let asked = ask::raise(shared, agent, *session, Some(Chosen { method: way.method(), device, typed })).await?;
        // What the agent's screen and the phone read.
        let shown = challenge::read(&shared.db, asked).await?.ok_or("the challenge is gone")?.challenge;
        let result = match way {
            Way::Push => answer::answer(shared, phone, asked, &self.keys.sign(phone.id, &approval(&shown))?).await?,
            Way::Pin => {
                let entry = shown.means.entry().ok_or("there is no entry number")?;
                return Ok(pins::enter(shared, entry, PIN).await?);
            }
            Way::Totp => {
                let link = shared.links.as_ref().ok_or("nobody is signed in")?.token(asked);
                let code = hotp(&SEED, Step::at(SystemClock.now()).number(), DIGITS);
                return Ok(links::enter(shared, link.expose(), &format!("{code:06}")).await?);
            }
            Way::Passkey => {
                let link = shared.links.as_ref().ok_or("nobody is signed in")?.token(asked);
                let options = passkeys::start(shared, link.expose(), true).await?;
                let answer = self.authenticator.answer(credential, phone.id.uuid().as_bytes(), &options)?;
                passkeys::give(shared, link.expose(), &answer).await?
            }
        };
        match result {
            AnswerResult::Done { .. } => Ok(()),
            other => Err(format!("it was not approved: {other:?}").into()),
        }
    }
}
