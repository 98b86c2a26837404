//! JSON text for people: a line for each member, indented by two blanks.

/// The same value over several lines; what is empty stays on one.
pub(super) fn indented(json: &str) -> String {
    let mut out = String::with_capacity(json.len() * 2);
    let (mut depth, mut in_text, mut escaped) = (0_usize, false, false);
    let mut rest = json.chars().peekable();
    while let Some(c) = rest.next() {
        if in_text {
            out.push(c);
            in_text = c != '"' || escaped;
            escaped = c == '\\' && !escaped;
            continue;
        }
        match c {
            '{' | '[' => {
                out.push(c);
                match rest.next_if(|next| matches!(next, '}' | ']')) {
                    Some(close) => out.push(close),
                    None => {
                        depth += 1;
                        new_line(depth, &mut out);
                    }
                }
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                new_line(depth, &mut out);
                out.push(c);
            }
            ',' => {
                out.push(c);
                new_line(depth, &mut out);
            }
            ':' => out.push_str(": "),
            c if c.is_ascii_whitespace() => {}
            c => {
                in_text = c == '"';
                out.push(c);
            }
        }
    }
    out.push('\n');
    out
}

fn new_line(depth: usize, out: &mut String) {
    out.push('\n');
    (0..depth).for_each(|_| out.push_str("  "));
}

#[cfg(test)]
mod tests {
    use super::indented;

    #[test]
    fn it_is_the_same_value_as_before_on_more_lines() {
        let json = r#"{"a":[1.10,{}],"b":"x\\\",[{: \" y","c":[],"d":{"e":1e400}}"#;
        let expected = r#"{
  "a": [
    1.10,
    {}
  ],
  "b": "x\\\",[{: \" y",
  "c": [],
  "d": {
    "e": 1e400
  }
}
"#;
        assert_eq!(indented(json), expected);
        assert_eq!(indented(expected), expected);
    }
}
