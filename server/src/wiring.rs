//! Puts the parts together: what a request finds when it comes in.

use std::sync::Arc;

use axum::Router;

use domain::{entropy::Entropy, time::Clock};

use crate::{
    collectors::{self, Collectors, Progress},
    config::{Settings, WebPush},
    cosigners::{self, Cosigners},
    fault::Fault,
    http::{
        Shell, access_export, console, demo, device, kiosk, layers::sign_in, live, log_export, log_receipt, numbers, prove, register, risk,
        telephony,
    },
    live::Live,
    log_key::LogKey,
    passkeys::Passkeys,
    pins::Pins,
    push::{self, Patience, Reach, Services, ToBrowsers, apple::Apple, web::Browsers},
    seeds::Seeds,
    services::{Installation, Shared, log::Log, policies::Policies},
    store::Db,
    system::MovedClock,
};

/// What an installation that says nothing else calls its hotline.
const NO_HOTLINE: &str = "the number on your bill";
/// The demo's: a number from the range that is kept for fiction.
const DEMO_HOTLINE: &str = "0800 555 0100";

/// The use cases' surroundings, as `settings` want them.
///
/// # Errors
/// When passkeys cannot be bound to the public address, or a demo's keys cannot be kept.
pub fn shared(settings: &Settings, db: Db, clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>) -> Result<Shared, Fault> {
    let passkeys = Passkeys::new(&settings.public_url, &settings.organisation)?;
    let installation = Installation {
        organisation: settings.organisation.clone(),
        hotline: settings.hotline.clone().unwrap_or_else(|| if settings.demo { DEMO_HOTLINE } else { NO_HOTLINE }.to_owned()),
        public_url: settings.public_url.origin(),
        demo: settings.demo,
        signal_sources: settings.signal_sources.clone(),
        telephony: settings.telephony.clone(),
        seasoning: settings.demo.then_some(domain::time::Duration::ZERO),
        retention: settings.retention,
        keep_entries: settings.keep_entries,
    };
    let demo_clock = settings.demo.then(|| Arc::new(MovedClock::over(clock.clone())));
    let clock = demo_clock.clone().map_or(clock, |moved| moved as Arc<dyn Clock>);
    let pins = match &settings.pins {
        None if settings.demo => Some(Pins::demo(&settings.data, &*entropy)?),
        given => given.clone(),
    };
    let seeds = match &settings.seeds {
        None if settings.demo => Some(Seeds::demo(&settings.data, &*entropy)?),
        given => given.clone(),
    };
    let log_key = match &settings.log_key {
        Some(key) => key.clone(),
        None => LogKey::of(&settings.data)?,
    };
    let log = Log::new(log_key, settings.public_url.rp_id().to_owned(), &settings.data);
    let policies = Policies::before_start(installation.seasoning.is_none())?;
    let browsers = web_push(settings)?.map(|us| ToBrowsers { key: us.key.public(), services: settings.web_push_services.clone() });
    let push = push::Queue::to(Reach { apple: settings.apns.is_some(), browsers });
    Ok(Shared {
        db,
        clock,
        demo_clock,
        entropy,
        live: Live::default(),
        passkeys,
        pins,
        seeds,
        policies,
        log,
        push,
        witnesses: settings.witness_policy.clone().map(Arc::new),
        collectors: settings.collector_policy.clone().map(|policy| Arc::new(Progress::new(policy))),
        links: None,
        settings: Arc::new(installation),
    })
}

/// The services that notifications go through, as `settings` want them.
///
/// # Errors
/// When their certificates cannot be used.
pub fn push_services(settings: &Settings, clock: &Arc<dyn Clock>, patience: Patience) -> Result<Services, Fault> {
    let apple = settings.apns.as_ref().map(|apns| Apple::new(apns, Arc::clone(clock), patience)).transpose()?;
    let browsers = web_push(settings)?.map(|us| Browsers::new(us, settings.web_push_services.clone(), Arc::clone(clock), patience));
    Ok(Services { apple, browsers: browsers.transpose()? })
}

/// The witnesses that the settings name; `None`: there are none.
///
/// # Errors
/// When their certificates cannot be used.
pub fn cosigners(shared: &Shared, shell: &Shell, patience: cosigners::Patience) -> Result<Option<Cosigners>, Fault> {
    shared.witnesses.as_ref().map(|policy| Cosigners::new(policy, shell.metrics.witnesses.clone(), patience)).transpose()
}

/// The collectors that the settings name; `None`: there are none.
///
/// # Errors
/// When their certificates cannot be used.
pub fn collectors(shared: &Shared, shell: &Shell, patience: collectors::Patience) -> Result<Option<Collectors>, Fault> {
    shared.collectors.as_ref().map(|progress| Collectors::new(progress, shell.metrics.collectors.clone(), patience)).transpose()
}

/// Who we are to browsers' push services. A demo has a key of its own.
fn web_push(settings: &Settings) -> Result<Option<WebPush>, Fault> {
    match &settings.web_push {
        None if settings.demo => WebPush::demo(&settings.data).map(Some),
        given => Ok(given.clone()),
    }
}

/// Every door. The frame around them ([`crate::http::layers::wrap`]) comes afterwards.
pub fn doors(shared: &Shared, shell: &Shell) -> Router {
    let mut doors = Router::new()
        .merge(console::router(shared))
        .merge(live::router(shared, shell))
        .merge(access_export::router(shared))
        .merge(log_export::router(shared))
        .merge(log_receipt::router(shared))
        .merge(numbers::router(shared))
        .merge(device::router(shared))
        .merge(kiosk::router(shared))
        .merge(prove::router(shared))
        .merge(register::router(shared))
        .merge(risk::router(shared))
        .merge(telephony::router(shared));
    if shared.settings.demo {
        doors = doors.merge(demo::router(shared));
    }
    sign_in::wrap(doors, shared)
}
