// Writes src/routeTree.gen.ts: the type check needs it before the bundler has run.
import { Generator, getConfig } from '@tanstack/router-generator';

const root = process.cwd();
const config = getConfig({ target: 'react', autoCodeSplitting: true, routeFileIgnorePattern: '\\.test\\.' }, root);
await new Generator({ config, root }).run();
