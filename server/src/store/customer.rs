//! Customers and every address they have or had.

use sqlx::FromRow;
use uuid::Uuid;

use domain::{
    customer::{ContactBy, Customer},
    ids::CustomerId,
    session::FrozenBecause,
    text::{CustomerNumber, EmailAddress, PhoneNumber, ShownText},
    time::Timestamp,
};

use super::{Db, Engine, Later, Tx, exec, fetch_all, fetch_opt, later};
use crate::fault::Fault;

const BY_ID: &str = "SELECT id, number, name, email, phone, postal_address, plan, segment, news_by, frozen_at FROM customer WHERE id = $1";
const BY_NUMBER: &str =
    "SELECT id, number, name, email, phone, postal_address, plan, segment, news_by, frozen_at FROM customer WHERE number = $1";
const NUMBER_OF: &str = "SELECT number FROM customer WHERE id = $1";
const ID_OF_NUMBER: &str = "SELECT id FROM customer WHERE number = $1";
const BY_EMAIL: &str = "SELECT id, number, name, email, phone, postal_address, plan, segment, news_by, frozen_at FROM customer WHERE id IN \
     (SELECT customer_id FROM customer_email WHERE address_key = $1 AND ended_at IS NULL) ORDER BY number LIMIT 6";
const BY_PHONE: &str = "SELECT id, number, name, email, phone, postal_address, plan, segment, news_by, frozen_at FROM customer WHERE id IN \
     (SELECT customer_id FROM customer_phone WHERE number = $1 AND ended_at IS NULL) ORDER BY number LIMIT 6";
const INSERT: &str = "INSERT INTO customer (id, number, name, email, phone, postal_address, plan, segment, news_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const INSERT_EMAIL: &str = "INSERT INTO customer_email (customer_id, address, address_key, since) VALUES ($1, $2, $3, $4)";
const INSERT_PHONE: &str = "INSERT INTO customer_phone (customer_id, number, since) VALUES ($1, $2, $3)";
const SET_EMAIL: &str = "UPDATE customer SET email = $3 WHERE id = $1 AND email = $2 AND frozen_at IS NULL";
const RESTORE_EMAIL: &str = "UPDATE customer SET email = $2 WHERE id = $1";
const END_EMAIL: &str = "UPDATE customer_email SET ended_at = $3 WHERE customer_id = $1 AND address = $2 AND ended_at IS NULL";
const EMAILS_EVER: &str = "SELECT address FROM customer_email WHERE customer_id = $1 GROUP BY address ORDER BY MIN(since) LIMIT 50";
const SET_NEWS: &str = "UPDATE customer SET news_by = $2 WHERE id = $1 AND frozen_at IS NULL";
const FREEZE: &str = "UPDATE customer SET frozen_at = $2, frozen_because = $3 WHERE id = $1 AND frozen_at IS NULL";
const UNFREEZE: &str = "UPDATE customer SET frozen_at = NULL, frozen_because = NULL WHERE id = $1 AND frozen_at IS NOT NULL";
const HOLD: &str = "UPDATE customer SET plan = plan WHERE id = $1";

#[derive(FromRow)]
pub(super) struct Row {
    pub(super) id: Uuid,
    pub(super) number: String,
    pub(super) name: String,
    pub(super) email: String,
    pub(super) phone: Option<String>,
    pub(super) postal_address: Option<String>,
    pub(super) plan: String,
    pub(super) segment: Option<String>,
    pub(super) news_by: String,
    pub(super) frozen_at: Option<i64>,
}

impl TryFrom<Row> for Customer {
    type Error = Fault;

