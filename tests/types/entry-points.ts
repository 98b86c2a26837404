// Every entry point has types, and they agree with each other.

import { LLMError, MedallionError, SchemaValidationError, StoreError, Workspace } from "medallion";
import type { ErrorCode } from "medallion";
import * as inline from "medallion/inline";
import * as slim from "medallion/slim";

export async function open(): Promise<string> {
  await slim.init(fetch("/medallion_bg.wasm"));
  const workspaces: Workspace[] = [
    await Workspace.open(),
    await Workspace.open("my-app"),
    await inline.Workspace.open("my-app"),
    await slim.Workspace.open("my-app"),
  ];
  return workspaces.map((workspace) => workspace.name).join();
}

export function explain(error: unknown): ErrorCode | undefined {
  if (error instanceof SchemaValidationError) return error.code satisfies "INVALID";
  if (error instanceof StoreError && error.code === "QUOTA") return error.code;
  if (error instanceof LLMError) return error.code satisfies "LLM_FAILED" | "LLM_INVALID";
  // @ts-expect-error: the list of codes is closed
  if (error instanceof MedallionError && error.code === "NO_SUCH_CODE") return undefined;
  return error instanceof MedallionError ? error.code : undefined;
}

export async function mistakes(workspace: Workspace): Promise<void> {
  // @ts-expect-error: a workspace is opened, not constructed
  new Workspace();
  // @ts-expect-error: the module's own memory is nobody's business
  workspace.free();
  // @ts-expect-error: a name is text
  await Workspace.open(5);
}
