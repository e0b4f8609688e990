import { camunda7Engine } from './camunda7/camunda7-engine.ts';
import { runEngine } from './run-engine.ts';

/** `npm run engine:camunda7` */
await runEngine(camunda7Engine(), process.argv.slice(2));
