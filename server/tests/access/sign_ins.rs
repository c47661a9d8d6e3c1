//! Ending somebody else's sign-ins: who may, what it does, and what it leaves.

use domain::{action::ActionKind, agent::Role, refusal::Refusal};
use reqwest::{
    Method, StatusCode,
    header::{ACCEPT, HeaderMap, HeaderValue},
};
use server::{live::Change, store::staff};

use super::{
    ends, entries, not_open,
    streams::{Stream, desk},
};
use crate::{
    on_both,
    support::{
        agent::{Agent, Answered},
        rows,
        world::{MIRELA, World},
    },
};

/// What a page's script is told that asks for that.
async fn asks(browser: &Agent, path: &str) -> Answered {
    let script = HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static("*/*"))]);
    Answered::read(browser.request(Method::GET, path).headers(script)).await
}

on_both! {
    async fn d10_the_next_request_is_out_and_is_told_why(db: TestDb) {
        let world = World::new(&db).await;
        let (mut here, there, mut bram, mut jonas) =
            (world.agent("Ana").await, world.agent("Ana").await, world.agent("Bram").await, world.agent("Jonas").await);
        let ana = world.staff("Ana").await;
        let session = here.open(MIRELA, ActionKind::ChangeEmail).await;
        let mut heard = world.shared.live.listen();
        assert_eq!(ends(&mut jonas, &ana).await, Ok(format!("/access/staff/{}", ana.id)));
        assert_eq!(heard.try_recv(), Ok(Change::SignedOut(ana.id)));
        for browser in [&here, &there] {
            let answer = browser.get("/desk").await;
            assert_eq!((answer.status, answer.leads_to()), (StatusCode::SEE_OTHER, "/sign-in"));
            let page = browser.get("/sign-in").await;
            assert!(page.body.contains("Your sign-in was ended by a supervisor"), "{}", page.body);
            assert!(!page.body.contains("Laptop lost"), "whoever sits there may be the reason");
        }
        assert_eq!(here.end(session).await, Err(Refusal::NotSignedIn), "nothing is done any more");
        // Nobody else is out, and what she served goes on.
        assert_eq!(bram.do_to("take-over", session).await, Ok(format!("/desk/{session}")));
        let written = entries(&db, "sign_ins_ended").await;
        assert_eq!(written.len(), 1);
        assert_eq!((&written[0].1["staff"], &written[0].1["count"], &written[0].1["reason"]),
            (&ana.id.to_string().into(), &2.into(), &"Laptop lost".into()));
        // She may come back, and is then told nothing any more.
        here.post("account/enter-as", &[("staff", &ana.id.to_string())]).await.unwrap();
        assert_eq!(here.get("/desk").await.status, StatusCode::OK);
        assert!(!here.get("/sign-in").await.body.contains("was ended"));
        assert!(there.get("/sign-in").await.body.contains("was ended"), "the other browser still is");
        assert!(world.stranger().get("/sign-in").await.body.contains("Sign in to the desk"));
    }

    async fn only_from_above_and_never_ones_own(db: TestDb) {
        let world = World::new(&db).await;
        let mut jonas = world.agent("Jonas").await;
        let (mut ingrid, mut ana) = (world.agent("Ingrid").await, world.agent("Ana").await);
        let (freja, bram) = (world.agent("Freja").await, world.agent("Bram").await);
        let mut auditor = world.with_roles(&[Role::Auditor]).await;
        let mut above = Vec::new();
        for roles in [&[Role::Supervisor][..], &[Role::Auditor], &[Role::Administrator], &[Role::Agent, Role::Auditor]] {
            above.push((world.with_roles(roles).await, roles));
        }
        let everybody = staff::all(&db).await.unwrap();
        // But that they were turned away, which is written down.
        let entries = "audit_entry WHERE event <> 'turned_away'";
        let before = (rows::count(&db, "sign_in").await, rows::count(&db, entries).await);
        let (staff_ana, staff_bram, staff_jonas, staff_ingrid) =
            (world.staff("Ana").await, world.staff("Bram").await, world.staff("Jonas").await, world.staff("Ingrid").await);
        assert_eq!(ends(&mut ana, &staff_bram).await, Err(Refusal::NotYourRole), "an agent ends nobody");
        assert_eq!(ends(&mut auditor, &staff_bram).await, Err(Refusal::NotYourRole), "an auditor reads");
        assert!(not_open(&ends(&mut jonas, &staff_jonas).await), "one's own are elsewhere");
        assert!(not_open(&ends(&mut ingrid, &staff_ingrid).await));
        assert!(not_open(&ends(&mut jonas, &staff_ingrid).await), "above a supervisor");
        for (_, roles) in &above {
            let whose = everybody.iter().find(|member| member.number >= 5_000 && member.roles == *roles).unwrap();
            assert!(not_open(&ends(&mut jonas, whose).await), "{roles:?}");
        }
        let nobody = domain::agent::Staff { id: "00000000-0000-7000-8000-000000000001".parse().unwrap(), ..staff_ana.clone() };
        assert_eq!(ends(&mut ingrid, &nobody).await, Err(Refusal::NotFound));
        assert_eq!((rows::count(&db, "sign_in").await, rows::count(&db, entries).await), before, "nothing came of any of it");
        // An administrator ends a supervisor's and another administrator's.
        assert!(ends(&mut ingrid, &staff_jonas).await.is_ok());
        assert!(ends(&mut ingrid, &world.staff("Freja").await).await.is_ok());
        assert!(freja.get("/sign-in").await.body.contains("ended by an administrator"));
        assert!(matches!(ends(&mut ingrid, &staff_jonas).await, Err(Refusal::BadInput(_))), "they are signed in nowhere");
        assert_eq!(bram.get("/desk").await.status, StatusCode::OK);
    }

    async fn d10_an_open_stream_ends_and_delivers_nothing_more(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, mut jonas) = (world.agent("Ana").await, world.agent("Jonas").await);
        let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        let mut stream = Stream::open(&ana, &desk(session)).await;
        assert!(stream.next().await.contains("look"));
        ends(&mut jonas, &world.staff("Ana").await).await.unwrap();
        // What happens to her session afterwards is not for that browser.
        world.shared.live.tell(Change::Time);
        assert_eq!(stream.rest().await, "event: bye\ndata: not-signed-in\n\n");
        let again = asks(&ana, &desk(session)).await;
        assert_eq!(again.status, StatusCode::UNAUTHORIZED);
        assert!(again.body.contains("sign-in-ended"), "{}", again.body);
        // A sign-in that only ran out is no such end.
        let bram = world.agent("Bram").await;
        world.clock.advance(domain::time::Duration::minutes(15));
        let late = asks(&bram, "/live/access").await;
        assert!(late.status == StatusCode::UNAUTHORIZED && !late.body.contains("sign-in-ended"), "{}", late.body);
    }

    async fn an_ended_sign_in_is_forgotten_when_it_would_have_ended(db: TestDb) {
        let world = World::new(&db).await;
        let (ana, mut jonas) = (world.agent("Ana").await, world.agent("Jonas").await);
        ends(&mut jonas, &world.staff("Ana").await).await.unwrap();
        server::services::accounts::sweep(&world.shared).await.unwrap();
        assert!(ana.get("/sign-in").await.body.contains("was ended"));
        world.clock.advance(server::services::accounts::ABSOLUTE);
        server::services::accounts::sweep(&world.shared).await.unwrap();
        assert_eq!(rows::count(&db, "ended_sign_in").await, 0);
        assert!(!ana.get("/sign-in").await.body.contains("was ended"));
    }
}
