//! Devices that exchange files, in any order.

use std::rc::Rc;

use futures_executor::block_on;
use medallion::service::{EventFilter, OnConflict, Taking, Workspace, operations};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::cases::native::world;
use crate::cases::samples::{at, document, draft, read, value};
use crate::cases::world::World;

const DEVICES: usize = 3;
const RECORDS: usize = 4;

#[derive(Debug, Clone)]
enum Step {
    /// On a device something is written of a record.
    Edit(usize, usize),
    /// On a device a record is deleted.
    Delete(usize, usize),
    /// What is on a device is taken in on another, in commits of so many bytes.
    Carry(usize, usize, usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let (device, record) = (0..DEVICES, 0..RECORDS);
    let step = prop_oneof![
        4 => (device.clone(), record.clone()).prop_map(|(on, of)| Step::Edit(on, of)),
        1 => (device.clone(), record).prop_map(|(on, of)| Step::Delete(on, of)),
        4 => (device.clone(), device, prop_oneof![Just(1_usize), Just(1 << 20)])
            .prop_map(|(from, to, commit)| Step::Carry(from, to, commit)),
    ];
    proptest::collection::vec(step, 0..40)
}

/// Some devices, of which one made two projects and two medallions.
struct Devices {
    world: World,
    all: Vec<(World, Rc<Workspace>)>,
    projects: Vec<Value>,
}

impl Devices {
    async fn new() -> Self {
        let world = world();
        let mut all = Vec::new();
        for number in 0..DEVICES {
            let own = world.another(&number.to_string());
            let workspace = own.workspace().await;
            all.push((own, workspace));
        }
        let mut devices = Self { world, all, projects: Vec::new() };
        for _ in 0..2 {
            let project = json!({"task_type": "project", "title": "0"});
            let project = devices.call(0, "tasks.create", &[project]).await.unwrap();
            devices.projects.push(project["id"].clone());
        }
        for number in 0..2 {
            let tab = devices.world.medallions(&devices.all[0].1);
            let text = document(&format!("med-{number}"), &["0"], &[], &at(0));
            tab.create(draft(&text)).await.unwrap();
        }
        devices
    }

    async fn call(&self, device: usize, name: &str, arguments: &[Value]) -> Option<Value> {
        let operation = operations::all().find(|own| own.name == name).unwrap();
        let texts: Vec<String> = arguments.iter().map(ToString::to_string).collect();
        let workspace = &self.all[device].1;
        let answer = workspace.perform(&self.world.caller(), operation, &texts).await.ok()?;
        Some(serde_json::from_str(&answer).unwrap_or(Value::Null))
    }

    async fn carry(&self, from: usize, to: usize, commit: usize) -> u64 {
        let caller = self.world.caller();
        let file = self.all[from].1.export("device", &caller, |_, _| {}).await.unwrap();
        let taking = Taking { conflict: OnConflict::Newer, dry_run: false, commit };
        self.all[to].1.import_as(&file, &caller, taking).await.unwrap().records
    }

    async fn edit(&self, device: usize, record: usize, text: &str) -> bool {
        if let Some(project) = self.projects.get(record) {
            let patch = json!({"title": text});
            return self.call(device, "tasks.update", &[project.clone(), patch]).await.is_some();
        }
        let tab = self.world.medallions(&self.all[device].1);
        let id = format!("med-{}", record - self.projects.len());
        // Its own time is older than what is there, so that it is the clock's.
        tab.update(read(&document(&id, &[text], &[], &at(0))), None).await.is_ok()
    }

    async fn delete(&self, device: usize, record: usize) -> bool {
        if let Some(project) = self.projects.get(record) {
            return self
                .call(device, "tasks.delete", std::slice::from_ref(project))
                .await
                .is_some();
        }
        let tab = self.world.medallions(&self.all[device].1);
        tab.delete(&format!("med-{}", record - self.projects.len())).await.unwrap()
    }

