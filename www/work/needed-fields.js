// Which fields a form needs so that all criteria can be judged.

/** Leaves of the criteria, each with the place by which answers name it. */
function leaves(criteria, above) {
  return criteria.flatMap((own, number) => {
    const place = above === undefined ? own.id : `${above}.criteria[${number}]`;
    const parts = own.rule?.criteria;
    return Array.isArray(parts) ? leaves(parts, place) : [{ ...own, rule: own.rule ?? {}, place }];
  });
}

const WITHOUT_CONTENT = new Set(["quiz", "choice", "self_confirm", "score", "time", "m_of_n", "in_a_row"]);

/**
 * `{questions, choices, confirm, score, content}`; `content` says what is written in the one big field: `code`, `sql`,
 * `number`, `set`, `text`, or undefined for none.
 */
export function neededFields(criteria) {
  const all = leaves(criteria);
  const of = (type) => all.filter((own) => own.criterion_type === type);
  const has = (type) => of(type).length > 0;
  const written = all.filter((own) => !WITHOUT_CONTENT.has(own.criterion_type)).map((own) => own.criterion_type);
  const byRank = ["code_test", "sql_result"].find((type) => written.includes(type));
  const only = (type) => written.length > 0 && written.every((own) => own === type);
  return {
    questions: of("quiz").flatMap(({ rule }) => rule.questions ?? []),
    choices: of("choice").map(({ rule, place, description }) => ({ ...rule, place, description })),
    confirm: of("self_confirm").map(({ description }) => description || "I have done this.")[0],
    score: has("score"),
    content: contentKind(),
  };

  function contentKind() {
    if (all.length === 0) return "text";
    if (written.length === 0) return undefined;
    if (byRank) return byRank === "code_test" ? "code" : "sql";
    return ["number", "set"].find(only) ?? "text";
  }
}
