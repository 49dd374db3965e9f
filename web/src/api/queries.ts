/** Server data by name: what to ask, under which key, and for how long the answer is good. */
import { QueryClient, queryOptions } from "@tanstack/react-query";
import type { ParamValues } from "@/spec/types";
import { ApiError, call } from "./client";
import type {
  ConnectionReply,
  ConnectionSummary,
  DashboardReply,
  DashboardSummary,
  Evidence,
  LoginSummary,
  ModelCalls,
  ModelReply,
  OptionsReply,
  Session,
  SourceKind,
  SyncReply,
  TokenSummary,
  UserSummary,
  VersionSummary,
} from "./types";

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        refetchOnWindowFocus: false,
        retry: (count, error) => error instanceof ApiError && error.status === 0 && count < 2,
      },
    },
  });
}

const at = encodeURIComponent;

export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: ({ signal }) => call<Session>("/api/session", { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

export const dashboardsQuery = queryOptions({
  queryKey: ["dashboards"],
  queryFn: async ({ signal }) =>
    (await call<{ dashboards: DashboardSummary[] }>("/api/dashboards", { signal })).dashboards,
});

export const dashboardQuery = (key: string) =>
  queryOptions({
    queryKey: ["dashboard", key],
    queryFn: ({ signal }) => call<DashboardReply>(`/api/dashboards/${at(key)}`, { signal }),
    staleTime: 60_000,
  });

export const versionsQuery = (key: string) =>
  queryOptions({
    queryKey: ["dashboard", key, "versions"],
    queryFn: async ({ signal }) =>
      (await call<{ versions: VersionSummary[] }>(`/api/dashboards/${at(key)}/versions`, { signal }))
        .versions,
    staleTime: 0,
  });

export const versionQuery = (key: string, version: number) =>
  queryOptions({
    queryKey: ["dashboard", key, "versions", version],
    queryFn: ({ signal }) =>
      call<DashboardReply>(`/api/dashboards/${at(key)}/versions/${version}`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const optionsQuery = (key: string, param: string) =>
  queryOptions({
    queryKey: ["dashboard", key, "options", param],
    queryFn: ({ signal }) =>
      call<OptionsReply>(`/api/dashboards/${at(key)}/options/${at(param)}`, { signal }),
    staleTime: 300_000,
  });

/** What the custom component compiles to; `source` is in the key because the code is that of one source. */
export const codeQuery = (key: string, component: string, source: string) =>
  queryOptions({
    queryKey: ["dashboard", key, "code", component, source],
    queryFn: async ({ signal }) =>
      (
        await call<{ code: string }>(`/api/dashboards/${at(key)}/components/${at(component)}/code`, {
          signal,
        })
      ).code,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });

/** How a dataset's numbers were computed for these values of the params. */
export const evidenceQuery = (key: string, dataset: string, values: ParamValues) =>
  queryOptions({
    queryKey: ["dashboard", key, "evidence", dataset, values],
    queryFn: ({ signal }) => {
      const asked = new URLSearchParams({ values: JSON.stringify(values) });
      return call<Evidence>(`/api/dashboards/${at(key)}/evidence/${at(dataset)}?${asked}`, { signal });
    },
    retry: false,
  });

export const sourcesQuery = queryOptions({
  queryKey: ["sources"],
  queryFn: async ({ signal }) => (await call<{ sources: SourceKind[] }>("/api/sources", { signal })).sources,
  staleTime: Number.POSITIVE_INFINITY,
});

export const connectionsQuery = queryOptions({
  queryKey: ["connections"],
  queryFn: async ({ signal }) =>
    (await call<{ connections: ConnectionSummary[] }>("/api/connections", { signal })).connections,
});

const SOON = 2_000;
const NOW_AND_THEN = 20_000;

/** A synced connection's state; asked for often while something happens. */
export const syncQuery = (name: string) =>
  queryOptions({
    queryKey: ["connections", name, "sync"],
    queryFn: ({ signal }) => call<SyncReply>(`/api/connections/${at(name)}/sync`, { signal }),
    staleTime: 1_000,
    refetchInterval: ({ state }) =>
      !state.data || state.data.running || isDue(state.data) ? SOON : NOW_AND_THEN,
  });

/** Whether a worker should take it any moment. */
export const isDue = (sync: SyncReply) => Date.parse(sync.next_due) <= Date.now();

export const connectionQuery = (name: string) =>
  queryOptions({
    queryKey: ["connections", name],
    queryFn: ({ signal }) => call<ConnectionReply>(`/api/connections/${at(name)}`, { signal }),
  });

export const modelQuery = queryOptions({
  queryKey: ["model"],
  queryFn: ({ signal }) => call<ModelReply>("/api/model", { signal }),
});

export const modelCallsQuery = queryOptions({
  queryKey: ["model", "calls"],
  queryFn: ({ signal }) => call<ModelCalls>("/api/model/calls?limit=20", { signal }),
  staleTime: 0,
});

export const usersQuery = queryOptions({
  queryKey: ["users"],
  queryFn: async ({ signal }) => (await call<{ users: UserSummary[] }>("/api/users", { signal })).users,
});

/** One's own tokens; for admins also everybody's. */
export const tokensQuery = (everybody = false) =>
  queryOptions({
    queryKey: ["tokens", everybody],
    queryFn: async ({ signal }) => {
      const path = everybody ? "/api/tokens?everybody=true" : "/api/tokens";
      return (await call<{ tokens: TokenSummary[] }>(path, { signal })).tokens;
    },
    staleTime: 0,
  });

export const loginsQuery = queryOptions({
  queryKey: ["logins"],
  queryFn: async ({ signal }) =>
    (await call<{ sessions: LoginSummary[] }>("/api/sessions", { signal })).sessions,
  staleTime: 0,
});
