// The part of JSON Schema that the tools' inputs are written in, and the check of an input against
// it: what a model is told is what is checked.

export const text = (description, most, more = {}) => ({
  type: "string",
  description,
  minLength: 1,
  maxLength: most,
  ...more,
});
/** Text that is not all blank. */
export const words = (description, most) => text(description, most, { pattern: "\\S" });
export const id = (description) => text(description, 200);
export const oneOf = (description, values) => ({ type: "string", description, enum: values });
export const flag = (description) => ({ type: "boolean", description });
export const count = (description, from, to, usual) => ({
  type: "integer",
  description,
  minimum: from,
  maximum: to,
  default: usual,
});
export const share = (description) => ({ type: "number", description, minimum: 0, maximum: 1 });
export const list = (description, items, most) => ({ type: "array", description, items, maxItems: most });
export const object = (properties, required = []) => ({
  type: "object",
  properties,
  required,
  additionalProperties: false,
});
/** An object whose members are up to the caller. */
export const anything = (description) => ({ type: "object", description, additionalProperties: true });

/** What is wrong with a JSON value, as `[{path, message}]`. */
export function problemsOf(schema, value, path = "") {
  if (!TYPES[schema.type](value)) return [{ path, message: `must be ${NAMES[schema.type]}, is ${kindOf(value)}` }];
  return CHECKS[schema.type]?.(schema, value, path) ?? [];
}

const TYPES = {
  string: (value) => typeof value === "string",
  boolean: (value) => typeof value === "boolean",
  integer: (value) => Number.isInteger(value),
  number: (value) => typeof value === "number",
  array: (value) => Array.isArray(value),
  object: (value) => typeof value === "object" && value !== null && !Array.isArray(value),
};

const NAMES = {
  string: "text",
  boolean: "true or false",
  integer: "a whole number",
  number: "a number",
  array: "a list",
  object: "an object",
};

function kindOf(value) {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  return typeof value === "string" ? "text" : String(value);
}

const CHECKS = {
  string(schema, value, path) {
    if (schema.enum !== undefined && !schema.enum.includes(value)) {
      return [{ path, message: `must be one of ${schema.enum.join(", ")}` }];
    }
    const length = [...value].length;
    if (length < (schema.minLength ?? 0)) return [{ path, message: "must not be empty" }];
    if (schema.pattern !== undefined && !new RegExp(schema.pattern).test(value)) {
      return [{ path, message: "must not be blank" }];
    }
    if (length > (schema.maxLength ?? Infinity)) {
      return [{ path, message: `must have at most ${schema.maxLength} characters, has ${length}` }];
    }
    return [];
  },
  integer: range,
  number: range,
  array(schema, value, path) {
    if (value.length > schema.maxItems) return [{ path, message: `must have at most ${schema.maxItems} items` }];
    return value.flatMap((item, number) => problemsOf(schema.items, item, `${path}[${number}]`));
  },
  object(schema, value, path) {
    const under = (key) => (path === "" ? key : `${path}.${key}`);
    const { properties = {}, required = [] } = schema;
    const missing = required.filter((key) => !Object.hasOwn(value, key));
    return [
      ...missing.map((key) => ({ path: under(key), message: "is missing" })),
      ...Object.keys(value).flatMap((key) => {
        if (Object.hasOwn(properties, key)) return problemsOf(properties[key], value[key], under(key));
        if (schema.additionalProperties) return [];
        const known = Object.keys(properties).join(", ");
        return [{ path: under(key), message: `is unknown; there ${known === "" ? "is nothing" : `are ${known}`}` }];
      }),
    ];
  },
};

function range(schema, value, path) {
  if (value < schema.minimum) return [{ path, message: `must be at least ${schema.minimum}, is ${value}` }];
  if (value > schema.maximum) return [{ path, message: `must be at most ${schema.maximum}, is ${value}` }];
  return [];
}