    fn try_from(row: Row) -> Result<Self, Fault> {
        let bad = |column| move |_| Fault::corrupt("customer", column, row.id);
        Ok(Self {
            id: row.id.into(),
            number: row.number.parse().map_err(bad("number"))?,
            name: row.name.parse().map_err(bad("name"))?,
            email: row.email.parse().map_err(bad("email"))?,
            phone: row.phone.map(|phone| phone.parse()).transpose().map_err(bad("phone"))?,
            postal_address: row.postal_address.map(|text| text.parse()).transpose().map_err(bad("postal_address"))?,
            plan: row.plan.parse().map_err(bad("plan"))?,
            segment: row.segment,
            news_by: ContactBy::from_key(&row.news_by).ok_or_else(|| Fault::corrupt("customer", "news_by", row.id))?,
            frozen_at: row.frozen_at.map(Timestamp::from_micros),
        })
    }
}

/// What look-ups compare addresses by: the whole in lower case.
#[must_use]
pub fn address_key(address: &str) -> String {
    address.trim().to_lowercase()
}

/// Whose number that is.
///
/// # Errors
/// When the database fails.
pub async fn id_of_number(db: &Db, number: &CustomerNumber) -> Result<Option<CustomerId>, Fault> {
    Ok(fetch_opt!(db, (Uuid,), ID_OF_NUMBER, number.as_str()).await?.map(|(id,)| id.into()))
}

/// The number of that customer, if there is one.
///
/// # Errors
/// When the database fails.
pub async fn number_of(db: &Db, id: CustomerId) -> Result<Option<String>, Fault> {
    Ok(fetch_opt!(db, (String,), NUMBER_OF, id.uuid()).await?.map(|(number,)| number))
}

/// The customer with that id.
///
/// # Errors
/// When the database fails, or there is none: an id is only ever had from a row that names one.
pub async fn by_id(tx: &mut Tx, id: CustomerId) -> Result<Customer, Fault> {
    let row = fetch_opt!(tx, Row, BY_ID, id.uuid()).await?;
    row.ok_or_else(|| Fault::corrupt("customer", "id", id))?.try_into()
}

/// The same, read outside a transaction.
///
/// # Errors
/// As [`by_id`].
pub async fn read(db: &Db, id: CustomerId) -> Result<Customer, Fault> {
    let row = fetch_opt!(db, Row, BY_ID, id.uuid()).await?;
    row.ok_or_else(|| Fault::corrupt("customer", "id", id))?.try_into()
}

/// Makes everybody else who changes this customer wait for this transaction. On SQLite, where one use case writes at a time, they
/// wait already.
///
/// # Errors
/// When the database fails.
pub async fn hold(tx: &mut Tx, id: CustomerId) -> Result<(), Fault> {
    match tx.engine() {
        Engine::Sqlite => Ok(()),
        Engine::Postgres => exec!(tx, HOLD, id.uuid()).await.map(drop),
    }
}

/// The customer with that number.
///
/// # Errors
/// When the database fails.
pub async fn by_number(tx: &mut Tx, number: &str) -> Result<Option<Customer>, Fault> {
    fetch_opt!(tx, Row, BY_NUMBER, number).await?.map(Customer::try_from).transpose()
}

/// Customers who have that e-mail address now, six at most.
///
/// # Errors
/// When the database fails.
pub async fn by_email(tx: &mut Tx, address: &str) -> Result<Vec<Customer>, Fault> {
    fetch_all!(tx, Row, BY_EMAIL, address_key(address)).await?.into_iter().map(Customer::try_from).collect()
}

/// Customers who have that telephone number now, six at most.
///
/// # Errors
/// When the database fails.
pub async fn by_phone(tx: &mut Tx, number: &str) -> Result<Vec<Customer>, Fault> {
    fetch_all!(tx, Row, BY_PHONE, number).await?.into_iter().map(Customer::try_from).collect()
}

