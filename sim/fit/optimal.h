// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/fit/fit.h"

namespace pwlsim::fit {

/// The table of least error. For Objective::kMaxError with a sample, an error counts times the square root of its
/// point's weight.
///
/// Inputs of up to 12 bits: the optimum over all breakpoints, slopes and intercepts that the registers can hold; method
/// "optimal". With one scale it is the best table of that scale. With several it is the table with the least mean of
/// the scales' errors, among those whose intercepts each scale's registers can hold. It is optimal by construction:
/// segmentation.h serves Objective::kMse; line_search.h serves the other objectives for words of up to 8 bits. For
/// wider words corridor.h serves Objective::kMaxError, and line_search.h serves Objective::kOutputMse up to 9 bits, or
/// 10 with at most 16 entries. Numbers of fraction bits from slope_width-2 down to where the function's own tangents
/// fit are tried. Errors are calculated in double precision: mean squared errors that differ by less than some 1e-14
/// count as equal.
///
/// All other requests get method "near-optimal" (near_optimal.h): wider inputs, floating-point units, accumulators that
/// can wrap, output codes of wider words, the greatest error where slopes are finer than intercepts by more than 5
/// bits, and a mean error of zero for words of more than 8 bits.
///
/// With zero_mean, the table has a mean error of at most 2^-16, or as near to that as the search gets, and nearly the
/// least squared error of such tables. That error is never more than the error of the optimum with its bias taken out;
/// zero_mean.h gives a bound. With Objective::kMaxError, the table is such a one whose greatest error is as near to the
/// least as the search finds. For wider units, and for Objective::kOutputMse, the candidates are the tables that are
/// optimal for the function plus some constant, and the optimum with its bias taken out; biased_cost() of
/// take_out_bias.h chooses among them.
///
/// Throws InputError for requests that no table can serve.
Table fit_optimal(const FitRequest& request);

/// Whether the table of a request is proven to be the optimum, and not merely near it.
bool has_exact_optimum(const FitRequest& request);

/// The fewest entries that reach an error, and a table with them.
struct LeastEntries {
  int entries;   ///< segments that are needed
  double error;  ///< the objective's, with these entries
  Table table;   ///< with `entries` entries, but at least two
};

/// The fewest entries, up to 64, with which the objective's error (mean squared or greatest absolute) is at most
/// `error`. wish.format.entries does not matter. Throws InputError if 64 are not enough.
LeastEntries fit_least_entries(const FitRequest& wish, double error);

/// The fewest entries, up to 64, with which every output code is the exact value's, rounded half up. For
/// units of up to 8 bits. Throws InputError if 64 are not enough.
LeastEntries fit_least_exact_entries(const FitRequest& request);

/// A lower bound of the mean squared error of all tables of a request's format.
struct ErrorBound {
  double mse;    ///< no table has less
  bool reached;  ///< whether a table has this error and so is the optimum
};
/// Throws InputError as make_fit_grid() does.
ErrorBound mse_bound(const FitRequest& request);

}  // namespace pwlsim::fit
