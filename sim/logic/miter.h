// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "sim/base/error.h"
#include "sim/logic/circuit.h"
#include "sim/rooms.h"

namespace pwlsim::logic {

/// Two pieces of logic with common inputs, whose outputs are compared one by one.
struct Miter {
  struct Output {
    std::string name;
    Literal implementation, reference;  ///< both 0 where the assumption does not hold
  };

  Aig aig;
  std::vector<std::string> inputs;   ///< name of each input of the AIG
  std::size_t reference_inputs = 0;  ///< the first ones, which are the reference's
  std::vector<Output> outputs;
  std::size_t merged = 0;  ///< number of outputs that stand for registers which the reference does not have
};

/// Error for a proof that would succeed whatever the design does.
class VacuousError : public InputError {
 public:
  using InputError::InputError;
};

/// Name of the output of a reference that is 1 for the inputs for which the reference is meant.
constexpr const char* kAssume = "assume_o";

/// How names of inputs begin that a counterexample need not show, such as the state before a run.
constexpr const char* kAside = "aside ";

/// Joins two designs without registers by the names of their inputs and outputs. Inputs that only the implementation
/// has must make no difference. Where the reference has an output assume_o, the others count while it is 1. Throws
/// VacuousError, because such a proof would say nothing, for an input of the reference that none of its outputs depends
/// on, for a constant output of the reference, and for a reference without outputs. Throws InputError for an output
/// that one side lacks, and for an output that depends on an undefined value. Claims of the implementation become
/// outputs that must be 0.
Miter join(const Circuit& implementation, const Circuit& reference);

/// Values of inputs and outputs as words: "x_i=0x4d", in the order of the inputs, outputs that differ last. Inputs that
/// stand for undefined values are left out, as are those aside.
std::string counterexample_text(const Miter& miter, const std::vector<bool>& inputs);

/// Whether some output differs for these values of the inputs.
bool differs(const Miter& miter, const std::vector<bool>& inputs);

}  // namespace pwlsim::logic
