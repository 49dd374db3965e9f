/** App: session first, then the screen of the address. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ComponentType, lazy, type ReactNode, Suspense, useEffect } from "react";
import { Route, Switch, useLocation } from "wouter";
import { call } from "@/api/client";
import { sessionQuery } from "@/api/queries";
import type { Boot, Session } from "@/api/types";
import { Shell } from "@/features/shell/Shell";
import { applyBrand } from "@/runtime/mode";
import { Toasts } from "@/ui/Toasts";
import { DashboardRoute } from "./DashboardRoute";
import { HomeRoute } from "./HomeRoute";
import { Failure, NotFound } from "./Message";

const ConnectionsRoute = lazy(() => import("./ConnectionsRoute"));
const ConnectionRoute = lazy(() => import("./ConnectionRoute"));
const SettingsRoute = lazy(() => import("./SettingsRoute"));
const LoginRoute = lazy(() => import("./LoginRoute"));
const SetupRoute = lazy(() => import("./SetupRoute"));
const PasswordRoute = lazy(() => import("./PasswordRoute"));
const galleries = import.meta.glob<{ default: ComponentType }>("./gallery/index.tsx");
const Gallery = lazy<ComponentType>(
  galleries["./gallery/index.tsx"] ?? (async () => ({ default: NotFound })),
);

export function App({ boot }: { boot: Boot }) {
  const session = useQuery(sessionQuery);
  if (session.error) {
    return <Failure error={session.error} what="workspace" onRetry={() => void session.refetch()} />;
  }
  return (
    <>
      {session.data ? <Screens boot={boot} session={session.data} /> : null}
      <Toasts />
    </>
  );
}

function Screens({ boot, session }: { boot: Boot; session: Session }) {
  const client = useQueryClient();
  const [path] = useLocation();
  const onLogout = async () => {
    await call("/api/logout", { method: "POST", body: {} });
    client.clear();
    window.location.assign("/login");
  };
  if (session.setup_needed)
    return (
      <Suspense>
        <SetupRoute />
      </Suspense>
    );
  if (path === "/password")
    return (
      <Suspense>
        <PasswordRoute workspace={session.workspace.name} />
      </Suspense>
    );
  if (!session.viewer)
    return (
      <Suspense>
        <LoginRoute workspace={session.workspace.name} />
      </Suspense>
    );
  const page = (title: string, content: ReactNode, wide = false) => (
    <Shell session={session} onLogout={() => void onLogout()} wide={wide}>
      <Titled title={title} session={session} />
      <Suspense>{content}</Suspense>
    </Shell>
  );
  return (
    <Switch>
      <Route path="/">{page("Dashboards", <HomeRoute session={session} />)}</Route>
      <Route path="/d/:slug">
        {(params) => (
          <DashboardRoute
            key={params.slug}
            slug={params.slug}
            boot={boot}
            session={session}
            onLogout={() => void onLogout()}
          />
        )}
      </Route>
      <Route path="/connections">{page("Connections", <ConnectionsRoute session={session} />)}</Route>
      <Route path="/connections/:name">
        {(params) =>
          page(params.name, <ConnectionRoute key={params.name} name={params.name} session={session} />)
        }
      </Route>
      <Route path="/settings">{page("Settings", <SettingsRoute session={session} />)}</Route>
      <Route path="/gallery">{page("Gallery", <Gallery />, true)}</Route>
      <Route path="/login">{page("Dashboards", <HomeRoute session={session} />)}</Route>
      <Route path="/setup">{page("Dashboards", <HomeRoute session={session} />)}</Route>
      <Route>{page("Not found", <NotFound />)}</Route>
    </Switch>
  );
}

/** The window's title, and the workspace's own colours back after a dashboard changed them. */
function Titled({ title, session }: { title: string; session: Session }) {
  const { workspace } = session;
  useEffect(() => {
    document.title = `${title} · ${workspace.name || "Sophia"}`;
    applyBrand(workspace);
  }, [title, workspace]);
  return null;
}
