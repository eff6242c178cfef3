// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/fit/fit.h"

namespace pwlsim::fit {

/// NN-LUT's network (Yu et al., DAC 2022, arXiv 2112.02191): one input, one hidden layer of ReLUs, one output without
/// bias. Each vector has one number per neuron.
struct NnlutNetwork {
  std::vector<double> m,  ///< weights of the output
      n,                  ///< weights of the input
      b;                  ///< biases of the hidden layer

  /// Sum over i of m_i * max(n_i*x + b_i, 0).
  double evaluate(double x) const;
};

/// The table that equals the network for all x: breakpoints -b_i/n_i in ascending order; a line's slope and intercept
/// are the sums of m_i*n_i and m_i*b_i over the neurons active in its segment. Neurons without a breakpoint (n_i = 0)
/// count in all lines. Empty segments at the upper end fill up to `entries`. Throws InputError if the network has more
/// than entries-1 neurons.
Table to_table(const NnlutNetwork& network, int entries, const std::string& function);

/// NN-LUT: trains the network and turns it into a table. Training minimises the L1 error by Adam in minibatches, at a
/// rate that decays in steps, on samples that are uniform over the range (the function's, the paper's or a set one). If
/// the request has a sample, training continues with that alone (the paper's calibration): the mean absolute error
/// falls where those activations lie, while the squared error may rise. The same seed gives the same table. Throws
/// InputError for another objective than kMse (which here means the paper's L1), zero_mean, settings out of bounds, and
/// a sample without a number at which the function is finite.
Table fit_nnlut(const FitRequest& request);

/// The method's constants. Those of the paper are samples, learning_rate and the ranges of paper_range.
std::vector<FitSetting> nnlut_settings();

/// 1/sqrt(x), x > 0, from a table trained with paper_range, with the paper's scaling: for x below 1 the input is
/// multiplied by 2^10 and the result by 2^5, so that x >= 2^-10 stays within the trained range.
double nnlut_rsqrt(const Table& table, double x);

}  // namespace pwlsim::fit
