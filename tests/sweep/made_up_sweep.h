// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/sweep/journal.h"
#include "tests/rooms.h"

namespace pwlsim::tests {

/// A made-up sweep of two tables in 4 + 1 chunks.
inline JournalHeader made_up_header(Shard shard = {}) {
  return {.key = "0123456789abcdef0123456789abcdef",
          .program = "pwlsim test",
          .shard = shard,
          .chunk_size = 1024,
          .items = {{"gelu fp16_8", "fp16_8", "pwlsim sweep --unit fp16_8", "", 0, 4095, 1},
                    {"gelu int8_8 s=5", "int8_8", "pwlsim sweep --unit int8_8 --scale 5", "", 0, 255, 1}}};
}

inline ChunkRecord made_up_record(std::size_t chunk) {
  ChunkRecord record;
  record.totals.results = chunk < 4 ? 1024 : 256;
  record.totals.digest = 0xfedc'ba98'7654'3210 + chunk;
  record.totals.nans = chunk;
  record.totals.judged = 10;
  record.totals.max_error = 0.1 * static_cast<double>(chunk);
  record.totals.max_error_at = 1024 * chunk + 7;
  record.seconds = 0.5;
  return record;
}

}  // namespace pwlsim::tests
