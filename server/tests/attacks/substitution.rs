//! Answers that were signed for something else, and approvals that nobody signed.

use app::desk::view::Draft;
use domain::{
    action::ActionKind,
    challenge::{Answer, Claims, UserVerification},
    refusal::Refusal,
};
use server::store::exec;
use uuid::Uuid;

use crate::{
    on_both,
    support::{
        agent::asked,
        database::owner,
        keys::Key,
        rows,
        world::{MIRELA, TOMAS, World},
    },
};

const FORGED: &str = "INSERT INTO approval (id, challenge_id, session_id, customer_id, device_id, request, action_hash, signed_answer, user_verified, \
     approved_at, expires_at) SELECT $1, id, session_id, customer_id, device_id, request, action_hash, $2, $3, asked_at, expires_at FROM challenge \
     WHERE id = $4";
const MEDDLED: &str = "UPDATE challenge SET request = $2 WHERE id = $1";

/// Makes something else of what would be signed, from what was to be signed elsewhere.
type Change = fn(&mut Claims, &Claims);

on_both! {
    async fn t12_t13_an_answer_fits_one_challenge_session_action_and_text(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone, tomas) = (world.agent("Ana").await, world.phone(MIRELA).await, world.phone(TOMAS).await);
        let there = ana.open(MIRELA, ActionKind::Refund).await;
        let other = asked(ana.refund(there, "5", "Invoice 118").await.unwrap());
        let other_prompt = phone.prompt().await;
        let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        let challenge = asked(ana.change_email(session, "m@post.example").await.unwrap());
        let prompt = phone.home().await.prompts.into_iter().find(|prompt| prompt.challenge == challenge).unwrap();
        let digits = ana.digits(session, challenge).await;
        let good = phone.claims(&prompt, Answer::Approve, &digits);
        let before = rows::counts(&db).await;

        let changes: [(&str, Change); 6] = [
            ("challenge", |claims, other| claims.challenge_id = other.challenge_id),
            ("session", |claims, other| claims.session_id = other.session_id),
            ("hash", |claims, other| claims.action_hash.clone_from(&other.action_hash)),
            ("text", |claims, other| claims.shown_text.clone_from(&other.shown_text)),
            ("one word", |claims, _| claims.shown_text = claims.shown_text.replace("m@post", "mirela@post")),
            ("everything", |claims, other| *claims = other.clone()),
        ];
        let foreign = phone.claims(&other_prompt, Answer::Approve, &digits);
        for (what, change) in changes {
            for decision in [Answer::Approve, Answer::Deny, Answer::Report] {
                let mut claims = Claims { decision, ..good.clone() };
                change(&mut claims, &Claims { decision, ..foreign.clone() });
                let refused = phone.send(challenge, &phone.signed(&claims)).await.unwrap_err();
                assert_eq!((refused.status, refused.code()), (403, "bad-signature"), "{what} {decision:?}");
            }
        }
        // Signed well, but by another key or for another phone, or with the proof of another answer.
        let (stranger, mut mixed) = (Key::new(), phone.signed(&good));
        mixed.unlock = phone.signed(&Claims { answered_at_ms: good.answered_at_ms + 1, ..good.clone() }).unlock;
        let mut forged = vec![mixed];
        for (answer, unlock) in [
            (stranger.sign(phone.id, &good), phone.unlock.as_ref().map(|key| key.sign(phone.id, &good))),
            (phone.key.sign(phone.id, &good), Some(stranger.sign(phone.id, &good))),
            (phone.key.sign(phone.id, &good), Some(phone.key.sign(phone.id, &good))),
            (phone.key.sign(phone.id, &good), None),
            (tomas.key.sign(tomas.id, &good), tomas.unlock.as_ref().map(|key| key.sign(tomas.id, &good))),
        ] {
            forged.push(app::phone::api::SignedAnswer { answer, unlock, passkey: None });
        }
        for (at, answer) in forged.iter().enumerate() {
            assert_eq!(phone.send(challenge, answer).await.unwrap_err().code(), "bad-signature", "forgery {at}");
        }
        let claimed = Claims { user_verification: UserVerification::Passkey, ..good.clone() };
        assert_eq!(phone.send(challenge, &phone.signed(&claimed)).await.unwrap_err().code(), "bad-passkey");
        assert_eq!(rows::counts(&db).await, before, "nothing was written");
        assert_eq!(rows::count(&db, "challenge WHERE state <> 'pending' OR tries_left <> 5").await, 0);

        assert!(phone.send(challenge, &phone.signed(&good)).await.is_ok());
        assert!(phone.send(other, &phone.signed(&good)).await.is_err(), "nor can it be played again elsewhere");
    }

    async fn t27_an_approval_written_by_hand_does_not_run(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone) = (world.agent("Ana").await, world.phone(MIRELA).await);
        let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        let proof = ana.raise(session).await.unwrap();
        phone.approve(&ana.digits(session, proof).await).await.unwrap();
        let challenge = asked(ana.change_email(session, "thief@evil.example").await.unwrap());
        let mut claims = phone.claims(&phone.prompt().await, Answer::Approve, "000000");
        let by_a_stranger = Key::new().sign(phone.id, &claims);
        claims.decision = Answer::Deny;
        let a_no = phone.key.sign(phone.id, &claims);
        let draft = Draft::ChangeEmail { to: "thief@evil.example".parse().unwrap() };
        for (at, signed) in ["", "a.b.c", &by_a_stranger, &a_no].into_iter().enumerate() {
            let mut tx = db.write().await.unwrap();
            exec!(tx, FORGED, Uuid::from_u128(at as u128 + 1), signed, true, challenge.uuid()).await.unwrap();
            exec!(tx, "UPDATE challenge SET state = 'answered' WHERE id = $1", challenge.uuid()).await.unwrap();
            tx.commit().await.unwrap();
            let refused = ana.run_approved(session, challenge, &draft, &format!("key {at}")).await;
            assert_eq!(refused, Err(Refusal::BadSignature), "forgery {at}");
            let mut tx = owner(&db).await.write().await.unwrap();
            exec!(tx, "DELETE FROM approval WHERE challenge_id = $1", challenge.uuid()).await.unwrap();
            tx.commit().await.unwrap();
        }
        assert_eq!(rows::email(&db, world.customer(MIRELA).await).await, "mk@mail.example");
        assert_eq!(rows::count(&db, "run").await, 0);
    }

    async fn t27_a_request_changed_in_the_database_does_not_run(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone) = (world.agent("Ana").await, world.phone(MIRELA).await);
        let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        let challenge = asked(ana.change_email(session, "m@post.example").await.unwrap());
        let digits = ana.digits(session, challenge).await;
        let evil = r#"{"action":"change_email","from":"mk@mail.example","to":"thief@evil.example"}"#;
        let mut tx = db.write().await.unwrap();
        exec!(tx, MEDDLED, challenge.uuid(), evil).await.unwrap();
        tx.commit().await.unwrap();
        // The customer read and signed the true words; the row says otherwise.
        assert!(matches!(phone.approve(&digits).await, Ok(app::phone::api::AnswerResult::Approved { .. })));
        assert_eq!(rows::email(&db, world.customer(MIRELA).await).await, "mk@mail.example");
        assert_eq!(rows::count(&db, "run").await, 0);
    }
}
