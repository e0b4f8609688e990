import { makeFeelFunction } from '../../feel/index.ts';
import type { Names } from '../../feel/index.ts';
import type {
  BusinessKnowledge,
  Decision,
  DecisionModel,
  DecisionService,
  DrgElement,
} from '../../model/dmn/decision-model.ts';
import type { Problem } from '../../model/problem.ts';
import { compileBoxed } from './compile-boxed.ts';
import type { Run, Surroundings } from './surroundings.ts';
import { typed } from './surroundings.ts';
import { makeResolver, shapeOf } from './value-types.ts';
import type { ResolveType } from './value-types.ts';

/** An element of the requirements graph, ready to run. */
export interface Node {
  readonly element: DrgElement;
  /** Unique over all models. */
  readonly key: string;
  readonly file?: string;
  readonly resolve: ResolveType;
  /** What it needs, each under the names its scope gives it (import name first). */
  readonly requires: readonly Requirement[];
  readonly run?: Run;
  /** Of a service. */
  readonly service?: {
    readonly outputs: readonly Requirement[];
    readonly inputs: readonly Requirement[];
  };
}

export interface Requirement {
  readonly path: readonly string[];
  readonly node: Node;
}

export interface CompiledDecisions {
  /** Decisions and services of the main model by id and by name, ids first. */
  find(idOrName: string): Node | undefined;
  /** Input data of the main model by name. */
  readonly inputNames: readonly string[];
  readonly problems: readonly Problem[];
}

interface Unit {
  readonly model: DecisionModel;
  readonly resolve: ResolveType;
}

interface Linker {
  readonly units: readonly Unit[];
  readonly nodes: Map<string, Node>;
  readonly problems: Problem[];
}

function keyOf(model: DecisionModel, id: string): string {
  return `${model.namespace}#${id}`;
}

function makeUnits(models: readonly DecisionModel[]): Unit[] {
  const resolvers = new Map<string, ResolveType>();
  return models.map((model) => {
    const imports = new Map<string, ResolveType>();
    for (const each of model.imports) {
      imports.set(each.name, (ref) => (resolvers.get(each.namespace) ?? anyType)(ref));
    }
    const resolve = makeResolver(model.types, imports);
    resolvers.set(model.namespace, resolve);
    return { model, resolve };
  });
}

const anyType = makeResolver([], new Map());

function splitHref(unit: Unit, href: string): { namespace: string; id: string } {
  const hash = href.lastIndexOf('#');
  const namespace = href.slice(0, Math.max(hash, 0));
  return {
    namespace: namespace === '' ? unit.model.namespace : namespace,
    id: href.slice(hash + 1),
  };
}

function follow(linker: Linker, unit: Unit, href: string): Requirement[] {
  const { namespace, id } = splitHref(unit, href);
  const target = linker.units.find(({ model }) => model.namespace === namespace);
  const element = target?.model.elements.find((each) => each.id === id);
  if (target === undefined || element === undefined) return [];
  const node = link(linker, target, element);
  const importName = unit.model.imports.find((each) => each.namespace === namespace)?.name ?? '';
  const foreign = target !== unit && importName !== '';
  return [{ node, path: foreign ? [importName, element.name] : [element.name] }];
}

function namesOf(requirements: readonly Requirement[]): Names {
  const names: Names = {};
  for (const { path, node } of requirements) {
    const shape =
      node.element.kind === 'knowledge' ? null : shapeOf(node.resolve(node.element.typeRef));
    const [first, second] = path as [string, string?];
    if (second === undefined) names[first] = shape;
    else names[first] = { ...(names[first] as Names | undefined), [second]: shape };
  }
  return names;
}

function surroundingsOf(
  linker: Linker,
  unit: Unit,
  element: DrgElement,
  names: Names,
): Surroundings {
  const { file } = unit.model;
  return {
    place: { decision: element.name, ...(file === undefined ? {} : { file }) },
    names,
    resolve: unit.resolve,
    problems: linker.problems,
  };
}

/** Everything a knowledge model may call is in its own scope, itself too. */
function compileLogic(
  linker: Linker,
  unit: Unit,
  element: Decision | BusinessKnowledge,
  requires: readonly Requirement[],
): { run?: Run } {
  const expression = element.kind === 'decision' ? element.expression : element.logic;
  if (expression === undefined) return {};
  const own = element.kind === 'knowledge' ? { [element.name]: null } : {};
  const around = surroundingsOf(linker, unit, element, { ...namesOf(requires), ...own });
  const run = compileBoxed(around, expression);
  return { run: element.kind === 'decision' ? typed(around, element.typeRef, run) : run };
}

function serviceParts(linker: Linker, unit: Unit, element: DecisionService) {
  const all = (hrefs: readonly string[]) => hrefs.flatMap((href) => follow(linker, unit, href));
  return {
    service: {
      outputs: all(element.outputs),
      inputs: [...all(element.inputs), ...all(element.inputDecisions)],
    },
  };
}

function link(linker: Linker, unit: Unit, element: DrgElement): Node {
  const key = keyOf(unit.model, element.id);
  const known = linker.nodes.get(key);
  if (known !== undefined) return known;
  const requires: Requirement[] = [];
  const { file } = unit.model;
  const node: Node = {
    element,
    key,
    resolve: unit.resolve,
    requires,
    ...(file === undefined ? {} : { file }),
  };
  // Known before its parts are: services and knowledge may come back to it.
  linker.nodes.set(key, node);
  if (element.kind === 'decision' || element.kind === 'knowledge') {
    requires.push(...element.requires.flatMap((href) => follow(linker, unit, href)));
    Object.assign(node, compileLogic(linker, unit, element, requires));
  } else if (element.kind === 'service') {
    Object.assign(node, serviceParts(linker, unit, element));
  }
  return node;
}

/**
 * Compiles a model with the models it imports: links requirements, resolves types, compiles FEEL
 * once. Nothing is evaluated.
 *
 * @param models the main model first
 */
export function compileDecisions(models: readonly DecisionModel[]): CompiledDecisions {
  const units = makeUnits(models);
  const linker: Linker = { units, nodes: new Map(), problems: [] };
  const main = units[0] as Unit;
  const nodes = main.model.elements.map((element) => link(linker, main, element));
  const callable = nodes.filter(
    ({ element }) => element.kind === 'decision' || element.kind === 'service',
  );
  const byName = new Map(callable.toReversed().map((node) => [node.element.name, node]));
  const byId = new Map(callable.map((node) => [node.element.id, node]));
  return {
    find: (idOrName) => byId.get(idOrName) ?? byName.get(idOrName),
    inputNames: nodes
      .filter(({ element }) => element.kind === 'input')
      .map(({ element }) => element.name),
    problems: linker.problems,
  };
}

/** A function of FEEL that stands for a decision service. */
export function serviceFunction(
  node: Node,
  call: (args: Map<string, unknown>) => unknown,
): unknown {
  const inputs = node.service?.inputs ?? [];
  const names = inputs.map((input) => input.node.element.name);
  return makeFeelFunction(names, (...args) =>
    call(new Map(inputs.map((input, index) => [input.node.key, args[index] ?? null]))),
  );
}
