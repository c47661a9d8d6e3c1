//! Many at once: the interleaving that tlog-witness describes, by which a witness would be led back.

use std::sync::Arc;

use domain::testing::HandClock;
use futures::future::join_all;

use crate::support::{seer::Seer, story::Story};

const AT_ONCE: u64 = 64;

/// Each of 64 asks from the size that the witness knows, for another size. If two were compared with it before either was kept, the
/// second would take the first one's place, and lead back half of the time. So one of them is cosigned, and no other.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn g06_of_64_at_once_from_the_same_size_one_is_cosigned() {
    let story = Story::new("log.example/1", 8 * 100);
    let folder = tempfile::tempdir().unwrap();
    let seer = Seer::start("w.example/1", &[story.verifier()], &folder.path().join("heads"), Arc::new(HandClock::default())).await;
    let mut last = 0;
    for turn in 1..=8_u64 {
        let sizes: Vec<_> = (0..AT_ONCE).map(|n| turn * 100 - (n * 37 % AT_ONCE)).collect();
        let asked = join_all(sizes.iter().map(|size| seer.ask(story.request(last, *size).to_string()))).await;
        let cosigned: Vec<_> = sizes.iter().zip(&asked).filter(|(_, (status, ..))| *status == 200).map(|(size, _)| *size).collect();
        assert_eq!(cosigned.len(), 1, "turn {turn}: {cosigned:?}");
        for (status, _, body) in asked.iter().filter(|(status, ..)| *status != 200) {
            assert_eq!((*status, body.as_str()), (409, format!("{}\n", cosigned[0]).as_str()));
        }
        last = cosigned[0];
        assert_eq!(seer.heads.last("log.example/1").await.unwrap(), Some(story.head(last)));
    }
}

/// The same, each going on until it is cosigned or overtaken: whatever was cosigned, the last head is the largest of it.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn g06_however_they_overtake_each_other_no_head_is_taken_back() {
    let story = Story::new("log.example/1", AT_ONCE);
    let folder = tempfile::tempdir().unwrap();
    let seer = Seer::start("w.example/1", &[story.verifier()], &folder.path().join("heads"), Arc::new(HandClock::default())).await;
    let one = async |size: u64| {
        let mut old = 0;
        loop {
            let (status, _, body) = seer.ask(story.request(old, size).to_string()).await;
            if status == 200 {
                return Some(size);
            }
            assert_eq!(status, 409, "{body}");
            let known: u64 = body.trim_end().parse().unwrap();
            assert!(known > old, "it was led back from {old} to {known}");
            if known > size {
                return None;
            }
            old = known;
        }
    };
    let cosigned: Vec<_> = join_all((1..=AT_ONCE).map(one)).await.into_iter().flatten().collect();
    assert!(cosigned.contains(&AT_ONCE), "the largest is overtaken by nobody");
    assert_eq!(seer.heads.last("log.example/1").await.unwrap(), Some(story.head(AT_ONCE)));
}
