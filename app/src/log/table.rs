//! What was found, newest first.

use leptos::prelude::*;

use domain::audit_search::Search;

use super::{
    address::at,
    parts::{clock, grouped, instant, result, story_link, words},
    view::{LogView, Row},
};
use crate::ui::{icon, level_chip};

const DAY: i64 = 86_400_000;

/// The table, or that there is nothing.
pub fn table(page: &LogView) -> AnyView {
    if page.rows.is_empty() {
        return view! {
            <div class="empty">
                {icon("search", "i")}
                <h2>"No entry fits"</h2>
                <p>"Choose a longer time, or take a filter away. Words are found whole; an entry is here a few seconds after it was written."</p>
                <a class="btn" href="/audit?when=ever">"Show the whole log"</a>
            </div>
        }
        .into_any();
    }
    let today = page.now.millis().div_euclid(DAY);
    let rows: Vec<_> = page.rows.iter().map(|one| row(one, &page.search, one.at.millis().div_euclid(DAY) == today)).collect();
    view! {
        <table class="table">
            <thead>
                <tr>
                    <th scope="col">"No."</th>
                    <th scope="col" aria-sort="descending"><span class="result">"Time, UTC"{icon("down", "i")}</span></th>
                    <th scope="col">"Event"</th>
                    <th scope="col">"By"</th>
                    <th scope="col">"Session"</th>
                    <th scope="col">"Level"</th>
                    <th scope="col">"Result"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(row: &Row, search: &Search, today: bool) -> AnyView {
    let (_, name, head, detail) = words(row);
    let number = row.number.unwrap_or_default();
    let href = at(&["/audit/entry/", &number.to_string()].concat(), search);
    view! {
        <tr>
            <td class="ink3 mono">{grouped(number)}</td>
            <td>{if today { clock(row.at) } else { instant(row.at) }}</td>
            <td><a href=href class="row">{icon(name, "i")}{head}</a></td>
            <td>{row.by.clone()}</td>
            <td>{row.session.map(story_link)}</td>
            <td>{row.level.map(|level| level_chip(level, true))}</td>
            <td>{result(row, detail)}</td>
        </tr>
    }
    .into_any()
}
