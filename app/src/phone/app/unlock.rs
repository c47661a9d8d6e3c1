//! The unlock step of a demo phone: it stands for the face, finger or code that a real phone would ask for.

use leptos::{html::Dialog, prelude::*};

use super::button;

/// A sheet from below. `dialog` opens it; `unlocked` is called when the button was pressed.
pub fn unlock(dialog: NodeRef<Dialog>, unlocked: impl Fn() + 'static) -> AnyView {
    let close = move || {
        if let Some(sheet) = dialog.get_untracked() {
            sheet.close();
        }
    };
    view! {
        <dialog class="unlock" node_ref=dialog aria-labelledby="unlock-h">
            <div class="stack">
                <h2 id="unlock-h">"This demo phone pretends to unlock"</h2>
                <p class="ink2">"A real phone asks for your face, finger or unlock code here. They never leave it."</p>
                {button("btn btn--primary btn--touch", "Unlock".to_owned(), move || {
                    close();
                    unlocked();
                })}
                {button("btn btn--touch", "Not now".to_owned(), close)}
            </div>
        </dialog>
    }
    .into_any()
}
