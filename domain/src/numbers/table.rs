//! The numbers of a span, and the same as a file.

use serde::{Deserialize, Serialize};

use super::{Asked, DeadEnds, Line, Span};
use crate::{assurance::Method, audit_search::cell, channel::Channel};

/// All numbers of a span.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Numbers {
    /// Which.
    pub span: Span,
    /// Over every challenge.
    pub all: Line,
    /// By method, those that were used.
    pub methods: Vec<(Method, Line)>,
    /// By channel, those that were used.
    pub channels: Vec<(Channel, Line)>,
    /// Sessions in which a locked action had no way.
    pub dead_ends: DeadEnds,
    /// Whether there were more challenges or decisions than are counted: then it is the newest of them.
    pub cut: bool,
}

impl Numbers {
    /// Counts them.
    #[must_use]
    pub fn of(span: Span, rows: &[Asked], dead_ends: DeadEnds, cut: bool) -> Self {
        let used = |line: &Line| !line.is_empty();
        let method = |method| (method, Line::of(rows.iter().filter(move |row| row.method == method)));
        let channel = |channel| (channel, Line::of(rows.iter().filter(move |row| row.channel == channel)));
        Self {
            span,
            all: Line::of(rows),
            methods: Method::ALL.into_iter().map(method).filter(|(_, line)| used(line)).collect(),
            channels: Channel::all().map(channel).filter(|(_, line)| used(line)).collect(),
            dead_ends,
            cut,
        }
    }

    /// The rows of the file: over all, then by method, then by channel.
    fn rows(&self) -> Vec<Row> {
        let row = |by, name: &str, line: Line| Row { span: self.span.words().0, by, name: name.to_owned(), line, dead_ends: None };
        let all = Row { dead_ends: Some(self.dead_ends), ..row("all", "all", self.all) };
        let methods = self.methods.iter().map(|(method, line)| row("method", method.key(), *line));
        let channels = self.channels.iter().map(|(channel, line)| row("channel", channel.rule().key, *line));
        std::iter::once(all).chain(methods).chain(channels).collect()
    }
}

#[derive(Serialize)]
struct Row {
    span: &'static str,
    by: &'static str,
    name: String,
    #[serde(flatten)]
    line: Line,
    #[serde(skip_serializing_if = "Option::is_none")]
    dead_ends: Option<DeadEnds>,
}

/// The head of the table.
const HEAD: &str = "span,by,name,ended,answered,not_me,told_to,ran_out,wrong,withdrawn,p50_ms,p95_ms,dead_ends,sessions_decided\r\n";

/// A table (RFC 4180): counts and milliseconds; what there is none of is an empty cell.
#[must_use]
pub fn csv(numbers: &Numbers) -> String {
    let mut text = HEAD.to_owned();
    for Row { span, by, name, line, dead_ends } in numbers.rows() {
        let counts = [line.ended, line.answered, line.not_me, line.told_to, line.ran_out, line.wrong, line.withdrawn];
        let times = [line.p50, line.p95].map(|millis| millis.map(|millis| millis.to_string()).unwrap_or_default());
        let ends = dead_ends.map_or_else(<[String; 2]>::default, |ends| [ends.sessions.to_string(), ends.of.to_string()]);
        let cells =
            [span.to_owned(), by.to_owned(), name].into_iter().chain(counts.map(|count| count.to_string())).chain(times).chain(ends);
        text += &cells.map(|text| cell(&text).into_owned()).collect::<Vec<_>>().join(",");
        text += "\r\n";
    }
    text
}

/// One JSON object a line, with the same names.
///
/// # Errors
/// Never: every value can be written.
pub fn json_lines(numbers: &Numbers) -> serde_json::Result<String> {
    let lines: Result<Vec<_>, _> = numbers.rows().iter().map(serde_json::to_string).collect();
    Ok(lines?.join("\n") + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        challenge::ChallengeState,
        time::{Duration, Timestamp},
    };

    fn numbers() -> Numbers {
        let now = Timestamp::from_micros(1_773_325_231_000_000);
        let asked = |method, channel, state, seconds| Asked {
            method,
            channel: Channel::from_key(channel).unwrap(),
            state,
            asked_at: now,
            ended_at: Some(now.after(Duration::seconds(seconds))),
        };
        let rows = [
            asked(Method::Push, "phone", ChallengeState::Answered, 20),
            asked(Method::Push, "chat", ChallengeState::Denied, 3),
            asked(Method::Pin, "phone", ChallengeState::Answered, 8),
        ];
        Numbers::of(Span::Week, &rows, DeadEnds { sessions: 1, of: 3 }, false)
    }

    #[test]
    fn only_what_was_used_has_a_line() {
        let numbers = numbers();
        assert_eq!(numbers.all.ended, 3);
        assert_eq!(
            numbers.methods.iter().map(|(method, line)| (*method, line.p50)).collect::<Vec<_>>(),
            [(Method::Push, Some(20_000)), (Method::Pin, Some(8_000))]
        );
        assert_eq!(
            numbers.channels.iter().map(|(channel, line)| (channel.rule().key, line.ended)).collect::<Vec<_>>(),
            [("phone", 2), ("chat", 1)]
        );
    }

    #[test]
    fn d14_the_table_has_a_line_for_each_and_no_cell_that_runs() {
        let text = csv(&numbers());
        let lines: Vec<_> = text.split_terminator("\r\n").collect();
        assert_eq!(lines[1], "7,all,all,3,2,1,0,0,0,0,8000,20000,1,3");
        assert_eq!(lines[2], "7,method,push,2,1,1,0,0,0,0,20000,20000,,");
        assert_eq!(lines.len(), 6);
        for line in &lines {
            assert_eq!(line.split(',').count(), HEAD.split(',').count());
            assert!(line.split(',').all(|cell| !cell.starts_with(['=', '+', '-', '@'])));
        }
    }

    #[test]
    fn each_line_of_json_is_an_object_with_the_same_numbers() {
        let text = json_lines(&numbers()).unwrap();
        let lines: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines.len(), 5);
        assert_eq!((&lines[0]["dead_ends"]["sessions"], &lines[1]["name"], &lines[1]["p50"]), (&1.into(), &"push".into(), &20_000.into()));
    }
}
