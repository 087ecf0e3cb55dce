// An explanation as plain lines for a terminal: no colour, no width, safe whatever the feeds wrote.
import type { Explanation, Input } from './explain.ts';

// A feed's text must not move the cursor, colour the terminal or turn the reading direction.
// oxlint-disable-next-line no-control-regex
const unprintable = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/**
 * The explanation, one line an entry: the outcome first, then the inputs, then what would change it.
 * @param subject what it is about: `CVE-2024-3094 in xz-utils 5.6.0-0.2`
 */
export function explanationLines(subject: string, explanation: Explanation): readonly string[] {
  const { deadline, inputs, changes } = explanation;
  const lines = [`${subject}: ${when(explanation)}`, `Rule: ${deadline.rule}`];
  if (deadline.forensics) lines.push('Look for traces of a break-in too (forensics), before and after the fix.');
  lines.push('', 'Why');
  for (const use of ['decides', 'orders', 'unused'] as const) {
    const used = inputs.filter((input) => input.use === use);
    if (used.length > 0 && use === 'orders') lines.push('Ranks it among findings with the same deadline');
    if (used.length > 0 && use === 'unused') lines.push('Known, not used by this policy');
    lines.push(...used.map(inputLine));
  }
  lines.push('', 'What would change it');
  if (changes.length === 0) lines.push('  no single input would');
  for (const { condition, from, to, due } of changes) {
    lines.push(`  ${condition}: ${from} → ${to}${due === null ? '' : ` (due ${due})`}`);
  }
  return lines.map((line) => line.replace(unprintable, '\u{fffd}'));
}

function when({ deadline: { due }, overdueDays }: Explanation): string {
  if (due === null) return 'no due date';
  if (overdueDays === null || overdueDays === 0) return `due ${due}`;
  return `due ${due}, overdue by ${overdueDays === 1 ? '1 day' : `${overdueDays} days`}`;
}

function inputLine({ reason: { factor, value, source, date, derived } }: Input): string {
  const origin = date === undefined || date === '' ? source : `${source}, ${date}`;
  return `  ${factor.padEnd(12)} ${value.padEnd(10)} ${origin}${derived === undefined ? '' : ` (derived: ${derived})`}`;
}
