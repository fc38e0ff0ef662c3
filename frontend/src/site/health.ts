/** Shows a banner while no worker is alive: queued runs would wait for ever, without a word. */
const EVERY_MS = 20_000;

interface Health {
  workers: "ok" | "down";
}

async function look(banner: HTMLElement): Promise<void> {
  try {
    const answer = await fetch("/api/v1/health/", { headers: { Accept: "application/json" } });
    banner.hidden = ((await answer.json()) as Health).workers !== "down";
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
