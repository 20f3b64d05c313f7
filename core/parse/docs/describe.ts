/** Renders descriptions: `doc('name')` puts in the text of a docs block, `var` and the like work as everywhere. */
import type { Location } from '../../diagnostics/diagnostic.js';
import { closestNames, didYouMean } from '../../diagnostics/did-you-mean.js';
import { TsdbtError } from '../../diagnostics/error.js';
import { hasTemplate } from '../../project/render-strings.js';
import type { DocBlock, UniqueId } from '../../resources/node.js';
import { HostFunction, type Value } from '../../template/values/value.js';
import { collecting, type ParseContext } from '../nodes/parse-context.js';
import { DOCS_KEY, docKey } from '../reuse/look-ups.js';

export interface Description {
  readonly text: string;
  readonly docBlocks: readonly UniqueId[];
}

const NO_BLOCKS: readonly UniqueId[] = [];

/** The rendered description and the docs blocks that it used. */
export function describe(context: ParseContext, text: string, packageName: string, place: Location): Description {
  if (!hasTemplate(text)) return { text, docBlocks: NO_BLOCKS };
  const docBlocks = new Set<UniqueId>();
  const doc = docFunction(context, { packageName, place, onUse: (id) => docBlocks.add(id) });
  const base = context.yamlBase(packageName);
  const lookup = (name: string): Value | undefined => (name === 'doc' ? doc : base(name));
  const { file, line, column } = place;
  const rendered = collecting(
    context,
    () => context.setting.environment.compile({ text, file, line, column }).renderSync({ packageName, lookup }),
    text,
  );
  return { text: rendered, docBlocks: [...docBlocks] };
}

interface DocRequest {
  readonly packageName: string;
  readonly place: Location;
  readonly onUse: (id: UniqueId) => void;
}

function docFunction(context: ParseContext, request: DocRequest): HostFunction {
  return new HostFunction('doc', ({ args }) => {
    const names = args.filter((value) => typeof value === 'string');
    if (names.length !== args.length || names.length < 1 || names.length > 2) {
      throw wrongUse(request, "doc() takes the name of a docs block, or a package's name and that");
    }
    const block = findDoc(context, names[names.length - 1], names.length === 2 ? names[0] : null, request.packageName);
    if (block === undefined) throw missing(context, request, names.join('.'));
    request.onUse(block.uniqueId);
    return block.contents;
  });
}

/** Root project, own package, any; the named package only when one is named. */
function findDoc(
  { docs, setting, tracker }: ParseContext,
  name: string,
  packageName: string | null,
  fromPackage: string,
): DocBlock | undefined {
  const find = (owner: string) => {
    const id = `doc.${owner}.${name}`;
    tracker.note(docKey(id));
    return docs.get(id);
  };
  if (packageName !== null) return find(packageName);
  const near = find(setting.config.name) ?? find(fromPackage);
  if (near !== undefined) return near;
  tracker.note(DOCS_KEY);
  return [...docs.values()].find((block) => block.name === name);
}

function wrongUse({ place }: DocRequest, message: string): TsdbtError {
  return new TsdbtError([{ code: 'TSDBT_DOC_MISSING', severity: 'error', message: `${message}.`, location: place }]);
}

function missing(context: ParseContext, { place }: DocRequest, name: string): TsdbtError {
  context.tracker.note(DOCS_KEY);
  const hint = didYouMean(
    closestNames(
      name,
      Array.from(context.docs.values(), (block) => block.name),
    ),
  );
  const message = `There is no docs block named '${name}'.`;
  const diagnostic = { code: 'TSDBT_DOC_MISSING', severity: 'error', message, location: place } as const;
  return new TsdbtError([hint === undefined ? diagnostic : { ...diagnostic, hint }]);
}
