//! Fictional agents and customers, as many as a measurement needs so that no limit has to be bent.

use std::path::Path;

use domain::{
    agent::{Role, Staff},
    customer::{ContactBy, Customer},
    entropy,
    ids::{AgentId, CustomerId, DeviceId},
    secret::{self, Hashed, Secret},
    time::{Clock, Timestamp},
};
use tower_sessions::session::Id;

use super::{Failure, phone::Keys};
use crate::{
    config::database::FILE_NAME,
    services::{accounts, enrol::CODE_LIFETIME},
    store::{Db, Settings, Tx, customer, device, sign_in, staff},
    system::{SystemClock, SystemEntropy},
};

/// Above the demo's numbers.
const FIRST_AGENT: u32 = 50_000;
const FIRST_CUSTOMER: usize = 20_000_000;

/// An agent and a customer who will be in contact, and what opens their doors.
pub(super) struct Pair {
    /// The value of the agent's sign-in cookie.
    pub cookie: Secret<String>,
    /// The customer's number.
    pub number: String,
    /// The code that binds the customer's phone.
    pub binding_code: String,
}

/// Writes `count` pairs into a new database in `data`, before the server opens it. Sign-ins are written here because a
/// passkey cannot be pressed four hundred times; each is a row as signing in makes it.
pub(super) async fn front(data: &Path, count: usize) -> Result<Vec<Pair>, Failure> {
    std::fs::create_dir_all(data)?;
    let db = Db::open(&data.join(FILE_NAME).to_string_lossy(), &Settings::default()).await?;
    db.migrate().await?;
    let now = SystemClock.now();
    let mut tx = db.write().await?;
    let mut pairs = Vec::new();
    for index in 0..count {
        let agent = agent(&mut tx, index, now).await?;
        let cookie = signed_in(&mut tx, agent.id, now).await?;
        let customer = customer(&mut tx, index, now).await?;
        let binding_code = format!("B{index:07}");
        device::insert_code(&mut tx, &Hashed::of(&binding_code), customer.id, true, now, now.after(CODE_LIFETIME)).await?;
        pairs.push(Pair { cookie, number: customer.number.to_string(), binding_code });
    }
    tx.commit().await?;
    db.close().await;
    Ok(pairs)
}

/// Two administrators' sign-in cookies.
pub(super) struct Administrators {
    /// Proposes.
    pub author: Secret<String>,
    /// Approves.
    pub approver: Secret<String>,
}

/// Writes two administrators beside what [`front`] wrote.
pub(super) async fn administrators(data: &Path) -> Result<Administrators, Failure> {
    let db = Db::open(&data.join(FILE_NAME).to_string_lossy(), &Settings::default()).await?;
    let now = SystemClock.now();
    let mut tx = db.write().await?;
    let mut cookies = Vec::new();
    for number in [FIRST_AGENT - 2, FIRST_AGENT - 1] {
        let id = AgentId::new(now, &SystemEntropy);
        let member = Staff { id, name: "Robin Vale".parse()?, number, roles: vec![Role::Administrator] };
        staff::insert(&mut tx, &member, now).await?;
        cookies.push(signed_in(&mut tx, id, now).await?);
    }
    tx.commit().await?;
    db.close().await;
    match <[_; 2]>::try_from(cookies) {
        Ok([author, approver]) => Ok(Administrators { author, approver }),
        Err(_) => Err("there are two administrators".into()),
    }
}

/// A sign-in, as a row as signing in makes it; gives the cookie's value.
async fn signed_in(tx: &mut Tx, staff: AgentId, now: Timestamp) -> Result<Secret<String>, Failure> {
    let id = Id(i128::from_le_bytes(entropy::bytes(&SystemEntropy)));
    let (expires_at, ends_at) = (now.after(accounts::IDLE), now.after(accounts::ABSOLUTE));
    let row = sign_in::New { staff: Some(staff), now, expires_at, ends_at, browser: "bench" };
    sign_in::insert(tx, &Hashed::of(&id.to_string()), &row).await?;
    Ok(Secret::new(id.to_string()))
}

/// Writes an agent.
pub(super) async fn agent(tx: &mut Tx, index: usize, now: Timestamp) -> Result<Staff, Failure> {
    let number = FIRST_AGENT + u32::try_from(index)?;
    let staff = Staff { id: AgentId::new(now, &SystemEntropy), name: "Robin Vale".parse()?, number, roles: vec![Role::Agent] };
    staff::insert(tx, &staff, now).await?;
    Ok(staff)
}

/// Writes a customer.
pub(super) async fn customer(tx: &mut Tx, index: usize, now: Timestamp) -> Result<Customer, Failure> {
    let customer = Customer {
        id: CustomerId::new(now, &SystemEntropy),
        number: (FIRST_CUSTOMER + index).to_string().parse()?,
        name: "Sam Fenwick".parse()?,
        email: address(index, 0).parse()?,
        phone: Some(format!("+4477{index:08}").parse()?),
        postal_address: Some("1 Orchard Way, Leeds".parse()?),
        plan: "Home 500".parse()?,
        segment: None,
        news_by: ContactBy::Email,
        frozen_at: None,
    };
    customer::insert(tx, &customer, now).await?;
    Ok(customer)
}

/// The address a customer has in a round: one of two, so that a customer who changes it often does not collect addresses.
pub(super) fn address(index: usize, round: usize) -> String {
    format!("sam.{index}.{}@post.example", if round.is_multiple_of(2) { "a" } else { "b" })
}

/// Binds a phone with these keys, which counts at once.
pub(super) async fn phone(tx: &mut Tx, customer: &Customer, keys: &Keys, now: Timestamp) -> Result<device::Device, Failure> {
    let (public_key, unlock_key) = keys.points();
    let phone = device::Device {
        id: DeviceId::new(now, &SystemEntropy),
        customer: customer.id,
        name: "Pixel 8".to_owned(),
        public_key,
        unlock_key: Some(unlock_key),
        enrolled_at: now,
        counts_from: now,
        disabled: false,
        has_passkey: false,
        typically: None,
    };
    device::insert(tx, &phone, &Hashed::of(secret::token(&SystemEntropy).expose())).await?;
    Ok(phone)
}
