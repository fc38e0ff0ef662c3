import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

// One entry a page; Django templates name them by these paths through django-vite.
const entries = ["site/main.ts", "editor/main.tsx", "pages/run.tsx", "pages/run-new.tsx", "pages/playground.tsx"];

export default defineConfig({
  base: "/static/dist/",
  plugins: [react(), tailwindcss()],
  build: {
    manifest: true,
    outDir: resolve(import.meta.dirname, "../static/dist"),
    emptyOutDir: true,
    rollupOptions: { input: entries.map((entry) => resolve(import.meta.dirname, "src", entry)) },
  },
  test: { environment: "jsdom", include: ["src/**/*.test.{ts,tsx}"] },
});
