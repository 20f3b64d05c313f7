/**
 * Functions that give the same answer for the same arguments, on every database that has them, and words that stand
 * before a bracket without being functions. What is missing here counts as not repeatable. Literal tables.
 */

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/u);
}

/** Lower-case names. Those that read a clock, a setting, a sequence, a table or chance are left out on purpose. */
export const repeatableFunctions: ReadonlySet<string> = new Set([
  ...words(`abs acos acosh asin asinh atan atan2 atanh cbrt ceil ceiling cos cosh cot degrees div exp factorial floor gcd lcm
    ln log log10 log2 mod pi pow power radians round scale sign sin sinh sqrt square tan tanh trunc truncate width_bucket`),
  ...words(`ascii bit_length btrim char chr char_length character_length concat concat_ws format glob hex initcap instr
    left length lower lpad ltrim md5 octet_length overlay position quote quote_ident quote_literal quote_nullable printf
    regexp_count regexp_like regexp_match regexp_matches regexp_replace regexp_split_to_array regexp_split_to_table
    regexp_substr repeat replace reverse right rpad rtrim sha224 sha256 sha384 sha512 soundex split_part starts_with
    string_to_array string_to_table strpos substr substring to_hex translate trim unhex unicode unistr upper`),
  ...words(`coalesce greatest ifnull iif least max min nullif nvl typeof pg_typeof likelihood likely unlikely`),
  ...words(`array_agg any_value avg bit_and bit_or bit_xor bool_and bool_or corr count covar_pop covar_samp cume_dist
    dense_rank every first_value group_concat grouping lag last_value lead median mode nth_value ntile percent_rank
    percentile_cont percentile_disc rank regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope row_number
    stddev stddev_pop stddev_samp string_agg sum total var_pop var_samp variance xmlagg`),
  ...words(`cast convert to_char to_date to_number to_timestamp age date_bin date_part date_trunc datediff dateadd extract
    isfinite justify_days justify_hours justify_interval make_date make_interval make_time make_timestamp timezone
    date time datetime julianday strftime unixepoch timediff`),
  ...words(`array_append array_cat array_dims array_fill array_length array_lower array_ndims array_position
    array_positions array_prepend array_remove array_replace array_to_string array_upper cardinality trim_array unnest
    generate_series generate_subscripts int4range int8range numrange tsrange daterange lower_inc upper_inc isempty`),
  ...words(`json json_array json_array_elements json_array_elements_text json_array_length json_build_array
    json_build_object json_each json_each_text json_extract json_extract_path json_extract_path_text json_group_array
    json_group_object json_insert json_object json_object_agg json_object_keys json_patch json_populate_record json_quote
    json_remove json_replace json_set json_strip_nulls json_tree json_type json_typeof json_valid json_agg to_json to_jsonb
    row_to_json array_to_json jsonb_agg jsonb_array_elements jsonb_array_elements_text jsonb_array_length
    jsonb_build_array jsonb_build_object jsonb_each jsonb_each_text jsonb_extract_path jsonb_extract_path_text
    jsonb_insert jsonb_object jsonb_object_agg jsonb_object_keys jsonb_path_exists jsonb_path_query jsonb_pretty jsonb_set
    jsonb_strip_nulls jsonb_typeof encode decode`),
]);

/** Keywords and types that a bracket may follow. */
export const bracketWords: ReadonlySet<string> = new Set([
  ...words(`all and any array as between by case cross distinct else end except exists filter from full group having ilike in
    inner intersect interval is join lateral left like limit materialized natural not offset on or order outer over
    partition range recursive right rows select similar some then union using values when where window with within xor
    escape glob regexp match collate at both leading trailing row rollup cube sets grouping nulls fetch only
    conflict qualify`),
  ...words(`bit bpchar character dec decimal double float integer int bigint smallint numeric nvarchar precision real
    text timestamp timestamptz timetz varbit varchar varying`),
]);

/** Words that give another value in another session or at another time, without a bracket. */
export const changingWords: ReadonlySet<string> = new Set(
  words(`current_catalog current_date current_role current_schema current_time current_timestamp current_user localtime
    localtimestamp session_user system_user tablesample`),
);

/** Words of statements that do more than query; in a query they would be quoted or follow a dot. */
export const changingStatements: ReadonlySet<string> = new Set(
  words(
    'alter analyze attach call commit copy create delete detach do drop execute grant insert into merge pragma revoke table truncate update vacuum',
  ),
);

/** Functions that read the clock when they have fewer arguments than this. */
export const clockArguments: ReadonlyMap<string, number> = new Map([
  ...(['date', 'time', 'datetime', 'julianday', 'unixepoch'] as const).map((name): [string, number] => [name, 1]),
  ['strftime', 2],
  ['age', 2],
]);

/** Functions with a `from` of their own between their brackets. */
export const functionsWithFrom: ReadonlySet<string> = new Set(words('extract overlay position substring trim'));
