// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/cost/liberty/liberty.h"

namespace pwlsim::cost {

/// Whether `b` can take the place of `a`: the same pins in the same order with the same functions, the same state,
/// whatever its name, and clock gating.
bool exchangeable(const LibertyCell& a, const LibertyCell& b);

/// All usable cells that can take the place of `cell`, which is one of them if it is usable; by area, then as in the
/// library.
std::vector<const LibertyCell*> exchangeable_cells(const Library& library, const LibertyCell& cell);

/// Whether the nets at two inputs (indices of pins) of a cell without state may be swapped: all its functions stay the
/// same.
bool swappable(const LibertyCell& cell, int a, int b);

struct BufferCell {
  const LibertyCell* cell;
  int input, output;  ///< indices of its pins
  double limit;       ///< that it may drive, pF: its max_capacitance, or else as far as its delays go
};

/// The usable buffers, by area.
std::vector<BufferCell> find_buffers(const Library& library);

}  // namespace pwlsim::cost
