//! How a document is written: its quotes, its indentation, its lists and its dates.

use crate::domain::yaml::{Document, Id, Kind, Quotes, ScalarStyle, Style, Value};

/// `2026-02-05`, or with a time behind it.
pub(super) fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 10
        && bytes.iter().take(10).enumerate().all(|(place, byte)| match place {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

/// The way of a value that is written anew.
pub(super) fn style_like(document: &Document<'_>, id: Id, column: usize, style: Style) -> Style {
    let Some(list) = document.list(id) else { return style };
    let scalar = list.items.iter().find_map(|item| quotes_of(document, item.value));
    Style {
        quotes: scalar.unwrap_or(style.quotes),
        dash: if list.flow || list.items.is_empty() {
            style.dash
        } else {
            list.column.saturating_sub(column)
        },
        flow_lists: if list.items.is_empty() { style.flow_lists } else { list.flow },
        ..style
    }
}

fn quotes_of(document: &Document<'_>, id: Id) -> Option<Quotes> {
    match document.node(id).kind {
        Kind::Scalar(_) if document.is_null(id) => None,
        Kind::Scalar(ScalarStyle::Single) => Some(Quotes::Single),
        Kind::Scalar(ScalarStyle::Double) => Some(Quotes::Double),
        Kind::Scalar(_) => match Value::of(document, id) {
            Value::Text(_) => Some(Quotes::None),
            _ => None,
        },
        _ => None,
    }
}

/// How a document is written, as most of its texts and the first of its lists are.
pub(super) fn style_of(document: &Document<'_>) -> Style {
    const ENOUGH: usize = 200;
    let mut style = Style::default();
    let source = document.text.get(document.span.start..document.span.end).unwrap_or_default();
    if source.contains("\r\n") {
        style.newline = "\r\n";
    }
    let (mut plain, mut single, mut double) = (0, 0, 0);
    let (mut dash, mut flow) = (None, None);
    // A map and the column of its keys.
    let mut open = vec![document.root];
    let mut next = 0;
    while let Some(&id) = open.get(next).filter(|_| next < ENOUGH) {
        next += 1;
        match &document.node(id).kind {
            Kind::Map(map) => {
                for entry in &map.entries {
                    if let Some(list) =
                        document.list(entry.value).filter(|list| !list.items.is_empty())
                    {
                        let has_scalars =
                            list.items.iter().all(|item| quotes_of(document, item.value).is_some());
                        if !list.flow {
                            dash.get_or_insert(list.column.saturating_sub(map.column));
                        }
                        if has_scalars {
                            flow.get_or_insert(list.flow);
                        }
                    }
                    open.push(entry.value);
                }
            }
            Kind::List(list) => open.extend(list.items.iter().map(|item| item.value)),
            _ => match quotes_of(document, id) {
                Some(Quotes::None) => plain += 1,
                Some(Quotes::Single) => single += 1,
                Some(Quotes::Double) => double += 1,
                None => {}
            },
        }
    }
    style.quotes = match double.max(single) > plain {
        true if double >= single => Quotes::Double,
        true => Quotes::Single,
        false => Quotes::None,
    };
    style.dash = dash.unwrap_or(style.dash);
    style.flow_lists = flow.unwrap_or(style.flow_lists);
    style
}
