//! What a document is made of.

use crate::domain::ascii;
use std::borrow::Cow;

use super::scalar;

/// A run of bytes of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// Behind the last byte.
    pub end: usize,
}

impl Span {
    /// From one place to another.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end: end.max(start) }
    }

    /// Whether a place is in it or right behind it.
    #[must_use]
    pub fn touches(self, place: usize) -> bool {
        self.start <= place && place <= self.end
    }
}

/// The number of a node in its document.
pub type Id = usize;

/// A value and where it stands, from its first byte (tag and anchor included) to its last.
#[derive(Debug, Clone)]
pub struct Node<'a> {
    /// Where it stands; for a missing value the place where it would.
    pub span: Span,
    /// What it is.
    pub kind: Kind<'a>,
}

/// What a node is.
#[derive(Debug, Clone)]
pub enum Kind<'a> {
    /// Nothing is written where a value could be.
    Missing,
    /// Text in one of the styles.
    Scalar(ScalarStyle),
    /// Keys and values.
    Map(Map<'a>),
    /// Items.
    List(List<'a>),
    /// Stands for an earlier node, if there is one of that name.
    Alias(Option<Id>),
}

/// How a scalar is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScalarStyle {
    /// Without quotes.
    Plain,
    /// In `'`.
    Single,
    /// In `"`.
    Double,
    /// A block of lines, folded (`>`) or not (`|`), with so many columns of indentation.
    Block {
        /// Whether line breaks become blanks.
        folded: bool,
        /// The column of its lines.
        column: usize,
        /// `-`, `+`, or 0 for one line break at the end.
        chomp: u8,
        /// Where its first line begins.
        content: usize,
    },
}

/// Keys and values.
#[derive(Debug, Clone)]
pub struct Map<'a> {
    /// Whether it is written in braces.
    pub flow: bool,
    /// The column of its keys, from zero.
    pub column: usize,
    /// In the order of the text, a key that stands twice included.
    pub entries: Vec<Entry<'a>>,
    /// A bit for each key: most lookups are for keys that are not there.
    bits: u64,
}

impl<'a> Map<'a> {
    pub(super) fn new(flow: bool, column: usize, entries: Vec<Entry<'a>>) -> Self {
        let bits = entries.iter().fold(0, |bits, entry| bits | bit_of(&entry.name));
        Self { flow, column, entries, bits }
    }

    /// Whether the bits alone say that no key stands twice.
    pub(super) fn has_none_twice(&self) -> bool {
        usize::try_from(self.bits.count_ones()) == Ok(self.entries.len())
    }

    /// The entry with this key; of several the last, as in other readers.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&Entry<'a>> {
        match self.bits & bit_of(key) {
            0 => None,
            _ => self.entries.iter().rfind(|entry| entry.name == key),
        }
    }
}

fn bit_of(key: &str) -> u64 {
    let first = key.as_bytes().first().copied().unwrap_or_default();
    1 << ((key.len() + 5 * usize::from(first)) % 64)
}

pub(super) const MERGE_KEY: &str = "<<";

/// A key and its value.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    /// Where the key stands, quotes included.
    pub key: Span,
    /// The key as text.
    pub name: Cow<'a, str>,
    /// Where the colon stands; in flow maps a key may have none.
    pub colon: Option<usize>,
    /// The value.
    pub value: Id,
}

impl Entry<'_> {
    /// Whether it brings in the keys of another map: `<<` without quotes, a tag before it or none.
    #[must_use]
    pub fn is_merge(&self) -> bool {
        self.name == MERGE_KEY && self.key.end - self.key.start != MERGE_KEY.len() + "''".len()
    }
}

/// Items.
#[derive(Debug, Clone)]
pub struct List<'a> {
    /// Whether it is written in brackets.
    pub flow: bool,
    /// The column of its dashes, from zero.
    pub column: usize,
    /// In the order of the text.
    pub items: Vec<Item>,
    /// Keys that stand between the items, where YAML allows none.
    pub strays: Vec<Entry<'a>>,
}

/// An item of a list.
#[derive(Debug, Clone, Copy)]
pub struct Item {
    /// Where its dash stands; in flow lists where the item begins.
    pub dash: usize,
    /// The item.
    pub value: Id,
}

/// What is wrong with the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// A line does not stand under anything that it could belong to.
    Indentation,
    /// A tab where YAML wants blanks.
    Tab,
    /// A key among the items of a list.
    MixedList,
    /// A colon and a blank in a text without quotes.
    UnquotedColon,
    /// A text without quotes that begins with a character which YAML keeps for itself.
    ReservedCharacter,
    /// A quote without an end.
    UnclosedQuote,
    /// A bracket or brace without an end.
    UnclosedFlow,
    /// Something behind a value on its line.
    TextBehind,
    /// Two entries between brackets or braces without a comma between them.
    MissingComma,
    /// A comma between brackets or braces without an entry before it.
    StrayComma,
    /// A backslash in double quotes that means nothing.
    UnknownEscape,
    /// A dash where no list can begin.
    StrayDash,
    /// A line that is neither key nor item.
    UnexpectedText,
    /// A key that the same map has already.
    DuplicateKey,
    /// An alias without its anchor.
    UnknownAlias,
    /// The key `<<`, which brings in the keys of another map; those are not read.
    MergeKey,
    /// Deeper than anybody nests.
    TooDeep,
}

