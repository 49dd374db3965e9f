/** The calendar intervals that axes use, in local time. */
import { timeDay, timeMonday, timeMonth, timeYear } from "d3-time";

/** The first instant of the quarter that holds `date`. */
export function timeQuarter(date: Date): Date {
  const month = timeMonth(date);
  month.setMonth(Math.floor(month.getMonth() / 3) * 3);
  return month;
}

export { timeDay, timeMonday, timeMonth, timeYear };
