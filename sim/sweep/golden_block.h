// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "sim/number/word.h"
#include "sim/unit/golden.h"
#include "sim/unit/unit_table.h"

namespace pwlsim::sweep {

/// What GoldenUnit::evaluate() and segment() return for consecutive input words, several times as fast: the line is
/// looked up once for all words of a segment, and FP32 takes two operations of the host wherever they are exact.
class GoldenBlock {
 public:
  explicit GoldenBlock(const UnitTable& table);

  /// Results and segments of the words first … first + count - 1, all of the input's width.
  void run(Word first, std::size_t count, Word* y, std::uint8_t* segment) const;

 private:
  void run_same_sign(Word first, std::size_t count, Word* y, std::uint8_t* segment) const;
  void run_one_line(Word first, std::size_t count, Word* y) const;
  void run_fp32_line(const GoldenUnit::Line& line, Word first, std::size_t count, Word* y) const;

  GoldenUnit unit_;
  bool lines_;  ///< whether neighbouring words share a line: the segment ascends or descends with the word
};

}  // namespace pwlsim::sweep