    /// What a device has of a record.
    async fn text(&self, device: usize, record: usize) -> Option<String> {
        if let Some(project) = self.projects.get(record) {
            let task = self.call(device, "tasks.get", std::slice::from_ref(project)).await?;
            return Some(task["title"].as_str()?.to_owned());
        }
        let tab = self.world.medallions(&self.all[device].1);
        let stored = tab.get(&format!("med-{}", record - self.projects.len())).await.unwrap()?;
        Some(value(&stored)["scope"]["graph_nodes"][0].as_str()?.to_owned())
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(30))]

    #[test]
    fn devices_that_exchange_files_in_any_order_all_end_with_the_newest_edit(script in steps()) {
        block_on(async {
            let devices = Devices::new().await;
            for to in 1..DEVICES {
                devices.carry(0, to, 1 << 20).await;
            }
            let mut newest = vec![Some("0".to_owned()); RECORDS];
            for (number, step) in script.iter().enumerate() {
                let text = (number + 1).to_string();
                match *step {
                    Step::Edit(on, of) if devices.edit(on, of, &text).await => {
                        newest[of] = Some(text);
                    }
                    Step::Delete(on, of) if devices.delete(on, of).await => newest[of] = None,
                    Step::Carry(from, to, commit) if from != to => {
                        devices.carry(from, to, commit).await;
                    }
                    _ => {}
                }
            }
            let around = |number: usize| (number % DEVICES, (number + 1) % DEVICES);
            for (from, to) in (0..2 * DEVICES).map(around) {
                devices.carry(from, to, 1 << 20).await;
            }
            for device in 0..DEVICES {
                for (record, newest) in newest.iter().enumerate() {
                    let text = devices.text(device, record).await;
                    assert_eq!(&text, newest, "record {record} on device {device}");
                }
            }
            for (from, to) in (0..DEVICES).map(around) {
                assert_eq!(devices.carry(from, to, 1 << 20).await, 0);
            }
        });
    }
}

/// What a device took in at a later time than an edit was made elsewhere is older than that edit.
#[test]
fn what_was_only_taken_in_is_as_old_as_it_was_where_it_was_written() {
    block_on(async {
        let devices = Devices::new().await;
        devices.carry(0, 1, 1 << 20).await;
        devices.edit(0, 0, "v2").await;
        let caller = devices.world.caller();
        let monday = devices.all[0].1.export("device", &caller, |_, _| {}).await.unwrap();
        devices.edit(0, 0, "v3").await;
        let importer = devices.world.caller_named("ada", "monday");
        let desktop = &devices.all[1].1;
        desktop.import(&monday, &importer, OnConflict::Newer, false).await.unwrap();
        assert_eq!(devices.carry(1, 0, 1 << 20).await, 0);
        assert_eq!(devices.carry(0, 1, 1 << 20).await, 1);
        assert_eq!(devices.text(1, 0).await.as_deref(), Some("v3"));
        // The audit trail says when it came, and with whom.
        let id = devices.projects[0].as_str().map(str::to_owned);
        let filter = EventFilter { entity_id: id, ..EventFilter::default() };
        let events = desktop.events(&filter).await.unwrap().items;
        let came = &events[1];
        assert_eq!((came.event_type.as_str(), came.actor.as_str()), ("imported", "ada"));
        assert!(events[2].created_at < came.created_at);
    });
}

/// Who wants the older one anyway has decided so now.
#[test]
fn an_older_version_that_was_chosen_over_a_newer_one_is_the_newest_edit() {
    block_on(async {
        let devices = Devices::new().await;
        for to in 1..DEVICES {
            devices.carry(0, to, 1 << 20).await;
        }
        devices.edit(0, 0, "older").await;
        devices.edit(1, 0, "newer").await;
        devices.carry(1, 2, 1 << 20).await;
        let caller = devices.world.caller();
        let file = devices.all[0].1.export("device", &caller, |_, _| {}).await.unwrap();
        devices.all[1].1.import(&file, &caller, OnConflict::Theirs, false).await.unwrap();
        devices.carry(1, 2, 1 << 20).await;
        assert_eq!(devices.text(2, 0).await.as_deref(), Some("older"));
    });
}
