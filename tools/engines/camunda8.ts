import { camunda8Engine } from './camunda8/camunda8-engine.ts';
import { runEngine } from './run-engine.ts';

/** `npm run engine:camunda8` */
await runEngine(camunda8Engine(), process.argv.slice(2));
