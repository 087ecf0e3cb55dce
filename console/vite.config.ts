// How the console is built: static files in .build/console-site, hashed, that the server serves as they are.
import react from '@vitejs/plugin-react';
import { join } from 'node:path';
import { defineConfig } from 'vite';
import { compressed } from './compressed.ts';

const site = join(import.meta.dirname, '../.build/console-site');

/** What many pages share and the first one does without comes with them: rows that are drawn as one scrolls, what floats. */
const isFirst = (id: string): boolean => !/@tanstack.(?:virtual-core|react-virtual)|@floating-ui|ScrollArea/.test(id);

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), compressed()],
  build: {
    target: 'es2023',
    outDir: site,
    emptyOutDir: true,
    // Nothing inline: the content security policy allows files of ours only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // What most pages share comes as one file: forty small ones take longer to ask for than to read.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'shared', minShareCount: 28, test: isFirst }] } } },
  },
});
