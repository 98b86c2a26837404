// Values of every shape that JSON, or a document, does not have. Made anew for each use.

const cyclic = () => {
  const value = { a: {} };
  value.a.b = value;
  return value;
};
const deep = () => {
  let value = {};
  for (let level = 0; level < 20_000; level += 1) value = { value };
  return value;
};
const fail = () => {
  throw new Error("thrown on purpose");
};

/** Even asking these what they are throws. */
export const hostile = {
  "a proxy that throws": () => new Proxy({}, { get: fail, has: fail, ownKeys: fail, getOwnPropertyDescriptor: fail }),
  "a proxy that was revoked": () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
};

export const badValues = {
  undefined: () => undefined,
  null: () => null,
  true: () => true,
  number: () => 1,
  NaN: () => NaN,
  Infinity: () => Infinity,
  "huge number": () => 1e300,
  BigInt: () => 1n,
  symbol: () => Symbol("s"),
  text: () => "text",
  "empty text": () => "",
  function: () => () => {},
  class: () => class Empty {},
  list: () => [1],
  "empty list": () => [],
  "list of null": () => [null],
  "empty object": () => ({}),
  Date: () => new Date(0),
  "invalid Date": () => new Date(NaN),
  Map: () => new Map([["a", 1]]),
  Set: () => new Set([1]),
  RegExp: () => /a/,
  bytes: () => new Uint8Array(4),
  promise: () => Promise.resolve(1),
  "cyclic object": cyclic,
  "cyclic list": () => {
    const list = [];
    list.push(list);
    return list;
  },
  "deep object": deep,
  "BigInt inside": () => ({ a: [{ b: 1n }] }),
  "toJSON that throws": () => ({ toJSON: fail }),
  "a getter that throws": () => Object.defineProperty({}, "scope", { get: fail, enumerable: true }),
};
