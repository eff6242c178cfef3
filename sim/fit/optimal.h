// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/fit/fit.h"

namespace pwlsim::fit {

/// The table of least error. Of Objective::kMaxError with a sample, errors count by the square root of the weight.
///
/// Inputs of up to 12 bits: the optimum over all breakpoints, slopes and intercepts that the registers can hold; method
/// "optimal". With one scale it is the best table of that scale, with several the best one that serves them all (the
/// mean of their errors), of those whose intercepts each scale's registers hold. Proof by construction: segmentation.h
/// for Objective::kMse; for the others line_search.h for words of up to 8 bits, beyond which corridor.h is for
/// Objective::kMaxError and line_search.h, up to 9 bits, or 10 with at most 16 entries, for Objective::kOutputMse.
/// Numbers of fraction bits from slope_width-2 down to where the function's own tangents fit. Errors are calculated in
/// double precision: mean squared errors that differ by less than some 1e-14 count as equal.
///
/// All else is method "near-optimal", see near_optimal.h: wider inputs, floating-point units, accumulators that can
/// wrap, output codes of wider words, the greatest error where slopes are finer than intercepts by more than 5 bits,
/// and a mean error of zero for words of more than 8 bits.
///
/// With zero_mean, a table with a mean error of at most 2^-16, or as near to that as the search gets, and nearly
/// the least squared error of such tables, never more than that of the optimum with its bias taken out: see
/// zero_mean.h, which also knows how near. With Objective::kMaxError, such a table whose greatest error is as near to
/// the least one as is found. For wider units, and for Objective::kOutputMse, of the tables that are optimal for the
/// function plus some constant, and the optimum with its bias taken out, the best one as take_out_bias.h counts.
///
/// Throws InputError for requests that no table can serve.
Table fit_optimal(const FitRequest& request);

/// Whether the table of a request is proven to be the optimum, and not merely near it.
bool has_exact_optimum(const FitRequest& request);

/// The optimum with few entries.
struct LeastEntries {
  int entries;  ///< segments that are needed
  double error;
  Table table;  ///< of so many entries, but at least two
};

/// The fewest entries, up to 64, with which the objective's error (mean squared or greatest absolute) is at most
/// `error`. wish.format.entries does not matter. Throws InputError if 64 are not enough.
LeastEntries fit_least_entries(const FitRequest& wish, double error);

/// The fewest entries, up to 64, with which every output code is the exact value's, rounded half up. For
/// units of up to 8 bits. Throws InputError if 64 are not enough.
LeastEntries fit_least_exact_entries(const FitRequest& request);

/// What the mean squared error of no table of a request's format can be below.
struct ErrorBound {
  double mse;
  bool reached;  ///< whether a table has it: the optimum
};
ErrorBound mse_bound(const FitRequest& request);

}  // namespace pwlsim::fit
