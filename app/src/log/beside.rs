//! What stands beside an entry, as it is shown: the words a customer was shown, the signature they gave, or that it was erased.

use leptos::prelude::*;

use domain::{
    audit_log::personal::{Beside, Piece},
    challenge::Prompt,
};

use crate::ui::time::in_full;

/// All of it.
pub fn beside(pieces: &[Piece]) -> AnyView {
    pieces.iter().map(piece).collect_view().into_any()
}

/// What a piece is called in words.
pub fn name(piece: &Piece) -> &'static str {
    match piece.name.as_str() {
        "prompt" => "What the customer was shown",
        "proof" => "What the customer signed",
        _ => "Personal data",
    }
}

/// The words that a customer was shown, if the piece is them and can be read.
pub fn shown(piece: &Piece) -> Option<String> {
    let Beside::Kept(data) = &piece.beside else { return None };
    if piece.name != "prompt" {
        return None;
    }
    serde_json::from_str::<Prompt>(data).ok().map(|prompt| prompt.text())
}

/// What became of it, where it is not words to show.
pub fn became(piece: &Piece) -> String {
    match &piece.beside {
        Beside::Kept(_) => "Kept, and as the entry commits to it. A receipt carries it.".to_owned(),
        Beside::Erased(at) => ["Erased on ", &in_full(*at), ". The entry says nothing of it any more."].concat(),
        Beside::Other => "What stands here is not what the entry commits to: somebody changed it".to_owned(),
        Beside::Gone => "It is not here, and no erasure says so: somebody took it away".to_owned(),
    }
}

fn piece(piece: &Piece) -> AnyView {
    let said: Vec<_> = match shown(piece) {
        Some(text) => text.lines().map(|line| view! { <span class="line">{line.to_owned()}</span> }).collect(),
        None => vec![view! { <span class="line">{became(piece)}</span> }],
    };
    view! { <blockquote class="msg shown"><p class="xs ink3">{name(piece)}</p><p>{said}</p></blockquote> }.into_any()
}

#[cfg(test)]
mod tests {
    use domain::time::Timestamp;

    use super::*;

    #[test]
    fn f08_what_was_erased_says_when_and_what_somebody_took_is_not_called_erased() {
        let said = |beside| became(&Piece { name: "prompt".to_owned(), beside });
        assert!(said(Beside::Erased(Timestamp::from_micros(1_773_325_246_218_900))).starts_with("Erased on 12 March 2026, 14:20:46 UTC."));
        for beside in [Beside::Other, Beside::Gone] {
            assert!(said(beside).contains("somebody"));
        }
    }
}
