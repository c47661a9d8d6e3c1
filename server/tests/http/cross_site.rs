//! Changes that another site asked for.

use super::{Frame, frame::request};

#[tokio::test]
async fn a_change_from_another_site_is_refused() {
    let frame = Frame::new();
    let foreign: [&[(&str, &str)]; 6] = [
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
        &[("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")],
        &[("origin", "https://evil.example")],
        &[("origin", "http://localhost:4000")],
        &[("origin", "null")],
    ];
    for method in ["POST", "PUT", "PATCH", "DELETE"] {
        for headers in foreign {
            let answer = frame.send(request(method, "/changes/1", headers, "done")).await;
            assert_eq!(answer.status, 403, "{method} {headers:?}");
            assert_eq!(answer.json()["type"], "/problems/cross-site");
        }
    }
}

#[tokio::test]
async fn a_change_from_our_own_pages_passes() {
    let frame = Frame::with(&[("public_url", "https://help.example.com")]);
    let own: [&[(&str, &str)]; 5] = [
        &[("sec-fetch-site", "same-origin"), ("origin", "null")],
        &[("sec-fetch-site", "none")],
        &[("origin", "http://localhost:3000")],
        // A proxy rewrote `Host`.
        &[("origin", "https://help.example.com")],
        &[],
    ];
    for headers in own {
        let answer = frame.send(request("POST", "/changes/1", headers, "done")).await;
        assert_eq!((answer.status.as_u16(), answer.body.as_str()), (200, "done"), "{headers:?}");
    }
}

#[tokio::test]
async fn a_link_from_another_site_may_be_followed() {
    let answer = Frame::new().send(request("GET", "/page", &[("sec-fetch-site", "cross-site")], "")).await;
    assert_eq!(answer.status, 200);
}
