/** Trouble: why the server refused, and what to do about it. */
import { ApiError } from "@/api/client";
import { Notice } from "@/ui/Notice";

/** `besides`: fields that show their own errors, so these are not said twice. */
export function Trouble({ error, besides = [] }: { error: Error | null; besides?: readonly string[] }) {
  if (!error || besides.some((name) => wrongIn(error, name))) return null;
  return (
    <Notice tone="bad" title={error.message}>
      {error instanceof ApiError ? error.remedy : null}
    </Notice>
  );
}

/** The server's words about the field called `name`, for a place beside it. */
export function wrongIn(error: Error | null, name: string): string | null {
  return error instanceof ApiError && error.field === name ? error.message : null;
}
