//! Lines into entries: small ones together, long ones over several.

use super::{FORM, Header, Place, Sum, checksum};
use crate::domain::schema::to_json;
use crate::memory;
use crate::store::{Entry, Seq};

/// A change to be written.
#[derive(Debug)]
pub struct Written<'a> {
    /// All but the body.
    pub header: Header<'a>,
    /// The body as JSON, or nothing for a deletion.
    pub body: Option<&'a str>,
}

/// Entries ready to be committed.
#[derive(Debug)]
pub struct Packed {
    /// The entries, in order.
    pub entries: Vec<Entry>,
    /// Where each change will stand, if the entries follow upon the known head.
    pub places: Vec<Placed>,
}

/// Where a change stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed {
    /// Its line.
    pub place: Place,
    /// How many entries behind that line hold the body, if the line does not.
    pub parts: u32,
}

/// Entries are filled up to here; a single line may go on to [`Entry::LIMIT`].
const FULL: usize = 24 * 1024;

/// Puts changes into entries, one after the other.
#[derive(Debug)]
pub struct Packer {
    after: Seq,
    entries: Vec<Entry>,
    places: Vec<Placed>,
    open: Option<Open>,
    /// Where the members of each line are written.
    header: String,
}

/// An entry that still has room.
#[derive(Debug)]
struct Open {
    text: String,
    checksums: Vec<u32>,
    size: Size,
}

impl Open {
    fn new() -> Self {
        let size = Size { units: 0, wide: false };
        Self { text: String::with_capacity(FULL), checksums: Vec::new(), size }
    }
}

/// A line in pieces, so that a body is copied once: into its entry.
struct Line<'a>([&'a str; 5]);

impl Line<'_> {
    fn size(&self) -> Size {
        let pieces = self.0.iter().map(|piece| Size::of(piece));
        pieces.fold(Size { units: 0, wide: false }, |all, piece| Size {
            units: all.units + piece.units,
            wide: all.wide || piece.wide,
        })
    }

    fn checksum(&self) -> u32 {
        let mut sum = Sum::new();
        self.0.iter().for_each(|piece| sum.update(piece.as_bytes()));
        sum.finish()
    }
}

impl Packer {
    /// The entries will stand behind the entry `after`.
    #[must_use]
    pub fn new(after: Seq) -> Self {
        let (entries, places, header) = (Vec::new(), Vec::new(), String::new());
        Self { after, entries, places, open: None, header }
    }

    /// Adds a change, and says where it will stand.
    pub fn add(&mut self, change: &Written<'_>) -> Placed {
        let mut header = std::mem::take(&mut self.header);
        header.clear();
        change.header.write(&mut header);
        let placed = self.place(&header, change.body);
        self.header = header;
        self.places.push(placed);
        placed
    }

    /// Adds a line whose members but the body are these.
    pub fn add_members(&mut self, members: &str, body: Option<&str>) -> Place {
        self.place(members, body).place
    }

    /// Adds an entry of another form as it is.
    pub fn add_entry(&mut self, entry: Entry) {
        self.close();
        self.entries.push(entry);
    }

    /// The entries that are finished and are not the last, out of here.
    pub fn take_finished(&mut self) -> Vec<Entry> {
        let last = usize::from(self.open.is_none());
        let finished = self.entries.len().saturating_sub(last);
        self.after += finished as u64;
        let taken = self.entries.drain(..finished);
        taken.map(|entry| Entry { following: 1, ..entry }).collect()
    }

    /// What was put together.
    #[must_use]
    pub fn finish(mut self) -> Packed {
        self.close();
        for (following, entry) in (0..).zip(self.entries.iter_mut().rev()) {
            entry.following = following;
        }
        Packed { entries: self.entries, places: self.places }
    }

    fn place(&mut self, header: &str, body: Option<&str>) -> Placed {
        let line = match body {
            None => Line(["{", header, "}", "", ""]),
            Some(body) => Line(["{", header, ",\"body\":", body, "}"]),
        };
        let size = line.size();
        let Some(body) = body.filter(|_| size.stored() > Entry::LIMIT) else {
            return Placed { place: self.add_line(&line, size), parts: 0 };
        };
        let texts = split(body);
        let parts = u32::try_from(texts.len()).unwrap_or(u32::MAX);
        self.close();
        let count = parts.to_string();
        let line = Line(["{", header, ",\"parts\":", &count, "}"]);
        let place = self.add_line(&line, line.size());
        self.close();
        self.entries.extend(texts.into_iter().map(|part| entry(vec![checksum(&part)], part)));
        Placed { place, parts }
    }

    fn add_line(&mut self, line: &Line<'_>, size: Size) -> Place {
        if self.open.as_ref().is_some_and(|open| open.size.with(size).stored() > FULL) {
            self.close();
        }
        let open = self.open.get_or_insert_with(Open::new);
        let number = open.checksums.len();
        if number > 0 {
            open.text.push('\n');
        }
        line.0.iter().for_each(|piece| open.text.push_str(piece));
        open.checksums.push(line.checksum());
        open.size = if number == 0 { size } else { open.size.with(size) };
        Place {
            entry: self.after + self.entries.len() as u64 + 1,
            line: u32::try_from(number).unwrap_or(0),
        }
    }

    fn close(&mut self) {
        if let Some(open) = self.open.take() {
            memory::grow_ahead();
            self.entries.push(entry(open.checksums, open.text));
        }
    }
}

fn entry(checksums: Vec<u32>, text: String) -> Entry {
    Entry { version: FORM, following: 0, checksums, text }
}

/// How many bytes a text takes when an engine stores it: one for each character while all of them
/// are Latin-1, else two for each UTF-16 unit.
#[derive(Debug, Clone, Copy)]
struct Size {
    units: usize,
    wide: bool,
}

impl Size {
    fn of(text: &str) -> Self {
        match text.is_ascii() {
            true => Self { units: text.len(), wide: false },
            false => Self {
                units: text.chars().map(char::len_utf16).sum(),
                wide: text.chars().any(|character| u32::from(character) > 0xff),
            },
        }
    }

    /// Together with another text and the line break between them.
    fn with(self, other: Self) -> Self {
        Self { units: self.units + 1 + other.units, wide: self.wide || other.wide }
    }

    fn stored(self) -> usize {
        if self.wide { 2 * self.units } else { self.units }
    }
}

/// A long body as JSON strings, each of which fits an entry.
fn split(body: &str) -> Vec<String> {
    // A quotation mark or a control character grows to at most six when it is written in a string,
    // but JSON has few of them outside its own strings; a part that grew too much is halved.
    let mut parts = Vec::new();
    let mut rest = vec![body];
    while let Some(text) = rest.pop() {
        // What is too long as it is need not be written to know that.
        if Size::of(text).stored() <= FULL {
            let part = to_json(text);
            if Size::of(&part).stored() <= FULL {
                parts.push(part);
                continue;
            }
        }
        let middle = (text.len() / 2..text.len())
            .find(|at| text.is_char_boundary(*at))
            .unwrap_or(text.len());
        let (left, right) = text.split_at(middle);
        rest.push(right);
        rest.push(left);
    }
    parts
}
