// Reads members of what somebody wrote as YAML or JSON; every fault is kept with its place.
import type { Fault } from './release.ts';

/** One mapping; members that are not asked for are faults when it is closed. */
export class Fields {
  readonly at: string;
  readonly #members: ReadonlyMap<string, unknown>;
  readonly #asked = new Set<string>();
  readonly #faults: Fault[];

  constructor(value: unknown, at: string, faults: Fault[]) {
    this.at = at;
    this.#faults = faults;
    const is = typeof value === 'object' && value !== null && !Array.isArray(value);
    this.#members = new Map(is ? Object.entries(value) : []);
    if (!is) this.fault('', 'is no mapping');
  }

  fault(name: string, problem: string): undefined {
    const at = [this.at, name.slice(0, 60)].filter((part) => part !== '').join('.');
    this.#faults.push({ at: at === '' ? 'the manifest' : at, problem });
  }

  has(name: string): boolean {
    this.#asked.add(name);
    const value = this.#members.get(name);
    return value !== undefined && value !== null;
  }

  /** As it stands there. */
  raw(name: string): unknown {
    return this.has(name) ? this.#members.get(name) : undefined;
  }

  /** One line; `says` is what is wrong where it has not the pattern. Empty where there is a fault. */
  text(name: string, most: number, pattern?: RegExp, says = 'has not the form that is needed'): string {
    const value = this.raw(name);
    if (value === undefined) return this.fault(name, 'is needed') ?? '';
    // YAML takes 1.20 for a number, and it is 1.2 then.
    if (typeof value === 'number') return this.fault(name, 'is a number: put it in quotes') ?? '';
    if (typeof value !== 'string' || value === '' || value.trim() !== value || /\p{Cc}/u.test(value))
      return this.fault(name, 'is no line of text') ?? '';
    if (value.length > most) return this.fault(name, `is longer than ${most} characters`) ?? '';
    if (pattern?.test(value) === false) return this.fault(name, says) ?? '';
    return value;
  }

  optional(name: string, most: number, pattern?: RegExp, says?: string): string | undefined {
    return this.has(name) ? this.text(name, most, pattern, says) : undefined;
  }

  choice<T extends string>(name: string, known: readonly T[], otherwise?: T): T {
    const value = this.raw(name) ?? otherwise;
    const found = known.find((each) => each === value);
    if (found === undefined) this.fault(name, `is one of ${known.join(', ')}`);
    return found ?? (known[0] as T);
  }

  number(name: string, least: number, most: number, otherwise?: number): number {
    const value = this.raw(name) ?? otherwise;
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most) return value;
    this.fault(name, `is no whole number from ${least} to ${most}`);
    return least;
  }

  flag(name: string): boolean {
    const value = this.raw(name);
    if (value !== undefined && typeof value !== 'boolean') this.fault(name, 'is true or false');
    return value === true;
  }

  list<T>(name: string, most: number, read: (value: unknown, at: string) => T): readonly T[] {
    const value = this.raw(name);
    if (value === undefined) return [];
    if (!Array.isArray(value)) return this.fault(name, 'is no list') ?? [];
    if (value.length > most) this.fault(name, `has more than ${most}`);
    const at = this.at === '' ? name : `${this.at}.${name}`;
    return value.slice(0, most).map((each, index) => read(each, `${at}[${index}]`));
  }

  /** One of them a line; `says` where one has not the pattern. */
  texts(name: string, most: number, pattern: RegExp, says: string): readonly string[] {
    const value = this.raw(name);
    const list = typeof value === 'string' ? [value] : value;
    if (list === undefined) return [];
    if (!Array.isArray(list)) return this.fault(name, 'is no list') ?? [];
    if (list.length > most) this.fault(name, `has more than ${most}`);
    return list.slice(0, most).flatMap((each: unknown) => {
      if (typeof each === 'string' && each.length <= 1_000 && pattern.test(each)) return [each];
      this.fault(name, says);
      return [];
    });
  }

  /** Members of the mapping that nobody asked for. */
  close(): void {
    for (const name of this.#members.keys()) if (!this.#asked.has(name)) this.fault(name, 'is unknown here');
  }
}
