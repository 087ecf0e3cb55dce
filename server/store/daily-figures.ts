// What was open and overdue on each day, one row a day.
import type { Transaction } from './database.ts';

export interface DailyFigures {
  /** Endpoints in service. */
  readonly endpoints: number;
  /** Findings that are critical or high, that are exploited, and that are overdue. */
  readonly severe: number;
  readonly exploited: number;
  readonly overdue: number;
}

export interface DayFigures extends DailyFigures {
  /** `YYYY-MM-DD`, UTC. */
  readonly day: string;
}

/** A later look at a day takes the place of an earlier one, never the other way round. */
export async function keepDay(transaction: Transaction, at: Date, figures: DailyFigures): Promise<void> {
  const { endpoints, severe, exploited, overdue } = figures;
  await transaction.query(
    `insert into daily_figure (organisation, day, at, endpoints, severe, exploited, overdue) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (organisation, day) do update set (at, endpoints, severe, exploited, overdue) =
       (excluded.at, excluded.endpoints, excluded.severe, excluded.exploited, excluded.overdue) where daily_figure.at <= excluded.at`,
    [transaction.organisation, at.toISOString().slice(0, 10), at, endpoints, severe, exploited, overdue],
  );
}

/** Since a day, that included; the oldest first. Days on which no server ran are not there. */
export function keptDays(transaction: Transaction, since: string): Promise<readonly DayFigures[]> {
  return transaction.query<DayFigures>(
    `select to_char(day, 'YYYY-MM-DD') as day, endpoints, severe, exploited, overdue from daily_figure
     where organisation = $1 and day >= $2 order by daily_figure.day`,
    [transaction.organisation, since],
  );
}
