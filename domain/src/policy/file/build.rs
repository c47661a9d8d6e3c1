//! From shapes to numbered rows: names are looked up, defaults filled in.

use indexmap::IndexMap;
use time::Duration;

use super::{
    finding::Findings,
    kind::Kind,
    shape::{ActionTable, MethodTable, PolicyFile, SignalTable, WhenTable},
};
use crate::{
    action::ActionKind,
    assurance::{Factor, Level, Method},
    policy::{
        ActionRow, ChannelIx, ChannelRow, ChannelSet, Circumstances, Combine, Exception, Limits, MethodRow, Needs, Policy, RoleIx, RoleRow,
        SegmentIx, SegmentRow, SignalIx, SignalRow, When,
    },
};

/// How long an approval can be used unless the action says otherwise.
const APPROVAL_LIFETIME: Duration = Duration::minutes(5);

/// The policy, or nothing when a name is missing; what is wrong goes into `findings`.
pub(super) fn policy(file: &PolicyFile, findings: &mut Findings) -> Option<Policy> {
    for (table, count) in
        [("channels", file.channels.len()), ("roles", file.roles.len()), ("segments", file.segments.len()), ("signals", file.signals.len())]
    {
        if count > ChannelIx::MOST {
            findings.add(Kind::TooMany, table, format!("There are {count}; there can be {}.", ChannelIx::MOST), "Take some out.");
        }
    }
    if file.channels.is_empty() || file.roles.is_empty() || file.segments.is_empty() {
        findings.add(Kind::Empty, "", "There must be a channel, a role and a segment.", "Add one of each; the bank's policy shows how.");
    }
    let built_in = built_in(file, findings);
    let mut names = Names { file, findings };
    let built = Policy {
        name: file.name.clone(),
        currency: file.currency.clone(),
        methods: names.methods(),
        combine: Combine {
            each: file.combine.two_factors.each,
            two_factors: file.combine.two_factors.reach,
            possession: file.combine.strong_possession.possession,
            strong_possession: file.combine.strong_possession.reach,
        },
        channels: file.channels.iter().map(channel).collect(),
        roles: file.roles.iter().map(|(key, table)| RoleRow { key: key.clone(), name: table.name.clone() }).collect(),
        segments: file.segments.iter().map(|(key, table)| SegmentRow { key: key.clone(), name: table.name.clone() }).collect(),
        signals: file.signals.iter().map(signal).collect(),
        actions: file.actions.iter().map(|(key, table)| names.action(key, table)).collect(),
        built_in,
        exceptions: names.exceptions(),
        limits: Limits {
            prompts: file.limits.prompts,
            prompts_in: file.limits.prompts_in.0,
            prompts_a_day: file.limits.prompts_a_day,
            challenges_an_hour: file.limits.challenges_an_hour,
            contacts_an_hour: file.limits.contacts_an_hour,
            look_ups_an_hour: file.limits.look_ups_an_hour,
            reveals_an_hour: file.limits.reveals_an_hour,
            reveals_a_day: file.limits.reveals_a_day,
        },
    };
    (!findings.has_errors()).then_some(built)
}

/// Where the actions stand that this program runs itself: none of them may be left without a rule.
fn built_in(file: &PolicyFile, findings: &mut Findings) -> [usize; ActionKind::ALL.len()] {
    let mut places = [0; ActionKind::ALL.len()];
    for kind in ActionKind::ALL {
        if let Some(place) = file.actions.get_index_of(kind.key()) {
            places[kind as usize] = place;
        } else {
            let instead = format!("Add [actions.{}]; to close it, give it a `when` with `refuse`.", kind.key());
            findings.add(Kind::ActionMissing, "actions", format!("`{}` has no rule.", kind.key()), instead);
        }
    }
    places
}

fn channel((key, table): (&String, &super::shape::ChannelTable)) -> ChannelRow {
    ChannelRow { key: key.clone(), name: table.name.clone(), ceiling: table.ceiling, conveyed: table.conveyed, needs: table.needs.clone() }
}

fn signal((key, table): (&String, &SignalTable)) -> SignalRow {
    SignalRow {
        key: key.clone(),
        says: table.says.clone(),
        cap: table.cap.unwrap_or(Level::High),
        bars: table.bars.iter().copied().collect(),
        raises: table.raises,
        raises_classes: table.classes.clone(),
        stands: table.stands.0,
    }
}

/// Looks names up, and says which are not there.
struct Names<'a> {
    file: &'a PolicyFile,
    findings: &'a mut Findings,
}

