//! "Move to another channel": where the session can go on, and what becomes of its level there, said before anybody presses.

use leptos::prelude::*;

use domain::assurance::Level;

use crate::{
    desk::{
        parts::button_form,
        rail::channel_icon,
        view::{Move, Workspace},
    },
    ui::{icon, level},
};

/// The part of the session's menu; nothing where there is no other channel.
pub fn move_on(truth: &Workspace) -> AnyView {
    let moves = &truth.session.moves;
    if moves.is_empty() {
        return ().into_any();
    }
    let id = truth.session.id;
    let asking = truth.rail.iter().any(|item| item.session == id && item.asking.is_some());
    let most = truth.assurance.ceiling.min(truth.assurance.carried);
    let row = |to: &Move| {
        let rule = to.channel.rule();
        let button = view! {
            <button type="submit">
                {icon(channel_icon(to.channel), "i")}<span>{["Move to ", rule.name].concat()}</span>
                <span class="hint">{becomes(*to, truth.assurance.level, most)}</span>
            </button>
        };
        view! { <li>{button_form("/api/desk/move", id, vec![("channel", rule.key.to_owned())], button.into_any())}</li> }
    };
    view! {
        <li>
            <details class="menu__more">
                <summary>
                    {icon("move", "i")}<span>"Move to another channel"</span>{icon("down", "i i--turn")}
                    <span class="hint">"What was proved goes along"</span>
                </summary>
                <ul>{moves.iter().map(row).collect_view()}</ul>
                {asking.then(|| view! { <p class="hint">"What is being asked now is withdrawn."</p> })}
            </details>
        </li>
    }
    .into_any()
}

/// What becomes of the level.
fn becomes(to: Move, now: Level, most: Level) -> String {
    let name = level::name;
    if to.level < now {
        return ["Falls to ", name(to.level), ". Moving back does not raise it."].concat();
    }
    let stays = ["Stays ", name(now)].concat();
    if to.most < most { [&stays, ", and reaches ", name(to.most), " at most from then on."].concat() } else { stays }
}

#[cfg(test)]
mod tests {
    use domain::channel::Channel;

    use super::*;

    #[test]
    fn what_becomes_of_the_level_is_said_before() {
        let to = |level, most| Move { channel: Channel::from_key("ticket").unwrap(), level, most };
        let low = to(Level::Low, Level::Substantial);
        for (to, now, most, said) in [
            (to(Level::High, Level::High), Level::High, Level::High, "Stays High"),
            (to(Level::Substantial, Level::Substantial), Level::High, Level::High, "Falls to Substantial. Moving back does not raise it."),
            (low, Level::Low, Level::High, "Stays Low, and reaches Substantial at most from then on."),
            (low, Level::Low, Level::Substantial, "Stays Low"),
        ] {
            assert_eq!(becomes(to, now, most), said);
        }
    }
}