/// Something wrong, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    /// What.
    pub kind: FaultKind,
    /// Where.
    pub span: Span,
}

/// A YAML text taken apart.
#[derive(Debug, Clone)]
pub struct Document<'a> {
    /// The whole text; spans are places in it.
    pub text: &'a str,
    /// What was read of it.
    pub span: Span,
    /// The node that holds all others.
    pub root: Id,
    /// What is wrong, in the order of the text.
    pub faults: Vec<Fault>,
    pub(super) nodes: Vec<Node<'a>>,
}

impl<'a> Document<'a> {
    /// A node; an alias stands for the node that it names.
    #[must_use]
    pub fn node(&self, id: Id) -> &Node<'a> {
        const NOWHERE: &Node<'static> =
            &Node { span: Span { start: 0, end: 0 }, kind: Kind::Missing };
        match self.nodes.get(id) {
            Some(Node { kind: Kind::Alias(Some(target)), .. }) if *target < id => {
                self.nodes.get(*target).unwrap_or(NOWHERE)
            }
            Some(node) => node,
            None => NOWHERE,
        }
    }

    /// Where a node stands; an alias where it is written itself.
    #[must_use]
    pub fn span_of(&self, id: Id) -> Span {
        self.nodes.get(id).map(|node| node.span).unwrap_or_default()
    }

    /// Whether a node is an alias, or has an anchor or a tag before it.
    #[must_use]
    pub fn is_decorated(&self, id: Id) -> bool {
        self.is_alias(id) || ascii::begins(self.source(id), "&!")
    }

    /// Whether a node stands for another.
    #[must_use]
    pub fn is_alias(&self, id: Id) -> bool {
        matches!(self.nodes.get(id).map(|node| &node.kind), Some(Kind::Alias(_)))
    }

    /// Whether a node has a name before it, with a tag or without.
    #[must_use]
    pub fn is_anchored(&self, id: Id) -> bool {
        let mut words = self.source(id).split_ascii_whitespace();
        words.find(|word| !word.starts_with('!')).is_some_and(|word| word.starts_with('&'))
    }

    /// A map, if it is one.
    #[must_use]
    pub fn map(&self, id: Id) -> Option<&Map<'a>> {
        match &self.node(id).kind {
            Kind::Map(map) => Some(map),
            _ => None,
        }
    }

    /// A list, if it is one.
    #[must_use]
    pub fn list(&self, id: Id) -> Option<&List<'a>> {
        match &self.node(id).kind {
            Kind::List(list) => Some(list),
            _ => None,
        }
    }

    /// The entry of a map with this key.
    #[must_use]
    pub fn entry(&self, id: Id, key: &str) -> Option<&Entry<'a>> {
        self.map(id)?.entry(key)
    }

    /// Whether keys of another map are brought into a map, which nobody reads.
    #[must_use]
    pub fn inherits(&self, id: Id) -> bool {
        self.entry(id, MERGE_KEY).is_some_and(Entry::is_merge)
    }

    /// The value of a key of a map.
    #[must_use]
    pub fn get(&self, id: Id, key: &str) -> Option<Id> {
        self.entry(id, key).map(|entry| entry.value)
    }

    /// The text as it is written.
    #[must_use]
    pub fn source(&self, id: Id) -> &'a str {
        let span = self.span_of(id);
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    /// Whether nothing is said: no value, `null` or `~`.
    #[must_use]
    pub fn is_null(&self, id: Id) -> bool {
        match &self.node(id).kind {
            Kind::Missing => true,
            Kind::Scalar(ScalarStyle::Plain) => scalar::is_null(self.bare(id)),
            _ => false,
        }
    }

    /// Whether a node is a scalar without quotes.
    #[must_use]
    pub fn is_plain(&self, id: Id) -> bool {
        matches!(self.node(id).kind, Kind::Scalar(ScalarStyle::Plain))
    }

    /// The text of a scalar, out of its quotes and with its lines joined. None for collections and
    /// for what says nothing.
    #[must_use]
    pub fn scalar(&self, id: Id) -> Option<Cow<'a, str>> {
        match self.node(id).kind {
            Kind::Scalar(ScalarStyle::Block { folded, column, chomp, content }) => {
                let lines = self.text.get(content..self.node(id).span.end).unwrap_or_default();
                Some(Cow::Owned(scalar::block(lines, folded, column, chomp)))
            }
            Kind::Scalar(style) => {
                let source = self.bare(id);
                let is_null = style == ScalarStyle::Plain && scalar::is_null(source);
                (!is_null).then(|| scalar::inline(source, style))
            }
            _ => None,
        }
    }

    /// The source of a scalar without tag and anchor.
    fn bare(&self, id: Id) -> &'a str {
        let span = self.node(id).span;
        let source = self.text.get(span.start..span.end).unwrap_or_default();
        scalar::without_properties(source)
    }
}
