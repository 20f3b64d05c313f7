/**
 * The names that `--warn-error-options` takes: tsdbt's codes, with or without `TSDBT_`, and dbt's names of the warnings that
 * both tools know. One literal table.
 */
import { type DiagnosticCode, diagnosticCodes } from '../../diagnostics/codes.js';

/** dbt's name to the codes that mean the same. Most of dbt's deprecations are of things that tsdbt does not do. */
const dbtNames: Readonly<Record<string, readonly DiagnosticCode[]>> = {
  ConfigDataPathDeprecation: ['TSDBT_KEY_DEPRECATED'],
  ConfigSourcePathDeprecation: ['TSDBT_KEY_DEPRECATED'],
  CustomKeyInConfigDeprecation: ['TSDBT_CONFIG_UNKNOWN'],
  Deprecations: ['TSDBT_CONFIG_UNKNOWN', 'TSDBT_KEY_DEPRECATED', 'TSDBT_YAML_KEY_DUPLICATE'],
  DuplicateYAMLKeysDeprecation: ['TSDBT_YAML_KEY_DUPLICATE'],
  JinjaLogWarning: ['TSDBT_TEMPLATE_WARNING'],
  LogTestResult: ['TSDBT_TEST_WARNED'],
  MacroNotFoundForPatch: ['TSDBT_PROPERTIES_UNUSED'],
  NoNodeForYamlKey: ['TSDBT_PROPERTIES_UNUSED'],
  NoNodesForSelectionCriteria: ['TSDBT_SELECTOR_NO_MATCH'],
  NoNodesSelected: ['TSDBT_SELECTION_EMPTY'],
  NodeNotFoundOrDisabled: ['TSDBT_REF_DISABLED', 'TSDBT_REF_MISSING', 'TSDBT_SOURCE_MISSING'],
  NothingToDo: ['TSDBT_SELECTION_EMPTY'],
  PackageInstallPathDeprecation: ['TSDBT_KEY_DEPRECATED'],
  UnusedResourceConfigPath: ['TSDBT_CONFIG_UNUSED'],
};

/** dbt's other names: known, and about nothing that tsdbt warns of. */
const silentNames: readonly string[] = [
  ...['AdapterDeprecationWarning', 'AdapterEventWarning', 'ArgumentsPropertyInGenericTestDeprecation'],
  ...['BehaviorChangeEvent', 'CatalogGenerationError', 'CollectFreshnessReturnSignature', 'ConfigLogPathDeprecation'],
  ...['ConfigTargetPathDeprecation', 'ConstraintNotEnforced', 'ConstraintNotSupported'],
  ...['CustomKeyInObjectDeprecation', 'CustomOutputPathInSourceFreshnessDeprecation', 'CustomTopLevelKeyDeprecation'],
  ...['DeprecatedModel', 'DeprecatedReference', 'DeprecationsSummary', 'DepsScrubbedPackageName', 'DepsUnpinned'],
  ...['DuplicateNameDistinctNodeTypesDeprecation', 'EnvironmentVariableNamespaceDeprecation'],
  ...['EnvironmentVariableRenamed', 'ExposureNameDeprecation', 'FreshnessConfigProblem'],
  ...['GenericJSONSchemaValidationDeprecation', 'GetMetaKeyWarning', 'InternalDeprecation'],
  ...['InvalidConcurrentBatchesConfig', 'InvalidMacroAnnotation', 'InvalidValueForField'],
  ...['MFCumulativeTypeParamsDeprecation', 'MFTimespineWithoutYamlConfigurationDeprecation'],
  ...['MetricAttributesRenamed', 'MicrobatchMacroOutsideOfBatchesDeprecation', 'MicrobatchModelNoEventTimeInputs'],
  ...['MissingArgumentsPropertyInGenericTestDeprecation', 'MissingPlusPrefixDeprecation'],
  ...['ModelParamUsageDeprecation', 'ModulesItertoolsUsageDeprecation', 'PackageMaterializationOverrideDeprecation'],
  ...['PackageNodeDependsOnRootProjectNode', 'PackageRedirectDeprecation', 'ProjectFlagsMovedDeprecation'],
  ...['PropertyMovedToConfigDeprecation', 'ResourceNamesWithSpacesDeprecation', 'RunResultWarning'],
  ...['RunResultWarningMessage', 'SeedExceedsLimitAndPathChanged', 'SeedExceedsLimitChecksumChanged'],
  ...['SeedExceedsLimitSamePath', 'SeedIncreased', 'SemanticValidationFailure', 'SnapshotTimestampWarning'],
  ...['SourceFreshnessProjectHooksNotRun', 'SourceOverrideDeprecation', 'TestsConfigDeprecation'],
  ...['UnexpectedJinjaBlockDeprecation', 'UnsupportedConstraintMaterialization', 'UnusedTables'],
  ...['UnversionedBreakingChange', 'UpcomingReferenceDeprecation', 'ValidationWarning'],
  ...['WEOIncludeExcludeDeprecation', 'WarnStateTargetEqual', 'WrongResourceSchemaFile'],
];

/** The codes that a name of the user's means; null when nobody knows it. */
export function codesOf(name: string): readonly string[] | null {
  if (Object.hasOwn(dbtNames, name)) return dbtNames[name];
  const code = name.startsWith('TSDBT_') ? name : `TSDBT_${name}`;
  if (Object.hasOwn(diagnosticCodes, code)) return [code];
  return silentNames.includes(name) ? [] : null;
}

/** Every name, for did-you-mean. */
export function warningNames(): readonly string[] {
  return [...Object.keys(dbtNames), ...silentNames, ...Object.keys(diagnosticCodes)];
}
