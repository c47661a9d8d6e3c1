//! Every door, tried by everybody (D01); from another site (E03); and looked at without touching anything.

use std::{collections::BTreeSet, fs, path::Path};

use app::{register::register_all, routes::App};
use domain::{action::ActionKind, agent::Role, refusal::Refusal};
use reqwest::{
    Method, StatusCode,
    header::{ACCEPT, HeaderMap, HeaderValue},
};

use super::doors::{EVERYBODY, FUNCTIONS, For, LET_IN, OTHERS, PAGES, Told, Who, filled};
use crate::{
    on_both,
    support::{
        agent::{Agent, Answered, asked},
        phone::Phone,
        rows,
        world::{MIRELA, World},
    },
};

/// The folder in whose files every route is named.
const SOURCES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/http");

/// Every path that the files of `folder` give to a router: as they stand there, or as a constant of the same file.
fn named(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            named(&path, found);
            continue;
        }
        let source = fs::read_to_string(&path).unwrap();
        for route in source.split(".route").skip(1).filter_map(|rest| rest.trim_start_matches("_service").strip_prefix('(')) {
            let first = route.split(',').next().unwrap().trim();
            let constant = || source.split(&format!("const {first}: &str = ")).nth(1)?.split(';').next();
            let literal = if first.starts_with('"') { Some(first) } else { constant() };
            // The pages' paths are read from the pages themselves.
            assert!(literal.is_some() || first == "page.path()", "{first} in {}", path.display());
            found.extend(literal.map(|path| path.trim_matches('"').to_owned()));
        }
    }
}

#[test]
fn d01_every_door_stands_in_the_table() {
    register_all();
    let functions: BTreeSet<_> = leptos::server_fn::axum::server_fn_paths().map(|(path, _)| path.to_owned()).collect();
    assert_eq!(functions, FUNCTIONS.iter().map(|(path, ..)| format!("/api/{path}")).collect());

    let pages: BTreeSet<_> = leptos_axum::generate_route_list(App).iter().map(|page| page.path().to_owned()).collect();
    assert_eq!(pages, PAGES.iter().map(|(path, ..)| (*path).to_owned()).collect());

    let mut others = BTreeSet::new();
    named(Path::new(SOURCES), &mut others);
    assert_eq!(others, OTHERS.iter().map(|(_, path, ..)| (*path).to_owned()).collect());
}

/// A browser or phone of somebody who has just come.
async fn browser(world: &World, who: Who, phone: &Phone) -> Agent {
    match who {
        Who::Nobody => world.stranger(),
        Who::Staff(role) => world.with_roles(&[role]).await,
        Who::Phone => {
            let mut browser = world.stranger();
            browser.cookie = Some(format!("__Host-device={}", phone.handle));
            browser
        }
    }
}

/// The answer must be exactly what `whose` door tells `who`: a page leads strangers to the sign-in page, the rest says 401.
fn check(door: &str, who: Who, answer: &Answered, told: Told, let_in: u16, page: bool) {
    let (status, leads_to) = match told {
        Told::Pass => (let_in, None),
        Told::SignIn if page => (303, Some("/sign-in")),
        Told::SignIn => (401, None),
        Told::NotTheirs => (403, None),
        Told::Nothing => (404, None),
    };
    assert_eq!(answer.status.as_u16(), status, "{door} by {who:?}: {}", answer.body);
    assert!(leads_to.is_none_or(|place| answer.leads_to() == place), "{door} by {who:?} leads to {}", answer.leads_to());
    let said = ["not-your-role", "Your role does not open this"].iter().any(|words| answer.body.contains(words));
    assert_eq!(said, told == Told::NotTheirs, "{door} by {who:?}: {}", answer.body);
}

