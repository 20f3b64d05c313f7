/** Macros as the manifest shows them: their text, what they call, what property files say of them. */
import type { MacroResource, UniqueId } from '../../resources/node.js';
import type { TemplateEnvironment } from '../../template/template.js';
import { describe } from '../docs/describe.js';
import { fqnOf } from '../nodes/identity.js';
import type { ParseContext } from '../nodes/parse-context.js';
import type { PatchTable } from '../properties/patch-table.js';
import { callsOfMacro, type MacroCall } from './macro-calls.js';
import type { ParsedMacro } from './parse-macros.js';

/** Resources by unique id, in the order of the definitions. */
export function macroResources(
  context: ParseContext,
  macros: readonly ParsedMacro[],
  patches: PatchTable,
): ReadonlyMap<UniqueId, MacroResource> {
  const resourceOf = (macro: ParsedMacro) => {
    const patch = findPatch(patches, macro.definition);
    const run = () => macroResource(context, macro, patch);
    return context.reuse({ kind: 'macro-resource', of: macro, inputs: [patch?.entry], run });
  };
  return new Map(macros.map((macro) => [macro.definition.id, resourceOf(macro)]));
}

type MacroPatch = ReturnType<typeof findPatch>;

function findPatch(patches: PatchTable, { packageName, name }: ParsedMacro['definition']) {
  return patches.find('macros', packageName, name);
}

function macroResource(context: ParseContext, { definition, file }: ParsedMacro, patch: MacroPatch): MacroResource {
  const { id, name, packageName, block } = definition;
  const entry = patch?.entry;
  const description = describe(context, entry?.description ?? '', packageName, entry?.location ?? block.location);
  return {
    resourceType: 'macro',
    uniqueId: id,
    name,
    packageName,
    path: file.path,
    originalFilePath: file.path,
    fqn: fqnOf(packageName, file.searchPath, name),
    description: description.text,
    docBlocks: description.docBlocks,
    meta: entry?.meta ?? {},
    tags: entry?.tags ?? [],
    location: block.location,
    macroSql: block.text,
    dependsOn: { macros: calledMacros(context.setting.environment, block.text, packageName, id) },
    arguments: entry?.arguments ?? [],
    docs: entry?.docs ?? { show: true, nodeColor: null },
    patchPath: patch?.patchPath ?? null,
  };
}

function calledMacros(
  environment: TemplateEnvironment,
  text: string,
  packageName: string,
  self: UniqueId,
): readonly UniqueId[] {
  const find = ({ packageName: space, name, isDispatch }: MacroCall) => {
    if (isDispatch) return environment.dispatch(name, space, packageName).macro;
    return environment.findMacro(space === null ? name : `${space}.${name}`, packageName);
  };
  const ids = callsOfMacro(text).flatMap((call) => find(call)?.id ?? []);
  return [...new Set(ids)].filter((id) => id !== self);
}
