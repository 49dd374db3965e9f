"""Functions that a query may call: an allow-list, because lists of what is forbidden rot."""

from __future__ import annotations

AGGREGATES = """
    any_value approx_count_distinct approx_distinct approx_quantile arg_max arg_min argmax argmin array_agg
    avg bit_and bit_or bool_and bool_or logical_and logical_or corr count count_if countif covar_pop
    covar_samp first first_value group_concat last last_value listagg max max_by median min min_by mode
    nth_value percentile_cont percentile_disc quantile quantile_cont quantile_disc regr_slope regr_intercept
    regr_r2 stddev stddev_pop stddev_samp string_agg sum sum_if var_pop var_samp variance variance_pop
"""
WINDOWS = "cume_dist dense_rank lag lead ntile percent_rank rank row_number"
NUMBERS = """
    abs ceil ceiling cbrt cos acos asin atan atan2 sin tan degrees exp floor greatest least ln log log2 log10
    mod pi pow power radians random_no round safe_divide sign sqrt trunc truncate div isnan is_nan is_inf
    isinf fdiv width_bucket
"""
TEXT = """
    ascii chr concat concat_ws contains ends_with endswith initcap left length char_length lower ltrim md5
    position str_position strpos regexp_extract regexp_i_like regexp_ilike regexp_like regexp_matches
    regexp_replace replace reverse right rtrim split split_part starts_with startswith strip substr substring
    translate trim upper levenshtein editdist_no like_escape
"""
TIMES = """
    age current_date current_timestamp date date_add date_diff date_from_parts date_part date_sub date_trunc
    datediff datepart dayofmonth day_of_month day_of_week dayofweek day_of_week_iso dayofweekiso day_of_year
    dayofyear day dayname epoch epoch_ms extract hour isodow last_day make_date make_timestamp minute month
    monthname now quarter second strftime strptime str_to_time time_to_str time_bucket timestamp_trunc
    timestamptrunc timestamp_diff to_days to_months to_timestamp today ts_or_ds_add ts_or_ds_diff
    ts_or_ds_to_date ts_or_ds_to_timestamp week week_of_year weekofyear week_iso year yearofweek unix_to_time
    str_to_date to_date timestamp date_str_to_date interval
"""
LOGIC = """
    and or not xor case if ifnull coalesce nullif cast try_cast trycast typeof iff exists in between is_null
"""
NESTED = """
    array array_contains array_length array_size cardinality element_at explode generate_series list
    list_aggregate list_contains list_distinct list_sort list_sum list_value len map struct struct_pack
    struct_extract unnest range json_extract json_extract_scalar json_extract_string jsonextract
    jsonextractscalar cube rollup grouping_sets grouping columns_no inline row tuple
"""
ALLOWED = frozenset(" ".join((AGGREGATES, WINDOWS, NUMBERS, TEXT, TIMES, LOGIC, NESTED)).split())