on_both! {
    async fn d01_every_door_opens_for_those_it_is_for_and_for_no_others(db: TestDb) {
        let world = World::new(&db).await;
        let phone = world.phone(MIRELA).await;
        for who in EVERYBODY {
            for (function, whose, fields) in FUNCTIONS {
                let said = match browser(&world, who, &phone).await.post(function, fields).await {
                    Err(Refusal::NotSignedIn) => Told::SignIn,
                    Err(Refusal::NotYourRole) => Told::NotTheirs,
                    Ok(_) | Err(_) => Told::Pass,
                };
                assert_eq!(said, whose.tells(who), "{function} by {who:?}");
                let browser = browser(&world, who, &phone).await;
                let request = browser.request(Method::POST, &format!("/api/{function}")).form(fields);
                // In place of the browser's own, so that it is told the status and not where to go.
                let json = HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static("application/json"))]);
                let answer = Answered::read(request.headers(json)).await;
                let status = answer.status.as_u16();
                match whose.tells(who) {
                    Told::SignIn => assert_eq!(status, 401, "{function} by {who:?}"),
                    Told::NotTheirs => assert_eq!(status, 403, "{function} by {who:?}"),
                    _ => match LET_IN.iter().find(|(exactly, _)| *exactly == function) {
                        Some((_, let_in)) => assert_eq!(status, *let_in, "{function} by {who:?}: {}", answer.body),
                        None => assert!(!answer.status.is_server_error(), "{function} by {who:?}: {}", answer.body),
                    },
                }
            }
            for (path, whose, let_in) in PAGES {
                let answer = browser(&world, who, &phone).await.get(&filled(path)).await;
                check(path, who, &answer, whose.tells(who), let_in, true);
            }
            for (method, path, whose, let_in) in OTHERS {
                let place = if path.starts_with("/live") { "?place=%22overview%22" } else { "" };
                let browser = browser(&world, who, &phone).await;
                let request = browser.request(method.parse().unwrap(), &(filled(path) + place)).header("accept", "application/json");
                let answer = request.json(&serde_json::json!({})).send().await.unwrap();
                let stream = answer.headers().get("content-type").is_some_and(|kind| kind == "text/event-stream");
                let (status, headers) = (answer.status(), answer.headers().clone());
                // A stream has no end to be read.
                let body = if stream { String::new() } else { answer.text().await.unwrap() };
                let answer = Answered { status, headers, body };
                check(path, who, &answer, whose.tells(who), let_in, false);
            }
        }
    }

    async fn e03_nothing_is_done_that_another_site_asked_for(db: TestDb) {
        let world = World::new(&db).await;
        let (ana, phone) = (world.agent("Ana").await, world.phone(MIRELA).await);
        let before = rows::counts(&db).await;
        let foreign: [&[(&str, &str)]; 3] =
            [&[("sec-fetch-site", "cross-site")], &[("sec-fetch-site", "same-site")], &[("origin", "https://evil.example")]];
        let posts = FUNCTIONS.iter().map(|(function, ..)| (Method::POST, format!("/api/{function}")));
        let others = OTHERS.iter().filter(|(method, ..)| *method != "GET");
        let posts = posts.chain(others.map(|(method, path, ..)| (method.parse().unwrap(), filled(path))));
        for (method, path) in posts.collect::<Vec<_>>() {
            for headers in foreign {
                for cookie in [ana.cookie.clone().unwrap(), format!("__Host-device={}", phone.handle)] {
                    let mut browser = world.stranger();
                    browser.cookie = Some(cookie);
                    let request = headers.iter().fold(browser.request(method.clone(), &path), |request, (name, value)| request.header(*name, *value));
                    let answer = Answered::read(request.header("accept", "application/json").body("")).await;
                    assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path} {headers:?}");
                    assert!(answer.body.contains("/problems/cross-site") || answer.body.contains("another website"), "{path}: {}", answer.body);
                }
            }
        }
        assert_eq!(rows::counts(&db).await, before);
    }

    async fn looking_changes_nothing(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone) = (world.agent("Ana").await, world.phone(MIRELA).await);
        let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        let challenge = asked(ana.change_email(session, "m@post.example").await.unwrap());
        phone.approve(&ana.digits(session, challenge).await).await.unwrap();
        let run = phone.home().await.recent_changes[0].run;
        let token = rows::link(&rows::messages(&db, world.customer(MIRELA).await).await[0].1).to_owned();
        let mut lookers = vec![ana];
        for role in [Role::Supervisor, Role::Auditor, Role::Administrator] {
            lookers.push(world.with_roles(&[role]).await);
        }
        lookers.push(world.stranger());
        lookers.push(browser(&world, Who::Phone, &phone).await);
        let before = rows::counts(&db).await;
        for looker in &lookers {
            // Who read those is written down: server/tests/journeys/few_ways.rs, server/tests/journeys/audit_story.rs.
            for (path, ..) in PAGES.into_iter().filter(|(path, ..)| !["/policy/customers", "/floor/pairs"].contains(path) && !path.starts_with("/audit")) {
                let path = path.replace("{session}", &session.to_string()).replace("{challenge}", &challenge.to_string());
                let path = path.replace("{run}", &run.to_string()).replace("{token}", &token).replace("{action}", "change_email");
                let path = path.replace("{version}", "1");
                let answer = looker.get(&path).await;
                assert!(!answer.status.is_server_error(), "{path}");
            }
            // Each time it is opened, the demo's stand-in for the customer's computer makes a code or a link: it is not looking.
            for (method, path, whose, _) in OTHERS {
                let stream = path.ends_with("events") || path.starts_with("/live/");
                if method == "GET" && !path.ends_with("/{number}") && !stream && whose != For::Agent {
                    assert!(!looker.get(&filled(path)).await.status.is_server_error(), "{path}");
                }
            }
        }
        // But that somebody was turned away, which is written down.
        let turned_away = rows::count(&db, "audit_entry WHERE event = 'turned_away'").await;
        let told = |table: &str| if ["audit_entry", "audit_waiting"].contains(&table) { turned_away } else { 0 };
        let mut after = rows::counts(&db).await;
        for (table, rows) in &mut after {
            *rows -= told(table);
        }
        assert_eq!(after, before);
    }
}
