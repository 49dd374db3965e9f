"""Functions and types that a query may name: allow-lists, because lists of what is forbidden rot."""

from __future__ import annotations

AGGREGATES = """
    any_value approx_count_distinct approx_distinct approx_quantile arg_max arg_min array_agg avg bit_and bit_or
    bool_and bool_or logical_and logical_or corr count count_if countif covar_pop covar_samp every first first_value
    geometric_mean group_concat histogram last last_value listagg mad max max_by median min min_by mode nth_value
    percentile_cont percentile_disc quantile quantile_cont quantile_disc regr_avgx regr_avgy regr_count regr_intercept
    regr_r2 regr_slope regr_sxx regr_sxy regr_syy skewness kurtosis stddev stddev_pop stddev_samp string_agg sum sum_if
    sumif product var_pop var_samp variance variance_pop entropy
"""
WINDOWS = "cume_dist dense_rank lag lead ntile percent_rank rank row_number"
NUMBERS = """
    abs acos asin atan atan2 cbrt ceil ceiling cos cot degrees div even exp factorial fdiv floor fmod gcd greatest
    int_div isfinite is_inf isinf isnan is_nan lcm least ln log log10 log2 mod pi pow power radians round round_even
    roundbankers safe_divide sign sin sqrt tan trunc truncate width_bucket bit_count
"""
TEXT = """
    ascii bar btrim char_length chr concat concat_ws contains edit_distance editdist3 ends_with endswith format
    initcap instr jaccard jaro_similarity jaro_winkler_similarity left length levenshtein like_escape lower lpad ltrim
    md5 pad position prefix printf regexp_count regexp_extract regexp_extract_all regexp_full_match regexp_i_like
    regexp_ilike regexp_like regexp_matches regexp_replace regexp_split regexp_split_to_array repeat replace reverse
    right rpad rtrim split split_part starts_with startswith str_position strip strip_accents strlen strpos substr
    substring suffix to_char to_number translate trim unicode upper hash
"""
TIMES = """
    age century current_date current_time current_timestamp date date_add date_diff date_from_parts date_part
    date_str_to_date date_sub date_to_date_str date_trunc datediff datepart datesub day day_of_month day_of_week
    day_of_week_iso
    day_of_year dayname dayofmonth dayofweek dayofweekiso dayofweek_iso dayofyear decade epoch epoch_ms extract
    generate_date_array generate_timestamp_array hour interval isodow isoyear
    justify_days last_day localtime localtimestamp make_date make_interval make_time make_timestamp millisecond minute
    month monthname now quarter second str_to_date str_to_time str_to_unix strftime strptime time time_bucket
    time_from_parts time_str_to_time time_to_str time_to_unix timestamp timestamp_add timestamp_diff
    timestamp_from_parts timestamp_sub timestamp_trunc timestampdiff to_date to_days to_days_interval to_hours
    to_minutes to_months to_seconds to_timestamp to_weeks to_years today try_strptime ts_or_ds_add ts_or_ds_diff
    ts_or_ds_to_date ts_or_ds_to_time ts_or_ds_to_timestamp unix_seconds unix_to_time unix_to_time_str week
    week_of_year weekday weekofyear year year_of_week yearweek date_bin timestamp_seconds to_unixtime
"""
LOGIC = """
    and or not xor case if ifnull coalesce nullif cast try_cast try typeof iff exists in between is_null nvl nvl2
    error_no ifnull decode any all
"""
NESTED = """
    array array_agg_distinct array_aggr array_all array_any array_append array_concat array_contains array_contains_all
    array_distinct array_has array_join array_length array_max array_min array_overlaps array_position array_reverse
    array_size array_slice array_sort array_sum array_to_string array_unique_agg cardinality element_at explode
    explode_outer filter flatten generate_series grouping json_array_length json_bextract_scalar json_extract
    json_extract_path json_extract_path_text json_extract_scalar json_extract_string json_keys json_type json_value
    json_b_extract json_b_extract_scalar json_exists json_contains json_extract_array json_valid jsonb_array_length
    jsonb_extract jsonb_extract_scalar len list list_aggregate list_any_value list_avg list_concat list_contains
    list_count list_distinct list_extract list_filter list_has list_max list_min list_position list_reverse list_slice
    list_sort list_sum list_transform list_unique list_value map map_from_entries map_keys map_values parse_json range
    row row_to_json_no struct struct_extract struct_pack to_map transform tuple unnest sort_array
    exploding_generate_series
"""
FUNCTIONS = frozenset(" ".join((AGGREGATES, WINDOWS, NUMBERS, TEXT, TIMES, LOGIC, NESTED)).split())

GENERATORS = frozenset({"range", "unnest", "generate_series", "generate_date_array", "exploding_generate_series"})

TYPES = frozenset(
    """
    bit boolean tinyint smallint int bigint int128 int256 utinyint usmallint uint ubigint uint128 float double decimal
    udecimal bigdecimal char varchar nchar nvarchar text tinytext mediumtext longtext name_no date date32 time timetz
    timestamp timestamptz timestampltz timestampntz timestamp_s timestamp_ms timestamp_ns datetime datetime2 interval
    uuid json jsonb array list struct map null unknown year bignum hugeserial_no
    """.split()
)
