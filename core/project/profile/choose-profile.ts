/**
 * profiles.yml to the one output that an invocation uses, rendered. In: the parsed file, names asked for. Out: the output
 * as data for its adapter, or every mistake. Only the chosen profile and output are rendered, as in dbt. Pure.
 */
import type { Diagnostic, Location, Outcome } from '../../diagnostics/diagnostic.js';
import { closestNames, didYouMean } from '../../diagnostics/did-you-mean.js';
import { isMapping, type JsonObject } from '../../resources/json.js';
import type { YamlStringRenderer } from '../property-file.js';
import { renderStrings } from '../render-strings.js';
import { describeJson } from '../schema/describe-json.js';
import { profileSchema } from '../schema/profiles.js';
import { validate } from '../schema/validate.js';
import type { KeyPath, YamlDocument } from '../yaml/yaml-document.js';

export interface ProfileChoice {
  readonly profileName: string;
  readonly targetName: string;
  readonly type: string;
  readonly output: JsonObject;
  /** Where a key of the output stands. */
  readonly locate: (path: KeyPath) => Location;
}

export interface ProfileRequest {
  readonly profileName: string;
  /** `--target`; null for the profile's own. */
  readonly targetName: string | null;
  /** Adapter types that there are. */
  readonly types: readonly string[];
  /** Where dbt_project.yml names the profile, for the message when it does not exist. */
  readonly namedAt: Location | null;
}

/** Chooses profile and target. */
export function chooseProfile(
  document: YamlDocument,
  request: ProfileRequest,
  render: YamlStringRenderer,
): Outcome<ProfileChoice | null> {
  if (!isMapping(document.value)) return failed('TSDBT_PROFILES_INVALID', shapeProblem(document));
  const raw = own(document.value, request.profileName);
  if (raw === undefined) return failed('TSDBT_PROFILE_UNKNOWN', unknownProfile(document, document.value, request));
  const path = [request.profileName];
  const checked = validate(profileSchema, raw, {
    locate: document.locate,
    locateKey: document.locateKey,
    path,
    code: 'TSDBT_PROFILES_INVALID',
  });
  if (checked.value === null) return { value: null, diagnostics: checked.diagnostics };
  const targetName = request.targetName ?? renderTarget(checked.value.target, path, render);
  const output = own(checked.value.outputs, targetName);
  if (!isMapping(output)) {
    const isInFile = request.targetName === null && typeof checked.value.target === 'string';
    const location = isInFile ? document.locate([...path, 'target']) : document.locateKey([...path, 'outputs']);
    const names = Object.keys(checked.value.outputs);
    return failed('TSDBT_TARGET_UNKNOWN', { location, ...unknownTarget(request.profileName, targetName, names) });
  }
  const outputPath = [...path, 'outputs', targetName];
  const rendered = renderStrings(
    output,
    (text, at) => render(text, [...outputPath, ...at]),
    () => false,
  );
  return checkType({ document, outputPath, request, targetName, output: rendered as JsonObject });
}

function renderTarget(target: string | null | undefined, path: KeyPath, render: YamlStringRenderer): string {
  if (target === null || target === undefined) return 'default';
  return String(
    renderStrings(
      target,
      (text, at) => render(text, [...path, 'target', ...at]),
      () => false,
    ),
  );
}

interface ChosenOutput {
  readonly document: YamlDocument;
  readonly outputPath: KeyPath;
  readonly request: ProfileRequest;
  readonly targetName: string;
  readonly output: JsonObject;
}

function checkType({ document, outputPath, request, targetName, output }: ChosenOutput): Outcome<ProfileChoice | null> {
  const { type } = output;
  const known = `Known types: ${request.types.join(', ')}.`;
  const name = `The output \`${targetName}\` of the profile \`${request.profileName}\``;
  if (type === undefined || type === null) {
    const problem = {
      message: `${name} lacks the key \`type\`.`,
      location: document.locateKey(outputPath),
      hint: known,
    };
    return failed('TSDBT_PROFILES_INVALID', problem);
  }
  if (typeof type !== 'string' || !request.types.includes(type)) {
    const close = typeof type === 'string' ? didYouMean(closestNames(type, request.types)) : undefined;
    const message = `${name} has ${describeJson(type)} as its type, for which there is no adapter.`;
    const hint = close === undefined ? known : `${close} ${known}`;
    return failed('TSDBT_ADAPTER_UNKNOWN', { message, location: document.locate([...outputPath, 'type']), hint });
  }
  const { profileName } = request;
  const locate = (path: KeyPath): Location => document.locate([...outputPath, ...path]);
  return { value: { profileName, targetName, type, output, locate }, diagnostics: [] };
}

type Problem = Pick<Diagnostic, 'message' | 'location' | 'hint'>;

function failed(code: Diagnostic['code'], problem: Problem): Outcome<null> {
  return { value: null, diagnostics: [{ code, severity: 'error', ...problem }] };
}

function shapeProblem(document: YamlDocument): Problem {
  const message = `profiles.yml must be a mapping of profiles, found ${describeJson(document.value)}.`;
  return { message, location: document.locate([]), hint: 'Begin with `my_profile:`.' };
}

function unknownProfile(document: YamlDocument, profiles: JsonObject, request: ProfileRequest): Problem {
  const names = Object.keys(profiles).filter((name) => name !== 'config');
  const message = `The profile \`${request.profileName}\` is not in ${document.file}.`;
  const hint = suggest(request.profileName, names, 'Profiles');
  return request.namedAt === null ? { message, hint } : { message, location: request.namedAt, hint };
}

function unknownTarget(profileName: string, targetName: string, names: readonly string[]): Problem {
  const message = `The profile \`${profileName}\` has no target \`${targetName}\`.`;
  return { message, hint: suggest(targetName, names, 'Targets') };
}

function suggest(wanted: string, names: readonly string[], what: string): string {
  const close = didYouMean(closestNames(wanted, names));
  const all = names.length === 0 ? `There are no ${what.toLowerCase()}.` : `${what}: ${names.join(', ')}.`;
  return close === undefined ? all : `${close} ${all}`;
}

/** A key of the user's own; never one of JavaScript's. */
function own<T>(object: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
