// SPDX-License-Identifier: Apache-2.0
#include "sim/unit/golden.h"

#include <gtest/gtest.h>
#include <deque>
#include <vector>

#include "sim/base/error.h"
#include "sim/base/random.h"
#include "sim/unit/lines/line_fields.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

/// Properties of the handshake that do not depend on how the pipeline is built: no result is lost or doubled, order is
/// kept, a stalled result stays unchanged, an empty unit takes an input at once.
TEST(GoldenModel, HandshakeKeepsItsPromisesUnderRandomStalls) {
  for (const char* name : {"int8_8", "int8_8q", "fp32_8"}) {
    const UnitConfig& config = find_unit(name);
    for (int latency = 1; latency <= 6; ++latency) {
      GoldenModel model(config, latency);
      Random random(static_cast<std::uint64_t>(latency));
      std::deque<Word> in_flight;  // slope 1, intercept 0: results are their inputs
      std::vector<CycleInputs> setup;
      const auto write = [&](Field field, int index, Word data) {
        CycleInputs in{};
        in.rst_n = 1;
        in.wr_en = 1;
        in.wr_addr = static_cast<std::uint16_t>(static_cast<unsigned>(field) << config.index_bits() |
                                                static_cast<unsigned>(index));
        in.wr_data = data;
        setup.push_back(in);
      };
      for (int i = 0; i < config.entries; ++i) write(Field::kSlope, i, config.x.is_real() ? 0x3f80'0000 : 1);
      std::vector<CycleOutputs> ignored(setup.size());
      model.run(setup.data(), ignored.data(), setup.size());

      CycleInputs in{};
      in.rst_n = 1;
      CycleOutputs held{};
      bool stalled = false;
      int taken = 0;
      for (int cycle = 0; cycle < 20'000; ++cycle) {
        const bool waiting = in.valid != 0;
        if (!waiting && random.chance(0.6)) {
          in.valid = 1;
          in.x = config.x.is_real() ? 0x3f80'0000 + random.below(1000) : random.below(128);
        }
        in.ready = random.chance(0.5) ? 1 : 0;
        CycleOutputs out;
        model.run(&in, &out, 1);
        if (stalled) {
          ASSERT_EQ(out.valid, 1);
          ASSERT_EQ(out.y, held.y);
        }
        if (out.valid != 0) {
          ASSERT_FALSE(in_flight.empty());
          ASSERT_EQ(out.y, in_flight.front()) << name << " cycle " << cycle;
          if (in.ready != 0) in_flight.pop_front();
        }
        if (in_flight.empty()) {
          ASSERT_EQ(out.ready, 1);
        }
        stalled = out.valid != 0 && in.ready == 0;
        held = out;
        if (in.valid != 0 && out.ready != 0) {
          in_flight.push_back(in.x);
          in.valid = 0;
          ++taken;
        }
        ASSERT_LE(in_flight.size(), static_cast<std::size_t>(latency));
      }
      EXPECT_GT(taken, 5000);
    }
  }
}

TEST(GoldenModel, ResultsComeAfterTheStatedLatencyAndOneACycle) {
  for (const UnitConfig& config : named_units()) {
    GoldenModel model(config);
    CycleInputs in{};
    in.rst_n = in.valid = in.ready = 1;
    for (int cycle = 0; cycle < 50; ++cycle) {
      CycleOutputs out;
      model.run(&in, &out, 1);
      ASSERT_EQ(out.ready, 1);
      ASSERT_EQ(out.valid, cycle >= config.latency() ? 1 : 0) << config.name << " cycle " << cycle;
    }
  }
}

TEST(GoldenModel, ResetEmptiesThePipeline) {
  GoldenModel model(find_unit("int8_8"));
  CycleInputs in{};
  in.rst_n = in.valid = 1;
  CycleOutputs out;
  for (int i = 0; i < 5; ++i) model.run(&in, &out, 1);
  EXPECT_EQ(out.valid, 1);
  EXPECT_EQ(out.ready, 0);
  in.rst_n = 0;
  model.run(&in, &out, 1);
  EXPECT_EQ(out.valid, 0);
  EXPECT_EQ(out.ready, 1);
  EXPECT_THROW(GoldenModel(find_unit("int8_8"), 0), InputError);
  EXPECT_THROW(GoldenModel(find_unit("int8_8"), 17), InputError);
}

}  // namespace
}  // namespace pwlsim::tests
