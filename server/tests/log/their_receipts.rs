//! G12: customers take receipts of what is about them, and of nothing else; whoever has the log's key verifies them without us.

use countersign_verify::{arithmetic, receipt as verifier};
use domain::{
    action::ActionKind,
    agent::Role,
    audit_log::{
        receipt::Receipt,
        verify::{SKEW, Trust},
    },
    ids::{RunId, SessionId},
};
use reqwest::Method;
use server::{
    services::{log, log_verify},
    store::fetch_all,
};

use super::approved;
use crate::{
    on_both,
    support::{
        agent::{Agent, Answered},
        log::place,
        phone::Phone,
        rows,
        world::{MIRELA, TOMAS, World},
    },
};

const PLACES: &str = "SELECT position, event FROM audit_place JOIN audit_entry ON audit_entry.id = entry_id ORDER BY position";

/// The file, asked for with the phone's handle as a browser keeps it.
async fn file(phone: &Phone, number: i64) -> Answered {
    let request = phone.request(Method::POST, "/me/receipt").header("sec-fetch-site", "same-origin").header("accept", "text/html");
    Answered::read(request.form(&[("number", number.to_string())])).await
}

async fn file_for(who: &Agent, number: &str) -> Answered {
    let request = who.request(Method::POST, "/me/receipt").header("sec-fetch-site", "same-origin");
    Answered::read(request.form(&[("number", number)])).await
}

async fn page(phone: &Phone, path: &str) -> Answered {
    Answered::read(phone.request(Method::GET, path)).await
}

fn of(run: RunId) -> String {
    format!("/me/receipt/change/{run}")
}

fn of_contact(session: SessionId) -> String {
    format!("/me/receipt/contact/{session}")
}

/// Without what is another in each answer: the request's own name.
fn same(answer: &Answered) -> (u16, String) {
    let body: Vec<_> = answer.body.lines().filter(|line| !line.contains("Reference: ")).collect();
    (answer.status.as_u16(), body.join("\n"))
}

