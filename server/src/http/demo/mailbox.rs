//! The mailbox where messages to the demo's customers land.

use std::fmt::Write;

use app::ui::time::date_hm;
use axum::{extract::State, response::Html};

use super::{super::refused::Refused, escape, head};
use crate::{services::Shared, store::effect};

/// The page.
pub async fn mailbox(State(shared): State<Shared>) -> Result<Html<String>, Refused> {
    let messages = effect::messages(&shared.db).await?;
    let mut page = head("Demo mailbox");
    page.push_str(concat!(
        "<header class=\"sesshead\"><div class=\"grow\"><h1>Demo mailbox</h1><p class=\"ink3\">Messages to customers land here, newest first. Nothing is sent anywhere.</p></div>",
        "<form method=\"post\" action=\"/demo/clock\"><input type=\"hidden\" name=\"seconds\" value=\"120\"><button type=\"submit\" class=\"btn btn--sm\">Two minutes pass</button></form></header>",
    ));
    if messages.is_empty() {
        page.push_str("<div class=\"empty\"><h2>No messages yet</h2><p>Change a customer's e-mail address, then look again.</p></div>");
    }
    for message in messages {
        let (to, subject, body) = (escape(&message.recipient), escape(&message.subject), linked(&message.body));
        // Writing to a string does not fail.
        let _ = write!(
            page,
            "<article class=\"card stack stack--sm\"><p class=\"ink3 xs\">To {to}, {} UTC</p><h2>{subject}</h2><pre>{body}</pre></article>",
            date_hm(message.created_at, 0)
        );
    }
    page.push_str("</main></body></html>");
    Ok(Html(page))
}

/// The body with its own links made to press.
fn linked(body: &str) -> String {
    let line = |line: &str| {
        let line = escape(line);
        if line.starts_with("http") { format!("<a href=\"{line}\">{line}</a>") } else { line }
    };
    body.lines().map(line).collect::<Vec<_>>().join("\n")
}
