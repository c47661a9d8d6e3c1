//! Fictional people for a demo.

use domain::{
    customer::{ContactBy, Customer},
    ids::CustomerId,
    refusal::Refusal,
};

use super::{Outcome, Shared, accounts, pins};
use crate::{
    fault::Fault,
    store::{canary, customer},
};

/// Number, name, e-mail addresses, telephone, postal address, plan.
type Person = (&'static str, &'static str, &'static [&'static str], &'static str, &'static str, &'static str);

const PEOPLE: [Person; 9] = [
    ("44710982", "Mirela Kovac", &["mk@mail.example", "mirela@work.example"], "+447700900482", "14 Larch Row, Leeds", "Home 500"),
    ("58201147", "Tomas Aguirre", &["tomas.a@mail.example"], "+447700900117", "3 Quay Street, Bristol", "Mobile S"),
    ("61339054", "Ruta Dambrauskaite", &["ruta.d@post.example"], "+447700900305", "71 Mill Lane, York", "Home 1000"),
    ("70925518", "Joseph Okafor", &["j.okafor@mail.example"], "+447700900951", "8 Garden Court, Hull", "Mobile L"),
    ("82264730", "Signe Bertelsen", &["signe@post.example"], "+447700900822", "22 Harbour View, Dover", "Office 500"),
    ("90417265", "Priya Raman", &["priya.raman@mail.example"], "+447700900904", "5 Elm Terrace, Bath", "Home 250"),
    ("31588406", "Emil Haugen", &["emil.h@post.example"], "+447700900315", "40 Station Road, Ely", "Mobile M"),
    ("12876391", "Noor de Vries", &["noor@mail.example"], "+447700900128", "9 Chapel Hill, Truro", "Home 1000"),
    ("67130284", "Astrid Lunde", &["astrid.l@post.example"], "+447700900671", "17 Fen Road, Wells", "Home 500"),
];

/// The one who has no phone with us and a PIN: by name, and the PIN.
pub const WITH_PIN: (&str, &str) = ("Noor de Vries", "402957");

/// The one who is a business, by name.
const BUSINESS: &str = "Signe Bertelsen";

/// The one whom nobody should open, by name.
pub const CANARY: &str = "Astrid Lunde";

/// Numbers and names of the demo's customers.
pub fn people() -> impl Iterator<Item = (&'static str, &'static str)> {
    PEOPLE.into_iter().map(|(number, name, ..)| (number, name))
}

/// Writes the demo's staff and customers, unless they are there already.
///
/// # Errors
/// When the database fails.
pub async fn seed(shared: &Shared) -> Outcome<()> {
    let now = shared.now();
    let mut tx = shared.db.write().await?;
    if customer::by_number(&mut tx, PEOPLE[0].0).await?.is_some() {
        return Ok(());
    }
    let mut with_pin = None;
    accounts::seed_demo_staff(&mut tx, &*shared.entropy, now).await?;
    for (number, name, emails, phone, address, plan) in PEOPLE {
        let bad = |_: Refusal| Fault::config("demo", "a fictional person does not fit the rules");
        let customer = Customer {
            id: CustomerId::new(now, &*shared.entropy),
            number: number.parse().map_err(bad)?,
            name: name.parse().map_err(bad)?,
            email: emails[0].parse().map_err(bad)?,
            phone: Some(phone.parse().map_err(bad)?),
            postal_address: Some(address.parse().map_err(bad)?),
            plan: plan.parse().map_err(bad)?,
            segment: (name == BUSINESS).then(|| "business".to_owned()),
            news_by: ContactBy::Email,
            frozen_at: None,
        };
        customer::insert(&mut tx, &customer, now).await?;
        if name == CANARY {
            canary::plant(&mut tx, customer.id, now).await?;
        }
        if name == WITH_PIN.0 {
            with_pin = Some(customer.id);
        }
        for email in &emails[1..] {
            customer::add_email(&mut tx, customer.id, &email.parse().map_err(bad)?, now).await?;
        }
    }
    tx.commit().await?;
    // Afterwards: a hash is slow on purpose, and nothing slow is awaited while a transaction is open.
    match with_pin {
        Some(id) => pins::seed(shared, id, WITH_PIN.1).await,
        None => Ok(()),
    }
}
