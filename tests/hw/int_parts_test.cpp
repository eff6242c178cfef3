// SPDX-License-Identifier: Apache-2.0
//
// Each integer part alone, over all its inputs where they are finite. SystemC allows one simulation a process: ctest
// runs each test in its own; run by hand, name one with --gtest_filter.

#include <gtest/gtest.h>
#include <algorithm>
#include <cmath>

#include "hw/add_int.h"
#include "hw/mul_int.h"
#include "hw/pipe.h"
#include "hw/requant_int.h"
#include "hw/segment_int.h"
#include "hw/table.h"
#include "sim/base/random.h"
#include "sim/lockstep/occupancy.h"
#include "tests/hw/part_bench.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

TEST(MulIntPart, AllPairsOfBytes) {
  hw::MulInt<8, 16> part("part");
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
  hw::MulInt<32, 32> part("part");
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

TEST(AddIntPart, AllInterceptsAndShifts) {
  hw::AddInt<8, 16> part("part");
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
  hw::RequantInt<8, 16> part("part");
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
  hw::SegmentInt<8, 16> part("part");
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

TEST(TablePart, EveryRegisterHoldsWhatWasWrittenLast) {
  hw::Table<8, 8> part("part");
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
  hw::Pipe<3> part("part");
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
