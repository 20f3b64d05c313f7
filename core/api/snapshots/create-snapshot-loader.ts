/**
 * Stages 1 to 4 again and again in one process: a loader keeps what the last load has read and parsed, and the next one
 * answers exactly what loading anew would. Two loaders never see each other.
 */
import type { Adapter } from '../../adapter/adapter.js';
import type { Diagnostic, Outcome } from '../../diagnostics/diagnostic.js';
import { createFileMemory } from '../../io/files/file-memory.js';
import { createManifestMemory } from '../../manifest/manifest-memory.js';
import { createParseStore } from '../../parse/reuse/parse-store.js';
import type { SourceFile } from '../../parse/source-file.js';
import {
  findMistakes,
  type LoadRequest,
  loadProject,
  type MistakesRequest,
  type Project,
  type Remains,
  readInternalMacros,
} from '../load-project.js';

export interface ReloadOptions {
  /** Absolute paths of files that are known to have changed; null or left out: nothing is known. All others are checked too. */
  readonly changed?: readonly string[] | null;
}

export interface SnapshotLoader {
  /** A new snapshot of the project: the same value and diagnostics as `loadProject` gives. */
  readonly load: (request: LoadRequest, options?: ReloadOptions) => Promise<Outcome<Project | null>>;
  /** The same as `findMistakes`, for a moment in which the project cannot be located. */
  readonly findMistakes: (request: MistakesRequest, options?: ReloadOptions) => Promise<readonly Diagnostic[]>;
}

/** A loader that has loaded nothing yet. Loads that are asked for at the same time follow each other. */
export function createSnapshotLoader(): SnapshotLoader {
  const files = createFileMemory();
  const store = createParseStore();
  const memory = createManifestMemory();
  const internalMacros = oncePerAdapter();
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>({ changed }: ReloadOptions, work: (remains: Remains) => Promise<T>): Promise<T> => {
    const turn = last.then(async () => {
      const reading = files.open(new Set(changed ?? []));
      const result = await work({ reading, store, memory, internalMacros });
      reading.commit();
      return result;
    });
    last = turn.catch(() => undefined);
    return turn;
  };
  return {
    load: (request, options = {}) => inTurn(options, (remains) => loadProject(request, remains)),
    findMistakes: (request, options = {}) => inTurn(options, (remains) => findMistakes(request, remains)),
  };
}

/** The built-in macros of an adapter belong to the program, which does not change while it runs. */
function oncePerAdapter(): (adapter: Adapter) => Promise<Outcome<readonly SourceFile[]>> {
  const read = new Map<string, Promise<Outcome<readonly SourceFile[]>>>();
  return (adapter) => {
    const macros = read.get(adapter.type) ?? readInternalMacros(adapter);
    read.set(adapter.type, macros);
    return macros;
  };
}
