// SPDX-License-Identifier: Apache-2.0
//
// Each integer part alone, over all its inputs if they are few enough. SystemC allows one simulation per process, so
// ctest runs each test in a process of its own. By hand, select one test with --gtest_filter.

#include <gtest/gtest.h>
#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

#include "hw/common/pipe.h"
#include "hw/common/segment_int.h"
#include "hw/common/table.h"
#include "hw/pwl_int/add_int.h"
#include "hw/pwl_int/mul_int.h"
#include "hw/pwl_int/requant_int.h"
#include "sim/base/random.h"
#include "sim/unit/occupancy.h"
#include "tests/hw/part_bench.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

TEST(MulIntPart, AllPairsOfBytes) {
  hw::MulInt part("part", 8, 8, 16);
  WordSignal a, b, p;
  part.a_i(a);
  part.b_i(b);
  part.p_o(p);
  for (int x = -128; x < 128; ++x) {
    for (int y = -128; y < 128; ++y) {
      a.write(static_cast<Word>(x) & 0xff);
      b.write(static_cast<Word>(y) & 0xff);
      settle();
      ASSERT_EQ(sign_extend(p.read(), 16), x * y);
    }
  }
}

TEST(MulIntPart, LowHalfIsTheProductModulo) {
  hw::MulInt part("part", 32, 32, 32);
  WordSignal a, b, p;
  part.a_i(a);
  part.b_i(b);
  part.p_o(p);
  Random random(1);
  for (int i = 0; i < 20'000; ++i) {
    const auto x = static_cast<std::uint32_t>(random.bits());
    const auto y = static_cast<std::uint32_t>(random.bits());
    a.write(x);
    b.write(y);
    settle();
    ASSERT_EQ(p.read(), static_cast<std::uint32_t>(x * y));
  }
}

TEST(MulIntPart, WidthsThatDiffer) {
  hw::MulInt part("part", 3, 5, 6);
  WordSignal a, b, p;
  part.a_i(a);
  part.b_i(b);
  part.p_o(p);
  for (int x = -4; x < 4; ++x) {
    for (int y = -16; y < 16; ++y) {
      a.write(static_cast<Word>(x) & 7);
      b.write(static_cast<Word>(y) & 31);
      settle();
      ASSERT_EQ(p.read(), static_cast<Word>(x * y) & 63);
    }
  }
}

TEST(AddIntPart, AllInterceptsAndShifts) {
  hw::AddInt part("part", 8, 16);
  WordSignal product, intercept, acc;
  NumberSignal shift;
  part.product_i(product);
  part.intercept_i(intercept);
  part.shift_i(shift);
  part.acc_o(acc);
  for (int b = -128; b < 128; ++b) {
    for (int s = 0; s < 8; ++s) {
      for (const int p : {-16256, -1, 0, 1, 1234, 16384}) {
        product.write(static_cast<Word>(p) & 0xffff);
        intercept.write(static_cast<Word>(b) & 0xff);
        shift.write(static_cast<unsigned>(s));
        settle();
        ASSERT_EQ(sign_extend(acc.read(), 16), p + b * (1 << s));
      }
    }
  }
}

TEST(RequantIntPart, AllAccumulatorsAtAllShifts) {
  hw::RequantInt part("part", 8, 16);
  WordSignal acc, y;
  NumberSignal shift;
  part.acc_i(acc);
  part.shift_i(shift);
  part.y_o(y);
  for (int r = 0; r < 16; ++r) {
    shift.write(static_cast<unsigned>(r));
    for (int a = -32768; a < 32768; ++a) {
      acc.write(static_cast<Word>(a) & 0xffff);
      settle();
      const double expected = std::clamp(std::floor(std::ldexp(a, -r) + 0.5), -128.0, 127.0);
      ASSERT_EQ(sign_extend(y.read(), 8), static_cast<int>(expected)) << a << " >> " << r;
    }
  }
}

TEST(SegmentIntPart, CountsBreakpointsBelowEveryCode) {
  hw::SegmentInt part("part", 8, 8, 16);
  WordSignal x;
  NumberSignal segment;
  sc_core::sc_vector<WordSignal> breakpoints("breakpoints", 15);
  part.x_i(x);
  part.breakpoints_i(breakpoints);
  part.segment_o(segment);
  Random random(2);
  for (int round = 0; round < 40; ++round) {
    std::vector<int> p(15);
    for (int& value : p) value = static_cast<int>(random.below(round % 2 == 0 ? 256 : 5)) - 128;
    std::sort(p.begin(), p.end());
    for (int j = 0; j < 15; ++j) breakpoints[j].write(static_cast<Word>(p[j]) & 0xff);
    for (int q = -128; q < 128; ++q) {
      x.write(static_cast<Word>(q) & 0xff);
      settle();
      ASSERT_EQ(segment.read(), std::count_if(p.begin(), p.end(), [q](int v) { return v < q; }));
    }
  }
}

/// A comparator with its signals.
struct SegmentBench {
  SegmentBench(int width, int breakpoint_width, int entries)
      : part("part", width, breakpoint_width, entries), breakpoints("breakpoints", static_cast<unsigned>(entries - 1)) {
    part.x_i(x);
    part.breakpoints_i(breakpoints);
    part.segment_o(segment);
  }

  hw::SegmentInt part;
  WordSignal x;
  NumberSignal segment;
  sc_core::sc_vector<WordSignal> breakpoints;
};

