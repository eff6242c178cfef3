// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/fit/fit.h"

namespace pwlsim::fit {

/// NN-LUT's network (Yu et al., DAC 2022, arXiv 2112.02191): one hidden layer of ReLUs, one input, one output
/// without bias. The three vectors have one number a neuron.
struct NnlutNetwork {
  std::vector<double> m, n, b;

  /// Sum over i of m_i * max(n_i*x + b_i, 0).
  double evaluate(double x) const;
};

/// The table that the network is, exactly, for all x: breakpoints -b_i/n_i in ascending order; a line's slope and
/// intercept are the sums of m_i*n_i and m_i*b_i over the neurons active in its segment. Neurons without a breakpoint
/// (n_i = 0) go into all lines. Empty segments at the upper end fill up to `entries`. Throws InputError if the network
/// has more than entries-1 neurons.
Table to_table(const NnlutNetwork& network, int entries, const std::string& function);

/// NN-LUT: the network is trained on samples that are uniform over the range (the function's, the paper's or a set
/// one), to the least L1 error, by Adam in minibatches, at a rate that decays in steps; then turned into a table. If
/// the request has a sample, training goes on with it alone (the paper's calibration): the mean absolute error falls
/// where those activations lie, while the squared error may rise. The same seed gives the same table. Throws InputError
/// for another objective than kMse (the paper's L1 stands for it), zero_mean, settings out of bounds, and a sample
/// without a number at which the function is finite.
Table fit_nnlut(const FitRequest& request);

/// The method's constants. The paper's: samples, learning_rate; the ranges that paper_range chooses.
std::vector<FitSetting> nnlut_settings();

/// 1/sqrt(x), x > 0, from a table trained with paper_range, as the paper scales it: below 1 the input is multiplied by
/// 2^10 and the result by 2^5, so that x >= 2^-10 stays within the trained range.
double nnlut_rsqrt(const Table& table, double x);

}  // namespace pwlsim::fit
