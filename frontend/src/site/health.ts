/** Shows a banner while no worker is alive: queued runs would wait for ever, without a word. */
const EVERY_MS = 20_000;

interface Health {
  workers?: boolean | { alive?: boolean; ok?: boolean };
  checks?: Record<string, { ok?: boolean; status?: string } | boolean | string>;
}

/** Whether the answer says that a worker is alive; undefined if it does not say. */
export function workersAlive(health: Health): boolean | undefined {
  const said = health.workers ?? health.checks?.workers;
  if (typeof said === "boolean" || said === undefined) return said;
  if (typeof said === "string") return said === "ok";
  if ("alive" in said) return said.alive;
  return said.ok ?? ("status" in said ? said.status === "ok" : undefined);
}

async function look(banner: HTMLElement): Promise<void> {
  try {
    const answer = await fetch("/api/v1/health/", { headers: { Accept: "application/json" } });
    banner.hidden = workersAlive((await answer.json()) as Health) !== false;
  } catch {
    // The site itself does not answer; the page says that elsewhere.
  }
}

export function watchHealth(): void {
  const banner = document.getElementById("worker-banner");
  if (!banner) return;
  void look(banner);
  setInterval(() => void look(banner), EVERY_MS);
}
