// In Node: only the types of the language, nothing of the web.

import { MedallionError, Workspace } from "medallion";

export async function open(): Promise<string> {
  const workspace = await Workspace.open("my-app");
  return workspace.name;
}

export async function kept(file: URL): Promise<void> {
  await using workspace = await Workspace.open("my-app", { storage: "memory", file });
  await workspace.flush();
  // @ts-expect-error: a file has a path
  await Workspace.open("my-app", { file: 5 });
}

export const isOurs = (error: unknown): boolean => error instanceof MedallionError;