impl Names<'_> {
    fn methods(&mut self) -> [MethodRow; Method::ALL.len()] {
        Method::ALL.map(|method| {
            if let Some(table) = self.file.methods.get(&method) {
                return self.method(method, table);
            }
            let path = format!("methods.{}", method.key());
            let instead = format!("Add [methods.{}] with enabled = false if you do not use it.", method.key());
            self.findings.add(Kind::MethodMissing, path, format!("There is no row for {}.", method.key()), instead);
            absent()
        })
    }

    fn method(&mut self, method: Method, table: &MethodTable) -> MethodRow {
        let path = format!("methods.{}", method.key());
        MethodRow {
            enabled: table.enabled,
            factor: table.factor,
            alone: table.alone,
            user_verified: table.user_verified.unwrap_or(table.alone),
            synced: table.synced.unwrap_or(Level::High),
            restricted: table.restricted,
            phishing_resistant: table.phishing_resistant,
            lifetime: table.lifetime.0,
            seasoning: table.seasoning.0,
            offered_on: self.channels(&format!("{path}.offered_on"), table.offered_on.as_deref()),
            needs: table.needs.clone(),
            seconds: table.seconds,
            acr: table.acr.iter().map(|(acr, level)| (acr.clone(), *level)).collect(),
        }
    }

    fn action(&mut self, key: &str, table: &ActionTable) -> ActionRow {
        let path = format!("actions.{key}");
        let who = self.places(&format!("{path}.who"), &table.who, &self.file.roles);
        ActionRow {
            key: key.to_owned(),
            name: table.name.clone(),
            rule: table.rule.clone().unwrap_or_else(|| key.to_owned()),
            class: table.class,
            needs: Needs {
                level: table.needs,
                fresh: table.fresh.map(|span| span.0),
                consent: table.consent,
                second_person: table.second_person,
                hold: table.hold.unwrap_or_default().0,
                hold_lifted: table.hold_lifted_by_phishing_resistant,
            },
            when: table.when.iter().map(|(rule, when)| self.when(&path, rule, when)).collect(),
            who: who.into_iter().filter_map(RoleIx::new).collect(),
            channels: self.channels(&format!("{path}.channels"), table.channels.as_deref()),
            tell: table.tell,
            revert: table.revert.unwrap_or_default().0,
            approval_lifetime: table.approval_lifetime.map_or(APPROVAL_LIFETIME, |span| span.0),
        }
    }

    fn when(&mut self, action: &str, rule: &str, table: &WhenTable) -> When {
        let path = format!("{action}.when.{rule}");
        let segments = self.places(&format!("{path}.segments"), &table.segments, &self.file.segments);
        let signals = self.places(&format!("{path}.signals"), &table.signals, &self.file.signals);
        When {
            rule: rule.to_owned(),
            circumstances: Circumstances {
                amount_above: table.amount_above.map(|money| money.cents),
                channels: self.given(&format!("{path}.channels"), &table.channels),
                segments: segments.into_iter().filter_map(SegmentIx::new).collect(),
                signals: signals.into_iter().filter_map(SignalIx::new).collect(),
                we_started: table.we_started,
            },
            needs: Needs {
                level: table.needs.unwrap_or_default(),
                fresh: table.fresh.map(|span| span.0),
                consent: table.consent,
                second_person: table.second_person,
                hold: table.hold.unwrap_or_default().0,
                // A hold that circumstances add stays whatever the proof; one that the action has anyway keeps its own word.
                hold_lifted: table.hold.is_none(),
            },
            refuse: table.refuse.clone(),
        }
    }

    fn exceptions(&mut self) -> Vec<Exception> {
        let mut all = Vec::new();
        for (key, table) in &self.file.exceptions {
            let path = format!("exceptions.{key}.channel");
            let place = self.places(&path, core::slice::from_ref(&table.channel), &self.file.channels);
            all.extend(place.first().copied().and_then(ChannelIx::new).map(|channel| Exception {
                channel,
                without: table.without,
                from: table.from,
                because: table.because.clone(),
                approved_by: table.approved_by.clone(),
            }));
        }
        all
    }

    /// The channels of that list; all of them when there is none.
    fn channels(&mut self, path: &str, keys: Option<&[String]>) -> ChannelSet {
        match keys {
            Some(keys) => self.given(path, keys),
            None => (0..self.file.channels.len()).filter_map(ChannelIx::new).collect(),
        }
    }

    fn given(&mut self, path: &str, keys: &[String]) -> ChannelSet {
        self.places(path, keys, &self.file.channels).into_iter().filter_map(ChannelIx::new).collect()
    }

    fn places<T>(&mut self, path: &str, keys: &[String], table: &IndexMap<String, T>) -> Vec<usize> {
        let mut places = Vec::new();
        for key in keys {
            if let Some(place) = table.get_index_of(key) {
                places.push(place);
            } else {
                let there: Vec<_> = table.keys().map(String::as_str).collect();
                let instead = format!("Write one of: {}.", there.join(", "));
                self.findings.add(Kind::UnknownName, path, format!("There is no `{key}`."), instead);
            }
        }
        places
    }
}

/// Stands for a row that is not there, until the policy is refused for it.
fn absent() -> MethodRow {
    MethodRow {
        enabled: false,
        factor: Factor::Knowledge,
        alone: Level::Unverified,
        user_verified: Level::Unverified,
        synced: Level::Unverified,
        restricted: true,
        phishing_resistant: false,
        lifetime: Duration::ZERO,
        seasoning: Duration::ZERO,
        offered_on: ChannelSet::NONE,
        needs: vec![],
        seconds: 0,
        acr: vec![],
    }
}
