//! "What each method proves" and "How they add up".

use leptos::prelude::*;

use domain::{
    assurance::{Factor, Level, Method},
    policy::{MethodRow, Policy},
};

use super::{
    matrix::{heads, matrix},
    words::{channels, factor, icon_of, span, takes, yes},
};
use crate::ui::{icon, level, level_chip};

/// The table of methods: one row for each way an answer of it can be worth something.
pub fn methods(policy: &Policy) -> AnyView {
    let rows: Vec<_> = Method::ALL.into_iter().flat_map(|method| worths(policy, method)).collect();
    let columns = [
        ("Method", false),
        ("Factor", false),
        ("Reaches alone", false),
        ("Restricted", false),
        ("Phishing-resistant", false),
        ("Offered on", false),
        ("Counts for", true),
        ("Counts from", true),
        ("Takes", true),
    ];
    matrix("m-h", "What each method proves", "Alone, and while it counts.", heads(&columns), rows.into_any())
}

/// A method is two rows when verifying the person makes a difference.
fn worths(policy: &Policy, method: Method) -> Vec<AnyView> {
    let row = policy.method(method);
    let name = method.name();
    if !row.enabled {
        let reaches = if row.alone == Level::Unverified {
            view! { <span class="ink3">"Off, a signal at most"</span> }.into_any()
        } else {
            view! { <span class="ink3">"Off, at most "</span>{level_chip(row.user_verified.min(cap(row)), true)} }.into_any()
        };
        return vec![drawn(policy, method, name.to_owned(), reaches, "–".to_owned())];
    }
    let offered = channels(policy, row.offered_on);
    if row.factor == Factor::Assertion {
        return vec![drawn(policy, method, name.to_owned(), "As its acr".into_any(), offered)];
    }
    if row.user_verified == row.alone {
        return vec![drawn(policy, method, name.to_owned(), level_chip(row.alone, true), offered)];
    }
    vec![
        drawn(policy, method, [name, ", unlocked"].concat(), level_chip(row.user_verified, true), offered.clone()),
        drawn(policy, method, [name, ", not unlocked"].concat(), level_chip(row.alone, true), offered),
    ]
}

const fn cap(row: &MethodRow) -> Level {
    if row.restricted { Level::Low } else { Level::High }
}

fn drawn(policy: &Policy, method: Method, name: String, reaches: AnyView, offered: String) -> AnyView {
    let row = policy.method(method);
    view! {
        <tr>
            <th scope="row"><span class="row">{icon(icon_of(method), "i")}{name}</span></th>
            <td>{factor(row.factor)}</td>
            <td>{reaches}</td>
            <td>{yes(row.restricted)}</td>
            <td>{yes(row.phishing_resistant)}</td>
            <td>{offered}</td>
            <td class="num">{span(row.lifetime)}</td>
            <td class="num">{if row.seasoning.is_zero() { "At once".to_owned() } else { span(row.seasoning) }}</td>
            <td class="num">{takes(row.seconds)}</td>
        </tr>
    }
    .into_any()
}

/// The rules by which pieces add up.
pub fn rules(policy: &Policy) -> AnyView {
    let combine = policy.combine();
    let rule = |number: &'static str, words: String, example: &'static str, reaches: AnyView| {
        view! {
            <tr><th scope="row"><span class="row"><span class="tag">{number}</span>{words}</span></th><td>{example}</td><td>{reaches}</td></tr>
        }
        .into_any()
    };
    let two = ["Two different factors, each at least ", level::name(combine.each)].concat();
    let strong = ["Two different factors, one a possession at ", level::name(combine.possession)].concat();
    let rows = [
        rule("1", "The strongest live evidence, alone".to_owned(), "Passkey", "What it reaches".into_any()),
        rule("2", two, "PIN + authenticator code", level_chip(combine.two_factors, true)),
        rule("3", strong, "PIN + push, not unlocked", level_chip(combine.strong_possession, true)),
        rule(
            "4",
            "Restricted evidence, however many".to_owned(),
            "Code by text + knowledge questions",
            view! { "At most "{level_chip(Level::Low, true)} }.into_any(),
        ),
    ];
    let hint = "The highest of these, then cut to the channel’s ceiling. Rules 2 and 3 take unrestricted evidence only.";
    let columns = [("Rule", false), ("For example", false), ("Reaches", false)];
    matrix("r-h", "How they add up", hint, heads(&columns), rows.into_any())
}
