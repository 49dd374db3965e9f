/** Server-sent events over POST: the planner's progress, event by event. */
import { ApiError, send } from "./client";
import type { AskEvents, ChangeReply } from "./types";

export type AskEvent = { [K in keyof AskEvents]: { name: K; data: AskEvents[K] } }[keyof AskEvents];

/** Cut a text stream into events; keeps an unfinished tail between calls. */
export function eventReader(onEvent: (name: string, data: string) => void): (text: string) => void {
  let rest = "";
  return (text) => {
    rest += text.replace(/\r\n/g, "\n");
    let end = rest.indexOf("\n\n");
    while (end >= 0) {
      readEvent(rest.slice(0, end), onEvent);
      rest = rest.slice(end + 2);
      end = rest.indexOf("\n\n");
    }
  };
}

function readEvent(block: string, onEvent: (name: string, data: string) => void): void {
  let name = "message";
  const data: string[] = [];
  for (const line of block.split("\n")) {
    if (line.startsWith("event:")) name = line.slice(6).trim();
    else if (line.startsWith("data:")) data.push(line.slice(5).replace(/^ /, ""));
  }
  if (data.length > 0) onEvent(name, data.join("\n"));
}

async function readAll(reply: Response, read: (text: string) => void): Promise<void> {
  const reader = reply.body?.getReader();
  if (!reader) return;
  const decoder = new TextDecoder();
  for (;;) {
    const { done, value } = await reader.read();
    if (value) read(decoder.decode(value, { stream: true }));
    if (done) return;
  }
}

/** Ask for a change and report its progress; resolves with the last word, rejects with ApiError. */
export async function ask(
  path: string,
  body: Record<string, unknown>,
  onEvent: (event: AskEvent) => void,
  signal?: AbortSignal,
): Promise<ChangeReply> {
  const reply = await send(path, {
    method: "POST",
    body,
    signal,
    accept: "text/event-stream, application/json",
  });
  if (!reply.headers.get("content-type")?.includes("text/event-stream")) {
    return (await reply.json()) as ChangeReply;
  }
  let outcome: ChangeReply | null = null;
  let failure: ApiError | null = null;
  const read = eventReader((name, data) => {
    const event = { name, data: JSON.parse(data) } as AskEvent;
    if (event.name === "done") outcome = event.data;
    else if (event.name === "error") failure = new ApiError(422, event.data);
    onEvent(event);
  });
  await readAll(reply, read);
  if (failure) throw failure;
  if (!outcome)
    throw new ApiError(0, { code: "cut_off", message: "The answer broke off before it was complete." });
  return outcome;
}
