// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/sweep_model.h"

#include <dlfcn.h>
#include <fmt/format.h>
#include <algorithm>
#include <cctype>
#include <exception>
#include <string>
#include <string_view>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/process.h"
#include "sim/lockstep/verilated_call.h"
#include "sim/lockstep/watchdog.h"
#include "sim/rooms.h"
#include "sim/sweep/embedded_wrapper.h"

namespace pwlsim::sweep {
namespace {

/// The top module with its ports and two copies of the unit. Bits of state_o: both ready, both with a result, any with
/// a result.
constexpr std::string_view kTop = R"(
module pwl_sweep_top (
  input  logic               clk_i, rst_ni, wr_en_i, start_i,
  input  logic [{addr}-1:0]  wr_addr_i,
  input  logic [{width}-1:0] wr_data_i,
  input  logic [{x}-1:0]     x_i,
  output logic [{y}-1:0]     y0_o, y1_o,
  {segment_ports}
  output logic [2:0]         state_o
);
  logic           ready0, ready1, valid0, valid1;
  logic [{x}-1:0] x0_q, x1_q;
  always_ff @(posedge clk_i) begin
    x0_q <= start_i ? x_i : x0_q + {x}'d2;
    x1_q <= start_i ? x_i + {x}'d1 : x1_q + {x}'d2;
  end
  assign state_o = {{ready0 & ready1, valid0 & valid1, valid0 | valid1}};
  {unit} {parameters} u_unit0 (
    .clk_i(clk_i), .rst_ni(rst_ni), .valid_i(1'b1), .ready_o(ready0), .x_i(x0_q), {segment0}
    .valid_o(valid0), .ready_i(1'b1), .y_o(y0_o), .wr_en_i(wr_en_i), .wr_addr_i(wr_addr_i), .wr_data_i(wr_data_i)
  );
  {unit} {parameters} u_unit1 (
    .clk_i(clk_i), .rst_ni(rst_ni), .valid_i(1'b1), .ready_o(ready1), .x_i(x1_q), {segment1}
    .valid_o(valid1), .ready_i(1'b1), .y_o(y1_o), .wr_en_i(wr_en_i), .wr_addr_i(wr_addr_i), .wr_data_i(wr_data_i)
  );
endmodule
)";

/// Throws InputError unless a name is a plain identifier, because it becomes text of the top module.
void check_identifier(const std::string& name, const char* what) {
  const auto is_plain = [](unsigned char c) { return std::isalnum(c) != 0 || c == '_' || c == '$'; };
  if (name.empty() || std::isdigit(static_cast<unsigned char>(name[0])) != 0 ||
      !std::all_of(name.begin(), name.end(), is_plain)) {
    throw InputError(fmt::format("{} {}: a sweep needs a plain Verilog name", what, printable(name)));
  }
}

/// The binding ".NAME(VALUE)" for the parameter "NAME=VALUE".
std::string parameter_binding(const std::string& parameter) {
  const std::size_t equals = parameter.find('=');
  const std::string name = parameter.substr(0, equals);
  const std::string value = equals == std::string::npos ? "" : parameter.substr(equals + 1);
  check_identifier(name, "parameter");
  const auto is_number = [](unsigned char c) { return std::isalnum(c) != 0 || c == '_' || c == '\'' || c == '-'; };
  if (value.empty() || !std::all_of(value.begin(), value.end(), is_number)) {
    throw InputError("--param " + printable(parameter) + ": a sweep takes parameters that are numbers");
  }
  return "." + name + "(" + value + ")";
}

std::string top_text(const RtlSource& source, const UnitConfig& config, bool has_segment) {
  check_identifier(source.top, "--top");
  std::string parameters;
  for (const std::string& parameter : source.parameters) {
    parameters += (parameters.empty() ? "#(" : ", ") + parameter_binding(parameter);
  }
  if (!parameters.empty()) parameters += ")";
  const std::string segment_ports =
      has_segment ? fmt::format("output logic [{}-1:0] segment0_o, segment1_o,", config.index_bits()) : "";
  return fmt::format(kTop, fmt::arg("addr", config.address_bits), fmt::arg("width", config.data_bits),
                     fmt::arg("x", config.x_width()), fmt::arg("y", config.y_width()), fmt::arg("unit", source.top),
                     fmt::arg("parameters", parameters), fmt::arg("segment_ports", segment_ports),
                     fmt::arg("segment0", has_segment ? ".segment_o(segment0_o)," : ""),
                     fmt::arg("segment1", has_segment ? ".segment_o(segment1_o)," : ""));
}

/// The source of the unit with the top module of two copies around it.
RtlSource two_copies(const RtlSource& source, const UnitConfig& config, bool has_segment) {
  RtlSource sweep = source;
  sweep.around = top_text(source, config, has_segment);
  sweep.wrapper = (has_segment ? "#define PWL_HAS_SEGMENT\n" : "") + std::string(kSweepWrapperSource);
  return sweep;
}

template <class Function>
void find_symbol(void* library, const char* name, Function& function) {
  void* const address = dlsym(library, name);
  if (address == nullptr) throw InputError(std::string("a Verilated model lacks ") + name + "; clear the cache");
  function = reinterpret_cast<Function>(address);
}

}  // namespace

// The plain model is built first, because it reports errors in foreign RTL and knows its ports.
SweepModel::SweepModel(const RtlLoader& loader, const RtlSource& source, const UnitConfig& config, std::uint64_t seed)
    : has_segment_(loader.load(source, config, seed)->has_segment()),
      source_(two_copies(source, config, has_segment_)) {
  const std::string path = loader.build(source_, config);
  library_ = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library_ == nullptr) {
    throw MachineError(std::string("cannot load a Verilated model: ") + dlerror() + noexec_advice(path));
  }
  void* (*create)(unsigned) = nullptr;
  listen_to_units([this](const char* name) {
    void* symbol = nullptr;
    find_symbol(library_, name, symbol);
    return symbol;
  });
  find_symbol(library_, "pwl_sweep_create", create);
  find_symbol(library_, "pwl_end", end_);
  find_symbol(library_, "pwl_sweep_destroy", destroy_);
  find_symbol(library_, "pwl_sweep_write", write_);
  find_symbol(library_, "pwl_sweep_start", start_);
  find_symbol(library_, "pwl_sweep_run", run_);
  model_ = create(static_cast<unsigned>(seed % 0x7fff'ffff) + 1);  // Verilator takes seeds from 1 to 2^31-1
  const volatile std::size_t* (*done)(void*) = nullptr;
  find_symbol(library_, "pwl_done", done);
  done_ = done(model_);
}

SweepModel::~SweepModel() {
  try {
    end();
  } catch (const std::exception&) {  // callers that need the error call end() themselves
  }
  destroy_(model_);
  dlclose(library_);
}

void SweepModel::end() {
  end_unit(source_, done_, [&] { end_(model_); });
}

void SweepModel::load(const UnitTable& table) {
  call_unit(source_, done_, [&] {
    for (const RegisterWrite& entry : table.writes()) write_(model_, entry.address, entry.data);
  });
}

void SweepModel::start(Word first) {
  watched_work().first_cycle = 0;
  call_unit(source_, done_, [&] { start_(model_, first); });
}

std::size_t SweepModel::run(bool results, Word* y, std::uint8_t* segment, std::size_t cycles) {
  std::size_t done = 0;
  call_unit(source_, done_, [&] { done = run_(model_, results ? 1 : 0, y, segment, cycles); });
  watched_work().first_cycle += done;
  return done;
}

}  // namespace pwlsim::sweep
