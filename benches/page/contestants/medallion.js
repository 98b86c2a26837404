// Us, as a program would use the package.

import { Workspace } from "/pkg/index.js";

export async function open(name) {
  const ws = await Workspace.open(name);
  return {
    createMany: (documents) => ws.medallions.createMany(documents),
    create: (document) => ws.medallions.create(document),
    update: (document) => ws.medallions.update(document),
    get: (id) => ws.medallions.get(id),
    query: (scope, limit) => ws.medallions.latestForScope(scope, { limit }),
    count: () => ws.medallions.count(),
    close: () => ws.close(),
  };
}

export const drop = (name) => Workspace.delete(name);
