//! What time can mend is sent again: later each time, by chance, under the same id, and never when it is of no use any more.

use domain::{
    challenge::LIFETIME,
    notification::{Handing, Undelivered},
    time::Duration,
};

use super::{House, TOKEN};
use crate::{on_both, support::apple::Say};

const STEP: Duration = Duration::milliseconds(100);

on_both! {
    async fn too_much_to_do_is_asked_again_under_the_same_id(db: TestDb) {
        let mut house = House::new(&db).await;
        for (status, reason) in [(429, "TooManyRequests"), (500, "InternalServerError"), (503, "ServiceUnavailable")] {
            house.apple.next(Say::refuses(status, reason));
        }
        let challenge = house.ask().await;
        assert_eq!(house.round().await, 1);
        for tries in 1..=3 {
            assert_eq!(house.handing(challenge).await, Some(Handing::Again(Undelivered::Busy)), "after {tries}");
            assert_eq!(house.round().await, 0, "not at once");
            assert_eq!(house.after(Duration::seconds(1 << (tries - 1))).await, 1);
        }
        assert_eq!(house.handing(challenge).await, Some(Handing::Handed));
        let requests = house.apple.requests();
        assert_eq!(requests.len(), 4);
        assert!(requests.iter().all(|request| request.header("apns-id") == requests[0].header("apns-id")));
        assert_eq!(house.apple.inbox(TOKEN).len(), 1);
        assert_eq!(house.events().await, ["notification_sent"]);
    }

    async fn while_it_is_tried_again_the_agent_reads_so(db: TestDb) {
        let mut house = House::new(&db).await;
        house.apple.next(Say::refuses(503, "ServiceUnavailable"));
        let challenge = house.ask().await;
        house.round().await;
        let page = house.page(challenge).await;
        assert!(page.contains("Their phone has not been notified yet"), "{page}");
        assert!(page.contains("Apple takes none right now. We try again while this request is open."));
        // Once the phone has it, how it heard of it is of no more interest.
        assert_eq!(house.phone.delivered(challenge).await.status, 204);
        assert!(!house.page(challenge).await.contains("has not been notified"));
    }

    async fn nothing_is_sent_when_its_time_is_over(db: TestDb) {
        let mut house = House::new(&db).await;
        house.apple.always(Say::refuses(503, "ServiceUnavailable"));
        let challenge = house.ask().await;
        let expires = house.view(challenge).await.expires_at;
        house.round().await;
        while house.world.shared.now() < expires.after(Duration::MINUTE) {
            house.after(STEP).await;
            if house.world.shared.now().since(expires).whole_seconds() % 30 == 0 {
                house.ana.get("/desk").await;
            }
        }
        let at: Vec<_> = house.apple.requests().into_iter().map(|request| request.at).collect();
        assert!(at.iter().all(|at| *at < expires));
        let waits: Vec<_> = at.windows(2).map(|two| two[1].since(two[0])).collect();
        assert!((6..=10).contains(&waits.len()), "{waits:?}");
        for (tries, wait) in waits.iter().enumerate() {
            let longest = Duration::seconds((1 << tries.min(5)).min(30));
            assert!(*wait >= longest / 2 && *wait <= longest + STEP, "{waits:?}");
        }
        assert!(waits.iter().any(|wait| wait.whole_milliseconds() % 1000 != 0), "chance has a say: {waits:?}");
        assert_eq!(house.events().await, ["notification_failed"]);
        assert_eq!(house.handing(challenge).await, Some(Handing::Failed(Undelivered::Busy)));
    }

    async fn what_nobody_came_to_send_in_time_is_not_sent(db: TestDb) {
        let mut house = House::new(&db).await;
        let challenge = house.ask().await;
        assert_eq!(house.after(LIFETIME).await, 1);
        assert_eq!(house.handing(challenge).await, Some(Handing::Failed(Undelivered::TooLate)));
        assert_eq!(house.apple.requests().len(), 0);
    }

    async fn what_nobody_needs_any_more_is_not_sent(db: TestDb) {
        let mut house = House::new(&db).await;
        let challenge = house.ask().await;
        house.ana.withdraw(house.session, challenge).await.unwrap();
        assert_eq!(house.round().await, 1);
        assert_eq!((house.apple.requests().len(), house.round().await), (0, 0));
        assert_eq!((house.handing(challenge).await, house.events().await), (None, Vec::new()));
    }

    async fn an_answer_that_was_lost_leaves_one_prompt(db: TestDb) {
        let mut house = House::new(&db).await;
        house.apple.next(Say::TakesAndBreaks);
        let challenge = house.ask().await;
        house.round().await;
        assert_eq!(house.handing(challenge).await, Some(Handing::Again(Undelivered::Unreachable)));
        assert_eq!(house.after(Duration::SECOND).await, 1);
        assert_eq!(house.handing(challenge).await, Some(Handing::Handed));
        let requests = house.apple.requests();
        assert_eq!((requests.len(), house.apple.connections()), (2, 2));
        assert_eq!(requests[0].header("apns-id"), requests[1].header("apns-id"));
        assert_eq!(house.apple.inbox(TOKEN).len(), 1);
        assert_eq!(house.phone.home().await.prompts.len(), 1);
    }
}
