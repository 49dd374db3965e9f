/** Words about people: what a role may do, from which browser somebody comes, when a token ends. */
import type { Role, TokenSummary, UserSummary } from "@/api/types";
import { formatAgo, formatDate } from "@/lib/format";

export const ROLES: readonly Role[] = ["viewer", "builder", "admin"];

export const ROLE_WORDS: Record<Role, string> = {
  viewer: "Opens dashboards, filters, drills down and exports.",
  builder: "Also makes and changes dashboards, connects data and makes tokens.",
  admin: "Also manages people, the brand and the language model.",
};

const called = (role: Role) => role[0]?.toUpperCase() + role.slice(1);

/** The roles up to `most`, lowest first, as a field offers them. */
export function roleOptions(most: Role = "admin"): { value: Role; label: string }[] {
  return ROLES.slice(0, ROLES.indexOf(most) + 1).map((role) => ({ value: role, label: called(role) }));
}

const BROWSERS: readonly [RegExp, string][] = [
  [/\bEdg/, "Edge"],
  [/\bOPR\//, "Opera"],
  [/\bFirefox\//, "Firefox"],
  [/\bFxiOS\//, "Firefox"],
  [/\b(Chrome|HeadlessChrome|CriOS)\//, "Chrome"],
  [/\bSafari\//, "Safari"],
];
const SYSTEMS: readonly [RegExp, string][] = [
  [/\bWindows\b/, "Windows"],
  [/\bAndroid\b/, "Android"],
  [/\b(iPhone|iPad)\b/, "iOS"],
  [/\bMac OS X\b/, "macOS"],
  [/\bLinux\b/, "Linux"],
];

/** "Firefox on Linux", from a browser's description of itself; its own first word when it is no browser. */
export function deviceName(agent: string): string {
  const find = (list: readonly [RegExp, string][]) => list.find(([pattern]) => pattern.test(agent))?.[1];
  const [browser, system] = [find(BROWSERS), find(SYSTEMS)];
  if (!browser) return agent.split(/[\s/]/)[0] || "Unknown browser";
  return system ? `${browser} on ${system}` : browser;
}

/** The one link with which a person chooses a password. */
export function passwordLink(secret: string, origin: string): string {
  return `${origin}/password#${secret}`;
}

export function hasEnded(token: TokenSummary, now: number = Date.now()): boolean {
  return token.expires_at !== null && Date.parse(token.expires_at) <= now;
}

/** "ends 3 Mar 2027", "ended 3 Mar 2026", "has no end". */
export function endOf(token: TokenSummary, now: number = Date.now()): string {
  if (!token.expires_at) return "has no end";
  return `${hasEnded(token, now) ? "ended" : "ends"} ${formatDate(token.expires_at)}`;
}

/** "used 4 min ago", "never used". */
export function useOf(token: TokenSummary): string {
  return token.used_at ? `used ${formatAgo(token.used_at)}` : "never used";
}

/** "signed in 4 min ago"; without a password or a login what is missing. */
export function presenceOf(user: UserSummary): string {
  if (user.signed_in_at) return `signed in ${formatAgo(user.signed_in_at)}`;
  return user.pending ? "has not chosen a password" : "never signed in";
}
