/** What is said when somebody has put as much here as may come in a day. */
export function overBudget(dayBytes: number): string {
  return `a project takes, and a person brings, at most ${dayBytes} bytes in a day by pushes and uploads; try again tomorrow`;
}
