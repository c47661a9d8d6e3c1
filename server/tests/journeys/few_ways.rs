//! Customers with fewer than two things to prove themselves with, as an overseer reads of them.

use domain::{
    agent::{Overseer, Role},
    customer::{ContactBy, Customer},
    ids::CustomerId,
};
use server::{
    services::{coverage::few_ways, suspend},
    store::customer,
};

use crate::{
    on_both,
    support::{
        authenticator::Authenticator,
        rows,
        world::{MIRELA, World},
    },
};

/// The demo's customers: one has a PIN, the other eight nothing.
const NOOR: &str = "12876391";

async fn jonas(world: &World) -> Overseer {
    world.staff("Jonas").await.try_into().unwrap()
}

/// How many have nothing and one thing; whether that customer is named, and with one thing or none.
async fn read(world: &World, number: &str) -> (u64, u64, Option<bool>) {
    let page = few_ways(&world.shared, &jonas(world).await, None).await.unwrap();
    (page.none, page.one, page.customers.iter().find(|few| few.number == number).map(|few| few.one))
}

/// Writes customers who have nothing.
async fn write(world: &World, numbers: impl Iterator<Item = u32>) {
    let (now, entropy) = (world.shared.now(), &*world.shared.entropy);
    let mut tx = world.shared.db.write().await.unwrap();
    for number in numbers {
        let customer = Customer {
            id: CustomerId::new(now, entropy),
            number: number.to_string().parse().unwrap(),
            name: "Sam Fenwick".parse().unwrap(),
            email: format!("sam.{number}@post.example").parse().unwrap(),
            phone: None,
            postal_address: None,
            plan: "Home 500".parse().unwrap(),
            segment: None,
            news_by: ContactBy::Email,
            frozen_at: None,
        };
        customer::insert(&mut tx, &customer, now).await.unwrap();
    }
    tx.commit().await.unwrap();
}

on_both! {
    async fn what_is_lost_together_counts_once_and_what_cannot_be_used_does_not(db: TestDb) {
        let world = World::new(&db).await;
        assert_eq!(read(&world, NOOR).await, (8, 1, Some(true)));
        assert_eq!(read(&world, MIRELA).await, (8, 1, Some(false)));
        let phone = world.phone(MIRELA).await;
        assert_eq!(read(&world, MIRELA).await, (7, 2, Some(true)));
        assert_eq!(phone.make_passkey(&mut Authenticator::new(b"mirelas-passkey")).await.status, 204);
        assert_eq!(read(&world, MIRELA).await, (7, 2, Some(true)), "a passkey is lost with the phone it was made on");
        assert_eq!(phone.choose_pin("483917").await.status, 204);
        assert_eq!(read(&world, MIRELA).await, (7, 1, None));
        rows::set(&db, "pin SET failures = 5").await;
        assert_eq!(read(&world, MIRELA).await, (8, 1, Some(true)), "locked, hers and Noor's");
        phone.set_up_totp(&world).await;
        assert_eq!(read(&world, MIRELA).await, (8, 0, None), "an app is another thing");
        rows::set(&db, "totp SET failures = 10").await;
        assert_eq!(read(&world, MIRELA).await, (8, 1, Some(true)), "its codes are locked");
        let other = world.phone(MIRELA).await;
        assert_eq!(read(&world, MIRELA).await, (8, 0, None), "two phones are two things");
        suspend::by_customer(&world.shared, &other.device(&world).await, phone.id).await.unwrap();
        assert_eq!(read(&world, MIRELA).await, (8, 1, Some(true)));
        rows::set(&db, "device SET counts_from = counts_from + 86400000000").await;
        assert_eq!(read(&world, MIRELA).await, (9, 0, Some(false)), "it does not count yet");
        rows::set(&db, "customer SET frozen_at = 1, frozen_because = 'not_me' WHERE number = '44710982'").await;
        assert_eq!(read(&world, MIRELA).await, (8, 0, None), "a frozen account is looked at already");
    }

    async fn they_come_in_pages_by_their_numbers(db: TestDb) {
        let world = World::new(&db).await;
        write(&world, 20_000_000..20_000_120).await;
        let (jonas, mut after, mut pages, mut seen) = (jonas(&world).await, None, Vec::new(), Vec::new());
        loop {
            let page = few_ways(&world.shared, &jonas, after.as_ref()).await.unwrap();
            assert_eq!((page.none, page.one), (128, 1));
            pages.push(page.customers.len());
            seen.extend(page.customers.into_iter().map(|few| few.number));
            match page.next {
                Some(next) => after = Some(next.parse().unwrap()),
                None => break,
            }
        }
        assert_eq!(pages, [50, 50, 29]);
        assert!(seen.is_sorted() && seen.len() == 129, "each once, in order");
    }

    async fn who_read_their_numbers_is_in_the_record_and_no_name_is_on_the_page(db: TestDb) {
        let world = World::new(&db).await;
        let supervisor = world.with_roles(&[Role::Supervisor]).await;
        let entries = || rows::count(&db, "audit_entry WHERE event = 'few_ways_read'");
        let page = supervisor.get("/policy/customers").await;
        assert_eq!((page.status.as_u16(), entries().await), (200, 1));
        assert!(page.body.contains("4471 0982") && !page.body.contains("Mirela"), "{}", page.body);
        let agent = world.with_roles(&[Role::Agent]).await;
        assert_eq!((agent.get("/policy/customers").await.status.as_u16(), entries().await), (403, 1));
        // Of nobody there is nothing to write down.
        let nobody = supervisor.get("/policy/customers?after=99999999").await;
        assert_eq!((nobody.status.as_u16(), entries().await), (200, 1));
        assert_eq!(world.stranger().get("/policy/customers").await.status.as_u16(), 303);
    }
}