/// Writes a new customer with their first addresses.
///
/// # Errors
/// When the database fails or the number is taken.
pub async fn insert(tx: &mut Tx, customer: &Customer, now: Timestamp) -> Result<(), Fault> {
    exec!(
        tx,
        INSERT,
        customer.id.uuid(),
        customer.number.as_str(),
        customer.name.as_str(),
        customer.email.as_str(),
        customer.phone.as_ref().map(PhoneNumber::as_str),
        customer.postal_address.as_ref().map(ShownText::as_str),
        customer.plan.as_str(),
        customer.segment.as_deref(),
        customer.news_by.key(),
    )
    .await?;
    add_email(tx, customer.id, &customer.email, now).await?;
    if let Some(phone) = &customer.phone {
        exec!(tx, INSERT_PHONE, customer.id.uuid(), phone.as_str(), now.micros()).await?;
    }
    Ok(())
}

/// Adds an address beside those there are.
///
/// # Errors
/// When the database fails.
#[expect(clippy::unused_async, reason = "for a use case it is a write like the others, whenever it is done")]
pub async fn add_email(tx: &mut Tx, id: CustomerId, address: &EmailAddress, now: Timestamp) -> Result<(), Fault> {
    later!(tx, INSERT_EMAIL, id.uuid(), address.as_str(), address_key(address.as_str()), now.micros());
    Ok(())
}

/// Puts `to` where the address of `held` is, the customer as they were read under the lock; `false` when `from` is no longer
/// that address, or the account is frozen.
///
/// # Errors
/// When the database fails.
pub async fn change_email(tx: &mut Tx, held: &Customer, from: &EmailAddress, to: &EmailAddress, now: Timestamp) -> Result<bool, Fault> {
    if held.email != *from || held.frozen_at.is_some() {
        return Ok(false);
    }
    later!(tx, SET_EMAIL, held.id.uuid(), from.as_str(), to.as_str());
    tx.later(Later::any(END_EMAIL, vec![held.id.uuid().into(), from.as_str().into(), now.micros().into()]));
    add_email(tx, held.id, to, now).await?;
    Ok(true)
}

/// Puts `before` back in the place of `since`, whatever happened in between.
///
/// # Errors
/// When the database fails.
pub async fn restore_email(tx: &mut Tx, id: CustomerId, since: &EmailAddress, before: &EmailAddress, now: Timestamp) -> Result<(), Fault> {
    exec!(tx, RESTORE_EMAIL, id.uuid(), before.as_str()).await?;
    exec!(tx, END_EMAIL, id.uuid(), since.as_str(), now.micros()).await?;
    exec!(tx, END_EMAIL, id.uuid(), before.as_str(), now.micros()).await?;
    add_email(tx, id, before, now).await
}

/// Every address the customer ever had, oldest first.
///
/// # Errors
/// When the database fails or an address cannot be read.
pub async fn emails_ever(tx: &mut Tx, id: CustomerId) -> Result<Vec<EmailAddress>, Fault> {
    let rows = fetch_all!(tx, (String,), EMAILS_EVER, id.uuid()).await?;
    rows.into_iter().map(|(address,)| address.parse().map_err(|_| Fault::corrupt("customer_email", "address", id))).collect()
}

/// Sets how the customer, who is held, hears from us; `false` when the account is frozen.
pub fn set_news(tx: &mut Tx, held: &Customer, news_by: ContactBy) -> bool {
    if held.frozen_at.is_none() {
        later!(tx, SET_NEWS, held.id.uuid(), news_by.key());
    }
    held.frozen_at.is_none()
}

/// Freezes the account; `false` when it was frozen already.
///
/// # Errors
/// When the database fails.
pub async fn freeze(tx: &mut Tx, id: CustomerId, because: FrozenBecause, now: Timestamp) -> Result<bool, Fault> {
    Ok(exec!(tx, FREEZE, id.uuid(), now.micros(), because.key()).await? == 1)
}

/// Ends a freeze; `false` when there was none.
///
/// # Errors
/// When the database fails.
pub async fn unfreeze(tx: &mut Tx, id: CustomerId) -> Result<bool, Fault> {
    Ok(exec!(tx, UNFREEZE, id.uuid()).await? == 1)
}
