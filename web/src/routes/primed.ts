/** Where the data of a dashboard that was just made waits for the dashboard to open. */
export const primedKey = (slug: string) => ["primed", slug] as const;
