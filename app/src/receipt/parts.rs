//! What stands on a receipt.

use leptos::prelude::*;

use domain::audit_log::personal::{Beside, Piece};

use super::view::ReceiptView;
use crate::{
    desk::{parts::number, workspace::told},
    log::{
        beside::{became, name},
        parts::short,
    },
    ui::{level, time::in_full},
};

/// A hash in short: its first and last eight digits.
pub fn short_hash(hex: &str) -> String {
    match (hex.get(..8), hex.get(hex.len().saturating_sub(8)..)) {
        (Some(first), Some(last)) if hex.len() > 16 => [first, " … ", last].concat(),
        _ => hex.to_owned(),
    }
}

/// What happened, as a heading.
pub fn head(receipt: &ReceiptView) -> String {
    receipt.row.event.as_ref().map_or_else(|| "An entry that cannot be read".to_owned(), |event| told(event).2)
}

/// The same as a sentence, with the words the customer was shown.
pub fn sentence(receipt: &ReceiptView) -> AnyView {
    let at = ["On ", &in_full(receipt.row.at), ": "].concat();
    let detail = receipt.row.event.as_ref().map(|event| told(event).3).filter(|detail| !detail.is_empty());
    let head = head(receipt);
    let whose = receipt.customer.as_ref().map(|digits| [", customer ", &number(digits)].concat());
    let detail = detail.map(|detail| [". ", &detail].concat());
    let words = (!receipt.words.is_empty()).then(|| {
        let lines: Vec<_> = receipt.words.iter().map(|line| view! { <span class="line">{line.clone()}</span> }).collect();
        view! { <blockquote class="shown"><p class="xs ink3">"The customer was shown exactly this"</p><p>{lines}</p></blockquote> }
    });
    view! { <p class="md">{at}<b>{head}</b>{whose}{detail}"."</p>{words} }.into_any()
}

/// The rows about the entry.
pub fn facts(receipt: &ReceiptView) -> AnyView {
    let fact = |name: &'static str, what: AnyView| view! { <dt>{name}</dt><dd>{what}</dd> }.into_any();
    let place = &receipt.place;
    let contact = receipt.row.session.map(|session| {
        let channel = place.channel.map(|channel| [", ", &channel.rule().name.to_lowercase()].concat());
        let case = place.case.as_ref().map(|case| [". Case ", case.as_str()].concat());
        fact("Contact", view! { "Session "{short(session)}{channel}{case} }.into_any())
    });
    let rule = place.rule.clone().map(|rule| {
        let version = place.policy.map(|version| ["Policy v", &version.to_string(), ", rule "].concat());
        fact("Decided by", view! { {version}<code>{rule}</code> }.into_any())
    });
    let facts = [
        Some(fact("Event", head(receipt).into_any())),
        Some(fact("By", receipt.row.by.clone().into_any())),
        contact,
        receipt.row.level.map(|at| fact("Level then", level::name(at).into_any())),
        rule,
        Some(fact("Entry hash", view! { <code>{short_hash(&receipt.leaf)}</code> }.into_any())),
        Some(fact("Personal data", personal(receipt))),
    ];
    facts.into_iter().flatten().collect_view().into_any()
}

/// What the receipt carries of what the entry commits to.
fn personal(receipt: &ReceiptView) -> AnyView {
    if receipt.beside.is_empty() {
        return "The entry commits to none.".into_any();
    }
    let one = |piece: &Piece| {
        let said = match piece.beside {
            Beside::Kept(_) => "in the receipt file with its salt, so that it can be checked after we have erased it.".to_owned(),
            _ => became(piece),
        };
        view! { <span class="line">{name(piece)}": "{said}</span> }
    };
    let lines: Vec<_> = receipt.beside.iter().map(one).collect();
    view! { <span class="line">"In the log only as a salted commitment."</span>{lines} }.into_any()
}

/// The hashes, numbered from the entry up.
pub fn proof(receipt: &ReceiptView) -> AnyView {
    let hashes = receipt.proof.iter().zip(1..).map(|(hash, place)| {
        view! { <li><span class="ink3" aria-hidden="true">{place}</span><code>{short_hash(hash)}</code></li> }
    });
    view! { <ol class="proof xs">{hashes.collect_view()}</ol> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_named_by_its_ends() {
        assert_eq!(short_hash(&"0b6f9a31".repeat(8)), "0b6f9a31 … 0b6f9a31");
        assert_eq!(short_hash("0b6f"), "0b6f");
    }
}
