// In Node: only the types of the language, nothing of the web.

import { MedallionError, Workspace } from "medallion";

export async function open(): Promise<string> {
  const workspace = await Workspace.open("my-app");
  return workspace.name;
}

export const isOurs = (error: unknown): boolean => error instanceof MedallionError;
