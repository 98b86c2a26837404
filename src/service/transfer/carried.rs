//! What only a newer version knows: kinds of records, and forms of entries. It is carried from log to
//! file and from file to log as it is. What a record of such a kind is now cannot be told from here:
//! it comes with all its lines where there is none of it, and where there is one it is left alone.

use rustc_hash::FxHashSet;

use crate::domain::error::Result;
use crate::domain::event::EntityType;
use crate::domain::schema::{Mismatch, Read, Reader, object, to_json};
use crate::service::erase::OwnKey;
use crate::service::journal::{FORM, Found, Line, Packer, lines};
use crate::service::packing::Version;
use crate::service::workspace::{PAGE, Workspace};
use crate::store::{Entry, Seq, Stored};

/// Something that only a newer version knows, out of a file.
#[derive(Debug)]
pub(super) enum Carried {
    /// A change of a record.
    Line(String),
    /// An entry of another form.
    Entry(Entry),
}

/// The kind that an entry of another form has in a file.
const ENTRY: &str = "entry";
/// What stands in the log and not in a file, since it says where something stands there.
const PLACES: [&str; 3] = ["prev", "import", "parts"];

/// What stands for a record of an unknown kind among those that are known.
pub(super) fn key_of_unknown(kind: &str, id: &str) -> OwnKey {
    (EntityType::Workspace, [kind, "\n", id].concat().into())
}

/// An entry stands for itself.
fn key_of_entry(entry: &Entry) -> OwnKey {
    key_of_unknown(ENTRY, &object(&[("form", &entry.version), ("text", &entry.text)]))
}

/// Whether it stands for something that only a newer version knows.
pub(super) fn is_unknown(key: &OwnKey) -> bool {
    key.0 == EntityType::Workspace
}

/// A line of the log as it stands in a file; `body` is its body, if that does not stand in it.
pub(super) fn to_file(text: &str, body: Option<&str>) -> Read<String> {
    let mut file = String::from("{");
    Reader::new(text)?.members(&mut |name, reader| {
        let value = reader.raw();
        if !PLACES.contains(&&*name) {
            add(&mut file, &name, value);
        }
        Ok(())
    })?;
    if let Some(body) = body {
        add(&mut file, "body", body);
    }
    file.push('}');
    Ok(file)
}

/// The same of an entry of another form.
pub(super) fn entry_to_file(entry: &Entry) -> String {
    let (form, sums) = (&entry.version, &entry.checksums);
    object(&[("kind", &ENTRY), ("form", form), ("crc", sums), ("text", &entry.text)])
}

/// An entry out of a line of a file, with what stands for it; none if the line is none.
pub(super) fn entry_of(text: &str) -> Read<Option<(OwnKey, Entry)>> {
    let (mut kind, mut entry_text) = (None::<String>, None::<String>);
    let (mut form, mut sums) = (None::<u64>, None::<Vec<u64>>);
    Reader::new(text)?.pick(&mut [
        ("kind", &mut kind),
        ("form", &mut form),
        ("crc", &mut sums),
        ("text", &mut entry_text),
    ])?;
    if kind.as_deref() != Some(ENTRY) {
        return Ok(None);
    }
    let whole = |number: u64| u32::try_from(number).map_err(|_| Mismatch::KIND);
    let version = whole(form.ok_or(Mismatch::MISSING)?)?;
    if version <= FORM {
        return Err(Mismatch("is an entry of a form that is no newer one"));
    }
    let checksums = sums.ok_or(Mismatch::MISSING)?.into_iter().map(whole).collect::<Read<_>>()?;
    let text = entry_text.ok_or(Mismatch::MISSING)?;
    let entry = Entry { version, following: 0, checksums, text };
    Ok(Some((key_of_entry(&entry), entry)))
}

/// Writes a line out of a file to the log, and says which version it is there.
pub(super) fn pack(packer: &mut Packer, text: &str, import: Seq, before: Version) -> Read<Version> {
    let (rev, prev) = (before.0 + 1, before.1);
    let (mut members, mut body) = (String::new(), None);
    Reader::new(text)?.members(&mut |name, reader| {
        let value = reader.raw();
        match &*name {
            "body" => body = Some(value),
            "rev" => add(&mut members, "rev", &to_json(&rev)),
            name if PLACES.contains(&name) => {}
            name => add(&mut members, name, value),
        }
        Ok(())
    })?;
    if let Some(prev) = prev {
        add(&mut members, "prev", &to_json(&prev));
    }
    add(&mut members, "import", &to_json(&import));
    Ok((rev, Some(packer.add_members(&members, body).entry)))
}

fn add(members: &mut String, name: &str, value: &str) {
    if !matches!(&**members, "" | "{") {
        members.push(',');
    }
    members.push_str(&to_json(name));
    members.push(':');
    members.push_str(value);
}

impl Workspace {
    /// What stands in the log from an entry on that only a newer version knows.
    pub(super) async fn unknown_from(&self, mut from: Seq) -> Result<FxHashSet<OwnKey>> {
        let mut found = FxHashSet::default();
        let imports = self.state.borrow().imports.clone();
        let key = |line: &Line<'_>| {
            let is_seen = !EntityType::TEXTS.contains(&&*line.kind) && !imports.hide(line.import);
            is_seen.then(|| key_of_unknown(&line.kind, &line.id))
        };
        loop {
            let page = self.read(from, PAGE).await?;
            for (seq, stored) in &page {
                from = seq + 1;
                let Stored::Entry(entry) = stored else { continue };
                if entry.version > FORM {
                    found.insert(key_of_entry(entry));
                }
                found.extend(lines(entry).filter_map(|line| match line {
                    Found::Line(line) => key(&line),
                    _ => None,
                }));
            }
            if page.len() < PAGE as usize {
                return Ok(found);
            }
        }
    }
}
