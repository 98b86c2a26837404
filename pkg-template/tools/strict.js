// The same schemas for APIs that hold a model to them word by word ("strict"): there every property
// is required, no object is open, and bounds and defaults are unknown, so they stand in the words.

/** A schema as strict APIs take it. */
export function strict(schema) {
  const { type, description, properties, items, enum: values } = schema;
  // What is up to the caller cannot be held to anything: it comes as JSON text.
  if (type === "object" && properties === undefined)
    return { type: "string", description: `${description} JSON text.` };
  const said = [description, ...bounds(schema)].filter((words) => words !== undefined).join(" ");
  return {
    type,
    ...(said !== "" && { description: said }),
    ...(values !== undefined && { enum: values }),
    ...(items !== undefined && { items: strict(items) }),
    ...(properties !== undefined && members(schema)),
  };
}

function members({ properties, required }) {
  const names = Object.keys(properties);
  const member = (name) => (required.includes(name) ? strict(properties[name]) : optional(properties[name]));
  return {
    properties: Object.fromEntries(names.map((name) => [name, member(name)])),
    required: names,
    additionalProperties: false,
  };
}

/** `null` says that nothing is said; where something else does, that is asked for: APIs allow few unions. */
function optional(schema) {
  const own = strict(schema);
  if (schema.default !== undefined || ["array", "boolean"].includes(schema.type)) return own;
  const { description, ...rest } = own;
  return { description, anyOf: [rest, { type: "null" }] };
}

function bounds({ minimum, maximum, maxItems, default: usual }) {
  return [
    ...(minimum === undefined ? [] : [`From ${minimum} to ${maximum}.`]),
    ...(maxItems === undefined ? [] : [`At most ${maxItems}; may be empty.`]),
    ...(usual === undefined ? [] : [`Usually ${usual}.`]),
  ];
}

/**
 * An input as models mean it: `null` where nothing is said and objects as text, as strict APIs make them say, and
 * words of a list in capitals.
 */
export function loosened(schema, value) {
  if (typeof value === "string" && schema.enum?.includes(value.toLowerCase())) return value.toLowerCase();
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return schema.type === "array" ? value.map((item) => loosened(schema.items, item)) : value;
  const { properties, required } = schema;
  if (properties === undefined) return value;
  const isSaid = ([key, member]) => member !== null || required.includes(key) || !Object.hasOwn(properties, key);
  const own = ([key, member]) => [key, Object.hasOwn(properties, key) ? openedUp(properties[key], member) : member];
  return Object.fromEntries(Object.entries(value).filter(isSaid).map(own));
}

function openedUp(schema, value) {
  if (schema.type !== "object" || schema.properties !== undefined || typeof value !== "string") {
    return loosened(schema, value);
  }
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
