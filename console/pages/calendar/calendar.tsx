// stub
export function Calendar() {
  return null;
}
