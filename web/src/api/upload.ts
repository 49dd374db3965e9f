/** Upload of a file as a new connection, with progress. */
import { ApiError, type ErrorBody, UNREACHABLE } from "./client";
import type { ConnectionReply } from "./types";

function failure(status: number, text: string): ApiError {
  try {
    return new ApiError(status, (JSON.parse(text) as { error: ErrorBody }).error);
  } catch {
    return new ApiError(status, { code: `http_${status}`, message: `The upload failed (${status}).` });
  }
}

/** Send `file`; `onProgress` gets the share sent, 0 to 1. */
export function uploadFile(
  file: File,
  name: string,
  onProgress: (share: number) => void,
): Promise<ConnectionReply> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const form = new FormData();
    form.append("file", file);
    if (name) form.append("name", name);
    request.upload.onprogress = (event) => onProgress(event.total ? event.loaded / event.total : 0);
    request.onerror = () => reject(new ApiError(0, UNREACHABLE));
    request.onload = () =>
      request.status < 300
        ? resolve(JSON.parse(request.responseText) as ConnectionReply)
        : reject(failure(request.status, request.responseText));
    request.open("POST", "/api/connections/upload");
    request.send(form);
  });
}
