// SPDX-License-Identifier: Apache-2.0
//
// check_unit TABLE.json [--fault]: loads a table of pwlsim fit into the SystemC model of the INT8 unit and holds it
// against the golden model, every output in every cycle, for all 256 codes under random stalls. With --fault one bit of
// one slope is lost on the way into the SystemC unit, which the check has to notice. Exit code: 0 equal, 1 different, 2
// wrong usage.

#include <cstdio>
#include <exception>
#include <random>
#include <string>
#include <systemc>
#include <vector>

#include "hw/pwl_int/unit_int.h"
#include "sim/fit/table_file.h"
#include "sim/unit/golden.h"

namespace {

using pwlsim::number::Word;
using pwlsim::unit::CycleInputs;
using pwlsim::unit::CycleOutputs;
using pwlsim::unit::GoldenModel;
using pwlsim::unit::RegisterWrite;
using pwlsim::unit::UnitTable;

constexpr int kCodes = 256;

pwlsim::hw::IntParameters int8_with_8_entries() {
  pwlsim::hw::IntParameters size{};
  size.width = size.slope_width = size.intercept_width = size.breakpoint_width = 8;
  size.acc_width = 16;
  size.entries = 8;
  size.stages = 2;
  return size;
}

/// The unit with signals at its ports.
struct Bench {
  sc_core::sc_signal<bool> clk, rst_n, valid_in, ready_out, valid_out, ready_in, wr_en;
  sc_core::sc_signal<Word> x, y, wr_data;
  sc_core::sc_signal<unsigned> segment, wr_addr;
  pwlsim::hw::UnitInt unit{"unit", int8_with_8_entries()};

  Bench() {
    unit.clk_i(clk);
    unit.rst_ni(rst_n);
    unit.valid_i(valid_in);
    unit.ready_o(ready_out);
    unit.x_i(x);
    unit.segment_o(segment);
    unit.valid_o(valid_out);
    unit.ready_i(ready_in);
    unit.y_o(y);
    unit.wr_en_i(wr_en);
    unit.wr_addr_i(wr_addr);
    unit.wr_data_i(wr_data);
  }

  /// One cycle: inputs change after the falling edge, outputs are sampled before the rising one.
  CycleOutputs cycle(const CycleInputs& in) {
    clk.write(false);
    rst_n.write(in.rst_n != 0);
    valid_in.write(in.valid != 0);
    x.write(in.x);
    ready_in.write(in.ready != 0);
    wr_en.write(in.wr_en != 0);
    wr_addr.write(in.wr_addr);
    wr_data.write(in.wr_data);
    sc_core::sc_start(5, sc_core::SC_NS);
    CycleOutputs out{};
    out.ready = ready_out.read() ? 1 : 0;
    out.valid = valid_out.read() ? 1 : 0;
    out.segment = static_cast<std::uint16_t>(segment.read());
    out.y = y.read();
    clk.write(true);
    sc_core::sc_start(5, sc_core::SC_NS);
    return out;
  }
};

/// Runs both models side by side.
class Check {
 public:
  explicit Check(const UnitTable& table) : golden_(table.config) {}

  /// One cycle of both. `loaded`: all registers are, so all outputs count.
  CycleOutputs cycle(const CycleInputs& in, const CycleInputs& in_of_unit, bool loaded) {
    CycleOutputs expected{};
    golden_.run(&in, &expected, 1);
    const CycleOutputs actual = bench_.cycle(in_of_unit);
    const bool equal = actual.ready == expected.ready && actual.valid == expected.valid &&
                       actual.segment == expected.segment && (expected.valid == 0 || actual.y == expected.y);
    if (loaded && !equal && differences_++ == 0) {
      std::printf("cycle %d: y = %llx, golden %llx; segment %u, golden %u\n", cycles_,
                  static_cast<unsigned long long>(actual.y), static_cast<unsigned long long>(expected.y),
                  static_cast<unsigned>(actual.segment), static_cast<unsigned>(expected.segment));
    }
    ++cycles_;
    return expected;
  }

  int cycles() const { return cycles_; }
  int differences() const { return differences_; }

 private:
  GoldenModel golden_;
  Bench bench_;
  int cycles_ = 0, differences_ = 0;
};

int run(const std::string& file, bool fault) {
  const UnitTable table = pwlsim::fit::register_sets(pwlsim::fit::read_tables(file).at(0)).at(0);
  if (table.config.name != "int8_8") {
    std::fprintf(stderr, "%s: is a table for %s, not for int8_8\n", file.c_str(), table.config.name.c_str());
    return 2;
  }
  Check check(table);

  CycleInputs idle{};
  idle.ready = 1;
  check.cycle(idle, idle, false);  // reset
  idle.rst_n = 1;
  for (const RegisterWrite& write : table.writes()) {
    CycleInputs in = idle;
    in.wr_en = 1;
    in.wr_addr = static_cast<std::uint16_t>(write.address);
    in.wr_data = write.data;
    CycleInputs in_of_unit = in;
    if (fault && write.address == field_of(table.config, "slope").address + 3) in_of_unit.wr_data ^= 4U;
    check.cycle(in, in_of_unit, false);
  }

  std::mt19937 random(1);
  int offered = 0, results = 0;
  while (results < kCodes) {
    CycleInputs in = idle;
    in.valid = offered < kCodes && random() % 4 != 0 ? 1 : 0;
    in.ready = random() % 3 != 0 ? 1 : 0;
    in.x = static_cast<Word>(offered) & 0xffU;
    const CycleOutputs out = check.cycle(in, in, true);
    if (in.valid != 0 && out.ready != 0) ++offered;
    if (out.valid != 0 && in.ready != 0) ++results;
  }
  std::printf("%s: %d codes in %d cycles, %d cycles differ from the golden model\n", table.config.name.c_str(), results,
              check.cycles(), check.differences());
  return check.differences() == 0 ? 0 : 1;
}

}  // namespace

int sc_main(int argc, char* argv[]) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  const bool fault = arguments.size() == 2 && arguments[1] == "--fault";
  if (arguments.size() != (fault ? 2U : 1U)) {
    std::fprintf(stderr, "usage: check_unit TABLE.json [--fault]\n");
    return 2;
  }
  try {
    return run(arguments[0], fault);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "check_unit: %s\n", error.what());
    return 2;
  }
}
