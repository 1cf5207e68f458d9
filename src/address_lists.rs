//! The lists of `newsvane collect --urls`: addresses by the outlet that owns their host.

use crate::config::Config;
use newsvane::collect::Task;
use newsvane::pipeline;
use newsvane::read::{self, InputFile};
use newsvane::registry::{Outlet, Registry};
use newsvane::schema::ListedAddress;
use std::collections::BTreeMap;
use std::path::PathBuf;
use url::Url;

/// Losses that are told of one list.
const MOST_TOLD: usize = 3;

/// Addresses by outlet.
#[derive(Default)]
pub struct Lists {
    of_registered: BTreeMap<String, Vec<ListedAddress>>,
    others: Vec<(Outlet, Vec<ListedAddress>)>,
    /// Whether some line or list could not be read.
    pub has_losses: bool,
}

impl Lists {
    /// Reads lists; addresses that are not collected are told on standard error. `outlets` are those that are wanted.
    pub fn read(
        files: &[PathBuf],
        outlets: &[&Outlet],
        other_hosts: bool,
        config: &Config,
        registry: &Registry,
    ) -> Lists {
        let mut lists = Lists::default();
        let mut by_host: BTreeMap<String, Vec<ListedAddress>> = BTreeMap::new();
        let options =
            read::Options { mapping: config.fields.clone(), limits: config.limits.clone(), meta: None };
        for path in files {
            let file = InputFile { path: path.clone(), name: path.display().to_string() };
            let losses = match read::addresses(&file, &options) {
                Ok((addresses, losses)) => {
                    for listed in addresses {
                        let host = Url::parse(&listed.url)
                            .ok()
                            .and_then(|url| url.host_str().map(str::to_owned))
                            .unwrap_or_default();
                        by_host.entry(host).or_default().push(listed);
                    }
                    losses
                }
                Err(loss) => vec![loss],
            };
            lists.has_losses |= !losses.is_empty();
            for loss in losses.iter().take(MOST_TOLD) {
                eprintln!("warning: {}", pipeline::describe(loss));
            }
            if losses.len() > MOST_TOLD {
                eprintln!("warning: {}: {} more like these", file.name, losses.len() - MOST_TOLD);
            }
        }
        let (mut n_other, mut other_names) = (0, Vec::new());
        for (host, listed) in by_host {
            if let Some(outlet) = registry.outlets.by_host(&host) {
                if outlets.iter().any(|wanted| wanted.id == outlet.id) {
                    lists.of_registered.entry(outlet.id.to_string()).or_default().extend(listed);
                }
            } else if let Some(outlet) = Outlet::of_host(&host).filter(|_| other_hosts) {
                match lists.others.iter_mut().find(|(other, _)| other.id == outlet.id) {
                    Some((_, addresses)) => addresses.extend(listed),
                    None => lists.others.push((outlet, listed)),
                }
            } else {
                n_other += listed.len();
                other_names.push(host);
            }
        }
        if n_other > 0 {
            let names = other_names.iter().take(MOST_TOLD).map(String::as_str).collect::<Vec<_>>().join(", ");
            eprintln!(
                "warning: {n_other} addresses of {} hosts ({names}{}) belong to no registered outlet and are left out\n\
                 hint: --other-hosts takes them along; an outlet is a file in outlets/ of a registry folder",
                other_names.len(),
                if other_names.len() > MOST_TOLD { ", …" } else { "" }
            );
        }
        lists
    }

    /// What there is to collect.
    pub fn tasks<'a>(&'a self, registry: &'a Registry) -> Vec<Task<'a>> {
        let registered = self.of_registered.iter().filter_map(|(id, listed)| {
            Some(Task { outlet: registry.outlets.by_name(id)?, sources: false, listed })
        });
        let others = self.others.iter().map(|(outlet, listed)| Task { outlet, sources: false, listed });
        registered.chain(others).collect()
    }
}
