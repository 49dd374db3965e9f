/** The one way to the server: same origin, JSON in and out, every failure an ApiError that can be shown. */

export interface ErrorBody {
  code: string;
  message: string;
  field?: string | null;
  remedy?: string | null;
  id?: string | null;
}

/** What went wrong, in the server's words; status 0 means the server was not reached. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly field: string | null;
  readonly remedy: string | null;
  readonly reference: string | null;

  constructor(status: number, body: ErrorBody) {
    super(body.message);
    this.name = "ApiError";
    this.status = status;
    this.code = body.code;
    this.field = body.field ?? null;
    this.remedy = body.remedy ?? null;
    this.reference = body.id ?? null;
  }
}

export const UNREACHABLE: ErrorBody = {
  code: "unreachable",
  message: "Sophia's server does not answer.",
  remedy: "Check that it runs and that you are online; what is on the screen stays as it was.",
};

/** The error of a reply that is not OK. */
export async function errorOf(reply: Response): Promise<ApiError> {
  const fallback: ErrorBody = {
    code: `http_${reply.status}`,
    message: `The server answered ${reply.status}.`,
  };
  try {
    const body = (await reply.json()) as { error?: ErrorBody };
    return new ApiError(reply.status, body.error ?? fallback);
  } catch {
    return new ApiError(reply.status, fallback);
  }
}

export interface RequestOptions {
  method?: "GET" | "POST" | "PUT" | "DELETE";
  body?: unknown;
  signal?: AbortSignal | undefined;
  accept?: string;
}

let server = "";

/** Ask the server at `address` from now on (dashboards that run elsewhere); "" is the page's own. */
export function setServer(address: string): void {
  server = address.replace(/\/+$/, "");
}

/** Where `path` is on the server in use. */
export function addressOf(path: string): string {
  return server + path;
}

/** Send a request; reject with ApiError when it fails, with the signal's reason when it was cancelled. */
export async function send(path: string, options: RequestOptions = {}): Promise<Response> {
  const init: RequestInit = {
    method: options.method ?? "GET",
    credentials: server ? "include" : "same-origin",
    headers: {
      accept: options.accept ?? "application/json",
      ...(options.body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    ...(options.signal ? { signal: options.signal } : {}),
  };
  let reply: Response;
  try {
    reply = await fetch(addressOf(path), init);
  } catch (cause) {
    if (options.signal?.aborted) throw cause;
    throw new ApiError(0, UNREACHABLE);
  }
  if (!reply.ok) throw await errorOf(reply);
  return reply;
}

/** Send a request and read its JSON. */
export async function call<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const reply = await send(path, options);
  return reply.status === 204 ? (undefined as T) : ((await reply.json()) as T);
}
