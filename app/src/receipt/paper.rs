//! A receipt as it prints.

use leptos::prelude::*;
use leptos_meta::Title;

use super::{
    parts::{facts, head, proof, sentence},
    view::ReceiptView,
};
use crate::{
    log::parts::grouped,
    ui::{
        Tone, icon, note,
        time::{hms, in_full},
    },
};

/// Where the page's bar leads: back, and to the file.
pub struct Bar {
    /// Where back is.
    pub back: String,
    /// What it is called.
    pub called: &'static str,
    /// Which form makes the file.
    pub file: &'static str,
}

/// The sheet, with what to do with it above.
pub fn paper(receipt: &ReceiptView, bar: Bar) -> AnyView {
    let ReceiptView { organisation, number, .. } = receipt;
    let title = ["Receipt, entry ", &grouped(*number), " · ", organisation].concat();
    let made = ["Receipt for entry ", &grouped(*number), ", made ", &in_full(receipt.made_at)].concat();
    let name = ["Receipt ", &number.to_string(), "-", receipt.leaf.get(..4).unwrap_or_default(), ", page 1 of 1"].concat();
    let hashes = match receipt.proof.len() {
        1 => "The proof: one hash from this entry to the tree head".to_owned(),
        count => format!("The proof: {count} hashes from this entry to the tree head"),
    };
    view! {
        <Title text=title />
        {above(bar, Some(*number))}
        <main class="paper" id="main">
            <header class="row row--wrap"><span class="brand"><span class="brand__mark">{icon("mark", "i")}</span>"Countersign"</span><span class="ink3 end">{made}</span></header>
            <div class="stack stack--sm"><h1>{head(receipt)}</h1>{sentence(receipt)}</div>
            {in_the_log(receipt)}
            <section class="stack stack--sm" aria-labelledby="e-h">
                <h2 id="e-h" class="h-sec">"The entry"</h2>
                <dl class="kv">{facts(receipt)}</dl>
            </section>
            <section class="stack stack--sm" aria-labelledby="p-h"><h2 id="p-h" class="h-sec">{hashes}</h2>{proof(receipt)}</section>
            <section class="stack stack--sm" aria-labelledby="c-h">
                <h2 id="c-h" class="h-sec">"The checkpoint"</h2>
                <pre>{receipt.checkpoint.trim_end().to_owned()}</pre>
            </section>
            <section class="stack stack--sm" aria-labelledby="h-h">
                <h2 id="h-h" class="h-sec">"Check it yourself"</h2>
                <p class="ink2">
                    "Give the receipt file and "{organisation.clone()}"’s public log key, "<code>{receipt.key.clone()}</code>", to the Countersign "
                    "verifier, or to any program that reads C2SP proofs. It needs no network and trusts nothing "{organisation.clone()}
                    " says. It says what this page says, or which part does not fit."
                </p>
            </section>
            <hr />
            <p class="ink3 xs row row--wrap"><span>{organisation.clone()}</span><span class="end">{name}</span></p>
        </main>
    }
    .into_any()
}

/// How sure it is, and who says so besides us.
fn in_the_log(receipt: &ReceiptView) -> AnyView {
    let organisation = &receipt.organisation;
    let head = ["This entry is in ", organisation, "’s audit log, and cannot be changed there unseen"].concat();
    let by = match receipt.witnesses {
        0 => ". No outside witness has signed it".to_owned(),
        1 => " and by one outside witness".to_owned(),
        count => format!(" and by {count} outside witnesses"),
    };
    let body = ["Its proof leads to a checkpoint signed by ", organisation, " at ", &hms(receipt.signed_at, 0), " UTC", &by, "."].concat();
    note(Tone::Good, "shieldok", head, body, false)
}

/// The bar above it, which does not print. Without a script there is no button to print with, and the browser's own does the same.
fn above(bar: Bar, number: Option<u64>) -> AnyView {
    let file = number.map(|number| {
        view! {
            <form method="post" action=bar.file>
                <input type="hidden" name="number" value=number.to_string() />
                <button type="submit" class="btn">{icon("download", "i")}"Receipt file"</button>
            </form>
        }
    });
    let print = number.map(|_| {
        view! { <button type="button" class="btn btn--primary" id="print" hidden>{icon("print", "i")}"Print"</button> }
    });
    view! {
        <nav class="paperbar" aria-label="Receipt">
            <a class="btn btn--ghost" href=bar.back>{icon("back", "i")}{bar.called}</a>
            <span class="end"></span>
            {print}
            {file}
        </nav>
    }
    .into_any()
}

/// The entry is written, and the log not signed as far yet.
pub fn in_a_moment(organisation: &str, bar: Bar) -> AnyView {
    view! {
        <Title text=["Receipt · ", organisation].concat() />
        {above(bar, None)}
        <main class="paper" id="main">
            <h1>"Your receipt is made in a moment"</h1>
            <p>"What happened is written down. The log is signed every second while it grows, and a receipt needs that signature."</p>
            <p><a class="btn btn--primary" href="">"Look again"</a></p>
        </main>
    }
    .into_any()
}
