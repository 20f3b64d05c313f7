/** Diagnostic codes: resolving names, duplicates, cycles, selection. */
import type { CodeEntry } from './entry.js';

export const graphCodes = {
  TSDBT_REF_MISSING: {
    meaning: 'A ref names a model, seed or snapshot that does not exist.',
    remedy: 'Correct the name or add the model.',
  },
  TSDBT_SOURCE_MISSING: {
    meaning: 'A source call names a table that no property file declares.',
    remedy: 'Correct the name or declare the table under `sources:`.',
  },
  TSDBT_REF_DISABLED: {
    meaning: 'A node depends on a node or source that is disabled.',
    remedy: 'Enable the one or disable the other.',
  },
  TSDBT_REF_UNRECORDED: {
    meaning: 'A ref or source call ran that parsing did not see, so the node is not ordered after what it reads.',
    remedy: 'Put the comment that the message names at the top of the file.',
  },
  TSDBT_NAME_DUPLICATE: {
    meaning: 'Two resources of a package have the same name, so that a reference could mean either.',
    remedy: 'Rename or remove one of them.',
  },
  TSDBT_RELATION_DUPLICATE: {
    meaning: 'Two nodes would be built as the same relation of the database.',
    remedy: 'Give one of them another name, alias or schema.',
  },
  TSDBT_RELATION_NAME_INVALID: {
    meaning: 'A name holds a character that no name in a database may hold.',
    remedy: 'Take the character out of the alias, schema, identifier or header.',
  },
  TSDBT_RELATION_NAME_LONG: {
    meaning:
      'A node would be built under a name that the database cuts off, so that it could be the name of another one.',
    remedy: 'Give the node a shorter alias or schema.',
  },
  TSDBT_GRAPH_CYCLE: {
    meaning: 'Nodes depend on each other in a circle, so that none can be built first.',
    remedy: 'Take one of the references of the printed path out.',
  },
  TSDBT_MACRO_DUPLICATE: {
    meaning: 'A package defines two macros, generic tests or materializations of one name.',
    remedy: 'Rename or remove one of them.',
  },
  TSDBT_MACRO_MISSING: {
    meaning: 'A macro that the project needs does not exist.',
    remedy: 'Correct the name, or add the package that brings the macro.',
  },
  TSDBT_DOC_MISSING: {
    meaning: 'A description names a docs block that does not exist.',
    remedy: 'Correct the name or add the block to a markdown file.',
  },
  TSDBT_PROPERTIES_UNUSED: {
    meaning: 'A property file describes something that does not exist.',
    remedy: 'Correct the name or remove the entry.',
  },
  TSDBT_PROPERTIES_DUPLICATE: {
    meaning: 'Two entries of property files describe the same resource.',
    remedy: 'Merge them into one.',
  },
  TSDBT_DOC_DUPLICATE: {
    meaning: 'A package has two docs blocks of one name.',
    remedy: 'Rename or remove one of them.',
  },
  TSDBT_SELECTOR_INVALID: {
    meaning: 'A word of --select or --exclude, or a criterion in selectors.yml, does not follow the selection grammar.',
    remedy: 'Write method:value with the methods and graph operators that the message names.',
  },
  TSDBT_SELECTOR_NOT_BUILT: {
    meaning: 'A selection method that dbt knows is not built in tsdbt yet.',
    remedy: 'Select by name, path, tag, config or another method of the list.',
  },
  TSDBT_SELECTORS_INVALID: {
    meaning: 'selectors.yml has a wrong, missing or unknown key, or a definition that cannot be used.',
    remedy: 'Mend the definition at the named line.',
  },
  TSDBT_SELECTORS_KEY_IGNORED: {
    meaning: 'A key in selectors.yml changes nothing where it stands, as in dbt.',
    remedy: 'Put it where the message says, or take it out.',
  },
  TSDBT_SELECTOR_NO_MATCH: {
    meaning: 'A selection criterion, or a selector of selectors.yml, matches no enabled node.',
    remedy: 'Correct the name; `tsdbt ls` shows all of them.',
  },
  TSDBT_SELECTION_EMPTY: {
    meaning: 'The command has nothing to do: no node is selected.',
    remedy: 'Look at --select, --exclude and --resource-type; `tsdbt ls` shows what there is.',
  },
} as const satisfies Record<string, CodeEntry>;