// Any number of breakpoints with fewer bits than the codes. Each stands for the last code with these upper bits.
TEST(SegmentIntPart, NarrowBreakpointsOfAnyNumber) {
  constexpr int kWidth = 7, kDropped = 3;
  std::vector<std::unique_ptr<SegmentBench>> benches;  // all of them before the simulation begins
  for (const int entries : {2, 3, 5, 6, 7, 9, 12, 33, 63}) {
    benches.push_back(std::make_unique<SegmentBench>(kWidth, kWidth - kDropped, entries));
  }
  Random random(5);
  for (const auto& bench : benches) {
    std::vector<int> p(bench->breakpoints.size());
    for (int round = 0; round < 5; ++round) {
      for (int& value : p) value = static_cast<int>(random.below(16)) - 8;
      std::sort(p.begin(), p.end());
      for (std::size_t j = 0; j < p.size(); ++j) bench->breakpoints[j].write(static_cast<Word>(p[j]) & 15);
      for (int q = -64; q < 64; ++q) {
        bench->x.write(static_cast<Word>(q) & 127);
        settle();
        ASSERT_EQ(bench->segment.read(),
                  std::count_if(p.begin(), p.end(), [&](int v) { return (v << kDropped) + 7 < q; }));
      }
    }
  }
}

TEST(TablePart, RegistersTakeLowBitsAndOtherAddressesDoNothing) {
  hw::Table part("part", {5, 3, 6, 4});
  BitSignal clk, enable;
  NumberSignal address, segment;
  WordSignal data, slope, intercept;
  sc_core::sc_vector<WordSignal> breakpoints("breakpoints", 4);
  part.clk_i(clk);
  part.wr_en_i(enable);
  part.wr_addr_i(address);
  part.wr_data_i(data);
  part.segment_i(segment);
  part.breakpoints_o(breakpoints);
  part.slope_o(slope);
  part.intercept_o(intercept);
  enable.write(true);
  for (const Word word : {Word{0x2a}, Word{0x15}}) {
    for (unsigned at = 0; at < 32; ++at) {
      address.write(at);
      data.write(word ^ at);
      settle();
      clk.write(true);
      settle();
      clk.write(false);
      settle();
    }
    for (unsigned i = 0; i < 5; ++i) {
      segment.write(i);
      settle();
      EXPECT_EQ(slope.read(), (word ^ (8 + i)) & 0x3f);
      EXPECT_EQ(intercept.read(), (word ^ (16 + i)) & 0xf);
      if (i == 4) break;
      EXPECT_EQ(breakpoints[i].read(), (word ^ i) & 7);
    }
  }
}

TEST(TablePart, EveryRegisterHoldsWhatWasWrittenLast) {
  hw::Table part("part", {8, 8, 8, 8});
  BitSignal clk, enable;
  NumberSignal address, segment;
  WordSignal data, slope, intercept;
  sc_core::sc_vector<WordSignal> breakpoints("breakpoints", 7);
  part.clk_i(clk);
  part.wr_en_i(enable);
  part.wr_addr_i(address);
  part.wr_data_i(data);
  part.segment_i(segment);
  part.breakpoints_o(breakpoints);
  part.slope_o(slope);
  part.intercept_o(intercept);
  Random random(3);
  std::vector<Word> model(32);
  for (int i = 0; i < 5000; ++i) {
    const bool write = random.chance(0.5);
    const unsigned at = random.below(32);
    const Word value = random.bits() & 0xff;
    const unsigned read = random.below(8);
    enable.write(write);
    address.write(at);
    data.write(value);
    segment.write(read);
    settle();
    ASSERT_EQ(slope.read(), model[8 + read]);
    ASSERT_EQ(intercept.read(), model[16 + read]);
    for (unsigned j = 0; j < 7; ++j) ASSERT_EQ(breakpoints[j].read(), model[j]);
    clk.write(true);
    settle();
    clk.write(false);
    settle();
    if (write) model[at] = value;
  }
}

TEST(PipePart, EveryStateAndInputMovesAsTheOccupancy) {
  hw::Pipe part("part", 3);
  BitSignal clk, rst_n, valid_in, ready_out, valid_out, ready_in;
  NumberSignal load;
  part.clk_i(clk);
  part.rst_ni(rst_n);
  part.valid_i(valid_in);
  part.ready_o(ready_out);
  part.valid_o(valid_out);
  part.ready_i(ready_in);
  part.load_o(load);
  settle();
  rst_n.write(true);
  settle();
  Occupancy model(3);
  Random random(4);
  for (int i = 0; i < 5000; ++i) {
    const bool valid = random.chance(0.5);
    const bool ready = random.chance(0.5);
    valid_in.write(valid);
    ready_in.write(ready);
    if (i % 1000 == 999) {  // asynchronous: at once, without a clock edge
      rst_n.write(false);
      settle();
      rst_n.write(true);
      model.reset();
    }
    settle();
    ASSERT_EQ(ready_out.read(), model.input_ready(ready));
    ASSERT_EQ(valid_out.read(), model.output_valid());
    const unsigned loads = load.read();
    clk.write(true);
    settle();
    clk.write(false);
    settle();
    ASSERT_EQ(loads, model.step(valid, ready));
  }
}

}  // namespace
}  // namespace pwlsim::tests
