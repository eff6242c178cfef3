// SPDX-License-Identifier: Apache-2.0
#pragma once

// The inputs and outputs of a unit in one cycle. This header is also compiled into each Verilated model
// (verilated_wrapper.cpp), so it includes no other file of the project.

#include <cstdint>

namespace pwlsim::unit {

/// The inputs of one cycle, applied after a clock edge and stable until the next one.
struct CycleInputs {
  std::uint64_t x;        ///< x_i, raw word
  std::uint64_t wr_data;  ///< wr_data_i
  std::uint16_t wr_addr;  ///< wr_addr_i
  std::uint8_t wr_en;     ///< wr_en_i
  std::uint8_t valid;     ///< valid_i
  std::uint8_t ready;     ///< ready_i
  std::uint8_t rst_n;     ///< rst_ni
  std::uint8_t counted;   ///< 1 in the cycles of data, whose toggles count for power; not a port of the unit
  std::uint8_t last;      ///< last_i: x closes its row; zero for units without rows
};

/// The outputs of one cycle, sampled before the clock edge that ends it.
struct CycleOutputs {
  std::uint64_t y;          ///< y_o, raw word, zero-extended
  std::uint16_t segment;    ///< segment_o: of this cycle's x, or of the code at the table in a wide unit
  std::uint8_t valid;       ///< valid_o
  std::uint8_t ready;       ///< ready_o
  std::uint8_t last;        ///< last_o: y is the last result of its row; zero for units without rows
  std::uint8_t padding[3];  ///< zero
};

}  // namespace pwlsim::unit