on_both! {
    async fn g12_a_customer_takes_the_receipt_of_their_change_and_it_is_true_without_us(db: TestDb) {
        let world = World::new(&db).await;
        let (phone, session, _) = approved(&world).await;
        let home = phone.home().await;
        let run = home.recent_changes[0].run;
        let me = page(&phone, "/me").await.body;
        for link in [of(run), of_contact(session)] {
            assert!(me.contains(&format!("href=\"{link}\"")), "{link}: {me}");
        }
        let early = page(&phone, &of(run)).await;
        assert!(early.status == 200 && early.body.contains("made in a moment") && !early.body.contains("Receipt file"), "{}", early.body);
        log::round(&world.shared).await.unwrap();

        let paper = page(&phone, &of(run)).await;
        assert_eq!(paper.status, 200);
        for said in ["Approved by the customer", "4471 0982", "to mirela.k@post.example", "Acme’s audit log", "localhost/audit/1", "name=\"number\"", "12 March 2026"] {
            assert!(paper.body.contains(said), "{said}: {}", paper.body);
        }
        assert_eq!(paper.body.matches("<pre>").count(), 1);
        let number = paper.body.split_once("name=\"number\" value=\"").unwrap().1.split_once('"').unwrap().0.parse().unwrap();
        let entries = rows::count(&db, "audit_entry").await;
        let answer = file(&phone, number).await;
        assert_eq!(answer.status, 200);
        assert_eq!(rows::count(&db, "audit_entry WHERE event = 'receipt_made' AND actor_kind = 'device' AND customer_id IS NOT NULL").await, 1);
        assert_eq!(rows::count(&db, "audit_entry").await, entries + 1, "looking wrote nothing");
        let logs = log_verify::keys(&world.shared, &[]).await.unwrap();
        let arithmetic = arithmetic::Ring;
        let trust = Trust { logs: &logs, witnesses: &[], quorum: 0, skew: SKEW, ed25519: &arithmetic, p256: &arithmetic };
        let receipt: Receipt = answer.body.parse().unwrap();
        let says = verifier::verify(&receipt, &trust).unwrap();
        assert!(says.contains("what       approved") && says.contains("the signature fits the key"), "{says}");
        let mut forged = receipt;
        forged.told.entry = forged.told.entry.replace("Pixel 8", "Pixel 9");
        assert!(verifier::verify(&forged, &trust).is_err());

        // The same page for who reads the log; that they read it is written down.
        let supervisor = world.with_roles(&[Role::Supervisor]).await;
        let theirs = supervisor.get(&format!("/audit/entry/{number}/receipt")).await;
        assert!(theirs.status == 200 && theirs.body.contains("to mirela.k@post.example") && theirs.body.contains("action=\"/audit/receipt\""), "{}", theirs.body);
        assert_eq!(rows::count(&db, "audit_entry WHERE event = 'entry_read'").await, 1);
        assert_eq!(supervisor.get("/audit/entry/99999/receipt").await.status, 404);
        world.stop().await;
    }

    async fn g12_nobody_takes_a_receipt_of_what_is_not_theirs_and_all_are_told_the_same(db: TestDb) {
        let world = World::new(&db).await;
        let (phone, session, _) = approved(&world).await;
        let run = phone.home().await.recent_changes[0].run;
        let tomas = world.phone(TOMAS).await;
        let mut ana = world.agent("Ana").await;
        let theirs = ana.open(TOMAS, ActionKind::Refund).await;
        place(&world).await;
        let nothing = same(&file_for(&world.stranger(), "99999").await);
        assert_eq!(nothing.0, 404);

        let (mut own, mut his) = (Vec::new(), Vec::new());
        for (number, event) in fetch_all!(db, (i64, String), PLACES).await.unwrap() {
            // An agent, a supervisor, a browser of nobody.
            for who in [&ana, &world.with_roles(&[Role::Supervisor]).await, &world.stranger()] {
                assert_eq!(same(&file_for(who, &number.to_string()).await), nothing, "{event}");
            }
            let (mirela, other) = (file(&phone, number).await, file(&tomas, number).await);
            assert!(mirela.status != 200 || other.status != 200, "{event} is not of two");
            if mirela.status == 200 {
                own.push(event.clone());
            } else {
                assert_eq!(same(&mirela), nothing, "{event}");
            }
            if other.status == 200 {
                his.push(event);
            } else {
                assert_eq!(same(&other), nothing);
            }
        }
        // Hers, and of hers what is for her: not what the gate decided and on what.
        assert_eq!(own, ["session_opened", "asked", "approved", "earlier_addresses_told"]);
        assert_eq!(his, ["session_opened"], "of his own contact, and of none of hers");
        for number in ["", "x", "-1", "1e3", "99999999999999999999"] {
            assert_eq!(same(&file_for(&world.stranger(), number).await), nothing, "{number:?}");
        }

        // The pages: what is not theirs is not there.
        for path in [of(run), of_contact(session)] {
            assert_eq!(page(&phone, &path).await.status, 200, "{path}");
            assert_eq!(page(&tomas, &path).await.status, 404, "{path}");
            assert_eq!(world.stranger().get(&path).await.status, 404, "{path}");
            assert_eq!(ana.get(&path).await.status, 404, "{path}");
        }
        assert_eq!(page(&phone, &of_contact(theirs)).await.status, 404);
        assert_eq!(page(&phone, "/me/receipt/change/not-a-run").await.status, 404);

        // A phone that its customer no longer has learns nothing.
        let second = world.phone(MIRELA).await;
        let address = format!("/device/v1/phones/{}/suspend", phone.id);
        assert_eq!(second.post(&address, &serde_json::json!({})).await.status, 204);
        assert_eq!(same(&file(&phone, 0).await), nothing);
        assert_eq!(page(&phone, &of(run)).await.status, 404);
        assert_eq!(page(&second, &of(run)).await.status, 200);
        world.stop().await;
    }
}
