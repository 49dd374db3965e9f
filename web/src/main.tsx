/** Entry: read what came with the page, start loading what it will draw, render. */
import { QueryClientProvider } from "@tanstack/react-query";
import { createRoot } from "react-dom/client";
import "./ui/tokens.css";
import "./ui/document.css";
import { readBoot } from "./api/boot";
import { createQueryClient, dashboardQuery, sessionQuery } from "./api/queries";
import { App } from "./routes/App";
import { PageBoundary } from "./routes/PageBoundary";
import { applyBrand, startMode, wishMode } from "./runtime/mode";
import { brandOf, currentPage } from "./viewer/Board";
import { preloadViews } from "./viewer/kinds";

/** Longest wait for the views of the first page (ms): drawn once and whole is sooner than drawn twice. */
const VIEWS = 300;

const boot = readBoot();
let views: Promise<unknown> = Promise.resolve();
const client = createQueryClient();
startMode();
if (boot.session) {
  client.setQueryData(sessionQuery.queryKey, boot.session);
  applyBrand(boot.session.workspace);
}
if (boot.dashboard) {
  const { spec, slug } = boot.dashboard;
  client.setQueryData(dashboardQuery(boot.key ?? slug).queryKey, boot.dashboard);
  wishMode(spec.theme?.mode);
  applyBrand(brandOf(spec, boot.session?.workspace ?? {}));
  const first = currentPage(spec, new URLSearchParams(window.location.search).get("page"));
  const late = new Promise((resolve) => setTimeout(resolve, VIEWS));
  views = Promise.race([preloadViews(first.components ?? []), late]);
}

await views;
createRoot(document.getElementById("root") as HTMLElement).render(
  <PageBoundary>
    <QueryClientProvider client={client}>
      <App boot={boot} />
    </QueryClientProvider>
  </PageBoundary>,
);
