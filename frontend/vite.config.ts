import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const here = (path: string): string => decodeURIComponent(new URL(path, import.meta.url).pathname);

// One entry a page; Django templates name them by these paths through django-vite.
const entries = ["site/main.ts", "pages/run.tsx", "pages/runs.tsx", "pages/queue.tsx", "pages/run-compare.tsx", "pages/sweep.tsx", "pages/sweep-new.tsx", "pages/run-new.tsx", "pages/playground.tsx", "pages/exports.tsx", "pages/import.tsx", "pages/compare.tsx", "pages/corpora.tsx", "pages/corpus.tsx", "pages/tokenizers.tsx", "pages/tokenizer.tsx", "editor/main.tsx"];

export default defineConfig({
  base: "/static/dist/",
  plugins: [react(), tailwindcss()],
  build: {
    manifest: true,
    outDir: here("../static/dist"),
    emptyOutDir: true,
    rollupOptions: { input: entries.map((entry) => here(`./src/${entry}`)) },
  },
  server: { fs: { allow: [here("./"), here("../architectures/cards")] } }, // the tests read the cards' formulas
  test: { environment: "jsdom", include: ["src/**/*.test.{ts,tsx}"], testTimeout: 60_000 },
});
