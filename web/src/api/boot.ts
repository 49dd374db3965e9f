/** Boot: what the server wrote into the page, so that opening a dashboard needs no second round trip. */
import type { Boot } from "./types";

/** Read the boot document of `page`; an empty one when there is none or it does not parse. */
export function readBoot(page: Document = document, location: Location = window.location): Boot {
  const text = page.getElementById("sophia-boot")?.textContent;
  if (!text) return {};
  try {
    const key = /^\/d\/([^/]+)/.exec(location.pathname)?.[1];
    const boot = JSON.parse(text) as Boot;
    return { ...boot, ...(key ? { key: decodeURIComponent(key) } : {}), search: location.search };
  } catch {
    return {};
  }
}
