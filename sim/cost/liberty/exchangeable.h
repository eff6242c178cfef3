// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/cost/liberty/liberty.h"

namespace pwlsim::cost {

/// Whether `b` can replace `a`: it has the same pins in the same order with the same functions, the same state apart
/// from its name, and the same clock gating.
bool exchangeable(const LibertyCell& a, const LibertyCell& b);

/// All usable cells that can replace `cell`, itself included if it is usable. Sorted by area, then by their order in
/// the library.
std::vector<const LibertyCell*> exchangeable_cells(const Library& library, const LibertyCell& cell);

/// Whether the nets at two inputs (indices of pins) of a cell without state may be swapped, because all its functions
/// stay the same.
bool swappable(const LibertyCell& cell, int a, int b);

/// A buffer and how much it may drive.
struct BufferCell {
  const LibertyCell* cell;
  int input, output;  ///< indices of its pins
  double limit;       ///< greatest load, pF: its max_capacitance, else the end of its delay tables
};

/// The usable buffers, sorted by area.
std::vector<BufferCell> find_buffers(const Library& library);

}  // namespace pwlsim::cost
